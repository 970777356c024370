"""What an act does to the network, calculated by editing its files: relations, scopes and the authority it is about."""

from collections import defaultdict
from typing import Any

from service.api.schema import schema
from tests.api.files import AUTHORITY
from tests.demo.files import Edge, NetworkFiles
from tests.worded import WORDED

MADE = "fragment AllOfMade on Made { change at repeated }"
RELATION = "fragment AllOfRelation on ChangedRelation { relation from { id } to { id } area before { id } }"
RULE = "fragment AllOfRule on Rule { id text source held }"
MEMBERS = {
    "NetworkChange": """fragment AllOfNetworkChange on NetworkChange {
      ...AllOfMade authority { ...Everything } cameCount movedCount wentCount
      came { ...AllOfRelation } moved { ...AllOfRelation } went { ...AllOfRelation }
      scopes { monitor { id } entered { id } left { id } enteredCount leftCount }
    }""",
    "MemberStateChange": """fragment AllOfMemberStateChange on MemberStateChange {
      ...AllOfMade nimic { ...Everything } memberState { code name nimic { id } }
    }""",
    "RegionChange": """fragment AllOfRegionChange on RegionChange {
      ...AllOfMade region { code name parent { code } state { code } latitude longitude } went { ...AllOfRelation }
    }""",
    "LegislativeAreaChange": """fragment AllOfLegislativeAreaChange on LegislativeAreaChange {
      ...AllOfMade legislativeArea {
        code name requiresProfessions keywords otherNames { language name } keywordNames { keyword language name }
      }
    }""",
    "NetworkImport": """fragment AllOfNetworkImport on NetworkImport {
      change repeated rowsChanged entries { file row column severity rule { ...AllOfRule } message
        code arguments { name kind values more authorities { id } } }
    }""",
    "Refusal": """fragment AllOfRefusal on Refusal { violations {
      ...AllOfWorded rule { ...AllOfRule } at { ...AllOfWorded } authorities
    } }""",
    "NotFound": "fragment AllOfNotFound on NotFound { message type id }",
    "InvalidInput": "fragment AllOfInvalidInput on InvalidInput { problems { path message } }",
    "Conflict": "fragment AllOfConflict on Conflict { message presentRevision }",
}


def document(action: str) -> str:
    """A request for one mutation, with every field of each member of its union."""
    mutations = schema._schema.mutation_type
    assert mutations is not None
    field = mutations.fields[action]
    union: Any = field.type
    names = [member.name for member in union.types]
    fragments = "\n".join(MEMBERS[name] for name in names)
    for name, text in (
        ("AllOfMade", MADE),
        ("AllOfRelation", RELATION),
        ("AllOfRule", RULE),
        ("AllOfWorded", WORDED),
        ("Everything", AUTHORITY),
    ):
        if f"...{name} " in fragments:
            fragments += f"\n{text}"
    spreads = " ".join(f"...AllOf{name}" for name in names)
    input = field.args["input"].type
    return (
        f"mutation ($input: {input}, $dryRun: Boolean!) {{ "
        f"answer: {action}(input: $input, dryRun: $dryRun) {{ __typename {spreads} }} }}\n{fragments}"
    )


# --- what differs -----------------------------------------------------------------------------------------------------

Changed = tuple[str, str, str, str | None, str | None]
"""Relation, who holds it, with whom, area, who held it before."""


def relations(before: NetworkFiles, after: NetworkFiles) -> dict[str, list[dict[str, Any]]]:
    """The relations that came, moved and went, each in the order of relation, authority, area and holder."""
    had, has = before.edges(before.authorities), after.edges(after.authorities)
    slots: dict[tuple[str, str, str | None], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for relation, holder, id, area in sorted(has - had, key=repr):
        slots[relation, id, area][0].append(holder)
    for relation, holder, id, area in sorted(had - has, key=repr):
        slots[relation, id, area][1].append(holder)
    found: dict[str, list[Changed]] = {"came": [], "moved": [], "went": []}
    for (relation, id, area), (came, went) in slots.items():
        if len(came) == len(went) == 1 and relation != "LINKED_TO":
            found["moved"].append((relation, came[0], id, area, went[0]))
            continue
        found["came"] += [(relation, holder, id, area, None) for holder in came]
        found["went"] += [(relation, holder, id, area, None) for holder in went]
    return {how: [shown(each) for each in sorted(some, key=_order)] for how, some in found.items()}


def _order(changed: Changed) -> tuple[str, str, str, str]:
    relation, holder, id, area, _ = changed
    return relation, id, area or "", holder


def shown(changed: Changed) -> dict[str, Any]:
    """A changed relation as the interface shows it."""
    relation, holder, id, area, before = changed
    return {
        "relation": relation,
        "from": {"id": holder},
        "to": {"id": id},
        "area": area,
        "before": {"id": before} if before else None,
    }


def gone(edges: list[Edge]) -> list[dict[str, Any]]:
    """Relations that went."""
    changed: list[Changed] = [(*edge, None) for edge in edges]
    return [shown(each) for each in sorted(changed, key=_order)]


def scopes(before: NetworkFiles, after: NetworkFiles) -> list[dict[str, Any]]:
    """Each monitor whose scope differs, and who enters and leaves it."""
    found = []
    for monitor in sorted({*before.scopes, *after.scopes}):
        had, has = set(before.scopes.get(monitor, {})), set(after.scopes.get(monitor, {}))
        entered, left = sorted(has - had), sorted(had - has)
        if entered or left:
            found.append(
                {
                    "monitor": {"id": monitor},
                    "entered": [{"id": id} for id in entered],
                    "left": [{"id": id} for id in left],
                    "enteredCount": len(entered),
                    "leftCount": len(left),
                }
            )
    return found


SINCE = ("since", "validatingCoordinatorSince", "accessCoordinatorSince")


def timeless(value: Any) -> Any:
    """An authority without since when its relations are: of those that a change makes, that is its time."""
    if isinstance(value, dict):
        return {key: timeless(each) for key, each in value.items() if key not in SINCE}
    return [timeless(each) for each in value] if isinstance(value, list) else value
