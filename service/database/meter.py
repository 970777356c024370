"""What work on the graph reports for the figures."""

from typing import Protocol


class Meter(Protocol):
    """Counts work on the graph."""

    def ran(self, statement: str, seconds: float, rows: int) -> None:
        """A statement gave its last row."""

    def opened(self) -> None:
        """A transaction waits for a connection or has one."""

    def closed(self) -> None:
        """It has ended in whatever way."""

    def retried(self) -> None:
        """A transaction is run once more, as another writer or the database was in its way."""

    def conflicted(self) -> None:
        """A transaction has ended in Conflict."""

    def answering(self, answers: bool) -> None:
        """The database has fallen silent, or answers again."""
