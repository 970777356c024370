"""What was changed, by whom and why: `changes`."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.types.connections import After, ChangeOrder, Connection, First, keyset_arguments, page
from service.api.types.enums import RecordedKind
from service.api.types.objects import Authority, DateTime, LegislativeArea, Region
from service.model.identifiers import AuthorityId
from service.statements import history as statements
from service.storage import history

MOST_SHOWN = 20

ChangedId = Annotated[strawberry.ID, strawberry.argument(description="Id of the authority.")]


@strawberry.type(description="A relation of an authority that a change began or ended.")
class RecordedRelation:
    kind: RecordedKind = strawberry.field(description="Which relation.")
    from_: Authority = strawberry.field(
        name="from",
        resolver=reference.authority("from"),
        description="Who holds it, or is where or what it says.",
    )
    to: Authority | None = strawberry.field(
        resolver=reference.authority("to"),
        description="With whom; null for `IN_STATE`, `LOCATED_IN` and `ACTS_IN`, which lead to no authority.",
    )
    area: LegislativeArea | None = strawberry.field(
        resolver=reference.area("area"), description="The legislative area, where the relation has one."
    )
    region: Region | None = strawberry.field(
        resolver=reference.region("region"),
        description="Of `LOCATED_IN`: the region; of `ACTS_IN`: the territory of a DIMIC.",
    )
    words: str = strawberry.field(description="What it says of the authority, as a phrase.")


@strawberry.type
class RecordedChange:
    """What every change says: when it was made, by whom, how and why."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    at: DateTime = strawberry.field(description="When it was made.")
    actor: Authority | None = strawberry.field(
        resolver=reference.authority("actor"),
        description="The authority that made it (R76); null: the operator.",
    )
    operator: bool = strawberry.field(description="Whether the operator of the service made it (R12).")
    user: str | None = strawberry.field(
        description="Who acted for the authority; null where that is not recorded."
    )
    action: str = strawberry.field(description="The mutation or command.")
    reason: str | None = strawberry.field(description="Why, in the words of the actor.")


@strawberry.type(description="A change of the network, as it touched one authority. Names in it are today's.")
class Change(RecordedChange):
    authority: Authority = strawberry.field(
        resolver=reference.authority("authority"),
        description="The authority: “it”, wherever the change is described.",
    )
    summary: str = strawberry.field(description="What it did to the authority, as sentences about “it”.")
    before: list[str] = strawberry.field(
        description=f"What was so of the authority and is so no more, in words; of one kind {MOST_SHOWN} at most, and how many more."
    )
    after: list[str] = strawberry.field(description="What was not so before, in the same way.")
    ended: list[RecordedRelation] = strawberry.field(
        description=f"The relations of the authority that it ended; of one kind, area and direction {MOST_SHOWN} at most."
    )
    ended_count: int = strawberry.field(description="How many relations of the authority it ended.")
    began: list[RecordedRelation] = strawberry.field(
        description=f"The relations of the authority that it began; of one kind, area and direction {MOST_SHOWN} at most."
    )
    began_count: int = strawberry.field(description="How many relations of the authority it began.")


@strawberry.type(description="A change and its place among the others.")
class ChangeEdge:
    cursor: str = strawberry.field(description="Its place, from the newest on; opaque.")
    node: Change = strawberry.field(description="The change.")


@strawberry.type(description="A page of the changes that touched an authority, the newest first.")
class ChangeConnection(Connection[ChangeEdge]):
    pass


async def changes(*, info: Info, authority: ChangedId, first: First, after: After = None) -> Any:
    """A page of them, or None where there is no such authority. Raises BadInput."""
    found = await info.context.graph.read(
        statements.changes,
        authority=AuthorityId(authority),
        **keyset_arguments(info, ChangeOrder.NEWEST, first, after),
    )
    if found is None:
        return None
    rows = [
        {"id": row["id"], "key": row["key"], "node": change_row(row, AuthorityId(authority))}
        for row in found["rows"]
    ]
    return page(rows, found["total"], order=ChangeOrder.NEWEST, first=first, after=after)


def change_row(row: statements.ChangeRow, authority: AuthorityId) -> dict[str, Any]:
    """A change as the interface tells it of one authority."""
    began = [group for group in row["groups"] if not group["ended"]]
    ended = [group for group in row["groups"] if group["ended"]]
    return {
        **row,
        "authority": authority,
        **history.acting(row["actor"]),
        "summary": history.summary(row, authority),
        "before": history.before(row, authority),
        "after": history.after(row, authority),
        "ended": [relation for group in ended for relation in _relations(group, authority)],
        "ended_count": sum(group["count"] for group in ended),
        "began": [relation for group in began for relation in _relations(group, authority)],
        "began_count": sum(group["count"] for group in began),
    }


def _relations(group: statements.GroupRow, authority: str) -> list[dict[str, Any]]:
    kind = group["kind"]
    leads_to_an_authority = kind not in ("IN_STATE", "LOCATED_IN", "ACTS_IN")
    found = []
    for edge in group["edges"]:
        ends = (authority, edge["other"]) if group["outgoing"] else (edge["other"], authority)
        found.append(
            {
                "kind": kind,
                "from": ends[0],
                "to": ends[1] if leads_to_an_authority else None,
                "area": group["area"],
                "region": edge["other"] if kind == "LOCATED_IN" else edge["settings"]["territory"],
                "words": history.phrase(group, edge),
            }
        )
    return found
