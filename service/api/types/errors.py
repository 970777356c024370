"""What went wrong with a field of a GraphQL answer, each error with a code; service/http/errors.py has whole answers."""

import logging
from collections.abc import Iterable
from typing import Any

from graphql import FieldNode, GraphQLError, GraphQLSyntaxError

from service.database.graph import Unavailable
from service.http.deadline import ClientGone, TookTooLong
from service.http.errors import unexpected

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 1000
"""Characters; some messages hold the whole value that does not fit."""


class BadInput(GraphQLError):
    """An argument cannot be used; the message says which and why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "BAD_INPUT"})


class TooComplex(GraphQLError):
    """The request selects more than is answered at once."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "TOO_COMPLEX"})


def interruption(errors: Iterable[GraphQLError]) -> Exception | None:
    """Why a part of the answer is missing that may be there another time: the first such error, if there is any."""
    found = (error.original_error for error in errors)
    return next((it for it in found if isinstance(it, Unavailable | TookTooLong | ClientGone)), None)


def answered(error: GraphQLError, request_id: str) -> dict[str, Any]:
    """The error as the client sees it; faults of the service are logged and masked."""
    original = error.original_error
    while isinstance(original, GraphQLError):  # wrapped where it was raised in a resolver
        error.extensions = {**(original.extensions or {}), **(error.extensions or {})}
        original = original.original_error
    shown: dict[str, Any] = dict(error.formatted)
    if len(error.message) > LONGEST_MESSAGE:
        shown["message"] = f"{error.message[:LONGEST_MESSAGE]}…"
    coded = "code" in (error.extensions or {})
    if isinstance(original, Unavailable):
        shown |= {"message": f"Try again later: {original}.", "extensions": {"code": "UNAVAILABLE"}}
    elif isinstance(original, TookTooLong):
        said = "This was ended: the request took longer than it may. Ask for less at once."
        shown |= {"message": said, "extensions": {"code": "TIMEOUT"}}
    elif original is not None or (not coded and _is_of_a_value(error)):
        log.error("request %s failed at %s", request_id, error.path, exc_info=original or error)
        shown |= unexpected(request_id)["errors"][0]
    elif not coded:
        code = (
            "SYNTAX"
            if isinstance(error, GraphQLSyntaxError)
            else "VALIDATION"
            if error.path is None
            else "BAD_INPUT"
        )
        shown["extensions"] = {**(error.extensions or {}), "code": code}
    return shown


def _is_of_a_value(error: GraphQLError) -> bool:
    """Whether a value of ours does not fit its field; an argument of the client's is told by where it stands."""
    return error.path is not None and all(isinstance(node, FieldNode) for node in error.nodes or ())
