"""Bind a typed Python signature to the one .cypher file that implements it.

The text of a statement is its file, with the named fragments of queries/fragments put in where a line
`// include: NAME` stands: the same words in every statement that needs them, and never Cypher made from input.

A statement that takes a `moment` is written for the present and has a second text for the past, made from the same file
when the service starts: `in_the_past`. The present's text and plan know nothing of it.
"""

import inspect
import itertools
import re
from collections.abc import Awaitable, Callable
from functools import update_wrapper
from types import NoneType
from typing import Any, Concatenate, LiteralString, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from service.database.graph import Reader, Writer
from service.model.folders import folder

MOMENT = "moment"
"""The parameter of a statement that can be asked of the past."""

P = ParamSpec("P")
T = TypeVar("T")
Tx = TypeVar("Tx", bound=Reader)
QUERIES = folder("queries")

PAST_TENSE = {
    "IN_STATE": "WAS_IN_STATE",
    "LOCATED_IN": "WAS_LOCATED_IN",
    "ACTS_IN": "ACTED_IN",
    "VALIDATES": "VALIDATED",
    "GRANTS_ACCESS": "GRANTED_ACCESS",
    "COORDINATES_REQUESTS": "COORDINATED_REQUESTS",
    "OPTS_OUT_OF_REFERRAL": "OPTED_OUT_OF_REFERRAL",
    "LINKED_TO": "WAS_LINKED_TO",
}
"""What each edge is called once it has ended (graph_schema/README.md)."""
PRESENT_TEXTS: list[LiteralString] = []
"""The texts of all reading statements, of the present."""
PAST_TEXTS: list[LiteralString] = []
"""Those of the past."""
WRITTEN_ONCE = {"REGISTERED", "APPOINTED"}
"""Edges that have a beginning, `at`, and no end."""


class StatementMismatch(Exception):
    """A signature and its .cypher file disagree; raised at import, never while serving."""


def text_of(relative: str, *, past: bool = False) -> str:
    """The statement's text with its fragments put in; for the past `NAME_in_the_past` where there is one."""

    def fragment(found: re.Match[str]) -> str:
        of_the_past = f"fragments/{found[1]}_in_the_past"
        exists = past and (QUERIES / f"{of_the_past}.cypher").exists()
        return text_of(of_the_past if exists else f"fragments/{found[1]}", past=past)

    text = (QUERIES / f"{relative}.cypher").read_text(encoding="utf-8")
    return re.sub(r"^[ \t]*// include: (\w+)$", fragment, text, flags=re.MULTILINE)


def in_the_past(text: str) -> str:
    """The text that asks of `$moment` what a text without comments asks of the present.

    `[r:VALIDATES]` becomes `[r:VALIDATES|VALIDATED WHERE r.since <= $moment < until]`, and so every edge that can end;
    `[r:ACTS_IN|ACTED_IN]`, is or was, what was begun by then; type(r) still says VALIDATES. Indexes of the present's
    edges are of no use: the hints go.
    """
    names = (f"edge_{number}" for number in itertools.count())

    def edge(found: re.Match[str]) -> str:
        types = found[2].split("|")
        if not {*PAST_TENSE, *WRITTEN_ONCE} & set(types):
            return found[0]
        name, ends = found[1] or next(names), {*types}.isdisjoint(PAST_TENSE.values())
        past = [PAST_TENSE[type] for type in types if ends and type in PAST_TENSE]
        until = f" < coalesce({name}.until, '~')" if past else ""  # '~' comes after every instant
        begun = f"coalesce({name}.since, {name}.at) <= $moment"
        return f"[{name}:{'|'.join([*types, *past])}{found[3] or ''} WHERE {begun}{until}]"

    text = re.sub(r"(?<=-)\[(\w*):([\w|]+)( \{[^{}]*\})?\](?=-)", edge, text)
    tenses = ", ".join(f"{past}: '{present}'" for present, past in PAST_TENSE.items())
    text = re.sub(r"\btype\((\w+)\)", rf"coalesce({{{tenses}}}[type(\1)], type(\1))", text)
    return re.sub(r"^\s*USING INDEX .*\n", "", text, flags=re.MULTILINE)


def statement(
    declaration: Callable[Concatenate[Tx, P], Awaitable[T]],
) -> Callable[Concatenate[Tx, P], Awaitable[T]]:
    """Turn a body-less `async def` into a call of queries/<read|write>/<its name>.cypher.

    The folder is the access mode and must agree with the type of `tx`; the keyword arguments are the parameters;
    a return type of `list[Row]` gives every row, `Row | None` the one row or nothing, `Row` exactly one,
    and `None` none.

    Where `moment` is a parameter, null asks of the present; the text in the file never names it.

    What a reading statement is given goes to Neo4j as one map: for parameters it plans anew, which takes seconds, for
    every order of length of a text or list and for every combination of nulls, but not for what is in a map.
    """
    name, hints = declaration.__name__, get_type_hints(declaration)
    reads = hints["tx"] is not Writer
    relative = f"{'read' if reads else 'write'}/{name}"
    declared = set(inspect.signature(declaration).parameters) - {"tx"}
    present = _without_comments(text_of(relative))
    past = in_the_past(_without_comments(text_of(relative, past=True))) if MOMENT in declared else ""
    for text, parameters in ((present, declared - {MOMENT}), (past, declared if past else set())):
        used = set(re.findall(r"\$(\w+)", text))
        if parameters != used:
            raise StatementMismatch(
                f"{relative}.cypher uses {sorted(used)}, its signature has {sorted(parameters)}"
            )
    if reads:
        present, past = (re.sub(r"\$(\w+)", r"$given.\1", text) for text in (present, past))
        PRESENT_TEXTS.append(present)
        PAST_TEXTS.extend(filter(None, [past]))
    returns = hints["return"]
    many, optional, nothing = get_origin(returns) is list, NoneType in get_args(returns), returns is NoneType

    async def run(tx: Tx, /, *args: P.args, **params: P.kwargs) -> Any:
        text = present if params.get(MOMENT) is None else past
        rows = await tx.rows(name, text, {"given": params} if reads else params)
        if many:
            return rows
        if nothing or (optional and not rows):
            return None
        (row,) = rows
        return row

    update_wrapper(run, declaration)
    return run


def _without_comments(text: str) -> str:
    return re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE)
