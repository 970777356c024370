"""How a command runs: on the graph of the settings, with what may go wrong as a sentence and an exit code.

0, 1 (findings, refused rows, what could not be done), 2 (usage, wrong settings).
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import typer
from pydantic import ValidationError

from service.backup import CannotBackUp
from service.database.graph import Conflict, Graph, Unavailable
from service.neo4j_process import AdminFailed, AlreadyOwned, CannotStart, fetch_jars
from service.serving.resources import WrongSetting, opened
from service.settings import PREFIX, Settings, ignored_variables
from service.storage.migrations import NewerGraph, migrate

T = TypeVar("T")

FAILED, USAGE = 1, 2


def fail(message: str, code: int = FAILED) -> NoReturn:
    """End the command with a sentence and an exit code."""
    print(message, file=sys.stderr)
    raise typer.Exit(code)


def settings_or_fail() -> Settings:
    """The settings of the environment; a wrong one ends the command, naming its variable."""
    for said in ignored_variables():
        print(said, file=sys.stderr)
    try:
        return Settings()
    except ValidationError as error:
        fail(
            "\n".join(
                f"{PREFIX}{'_'.join(map(str, each['loc'])).upper()}: {each['msg'].removeprefix('Value error, ')}"
                for each in error.errors()
            ),
            USAGE,
        )


def run(work: Callable[[Graph], Awaitable[T]], settings: Settings | None = None) -> T:
    """Run `work` on the graph of the settings, brought to this version's schema."""
    chosen = settings or settings_or_fail()

    async def whole() -> T:
        async with opened(chosen) as graph:
            await migrate(graph)
            return await work(graph)

    return within(whole, chosen)


def within(work: Callable[[], Awaitable[T]], settings: Settings) -> T:
    """Run to the end."""

    async def main() -> T:
        return await work()

    with explained(settings):
        if settings.database_uri == "private":
            fetch_jars()  # outside of the loop, where Ctrl-C ends it at once
        return asyncio.run(main())


@contextmanager
def explained(settings: Settings) -> Iterator[None]:
    """What is known to go wrong becomes a sentence and an exit code."""
    try:
        yield
    except WrongSetting as error:
        fail(str(error), USAGE)
    except CannotBackUp as error:
        fail(str(error))  # begins with the name of a file
    except Unavailable as error:
        where = settings.database_uri
        fail(f"{sentence(error)} {PREFIX}DATABASE_URI is {where}." if where != "private" else sentence(error))
    except (AdminFailed, AlreadyOwned, CannotStart, Conflict, NewerGraph) as error:
        fail(sentence(error))


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What cannot be written ends the command with a sentence."""
    try:
        yield
    except OSError as error:
        fail(f"{error.filename or path} cannot be written: {error.strerror or error}.")


def sentence(error: Exception) -> str:
    """What an error says, as a sentence."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
