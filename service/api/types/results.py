"""What a mutation answers: what it did, or what forbade it. Expected failures are members of the union, never errors."""

from collections.abc import Iterable
from typing import Any, ClassVar

import strawberry
from strawberry.utils.str_converters import to_camel_case

from service.api.execution import reference
from service.api.types.objects import (
    Authority,
    DateTime,
    LegislativeArea,
    MemberState,
    Region,
    RuleType,
    rule_of,
)
from service.api.types.price import price
from service.api.types.wording import Worded, detail_row
from service.changes.outcome import ColumnChange, Outcome, RelationChange
from service.model.identifiers import Relation
from service.rules.violation import Violation as RuleViolation

Row = dict[str, Any]
MOVED = price(items=100, paged=True, least=100)
"""Of a bulk act as many as its input names."""


class Member:
    """A row of a union says which member it is under `kind`."""

    kind: ClassVar[str]

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Whether the row is of this member."""
        return bool(obj.get("kind") == cls.kind)


@strawberry.type(
    description="Where something stands: a part of a sentence, which comes before it with a colon."
)
class Place(Worded):
    pass


@strawberry.type(
    description="A rule that forbids an act, and why: `detail` is each part of `at` and what `code` says, with colons between."
)
class Violation(Worded):
    rule: RuleType = strawberry.field(resolver=rule_of, description="The rule.")
    at: list[Place] = strawberry.field(
        description="Where it stands, outermost first, where that is not the authority that the act is about.",
        metadata=price(items=1),
    )
    authorities: list[strawberry.ID] = strawberry.field(
        description="Ids of the authorities in the way, where it speaks of others."
    )


@strawberry.type(
    description="Rules forbid the change: every one that does, as far as the facts tell. Nothing was changed."
)
class Refusal(Member):
    kind = "Refusal"
    violations: list[Violation] = strawberry.field(description="Each rule that forbids it.")


@strawberry.type(description="What the input names does not exist. Nothing was changed.")
class NotFound(Member):
    kind = "NotFound"
    message: str = strawberry.field(description="What was not found, as a sentence.")
    type: str = strawberry.field(
        description="Of which type it would be, as `Authority`, `AreaAccess` or `Region`."
    )
    id: strawberry.ID = strawberry.field(description="What was asked for.")


@strawberry.type(description="Something wrong with the input.")
class Problem:
    path: list[str] = strawberry.field(description="Where: from `input` on.")
    message: str = strawberry.field(description="What is wrong, and what to do.")


@strawberry.type(description="The input cannot be used. Nothing was changed.")
class InvalidInput(Member):
    kind = "InvalidInput"
    problems: list[Problem] = strawberry.field(description="Everything that is wrong with it.")


@strawberry.type(
    description="Another change came between, or the state is being imported. Nothing was changed."
)
class Conflict(Member):
    kind = "Conflict"
    message: str = strawberry.field(description="What came between, as a sentence; ask again or look first.")
    present_revision: int | None = strawberry.field(
        description="Where `expectedRevision` was not met: the authority's present revision."
    )


@strawberry.type(description="A relation that comes, moves or goes by a change.")
class ChangedRelation:
    relation: Relation = strawberry.field(description="Which relation.")
    from_: Authority = strawberry.field(
        name="from",
        resolver=reference.authority("holder"),
        description="Who holds it, or held it where it goes.",
    )
    to: Authority = strawberry.field(resolver=reference.authority("authority"), description="With whom.")
    area: str | None = strawberry.field(
        description="Code of the legislative area, where the relation has one."
    )
    before: Authority | None = strawberry.field(
        resolver=reference.authority("before"), description="Who held it before, where it moves."
    )


@strawberry.type(
    description="What a change makes of one column of an authority, or of its access to an area, that was there before."
)
class ChangedColumn:
    authority: Authority = strawberry.field(
        resolver=reference.authority("authority"), description="The authority."
    )
    area: str | None = strawberry.field(
        description="Code of the legislative area; null for the authority's own data."
    )
    column: str = strawberry.field(
        description="Which column of the network files, as an input would name it: `email`, `flags`, `referralOptOuts`."
    )
    before: list[str] = strawberry.field(
        description="The value before, several as several texts; empty: none."
    )
    after: list[str] = strawberry.field(description="The value after it, in the same way.")


@strawberry.type(description="Who enters and leaves what a monitor sees (R43–R46).")
class ScopeEffect:
    monitor: Authority = strawberry.field(resolver=reference.authority("monitor"), description="The monitor.")
    entered: list[Authority] = strawberry.field(
        resolver=reference.authorities("entered"),
        description="Who enters its scope, by id.",
        metadata=price(items=100),
    )
    left: list[Authority] = strawberry.field(
        resolver=reference.authorities("left"),
        description="Who leaves its scope, by id.",
        metadata=price(items=100),
    )
    entered_count: int = strawberry.field(description="How many enter.")
    left_count: int = strawberry.field(description="How many leave.")


@strawberry.interface(description="A change that was made, or would be.")
class Made:
    change: strawberry.ID | None = strawberry.field(
        description="Id of the change; null for a trial (`dryRun`)."
    )
    at: DateTime = strawberry.field(description="The time of the change.")
    repeated: bool = strawberry.field(
        description="Whether it was made before, by the same input under the same `idempotencyKey`."
    )


@strawberry.type(
    description="A change of a network, with the relations that came, moved and went, and the data and settings that differ."
)
class NetworkChange(Made, Member):
    kind = "NetworkChange"
    authority: Authority | None = strawberry.field(
        resolver=reference.authority("subject"),
        description="The authority it is about, as it is after it; null where it is about several.",
    )
    came: list[ChangedRelation] = strawberry.field(description="The relations that came.", metadata=MOVED)
    moved: list[ChangedRelation] = strawberry.field(
        description="The relations that passed from one holder to another.", metadata=MOVED
    )
    went: list[ChangedRelation] = strawberry.field(description="The relations that went.", metadata=MOVED)
    came_count: int = strawberry.field(description="How many came.")
    moved_count: int = strawberry.field(description="How many moved.")
    went_count: int = strawberry.field(description="How many went.")
    changed: list[ChangedColumn] = strawberry.field(
        description="What differs of data, roles and settings, by authority, area and column. Of who or what is new or gone "
        "the relations tell.",
        metadata=price(items=100),
    )
    changed_count: int = strawberry.field(description="How many columns differ.")
    scopes: list[ScopeEffect] = strawberry.field(
        description="Each monitor whose scope differs by it, by id; worked out only when selected."
    )


@strawberry.type(description="A Member State that was created.")
class MemberStateChange(Made, Member):
    kind = "MemberStateChange"
    nimic: Authority = strawberry.field(resolver=reference.authority("subject"), description="Its NIMIC.")
    member_state: MemberState | None = strawberry.field(description="The state; null for a trial.")


@strawberry.type(description="A region that was created or edited.")
class RegionChange(Made, Member):
    kind = "RegionChange"
    region: Region = strawberry.field(
        resolver=reference.region("subject"), description="The region as it is after it."
    )
    went: list[ChangedRelation] = strawberry.field(
        description="Relations of Request Coordinators that cover no more what they held, beside others (R81)."
    )


@strawberry.type(description="A legislative area that was created or edited.")
class LegislativeAreaChange(Made, Member):
    kind = "LegislativeAreaChange"
    legislative_area: LegislativeArea = strawberry.field(
        resolver=reference.area("subject"), description="The legislative area as it is after it."
    )


def violation_row(violation: RuleViolation) -> Row:
    """A violation as the interface shows it."""
    return {
        "rule": violation.rule.value,
        **detail_row(violation.detail),
        "at": [detail_row(place) for place in violation.detail.at],
        "authorities": list(violation.authorities),
    }


def violation_rows(violations: Iterable[RuleViolation]) -> list[Row]:
    """Violations as the interface shows them."""
    return [violation_row(each) for each in violations]


def relation_row(change: RelationChange) -> Row:
    """A changed relation as the interface shows it."""
    return {
        "relation": change.relation,
        "holder": change.holder,
        "authority": change.authority,
        "area": change.area,
        "before": change.before,
    }


def column_row(change: ColumnChange) -> Row:
    """A changed column as the interface shows it."""
    return {
        "authority": change.authority,
        "area": change.area,
        "column": to_camel_case(change.column),
        "before": change.before,
        "after": change.after,
    }


def made_row(kind: str, outcome: Outcome, **more: Any) -> Row:
    """What a change did, as the interface shows it."""
    relations, columns = outcome.relations(), outcome.columns()
    return {
        "kind": kind,
        "change": outcome.change,
        "at": outcome.at,
        "repeated": outcome.repeated,
        "subject": outcome.subject,
        **{how: [relation_row(each) for each in changes] for how, changes in relations.items()},
        **{f"{how}_count": len(changes) for how, changes in relations.items()},
        "changed": [column_row(each) for each in columns],
        "changed_count": len(columns),
        "scopes": [
            {
                "monitor": each.monitor,
                "entered": each.entered,
                "left": each.left,
                "entered_count": len(each.entered),
                "left_count": len(each.left),
            }
            for each in outcome.scopes
        ],
        **more,
    }
