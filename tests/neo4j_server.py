"""The Neo4j the tests run on: `pytest --neo4j private|container|URI`."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from service.neo4j_process import NEO4J_IMAGE, PrivateNeo4j
from service.neo4j_process.home import DATABASE_SETTINGS


@dataclass(frozen=True)
class Neo4jServer:
    """Where a Neo4j is that may be wiped: `auth` is user and password."""

    uri: str
    auth: tuple[str, str]


@contextmanager
def running_neo4j(choice: str, folder: Path) -> Iterator[Neo4jServer]:
    """The chosen server: a private one in `folder`, a container of the official image, or one by its address."""
    if choice == "private":
        with ExitStack() as stack:
            with pytest.MonkeyPatch.context() as patched:
                # Each test empties the graph and fills it anew: planned again for it, statements cost more than they save.
                patched.setitem(DATABASE_SETTINGS, "dbms.cypher.min_replan_interval", "1h")
                server = stack.enter_context(PrivateNeo4j(folder, heap="1g"))
            yield Neo4jServer(server.uri, server.auth)
    elif choice == "container":
        yield from _container()
    else:
        yield by_address(choice)


def by_address(uri: str) -> Neo4jServer:
    """`bolt://user:password@host:port` taken apart; user and password may be percent-encoded."""
    parts = urlsplit(uri)
    if not parts.scheme.startswith(("bolt", "neo4j")) or not parts.hostname:
        raise pytest.UsageError("--neo4j takes `private`, `container` or bolt://user:password@host:port")
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return Neo4jServer(address, (unquote(parts.username or "neo4j"), unquote(parts.password or "")))


def _container() -> Iterator[Neo4jServer]:
    with ExitStack() as stack:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # testcontainers speaks of its own deprecations
            from docker.errors import DockerException  # type: ignore[import-untyped]  # noqa: PLC0415  # only this choice needs Docker
            from testcontainers.neo4j import Neo4jContainer  # noqa: PLC0415

            try:
                container = stack.enter_context(
                    Neo4jContainer(NEO4J_IMAGE)
                )  # removed also when it does not start
            except DockerException as error:
                pytest.exit(f"--neo4j container needs a Docker that answers: {error}", returncode=2)
        yield Neo4jServer(container.get_connection_url(), (container.username, container.password))
