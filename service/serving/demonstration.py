"""The demonstration network with its past: its files as they were ten years ago, and the changes that made them today's.

network/*.csv, demo_past.json ─> beginning: an import of the operator ─> acts, each by its actor and of its day ─> network/*.csv

The changes are the ordinary ones, of the API and of imports; only their clock is another. A start that was interrupted is
gone on with by the next: every act has an idempotency key of its own.
"""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from graphql import get_named_type

from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph
from service.model.folders import folder
from service.model.identifiers import Actor, Instant, id_of, state_of
from service.model.network import NEVER
from service.network_files import ImportResult, Severity, import_by_nimic, import_contents
from service.network_files.cells import read_instant
from service.network_files.columns import FILES
from service.network_files.contents import Contents
from service.statements.idempotency import kept_change
from service.statements.network import network_states

Row = dict[str, str]
Rows = dict[str, list[Row]]

KEY = "demonstration"
DATES = {"authorities": "registered_at", "access": "granted_at"}
ACT = """mutation($input: {type}!) {{
  done: {action}(input: $input) {{
    __typename
    ... on Refusal {{ violations {{ rule {{ id }} detail }} }}
    ... on NotFound {{ id }}
    ... on InvalidInput {{ problems {{ path message }} }}
    ... on Conflict {{ message }}
  }}
}}"""
REFUSED = {"Refusal", "NotFound", "InvalidInput", "Conflict"}


class NotLoaded(Exception):
    """The demonstration cannot be loaded; the message says what forbade which act."""


def demonstration() -> Path:
    """The folder of the demonstration network: inside the package when installed, else demo/network."""
    packaged = folder("demo_network")
    return packaged if packaged.is_dir() else folder("demo") / "network"


def past() -> dict[str, Any]:
    """When its past begins, what was otherwise then, and what was done since."""
    found: dict[str, Any] = orjson.loads((demonstration().parent / "demo_past.json").read_bytes())
    return found


async def load(graph: Graph, update: Callable[[int, int], None]) -> None:
    """Load it into a graph without Member States, or go on where that was interrupted. Raises NotLoaded, Unavailable."""
    told = past()
    acts, begins = told["acts"], read_instant(told["begins"])
    there = await graph.read(network_states)
    last = read_instant(acts[-1]["at"])
    if any(row["at"] is None or row["at"] > last for row in there):
        return  # another network, or this one and what was done with it
    if there and await _performed(graph, acts, len(acts)):
        return
    rows = _before(read_rows(demonstration()), told["before"])
    if not (there and await _performed(graph, acts, 1)):
        beginning = {name: [row for row in of if _date(name, row) <= begins] for name, of in rows.items()}
        beginning["links"] = _between(rows["links"], {row["id"] for row in beginning["authorities"]})
        done = await import_contents(
            graph, _contents(beginning), progress=update, clock=lambda: begins
        )  # finishes what it began, where that was interrupted
        _judge(done, "the beginning")
    for number, act in enumerate(acts, 1):
        if not there or not await _performed(graph, acts, number):
            await _perform(graph, act, rows, f"{KEY}-{number}")
        update(number, len(acts))


async def _performed(graph: Graph, acts: list[dict[str, Any]], number: int) -> bool:
    actor = id_of(acts[number - 1]["actor"])
    return await graph.read(kept_change, actor=actor, key=f"{KEY}-{number}") is not None


async def _perform(graph: Graph, act: Mapping[str, Any], rows: Rows, key: str) -> None:
    at, actor = read_instant(act["at"]), id_of(act["actor"])
    if act["action"] == "importNetwork":
        added = await import_by_nimic(
            graph,
            _contents(_added(rows, at, act["state"])).files,
            nimic=actor,
            state=state_of(act["state"]),
            key=key,
            reason=act["reason"],
            clock=lambda: at,
        )
        _judge(added, act["reason"])
        return
    given = {**act["input"], "idempotencyKey": key, "reason": act["reason"]}
    mutation = schema._schema.mutation_type
    assert mutation is not None
    type = get_named_type(mutation.fields[act["action"]].args["input"].type).name
    context = Context(graph, Actor(actor), clock=lambda: at)
    result = await schema.execute(
        ACT.format(action=act["action"], type=type), variable_values={"input": given}, context_value=context
    )
    done = (result.data or {}).get("done")
    if result.errors or done is None or done["__typename"] in REFUSED:
        raise NotLoaded(f"{act['at']}, {act['reason']}: {result.errors or done}")


def _judge(done: ImportResult, what: str) -> None:
    if done.refused:
        first = next(entry for entry in done.entries if entry.severity is Severity.REFUSED)
        raise NotLoaded(f"{what}: {first}")


def read_rows(directory: Path) -> Rows:
    """The rows of the network files of a folder, as they are written."""
    found = {}
    for file in FILES:
        with (directory / file.name).open(encoding="utf-8", newline="") as content:
            found[file.kind] = list(csv.DictReader(content))
    return found


def _before(rows: Rows, before: Mapping[str, Mapping[str, Row]]) -> Rows:
    """The rows with the cells that were otherwise, by what names a row."""
    return {
        file.kind: [
            {
                **row,
                **before.get(file.kind, {}).get(
                    " ".join(row[each.name] for each in file.columns[: file.keys]), {}
                ),
            }
            for row in rows[file.kind]
        ]
        for file in FILES
    }


def _date(kind: str, row: Row) -> Instant:
    """Since when a row is there; the beginning of time where it does not say."""
    return read_instant(row[DATES[kind]]) if kind in DATES and row[DATES[kind]] else NEVER


def _between(links: list[Row], ids: set[str]) -> list[Row]:
    return [row for row in links if {row["observer"], row["observed"]} <= ids]


def _added(rows: Rows, at: Instant, state: str) -> Rows:
    """What files added to a state that day: bodies and access of the day, and the links that these make possible."""
    of_state = {row["id"]: _date("authorities", row) for row in rows["authorities"] if row["state"] == state}
    known = {id for id, since in of_state.items() if since <= at}
    new = {id for id, since in of_state.items() if since == at}
    return {
        "authorities": [row for row in rows["authorities"] if row["id"] in new],
        "access": [row for row in rows["access"] if row["authority"] in known and _date("access", row) == at],
        "links": [row for row in _between(rows["links"], known) if new & {row["observer"], row["observed"]}],
    }


def _contents(rows: Rows) -> Contents:
    """The rows as network files; a file without rows is left out."""
    files = {}
    for name, of in rows.items():
        if of:
            text = io.StringIO()
            writer = csv.DictWriter(text, of[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(of)
            files[f"{name}.csv"] = text.getvalue().encode()
    return Contents(files)
