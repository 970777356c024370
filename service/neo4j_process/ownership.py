"""Who owns a data directory, and where its Neo4j is: two locks and an announcement for other processes."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from service.neo4j_process.errors import AlreadyOwned, CannotStart
from service.neo4j_process.home import write_private

LOCKS = ("neo4j.lock", "neo4j.owner")
"""Held by the owner and by its Neo4j, so that it is free only when both are gone; and held by the owner alone."""
Address = tuple[str, tuple[str, str]]
"""Where a Neo4j is, its user and password."""


class Ownership:
    """One process's claim on a data directory."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._announcement = data_dir / "neo4j.json"
        self._port = data_dir / "neo4j.port"
        self._has_announced = False
        self._locks: list[int] = []

    @property
    def held(self) -> bool:
        """Whether this process owns the data directory."""
        return bool(self._locks)

    @property
    def shared_locks(self) -> list[int]:
        """The descriptors that Neo4j is to hold too."""
        return self._locks[:1]

    def take(self) -> None:
        """Own the data directory, made if need be. Raises AlreadyOwned, CannotStart."""
        files: list[int] = []
        try:
            self._data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            files = [os.open(self._data_dir / name, os.O_RDWR | os.O_CREAT, 0o600) for name in LOCKS]
            fcntl.flock(files[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(files[1], fcntl.LOCK_EX)  # who looks at it holds it for a moment only
        except BlockingIOError:
            _close(files)
            raise self.refusal() from None
        except OSError as error:
            _close(files)
            raise CannotStart(
                f"The data directory {self._data_dir} cannot be used: {error.strerror}."
            ) from error
        self._locks = files

    def give_up(self) -> None:
        """Let others own it."""
        self.withdraw()
        _close(self._locks)
        self._locks = []

    def refusal(self) -> AlreadyOwned:
        """Why this process cannot own it."""
        owner = (self.announced() or {}).get("pid")
        who = f"process {owner}" if owner else "another process"
        return AlreadyOwned(
            f"The Neo4j in {self._data_dir} is in use by {who}: stop that one, or choose another data directory "
            "(AUTHORITY_NETWORK_DATA_DIR)."
        )

    def owner_lives(self) -> bool:
        """Asked of the lock: a process id may be a zombie's or have been given to another."""
        try:
            with (self._data_dir / LOCKS[1]).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def announced(self) -> dict[str, Any] | None:
        """What the owner said of its Neo4j, or a dead one left behind."""
        try:
            found = json.loads(self._announcement.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def address(self) -> Address | None:
        """What is announced of where Neo4j is."""
        if (found := self.announced()) is None:
            return None
        return str(found.get("uri")), (str(found.get("user")), str(found.get("password")))

    def announce(self, uri: str, auth: tuple[str, str], port: int, pid: int | None) -> None:
        """Tell other processes of this user where Neo4j is."""
        where = {"uri": uri, "user": auth[0], "password": auth[1]}
        write_private(self._port, f"{port}\n")
        write_private(self._announcement, json.dumps(where | {"pid": os.getpid(), "neo4j_pid": pid}))
        self._has_announced = True

    def last_port(self) -> int:
        """The port that was announced last, be it long ago; 0 for none."""
        try:
            port = int(self._port.read_text("utf-8"))
        except (OSError, ValueError):
            return 0
        return port if 0 < port < 1 << 16 else 0

    def forget(self) -> None:
        """Take back what a dead owner announced."""
        self._announcement.unlink(missing_ok=True)

    def withdraw(self) -> None:
        """Take back what this process announced."""
        if self._has_announced:
            self._announcement.unlink(missing_ok=True)
            self._has_announced = False


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)
