"""Requests that ask too much: what each is refused for, how long that takes beside a plain request, and delays others.

`python -m bench.hostile` prints it. Each is sent as a text never seen before, so that nothing is known of it. Then come
the heavy requests that are accepted (`bench.accepted`).
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from bench import accepted
from bench.timing import side_by_side
from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor
from service.neo4j_process import PrivateNeo4j
from service.serving.app import create_app
from service.settings import Settings
from service.storage.migrations import migrate

SECRETS = "k1:" + "s" * 32
PLAIN = "{ viewer { operator } }"
BESIDE = 5
"""How many hostile requests a neighbour meets."""
Request = Callable[[], Awaitable[httpx.Response]]


def asked(query: str, **variables: Any) -> bytes:
    """The body of a request. Its document ends with a comment."""
    return json.dumps({"query": f"{query} #0", "variables": variables}).encode()


def fresh(body: bytes, number: int) -> bytes:
    """The same request with another comment."""
    return body.replace(b" #0", b" #%d" % number)


@dataclass(frozen=True)
class Hostile:
    """A request, the code with which it is refused, and of the message what tells the limit."""

    body: bytes
    code: str
    words: str


def fragments(names: int, on: str, body: Callable[[int], str]) -> str:
    """So many fragments F0, F1, …"""
    return " ".join(f"fragment F{i} on {on} {{ {body(i)} }}" for i in range(names))


def spread(first: int, last: int) -> str:
    """The fragments from the first to the one before the last."""
    return " ".join(f"...F{i}" for i in range(first, last))


def repeated(text: str, times: int) -> str:
    """The text so many times, {i} in it being the number."""
    return " ".join(text.replace("{i}", str(i)) for i in range(times))


def authority(selection: str) -> str:
    """A query of one authority."""
    return f'{{ authority(id: "stadt") {{ {selection} }} }}'


DEEP = "nested too deeply"
TOKENS = "more than 1000 tokens"
FIELDS = "fields; 500 are answered"
REPEATS = "repeats fields, or spreads fragments, too often or too deeply"
SEARCH = "query ($s: String) { authorities(first: 1, where: {search: $s}) { totalCount } }"
IDS = 'query ($ids: [ExternalIdInput!]!) { similarAuthorities(state: "DE", name: "x", externalIds: $ids) { score } }'
TYPE = "type { kind name ofType { kind name ofType { kind name } } }"
INTROSPECTION = (
    f"__schema {{ types {{ fields {{ name description args {{ name description {TYPE} }} {TYPE} }} }} }}"
)
PAGES = "authorities(first: 100) {{ edges {{ node {{ observers {{ observed {{ {inner} }} }} }} }} }}"

HOSTILE = {
    # documents that are deep or long
    "selections in selections": Hostile(asked("{ a " * 400 + "} " * 400), "SYNTAX", DEEP),
    "selections within the parser's patience": Hostile(
        asked("{ a " * 100 + "} " * 100), "TOO_COMPLEX", "100 levels deep; 12"
    ),
    "open braces": Hostile(asked("{" * 40_000), "SYNTAX", "Expected Name"),
    "open brackets": Hostile(asked("{ a(b: " + "[" * 40_000), "SYNTAX", DEEP),
    "lists in lists": Hostile(
        asked(authority("id") + "{ a(b: " + "[" * 400 + "]" * 400 + ") }"), "SYNTAX", DEEP
    ),
    "objects in objects": Hostile(asked("{ a(b: " + "{c: " * 300 + "1" + "}" * 300 + ") }"), "SYNTAX", DEEP),
    "types in types": Hostile(
        asked("query ($a: " + "[" * 400 + "Int" + "]" * 400 + ") { a }"), "SYNTAX", DEEP
    ),
    "a flood of tokens": Hostile(asked("{ " + "a " * 24_000 + "}"), "SYNTAX", TOKENS),
    "a flood of comments": Hostile(asked(PLAIN + "#\n" * 20_000), "SYNTAX", TOKENS),
    "a flood of directives": Hostile(
        asked("{ viewer { operator " + "@skip(if: false) " * 200 + "} }"), "SYNTAX", TOKENS
    ),
    "a text of a megabyte": Hostile(asked(PLAIN + " " * 900_000), "TOO_COMPLEX", "characters; 50000"),
    "a body over a megabyte": Hostile(
        asked(PLAIN + " " * 1_100_000), "BAD_REQUEST", "longer than 1048576 bytes"
    ),
    # more than is asked for in earnest
    "aliases": Hostile(
        asked(f"{{ viewer {{ {repeated('a{i}: operator', 200)} }} }}"), "TOO_COMPLEX", "aliases; 30"
    ),
    "fields at the root": Hostile(
        asked("{ " + "viewer { operator } " * 150 + "}"), "TOO_COMPLEX", "root fields; 20"
    ),
    "one field again and again": Hostile(
        asked(f"{{ viewer {{ {'operator ' * 900} }} }}"), "TOO_COMPLEX", FIELDS
    ),
    "the same field as often as may be": Hostile(
        asked(f"{{ viewer {{ {'operator ' * 490} }} }}"), "TOO_COMPLEX", REPEATS
    ),
    "the same fields within each other": Hostile(
        asked(authority("observers { id observed { id observers { id observed { id } } } } " * 45)),
        "TOO_COMPLEX",
        REPEATS,
    ),
    "the same inline fragment": Hostile(
        asked(authority("... on Authority { id } " * 150)), "TOO_COMPLEX", REPEATS
    ),
    "fragments against each other": Hostile(
        asked(authority(spread(0, 80)) + fragments(80, "Authority", lambda i: "id name type")),
        "TOO_COMPLEX",
        REPEATS,
    ),
    "fragments doubled and doubled": Hostile(
        asked(
            "{ viewer { ...F0 } } fragment F16 on Viewer { operator }"
            + fragments(16, "Viewer", lambda i: f"...F{i + 1} ...F{i + 1}")
        ),
        "TOO_COMPLEX",
        "65537 fields; 500",
    ),
    "fragments in all orders, holding nothing": Hostile(
        asked("{ viewer { ...F0 nothing } }" + fragments(25, "Viewer", lambda i: spread(i + 1, 25))),
        "VALIDATION",
        "Cannot query field 'nothing'",
    ),
    "circles of fragments": Hostile(
        asked("{ ...F0 }" + fragments(20, "Query", lambda i: spread(0, 20))), "VALIDATION", "within itself"
    ),
    "operations": Hostile(
        asked(repeated("query Q{i} { viewer { operator } }", 110)),
        "BAD_REQUEST",
        "name one with `operationName`",
    ),
    "the same operation": Hostile(
        asked(repeated("query Q { viewer { operator } }", 110)), "VALIDATION", "only one operation named 'Q'"
    ),
    "pages of lists of lists": Hostile(
        asked("{ " + PAGES.format(inner="observers { observed { id } }") + " }"),
        "TOO_COMPLEX",
        "units; 100000",
    ),
    "pages of acts": Hostile(
        asked("{ " + PAGES.format(inner="actions { action }") + " }"), "TOO_COMPLEX", "units; 100000"
    ),
    # the schema's own description
    "introspection again and again": Hostile(
        asked(f"{{ {repeated('a{i}: ' + INTROSPECTION, 15)} }}"), "TOO_COMPLEX", "units; 100000"
    ),
    "introspection within itself": Hostile(
        asked("{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"),
        "VALIDATION",
        "introspection depth",
    ),
    # much that is wrong
    "unknown fields": Hostile(
        asked(f"{{ viewer {{ {repeated('f{i}', 490)} }} }}"), "VALIDATION", "Cannot query field"
    ),
    "unknown arguments": Hostile(
        asked(f"{{ viewer({repeated('a{i}: 1', 320)}) {{ operator }} }}"), "VALIDATION", "Unknown argument"
    ),
    "unknown directives": Hostile(
        asked(f"{{ viewer {{ operator {'@a ' * 490} }} }}"), "VALIDATION", "Unknown directive"
    ),
    "an object of unknown fields": Hostile(
        asked(f"{{ authorities(first: 1, where: {{{repeated('a{i}: 1', 320)}}}) {{ totalCount }} }}"),
        "VALIDATION",
        "unknown field 'a0'",
    ),
    "a list of what does not belong there": Hostile(
        asked('{ similarAuthorities(state: "DE", name: "x", externalIds: [' + "1 " * 900 + "]) { score } }"),
        "VALIDATION",
        "to be an object",
    ),
    "variables of no use": Hostile(
        asked(f"query ({repeated('$v{i}: Int', 240)}) {{ viewer {{ operator }} }}"),
        "VALIDATION",
        "never used",
    ),
    # values
    "a number of fifty thousand digits": Hostile(
        asked("{ authorities(first: " + "9" * 49_000 + ") { totalCount } }"), "VALIDATION", "too many digits"
    ),
    "a name of fifty thousand letters": Hostile(
        asked("{ " + "a" * 49_000 + " }"), "VALIDATION", "Cannot query field"
    ),
    "a text of fifty thousand letters": Hostile(
        asked('{ viewer(a: "' + "a" * 49_000 + '") { operator } }'), "VALIDATION", "Unknown argument"
    ),
    "a text of marks that is searched for": Hostile(
        asked(SEARCH, s="a" + "\u0301\u0323" * 80_000), "BAD_INPUT", "a name has 1000 at most"
    ),
    "a megabyte that is searched for": Hostile(
        asked(SEARCH, s="a" * 1_000_000), "BAD_INPUT", "1000000 characters"
    ),
    "a name that is eighteen times as long when it is compared": Hostile(
        asked(
            "query ($n: String!) { "
            + repeated('a{i}: similarAuthorities(state: "DE", name: $n) { score }', 10)
            + " }",
            n="one two three four five six seven eight nine ten eleven twelve ".ljust(1000, "\ufdfa"),
        ),
        "BAD_INPUT",
        "stand for several letters",
    ),
    "an external id of marks": Hostile(
        asked(IDS, ids=[{"scheme": "a", "value": "\u0301\u0323" * 80_000}]), "BAD_INPUT", "it has 200 at most"
    ),
    "a megabyte of variables of another type": Hostile(
        asked(IDS, ids=[1] * 300_000),
        "TOO_COMPLEX",
        "more than 25000 values",
    ),
    "a megabyte of unknown variables": Hostile(
        asked(
            "query ($w: AuthorityFilter) { authorities(first: 1, where: $w) { totalCount } }",
            w={f"a{i}": 1 for i in range(20_000)},
        ),
        "TOO_COMPLEX",
        "20000 fields; 100",
    ),
    "a megabyte of a word that is none of an enumeration": Hostile(
        asked(
            "query ($o: AuthorityOrder!) { authorities(first: 1, orderBy: $o) { totalCount } }",
            o="x" * 900_000,
        ),
        "VALIDATION",
        "Variable '$o' has invalid value",
    ),
    "as many objects that are none as may be": Hostile(
        asked(
            IDS,
            ids=[{"scheme": 1, "value": []}] * 8_000,
        ),
        "VALIDATION",
        "Variable '$ids' has invalid value at [0].scheme",
    ),
    "variables a thousand deep": Hostile(
        b'{"query": "query ($w: AuthorityFilter) { authorities(first: 1, where: $w) { totalCount } } #0", "variables": {"w": '
        + b'{"search": ' * 1000
        + b"1"
        + b"}" * 1000
        + b"}}",
        "VALIDATION",
        "nested too deeply",
    ),
    "variables twenty thousand deep": Hostile(
        b'{"query": "{ viewer { operator } } #0", "variables": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001,
        "BAD_REQUEST",
        "no JSON",
    ),
    "half of a letter": Hostile(
        b'{"query": "{ viewer { operator } } #0", "variables": {"a": "\\ud800"}}', "BAD_REQUEST", "no JSON"
    ),
    "bytes that are no letters": Hostile(
        b'{"query": "{ viewer { operator } } \xff #0"}', "BAD_REQUEST", "UTF-8"
    ),
    "many requests in one": Hostile(
        b"[" + b",".join([asked(PLAIN)] * 10_000) + b"]", "BAD_REQUEST", "one JSON object"
    ),
}
"""By what is hostile about them."""


async def main() -> None:
    """Print how long each takes beside a plain request that is answered."""
    table = Table("request", "bytes", "refused with", "ratio", "ms", "a neighbour waits, ms")
    with tempfile.TemporaryDirectory() as folder, PrivateNeo4j(Path(folder) / "data") as server:
        async with Graph.connect(server.uri, server.auth) as graph:
            await migrate(graph)
            app = create_app(Settings(token_secrets=SECRETS, data_dir=Path(folder)), graph)
            async with app.router.lifespan_context(app):
                await _measure(app, table)
    Console(width=140).print(table)
    await accepted.measure()


async def _measure(app: Any, table: Table) -> None:
    numbers = count(1)
    token = tokens.issue(tokens.parse_secrets(SECRETS), Actor(None, operator=True), datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as http:

        def sending(body: bytes) -> Request:
            return lambda: http.post("/graphql", content=fresh(body, next(numbers)), headers=headers)

        for what, hostile in HOSTILE.items():
            plain, taken = await side_by_side(sending(asked(PLAIN)), sending(hostile.body))
            (error, *_) = (await sending(hostile.body)()).json()["errors"]
            assert error["extensions"]["code"] == hostile.code, (what, error)
            waits = await _neighbours_wait(sending(asked(PLAIN)), sending(hostile.body))
            table.add_row(
                what,
                f"{len(hostile.body):,}",
                hostile.code,
                f"{taken / plain:.0f} ×",
                f"{taken:.1f}",
                f"{waits:.1f}",
            )


async def _neighbours_wait(plain: Request, hostile: Request) -> float:
    """The longest wait in milliseconds of one who asks a plain question again and again while another asks hostile ones."""

    async def ask() -> None:
        for _ in range(BESIDE):
            await hostile()
            await asyncio.sleep(
                0
            )  # without a socket nothing of these requests waits, and nobody else would have a turn

    asking, longest = asyncio.create_task(ask()), 0.0
    while not asking.done():
        began = time.perf_counter()
        await asyncio.sleep(0)
        await plain()
        longest = max(longest, time.perf_counter() - began)
    await asking
    return longest * 1000


if __name__ == "__main__":
    asyncio.run(main())
