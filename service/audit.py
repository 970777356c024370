"""The whole graph held against its invariants.

Whatever wrote the graph, however it went wrong: what the rules ask of a resulting network, what the constraints
cannot hold (Community has no existence constraints) and what is derived are looked at anew, one statement each.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from service.database.graph import Graph, Reader
from service.model.body_names import derived
from service.model.identifiers import spelled
from service.network_files.cells import ID_LENGTH, NAME_LENGTH
from service.rules.catalogue import Rule
from service.rules.soundness import external_id_key, official_name_fault
from service.statements import audit as statements
from service.statements.migrations import SpellingRow, odd_spellings
from service.statements.network import network_states

PAGE = 2000
"""Authorities whose names are looked at in one go: a megabyte or two."""

UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters: they would break the order of names and the lines of a report."""

INVARIANTS: tuple[Callable[[Reader], Awaitable[list[statements.FindingRow]]], ...] = tuple(
    statement
    for name, statement in vars(statements).items()
    if name.startswith("audit_") and statement is not statements.audit_names
)
"""Every statement of the catalogue that answers findings; a new one is run without being named here."""


SPELLED_BY = {"authority": Rule.R2, "state": Rule.R8, "region": Rule.R10, "area": Rule.R5}
"""The rules that identify by ids and codes."""


@dataclass(frozen=True)
class Finding:
    """Something in the graph that must not be: the rule it breaks, or none where the record itself is at fault.

    `authority` is the code of a state or region where the fault is no authority's.
    """

    rule: Rule | None
    authority: str
    detail: str


async def audit(graph: Graph) -> list[Finding]:
    """Every fault of the whole graph, ordered by authority, rule and detail; none means it is sound.

    Each invariant is looked at in a transaction of its own, so that none is long. Where the graph changed meanwhile and
    anything was found, a second look is to find it too: what a change cut in two is no fault. Raises Unavailable.
    """
    before = await graph.read(network_states)
    findings = await _look(graph)
    if findings and await graph.read(network_states) != before:
        again = set(await _look(graph))
        findings = [finding for finding in findings if finding in again]
    return findings


async def _look(graph: Graph) -> list[Finding]:
    findings = [finding for invariant in INVARIANTS for finding in _found(await graph.read(invariant))]
    findings += _spelled(await graph.read(odd_spellings))
    after = ""
    while (page := await graph.read(statements.audit_names, after=after, limit=PAGE))["last"] is not None:
        findings += (finding for names in page["authorities"] for finding in _judged(names))
        after = page["last"]
    return sorted(findings, key=_order)


async def audit_within(tx: Reader) -> list[Finding]:
    """The same of what one transaction sees, its own writes among it: whether what it made is sound."""
    findings = [finding for invariant in INVARIANTS for finding in _found(await invariant(tx))]
    findings += _spelled(await odd_spellings(tx))
    after = ""
    while (page := await statements.audit_names(tx, after=after, limit=PAGE))["last"] is not None:
        findings += (finding for names in page["authorities"] for finding in _judged(names))
        after = page["last"]
    return sorted(findings, key=_order)


def _found(rows: list[statements.FindingRow]) -> Iterator[Finding]:
    for row in rows:
        rule = None if row["rule"] is None else Rule(row["rule"])
        yield Finding(rule, row["authority"] or "", row["detail"] or "")


def _spelled(rows: list[SpellingRow]) -> Iterator[Finding]:
    """Ids and codes that are not in their one spelling: another has it, or an import was at work when they were to get it."""
    for row in rows:
        text, meant = row["text"], spelled(row["kind"], row["text"])
        if meant != text:
            escaped = text.encode("ascii", "backslashreplace").decode()
            detail = f"the {row['kind']} {escaped} is spelled like {meant or 'nothing'}"
            yield Finding(SPELLED_BY[row["kind"]], text, detail)


def _order(finding: Finding) -> tuple[str, int, str]:
    return finding.authority, int(finding.rule[1:]) if finding.rule else 0, finding.detail


def _judged(names: statements.AuditedNames) -> Iterator[Finding]:
    """What is wrong with one authority's names, and with what is derived from them."""
    id, name = names["id"], names["name"] or ""
    named = [text.partition("=")[::2] for text in names["names"] or []]
    others = [text for _, text in named]
    if len(id) > ID_LENGTH or UNWANTED.search(id):
        yield Finding(
            Rule.R2, id, f"an id has at most {ID_LENGTH} characters and no control characters among them"
        )
    for text in (name, *others):
        if said := official_name_fault(text):
            yield Finding(Rule.R59, id, f"“{text}”: {said}")
        if not 0 < len(text) <= NAME_LENGTH or UNWANTED.search(text):
            yield Finding(
                Rule.R59, id, f"a name has 1 to {NAME_LENGTH} characters and no control characters among them"
            )
    meant = derived(id, names["state"] or "", name, names["name_language"], named)
    for property, text in meant.items():
        if names[property] != text and (property != "words" or names["state"]):  # type: ignore[literal-required]
            yield Finding(None, id, f"its property {property} does not follow from its names")
    for external in names["external_ids"]:
        if external["key"] != external_id_key(external["scheme"], external["value"]):
            yield Finding(
                Rule.R2,
                id,
                f"its external id {external['scheme']}:{external['value']} is compared as {external['key']}",
            )
