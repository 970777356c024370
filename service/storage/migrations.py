"""Bring a graph to the schema this version knows: graph_schema/*.cypher, numbered, forward only, each once.

What was applied is recorded in the graph as one (:Migration {number, name, at}) a file. Every command is
IF NOT EXISTS, and every step in Python writes what is the same whoever writes it, so two processes that migrate at
once, or one that was interrupted, do no harm.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from service.database.graph import Graph, Writer
from service.model import identifiers as model
from service.model.body_names import derived
from service.model.folders import folder
from service.statements import migrations as statements
from service.statements.audit import audit_names
from service.statements.catalogue import member_states, regions_by_code
from service.statements.writing import lock_catalogue, lock_states, lock_states_of

PAGE = 2000
"""Authorities that are written in one transaction."""


class NewerGraph(Exception):
    """The graph was migrated by a later version of this service than this one; use that version."""


@dataclass(frozen=True)
class Migration:
    """One numbered file and its commands."""

    number: int
    name: str
    commands: tuple[str, ...]


def known() -> list[Migration]:
    """Every migration of this version, in order."""
    found = []
    for path in sorted(folder("graph_schema").glob("[0-9]*.cypher")):
        text = re.sub(r"^\s*//.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        commands = tuple(command.strip() for command in text.split(";") if command.strip())
        found.append(Migration(int(path.stem[:4]), path.stem[5:], commands))
    return found


OWN_RECORD = "CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (m:Migration) REQUIRE m.number IS UNIQUE"
"""Comes before all else: what was applied is asked of a graph that may be empty."""


async def migrate(graph: Graph) -> list[Migration]:
    """Apply what is missing and answer it. Raises NewerGraph, Unavailable."""
    migrations = known()
    await graph.alter_schema(OWN_RECORD)
    applied = {row["number"] for row in await graph.read(statements.migrations_applied)}
    newest = max((migration.number for migration in migrations), default=0)
    if later := sorted(number for number in applied if number > newest):
        raise NewerGraph(
            f"the graph has migration {later[-1]:04}, this version knows {newest:04} at most: run the newer version"
        )
    missing = [migration for migration in migrations if migration.number not in applied]
    for migration in missing:
        for command in migration.commands:
            await graph.alter_schema(command)
        if step := IN_PYTHON.get(migration.number):
            await step(graph)
        await graph.write(
            statements.record_migration,
            number=migration.number,
            name=migration.name,
            now=model.instant(datetime.now(UTC)),
        )
    await learn_spellings(graph)
    return missing


async def learn_spellings(graph: Graph) -> None:
    """Let this process read the ids and codes that could not be given their one spelling by the one they have."""
    odd = [old for _, old, _ in await _odd(graph)]
    model.SPELLED_ALIKE.clear()
    model.SPELLED_ALIKE.update(odd)


async def _odd(graph: Graph) -> list[tuple[str, str, str]]:
    """Every id and code that is not in its one spelling: kind, text, and what it would be."""
    found = []
    for row in await graph.read(statements.odd_spellings):
        new = model.spelled(row["kind"], row["text"])
        if new and new != row["text"]:
            found.append((row["kind"], row["text"], new))
    return found


async def spell_ids(graph: Graph) -> None:
    """Give ids and codes that are not in their one spelling that one, where nothing else has it."""
    for kind, old, new in await _odd(graph):
        await graph.write(_SPELL[kind], old, new)


async def _spell_authority(tx: Writer, old: str, new: str) -> None:
    await lock_states_of(tx, authorities=[model.AuthorityId(old)])
    await statements.respell_authority(tx, old=old, new=new)


async def _spell_state(tx: Writer, old: str, new: str) -> None:
    await lock_states(tx, codes=[model.StateCode(old)])
    await statements.respell_state(tx, old=old, new=new)


async def _spell_region(tx: Writer, old: str, new: str) -> None:
    states = [row["state"] for row in await regions_by_code(tx, codes=[model.RegionCode(old)])]
    await lock_states(tx, codes=states)  # the state of a region never changes
    await statements.respell_region(tx, old=old, new=new)


async def _spell_area(tx: Writer, old: str, new: str) -> None:
    await lock_catalogue(tx)
    await lock_states(tx, codes=[row["code"] for row in await member_states(tx, codes=None)])
    await statements.respell_area(tx, old=old, new=new)


_SPELL = {
    "authority": _spell_authority,
    "state": _spell_state,
    "region": _spell_region,
    "area": _spell_area,
}


async def respell(graph: Graph) -> None:
    """Make the spellings by which authorities are searched for what their names ask for, where they are not."""
    after = ""
    while (page := await graph.read(audit_names, after=after, limit=PAGE))["last"] is not None:
        rows = []
        for each in page["authorities"]:
            others = [text.partition("=")[::2] for text in each["names"] or []]
            meant = derived(
                each["id"], each["state"] or "", each["name"] or "", each["name_language"], others
            )
            if any(each[property] != text for property, text in meant.items()):  # type: ignore[literal-required]
                named = {property: each[property] for property in ("id", "name", "name_language", "names")}
                rows.append({**named, **meant})
        if rows:
            await graph.write(statements.respell_authorities, rows=rows)
        after = page["last"]


async def part_referral_opt_outs(graph: Graph) -> None:
    """Give the opt-outs of referral that stand on the edges of Request Coordinators edges of their own (R42).

    The edges they had cut are one again, since coordination began.
    """
    after = ""
    while ids := (await graph.read(statements.authorities_to_migrate, after=after, limit=PAGE))[
        "authorities"
    ]:
        await graph.write(statements.part_referral_opt_outs, authorities=ids)
        after = ids[-1]


async def tie_changes(graph: Graph) -> None:
    """Tie each change to the states of the authorities that it touched."""
    after = ""
    while ids := (await graph.read(statements.authorities_to_migrate, after=after, limit=PAGE))[
        "authorities"
    ]:
        await graph.write(statements.tie_changes, authorities=ids)
        after = ids[-1]


IN_PYTHON: dict[int, Callable[[Graph], Awaitable[None]]] = {
    8: part_referral_opt_outs,
    10: tie_changes,
    12: spell_ids,
    14: respell,
}
"""What Cypher cannot do for a migration, done after its commands and before it is recorded."""
