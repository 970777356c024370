"""GraphQL over HTTP: a request's body or query string in, the answer and its media type out."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from service.api.admission.documents import Documents
from service.api.admission.limits import operation_of
from service.api.execution.context import Context
from service.api.schema import schema
from service.api.types.errors import answered, interruption
from service.database.graph import Graph
from service.http import tokens
from service.http.authentication import authenticate
from service.http.bodies import JSON, BadRequest, body_of
from service.http.bookmarks import Bookmarks
from service.http.deadline import ClientGone, bounded
from service.http.errors import AS_A_WHOLE, RETRY, error_answer, error_body
from service.observability.request import current
from service.settings import Settings
from service.work.lasting import Lasting

GRAPHQL_JSON = "application/graphql-response+json"
TRYING_AT_ONCE = 2
"""Authorities whose acts are tried at a time (`Authority.actions`)."""


@dataclass(frozen=True)
class Asked:
    """The parameters of one GraphQL request."""

    query: str
    operation_name: str | None
    variables: dict[str, Any] | None


class Endpoint:
    """Answers requests from one graph to those whose token one of `secrets` signed."""

    def __init__(
        self,
        graph: Graph,
        secrets: Mapping[str, str],
        settings: Settings,
        documents: Documents,
        *,
        bookmarks: Bookmarks,
        lasting: Lasting | None = None,
    ) -> None:
        self._graph = graph
        self._bookmarks = bookmarks
        self._secrets = secrets
        self._limit = settings.request_body_limit_bytes
        self._seconds = settings.request_timeout_seconds
        self._documents = documents
        self._settings = settings
        self._lasting = lasting or Lasting()
        self._trying = asyncio.Semaphore(TRYING_AT_ONCE)

    async def __call__(self, request: Request) -> Response:
        """The response to a GET or HEAD (queries only) or POST."""
        media_type = negotiated(request.headers.get("accept"))
        try:
            actor = authenticate(request.headers, self._secrets, tokens.AUDIENCE, tokens.READING)
            asked = await self._asked(request)
            _note_operation(asked)
            context = Context(
                self._graph,
                actor,
                compiled=self._settings.compiled_selections,
                most_cost_units=self._settings.most_cost_units,
                trying=self._trying,
                lasting=self._lasting,
            )
            try:
                async with bounded(request, self._seconds, context.end):
                    await self._bookmarks.take(request.headers)
                    data, status = await self._executed(
                        asked, context, request.method, request.state.request_id
                    )
            finally:
                context.loaders.end()
            if bookmark := self._bookmarks.of_a_change():
                data.setdefault("extensions", {})["bookmark"] = bookmark
            if media_type == JSON and status == HTTPStatus.BAD_REQUEST:
                status = HTTPStatus.OK  # as GraphQL over HTTP has it for the older media type
            headers = RETRY if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
            return _response(data, status, media_type, headers)
        except AS_A_WHOLE as error:
            wrong = error_answer(error)
            return _response(wrong.body, wrong.status, media_type, wrong.headers)

    async def _asked(self, request: Request) -> Asked:
        if request.method != "POST":
            given: Any = dict(request.query_params)
            for name in ("variables", "extensions"):
                if given.get(name):
                    given[name] = _decoded(given[name].encode("utf-8", "surrogatepass"), f"`{name}`")
        else:
            sent = Message()
            sent["Content-Type"] = request.headers.get("content-type", "")
            if sent.get_content_type() != JSON or sent.get_content_charset("utf-8") not in ("utf-8", "utf8"):
                raise BadRequest(
                    f"Send the request as `Content-Type: {JSON}` in UTF-8.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE
                )
            given = _decoded(await body_of(request, self._limit, self._seconds), "The body")
        return _checked(given, self._documents)

    async def _executed(
        self, asked: Asked, context: Context, method: str, request_id: str
    ) -> tuple[dict[str, Any], HTTPStatus]:
        changes = method == "POST" and not context.actor.reads_only
        allowed = {OperationType.QUERY, OperationType.MUTATION} if changes else {OperationType.QUERY}
        try:
            result = await schema.execute(
                asked.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
                allowed_operation_types=allowed,
            )
        except InvalidOperationTypeError as error:
            if method == "POST" and error.operation_type is OperationType.MUTATION:
                raise BadRequest(
                    "The token only reads: changes need one of `authority-network token --as AUTHORITY_ID`.",
                    HTTPStatus.FORBIDDEN,
                ) from None
            if method == "POST":
                raise BadRequest("Subscriptions are not answered here.") from None
            raise BadRequest(
                "Only queries may be asked by GET.", HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "POST"}
            ) from None
        except CannotGetOperationTypeError:
            name = asked.operation_name
            missing = f"no operation named {name}" if name else "no operation in the document"
            return error_body(f"There is {missing}.", "BAD_REQUEST"), HTTPStatus.BAD_REQUEST
        errors = result.errors or []
        data: dict[str, Any] = {}
        if errors:
            data["errors"] = [answered(error, request_id) for error in errors]
        extensions = {"extensions": result.extensions} if result.extensions else {}
        cut = interruption(errors)
        if isinstance(cut, ClientGone):
            raise cut
        if cut and not _holds(result.data):
            if cut is not context.ended:
                return data | extensions, HTTPStatus.SERVICE_UNAVAILABLE
            raise cut
        if result.data is None and all(error.path is None for error in errors):
            unexpected = any(error["extensions"]["code"] == "UNEXPECTED" for error in data["errors"])
            return (
                data | extensions,
                HTTPStatus.INTERNAL_SERVER_ERROR if unexpected else HTTPStatus.BAD_REQUEST,
            )
        return {**data, "data": result.data, **extensions}, HTTPStatus.OK


def _holds(data: dict[str, Any] | None) -> bool:
    """Whether anything was answered, which a client must be given: a mutation among it has been done."""
    return any(value not in (None, "Query", "Mutation") for value in (data or {}).values())


def negotiated(accept: str | None) -> str:
    """The better of our two media types; graphql-response+json wins ties, no wish gives application/json."""
    best, best_weight = JSON, -1.0
    for part in (accept or "*/*").split(","):
        kind, *parameters = (word.strip().lower() for word in part.split(";"))
        offer = (
            GRAPHQL_JSON if kind == GRAPHQL_JSON else JSON if kind in (JSON, "application/*", "*/*") else None
        )
        weight = next((_weight(word[2:]) for word in parameters if word.startswith("q=")), 1.0)
        if offer and (weight > best_weight or (weight == best_weight and offer == GRAPHQL_JSON)):
            best, best_weight = offer, weight
    return best


def _weight(text: str) -> float:
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else 1.0


def _decoded(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{what} is no JSON in UTF-8: {error.msg}.") from None


def _checked(given: Any, documents: Documents) -> Asked:
    if not isinstance(given, dict):
        raise BadRequest("The request must be one JSON object with `query`.")
    query, name = given.get("query"), given.get("operationName")
    if query is not None and not isinstance(query, str):
        raise BadRequest("`query` must be a text that holds the GraphQL document.")
    if name is not None and not isinstance(name, str):
        raise BadRequest("`operationName` must be a text.")
    for key in ("variables", "extensions"):
        if given.get(key) is not None and not isinstance(given[key], dict):
            if given[key] == "":
                continue
            raise BadRequest(f"`{key}` must be an object.")
    text = documents.text(query, given.get("extensions") or {})
    if not text or not text.strip():
        raise BadRequest("`query` must be a text that holds the GraphQL document.")
    return Asked(text, name or None, given.get("variables") or None)


def _note_operation(asked: Asked) -> None:
    """Tell logs, metrics and traces what is asked: its kind and what the client calls it."""
    record = current.get()
    if record is not None and (operation := operation_of(asked.query, asked.operation_name)):
        record.operation, record.operation_name = operation


def _response(data: dict[str, Any], status: int, media_type: str, headers: Mapping[str, str]) -> Response:
    if "errors" in data and (record := current.get()) is not None:
        record.error = data["errors"][0]["extensions"]["code"]
    return Response(
        orjson.dumps(data),
        status,
        {
            "Content-Type": f"{media_type}; charset=utf-8",
            "Cache-Control": "no-store",
            "Vary": "Accept",
            **headers,
        },
    )
