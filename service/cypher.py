"""Bind a typed Python signature to the one .cypher file that implements it.

The text of a statement is its file, with the named fragments of queries/fragments put in where a line
`// include: NAME` stands: the same words in every statement that needs them, and never Cypher made from input.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from functools import update_wrapper
from types import NoneType
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from service.folders import folder
from service.graph import Reader, Writer

P = ParamSpec("P")
T = TypeVar("T")
Tx = TypeVar("Tx", bound=Reader)
QUERIES = folder("queries")


class StatementMismatch(Exception):
    """A signature and its .cypher file disagree; raised at import, never while serving."""


def text_of(relative: str) -> str:
    """The statement's text with its fragments put in."""
    text = (QUERIES / f"{relative}.cypher").read_text(encoding="utf-8")
    return re.sub(
        r"^[ \t]*// include: (\w+)$", lambda found: text_of(f"fragments/{found[1]}"), text, flags=re.MULTILINE
    )


def statement(
    declaration: Callable[Concatenate[Tx, P], Awaitable[T]],
) -> Callable[Concatenate[Tx, P], Awaitable[T]]:
    """Turn a body-less `async def` into a call of queries/<read|write>/<its name>.cypher.

    The folder is the access mode and must agree with the type of `tx`; the keyword arguments are the parameters;
    a return type of `list[Row]` gives every row, `Row | None` the one row or nothing, `Row` exactly one,
    and `None` none.

    What a reading statement is given goes to Neo4j as one map: for parameters it plans anew, which takes seconds, for
    every order of length of a text or list and for every combination of nulls, but not for what is in a map.
    """
    name, hints = declaration.__name__, get_type_hints(declaration)
    reads = hints["tx"] is not Writer
    relative = f"{'read' if reads else 'write'}/{name}"
    text = re.sub(r"^\s*//.*\n", "", text_of(relative), flags=re.MULTILINE)
    declared = set(inspect.signature(declaration).parameters) - {"tx"}
    used = set(re.findall(r"\$(\w+)", text))
    if declared != used:
        raise StatementMismatch(
            f"{relative}.cypher uses {sorted(used)}, its signature has {sorted(declared)}"
        )
    if reads:
        text = re.sub(r"\$(\w+)", r"$given.\1", text)
    returns = hints["return"]
    many, optional, nothing = get_origin(returns) is list, NoneType in get_args(returns), returns is NoneType

    async def run(tx: Tx, /, *args: P.args, **params: P.kwargs) -> Any:
        rows = await tx.rows(name, text, {"given": params} if reads else params)
        if many:
            return rows
        if nothing or (optional and not rows):
            return None
        (row,) = rows
        return row

    update_wrapper(run, declaration)
    return run
