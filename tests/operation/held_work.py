"""Work for threads that tests hold, let go and end."""

import asyncio
import threading

from service.work.heavy import LIGHT

HEAVY = LIGHT + 1


class Held:
    """Work that is held until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = asyncio.Event(), threading.Event()
        self._loop = asyncio.get_running_loop()

    def __call__(self) -> int:
        self._loop.call_soon_threadsafe(self.begun.set)
        assert self.let_go.wait(60)
        return threading.get_ident()


class Stubborn(Held):
    """Work that an end does not end, wherever it meets it: it is held until it is let go."""

    def __call__(self) -> int:
        try:
            return super().__call__()
        except BaseException:
            assert self.let_go.wait(60)
            raise


class Endless:
    """Work that never ends by itself."""

    def __init__(self) -> None:
        self.begun, self.ended = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def __call__(self) -> None:
        self._loop.call_soon_threadsafe(self.begun.set)
        try:
            while True:
                pass
        finally:
            self._loop.call_soon_threadsafe(self.ended.set)
