"""The Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group, with which OpenRefine matches.

`/reconcile` asks for a bearer token in the header, as the API does. OpenRefine sends no headers of a user's choice, so
`/reconcile/TOKEN` takes one in the address, made for this alone; it may ask for nothing else and cannot change anything.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

import orjson
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from service.database.graph import Graph
from service.exchange.matching import Candidate, Query, Unknown, asked, candidates
from service.exchange.vocabulary import ANY, PROPERTIES, TYPES, Property
from service.http.authentication import authenticate
from service.http.bodies import BadRequest, body_of
from service.http.bookmarks import Bookmarks
from service.http.deadline import bounded
from service.http.errors import as_json, with_errors
from service.http.tokens import RECONCILIATION
from service.model.identifiers import AuthorityId, Status, id_of
from service.model.names import fold, folds_long, searchable, searched
from service.network_files.cells import FOLDS_LONG, NAME_LENGTH
from service.settings import Settings
from service.statements.authorities import AuthorityRow, authorities_by_id
from service.statements.network import network_regions
from service.statements.similarity import suggested_authorities
from service.storage.similar_authorities import words_that_begin

T = TypeVar("T")

MOST_QUERIES = 50
MOST_EXTENDED = 500
"""Most authorities whose properties one request may ask for."""
MOST_SUGGESTED, FURTHEST_SUGGESTED = 20, 200
PREVIEW_WIDTH, PREVIEW_HEIGHT = 430, 220
MOST_PARAMETERS = 20
FORM = "application/x-www-form-urlencoded"
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[\da-fA-F:.]+\](:\d+)?", re.ASCII)
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",  # the address may hold a token
}


class PropertyAsked(BaseModel):
    """A property by its id."""

    id: str


class Extension(BaseModel):
    """Which properties of which authorities are asked for."""

    ids: Annotated[list[str], Field(max_length=MOST_EXTENDED)]
    properties: Annotated[list[PropertyAsked], Field(max_length=len(PROPERTIES))]


_BATCH = TypeAdapter(dict[str, Query])
_EXTENSION = TypeAdapter(Extension)
Parameters = Mapping[str, bytes]


@dataclass(frozen=True)
class Reconciliation:
    """Answers from one graph to those whose token one of `secrets` signed."""

    graph: Graph
    secrets: Mapping[str, str]
    bookmarks: Bookmarks
    settings: Settings

    async def __call__(self, request: Request) -> Response:
        """The manifest; or candidates for queries, or properties of authorities, by GET or as a form by POST."""
        return await with_errors(self._answer, request)

    async def suggest(self, request: Request) -> Response:
        """Authorities, types or properties whose names hold what somebody types."""
        return await with_errors(self._suggestions, request)

    async def properties(self, request: Request) -> Response:
        """The properties that can be asked of an authority."""
        return await with_errors(self._proposals, request)

    async def preview(self, request: Request) -> Response:
        """An authority on a small page."""
        return await with_errors(self._page, request)

    async def _answer(self, request: Request) -> Response:
        parameters = _parameters(request.scope["query_string"])
        _refuse_jsonp(parameters)
        asks = "queries" in parameters or "extend" in parameters
        if request.method != "POST" and not asks:
            if "token" in request.path_params:
                self._authenticate(request)
            return as_json(_manifest(request))
        self._authenticate(request)
        if request.method == "POST":
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
                raise BadRequest(
                    f"Send `queries` or `extend` as `Content-Type: {FORM}`.",
                    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                )
            limit, seconds = self.settings.request_body_limit_bytes, self.settings.request_timeout_seconds
            parameters = _parameters(await body_of(request, limit, seconds))
            _refuse_jsonp(parameters)
        async with bounded(request, self.settings.request_timeout_seconds):
            await self.bookmarks.take(request.headers)
            if "queries" in parameters:
                return as_json(await self._matched(parameters["queries"]))
            if "extend" in parameters:
                return as_json(await self._extended(parameters["extend"]))
        raise BadRequest("The form must have `queries` or `extend`.")

    def _authenticate(self, request: Request) -> None:
        """Raises Unauthenticated."""
        if token := request.path_params.get("token"):
            authenticate(Headers({"authorization": f"Bearer {token}"}), self.secrets, RECONCILIATION)
        else:
            authenticate(request.headers, self.secrets)

    async def _matched(self, text: bytes) -> dict[str, Any]:
        batch = _read(_BATCH, text, "queries")
        if len(batch) > MOST_QUERIES:
            raise BadRequest(
                f"`queries` holds {len(batch)}; {MOST_QUERIES} are answered at once.",
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            )
        queries = {}
        for key, query in batch.items():
            try:
                queries[key] = asked(query)
            except Unknown as error:
                raise BadRequest(f"In `queries`, {key}: {error}.") from None
            if query.query is None and not query.properties:
                raise BadRequest(f"In `queries`, {key}: say `query` or `properties`.")
        found = await self.graph.read(candidates, queries)
        return {key: {"result": _result(rows)} for key, rows in found.items()}

    async def _extended(self, text: bytes) -> dict[str, Any]:
        extension = _read(_EXTENSION, text, "extend")
        unknown = [each.id for each in extension.properties if each.id not in PROPERTIES]
        if unknown:
            raise BadRequest(f"There is no property {unknown[0]}: there are {', '.join(PROPERTIES)}.")
        chosen = [PROPERTIES[each.id] for each in extension.properties]
        rows = {row["id"]: row for row in await self._authorities({id_of(id) for id in extension.ids})}
        others = {id for row in rows.values() for each in chosen for id in _others(each, row)}
        names = {row["id"]: row["name"] for row in await self._authorities(others - rows.keys())}
        names |= {id: row["name"] for id, row in rows.items()}
        authority = {"id": ANY, "name": TYPES[ANY].name}
        return {
            "meta": [
                {**each.shown(), "type": authority} if each.authorities else each.shown() for each in chosen
            ],
            "rows": {
                id: {each.id: _values(each, rows.get(id_of(id)), names) for each in chosen}
                for id in extension.ids
            },
        }

    async def _authorities(self, ids: set[AuthorityId]) -> list[AuthorityRow]:
        if not ids:
            return []
        return (await self.graph.read(authorities_by_id, ids=sorted(ids)))["authorities"]

    async def _suggestions(self, request: Request) -> Response:
        self._authenticate(request)
        parameters = _parameters(request.scope["query_string"])
        _refuse_jsonp(parameters)
        prefix, cursor = _text(parameters, "prefix"), _number(parameters, "cursor", 0)
        match request.path_params["kind"]:
            case "entity":
                async with bounded(request, self.settings.request_timeout_seconds):
                    await self.bookmarks.take(request.headers)
                    found = await self._suggested(prefix, min(cursor, FURTHEST_SUGGESTED))
            case "type":
                found = [each.shown() for each in TYPES.values() if _begins(prefix, each.id, each.name)]
            case "property":
                every = PROPERTIES.values()
                found = [each.shown() for each in every if _begins(prefix, each.id, each.name)]
            case kind:
                raise BadRequest(
                    f"{kind} is not suggested: entity, type and property are.", HTTPStatus.NOT_FOUND
                )
        return as_json({"result": found})

    async def _suggested(self, prefix: str, cursor: int) -> list[dict[str, Any]]:
        """Authorities whose id or names begin so or hold it, as `suggested_authorities` ranks them."""
        if not prefix:
            return []
        search = searched(prefix)
        found = await self.graph.read(
            suggested_authorities,
            id=id_of(prefix),
            begins=fold(prefix),
            search=search,
            words=words_that_begin(search),
            skip=cursor,
            limit=MOST_SUGGESTED,
        )
        rows = {row["id"]: row for row in await self._authorities(set(found["ids"]))}
        return [{**_entity(rows[id]), "notable": [rows[id]["type"]]} for id in found["ids"] if id in rows]

    async def _proposals(self, request: Request) -> Response:
        self._authenticate(request)
        parameters = _parameters(request.scope["query_string"])
        _refuse_jsonp(parameters)
        type = _text(parameters, "type") or ANY
        if type not in TYPES:
            raise BadRequest(f"There is no type {type}: there are {', '.join(TYPES)}.", HTTPStatus.NOT_FOUND)
        limit = _number(parameters, "limit", len(PROPERTIES))
        shown = [each.shown() for each in PROPERTIES.values()][:limit]
        return as_json({"type": type, "limit": limit, "properties": shown})

    async def _page(self, request: Request) -> Response:
        self._authenticate(request)
        id = id_of(_text(_parameters(request.scope["query_string"]), "id"))
        async with bounded(request, self.settings.request_timeout_seconds):
            await self.bookmarks.take(request.headers)
            rows = await self._authorities({id})
            if not rows:
                raise BadRequest("There is no authority with this id.", HTTPStatus.NOT_FOUND)
            (row,) = rows
            regions = await self.graph.read(network_regions, states=[row["state"]])
        names = {region["code"]: region["name"] for region in regions}
        return HTMLResponse(_html(row, names.get(row["region"] or "")), headers=_PAGE_HEADERS)


def _manifest(request: Request) -> dict[str, Any]:
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise BadRequest("The header Host names no host.")
    origin = f"{request.url.scheme}://{host}{request.scope.get('root_path', '')}"
    token = request.path_params.get("token")
    address = f"{origin}/reconcile/{token}" if token else f"{origin}/reconcile"
    manifest: dict[str, Any] = {
        "versions": ["0.2"],
        "name": "Authority network",
        "identifierSpace": f"{origin}/authorities/",
        "schemaSpace": "https://schema.org/GovernmentOrganization",
        "defaultTypes": [each.shown() for each in TYPES.values()],
        "batchSize": MOST_QUERIES,
        "suggest": {
            kind: {"service_url": address, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "preview": {
            "url": f"{address}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [],
        },
    }
    if not token:
        manifest["authentication"] = {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Bearer` and a token of the API; or an address that holds a token: /reconcile/TOKEN.",
        }
    return manifest


def _parameters(text: bytes) -> Parameters:
    """The first value of each, whatever its bytes are."""
    try:
        found = parse_qs(
            text.decode("utf-8", "surrogateescape"),
            keep_blank_values=True,
            max_num_fields=MOST_PARAMETERS,
            errors="surrogateescape",
        )
    except ValueError:
        raise BadRequest(f"Only {MOST_PARAMETERS} parameters are taken.") from None
    return {name: values[0].encode("utf-8", "surrogateescape") for name, values in found.items()}


def _refuse_jsonp(parameters: Parameters) -> None:
    if "callback" in parameters:
        raise BadRequest("JSONP is not answered; pages of every origin may ask for JSON here.")


def _text(parameters: Parameters, name: str) -> str:
    text = parameters.get(name, b"").decode("utf-8", "replace")
    if len(text) > NAME_LENGTH:
        raise BadRequest(f"`{name}` has {len(text)} characters; {NAME_LENGTH} are taken.")
    if folds_long(text):
        raise BadRequest(f"`{name}`: {FOLDS_LONG}.")
    return text.strip()


def _number(parameters: Parameters, name: str, default: int) -> int:
    text = _text(parameters, name)
    if text and not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BadRequest(f"`{name}` must be a whole number, 0 or more.")
    return int(text) if text else default


def _read(model: TypeAdapter[T], text: bytes, name: str) -> T:
    try:
        return model.validate_python(orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"`{name}` is no JSON in UTF-8: {error.msg}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadRequest(f"In `{name}`{f', {where}' if where else ''}: {first['msg']}.") from None


def _begins(prefix: str, id: str, name: str) -> bool:
    """Whether the id or a word of the name begins so."""
    return fold(id).startswith(fold(prefix)) or f" {searchable(prefix)}" in f" {searchable(name)}"


def _entity(row: AuthorityRow) -> dict[str, Any]:
    return {"id": row["id"], "name": row["name"], "description": _described(row)}


def _described(row: AuthorityRow) -> str:
    areas = ", ".join(access["area"] for access in row["areas"])
    parts = [row["type"], row["state"], row["region"] or "", areas]
    if row["status"] == Status.INACTIVE:
        parts.append("deactivated")
    return " · ".join(filter(None, parts))


def _result(found: list[Candidate]) -> list[dict[str, Any]]:
    return [
        {
            **_entity(each.row),
            "type": [{"id": each.row["type"], "name": TYPES[each.row["type"]].name}],
            "score": each.score,
            "match": each.match,
            "features": [
                {"id": "name_likeness", "value": each.likeness},
                {"id": "same_name", "value": each.same_name},
                {"id": "same_id", "value": each.same_id},
                {"id": "same_external_id", "value": each.same_external_id},
            ],
        }
        for each in found
    ]


def _others(each: Property, row: AuthorityRow) -> list[AuthorityId]:
    found: Callable[[AuthorityRow], Any] | None = each.authorities
    return list(dict.fromkeys(id for id in found(row) if id is not None)) if found else []


def _values(
    each: Property, row: AuthorityRow | None, names: Mapping[AuthorityId, str]
) -> list[dict[str, Any]]:
    if row is None:
        return []
    if each.texts:
        return [{"str": text} for text in each.texts(row) if text]
    return [{"id": id, "name": names[id]} for id in _others(each, row) if id in names]


def _html(row: AuthorityRow, region: str | None) -> str:
    kind = TYPES[row["type"]].name
    facts = {
        "Member State": row["state"],
        "Region": region,
        "Areas": ", ".join(f"{it['area']} ({it['role']})" for it in row["areas"]),
        "Other names": "; ".join(it["name"] for it in row["other_names"]),
        "Ids": ", ".join(f"{it['scheme']} {it['value']}" for it in row["external_ids"]),
        "Status": "deactivated" if row["status"] == Status.INACTIVE else None,
    }
    lines = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>" for name, text in facts.items() if text)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(row['name'])}</title>"
        "<style>body{font:14px sans-serif;margin:8px}h1{font-size:16px;margin:0}p{margin:2px 0 8px}"
        "dt{float:left;clear:left;color:#555;width:7em}dd{margin:0 0 2px 7em}</style></head>"
        f"<body><h1>{html.escape(row['name'])}</h1><p>{html.escape(kind)}</p><dl>{lines}</dl></body></html>\n"
    )
