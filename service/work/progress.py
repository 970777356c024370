"""What a long step does and how far it is, on stderr: for people who wait at a terminal or read what was piped."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PACE_SECONDS = 5.0
"""Between two lines; what is done sooner says nothing."""


@contextmanager
def lines(say: Callable[[float], str]) -> Iterator[None]:
    """While the block runs, print what `say` makes of the seconds so far, at a steady pace."""
    over = threading.Event()
    began = time.monotonic()

    def tell() -> None:
        while not over.wait(PACE_SECONDS):
            print(say(time.monotonic() - began), file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, name="progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()


@contextmanager
def progress(what: str, of: str) -> Iterator[Callable[[int, int], None]]:
    """A step of which so many parts, named by `of`, are done out of a total: a bar on a terminal, else lines.

    The block calls what it gets with both numbers.
    """
    from rich.console import Console  # noqa: PLC0415  # takes longer to import than most commands run
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    if console.is_terminal:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    known: list[int] = []

    def update(done: int, total: int) -> None:
        known[:] = done, total

    def say(seconds: float) -> str:
        so_far = f"{known[0]:,} of {known[1]:,} {of}, " if known else ""
        return f"{what}: {so_far}{seconds:.0f} s so far"

    with lines(say):
        yield update
