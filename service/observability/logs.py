"""The service's log on stderr: lines for people, or one JSON object a line.

A request gives one line: its id, route, kind and name of operation, status, duration, number of statements. No line
holds variables, names or other data: of an exception there is its type, its code and where it was raised, and its
message only at the level `debug`.
"""

import asyncio
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

import orjson

from service.observability.request import current


def configure(format: Literal["text", "json"], level: str) -> None:
    """Write the log of the whole process this way, from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json(level) if format == "json" else Text(level))
    handler.addFilter(_is_logged)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("service").setLevel(level.upper())
    # The driver logs each connection of its pool that a restart of the database broke; service.database.liveness logs it once.
    logging.getLogger("neo4j").setLevel(logging.DEBUG if level == "debug" else logging.CRITICAL)


def _is_logged(record: logging.LogRecord) -> bool:
    """Not what asyncio says of reads that the driver left alone when its connection broke or they were cancelled."""
    error = record.exc_info[1] if record.exc_info else None
    return not (record.name == "asyncio" and isinstance(error, OSError | asyncio.IncompleteReadError))


class Text(logging.Formatter):
    """A line for people; exceptions follow it."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self._with_messages = level == "debug"

    def format(self, record: logging.LogRecord) -> str:
        """The lines."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(" ", "milliseconds")
        head = f"{time} {record.levelname} {record.name}: {record.getMessage()}"
        fields = getattr(record, "fields", {})
        line = " ".join([head, *(f"{name}={value}" for name, value in fields.items())])
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + traced(record.exc_info[1], with_messages=self._with_messages)
        return line


class Json(logging.Formatter):
    """One JSON object; what a message is about is in fields of its own."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self._with_messages = level == "debug"

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": os.getpid(),
            "message": record.getMessage(),
        }
        if (request := current.get()) is not None:
            line["request_id"] = request.id
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = traced(record.exc_info[1], with_messages=self._with_messages)
        return orjson.dumps(line, default=str).decode()


def traced(raised: BaseException, *, with_messages: bool) -> str:
    """The exception and what it came from, the first cause first."""
    parts: list[str] = []
    error: BaseException | None = raised
    while error is not None:
        kind = type(error)
        line = f"{kind.__module__}.{kind.__qualname__}"
        if code := getattr(error, "code", None):
            line += f" [{code}]"
        if with_messages:
            line += f": {error}"
        parts.append("".join(traceback.format_tb(error.__traceback__)) + line)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))
