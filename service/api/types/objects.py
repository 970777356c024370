"""The objects of the interface. A resolver's parent is the row as the statement answered it.

Plain fields are read from that row by name; fields that lead to another object go through the request's loaders.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, NewType

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.loaders import PAST
from service.api.execution.reference import Parent
from service.api.types import enums  # noqa: F401  # describes the enumerations before they are used
from service.api.types.errors import BadInput
from service.api.types.price import price
from service.api.types.wording import Argument, Worded, argument_rows
from service.model.identifiers import AuthorityType, Flag, Relation, Role, Status
from service.rules.catalogue import CATALOGUE, Held, Rule
from service.rules.monitoring import reason
from service.rules.wording import Detail

if TYPE_CHECKING:
    from service.api.types.actions import Action, HeldPower

Row = dict[str, Any]

DateTime = NewType("DateTime", str)
"""What the graph holds as an Instant is sent as it is."""


def rule_row(rule: Rule) -> Row:
    """A rule as the interface shows it."""
    entry = CATALOGUE[rule]
    return {"id": rule.value, "text": entry.text, "source": entry.source, "held": list(entry.held)}


def _degrees(column: str) -> Callable[..., float | None]:
    def resolve(root: Parent) -> float | None:
        return None if root[column] is None else float(root[column])

    return resolve


def _of_today(field: str) -> BadInput:
    """Refuses what the past does not know rather than answer it of the present."""
    return BadInput(f"`{field}` is known of the present only: ask for it without `asOf`.")


def _revision(root: Parent) -> int:
    if PAST in root:
        raise _of_today("revision")
    return int(root["revision"])


async def _actions(root: Parent, info: Info) -> Any:
    if info.context.loaders_of(info).moment is not None:
        raise _of_today("actions")
    from service.api.types.actions import actions_on  # noqa: PLC0415  # its types are made of these

    return await actions_on(info, root["id"])


def _powers(root: Parent) -> Any:
    from service.api.types.actions import powers_of  # noqa: PLC0415

    return powers_of(root["authority"])


def _registers(root: Parent) -> Any:
    from service.api.types.actions import registrable  # noqa: PLC0415

    return registrable(root["authority"])


def rule_of(root: Parent) -> Any:
    return rule_row(Rule(root["rule"]))


@strawberry.interface(description="What can be asked for by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Its id, the same in the network files.")


@strawberry.type(
    name="Rule", description="A rule of the guidance of the Internal Market Information System, or decided."
)
class RuleType:
    id: strawberry.ID = strawberry.field(description="`R1` to `R83`; stable.")
    text: str = strawberry.field(description="What it says.")
    source: str = strawberry.field(
        description="Where it comes from: § a section, A an action, fn a footnote of the guidance; else `outside` or `decided`."
    )
    held: list[Held] = strawberry.field(description="How this service holds it.")


def _names_of_area(root: Parent) -> Any:
    pairs = (text.partition("=") for text in root["other_names"])
    return [{"language": language, "name": name} for language, _, name in pairs]


def _names_of_keywords(root: Parent) -> Any:
    parts = (text.split("=", 2) for text in root["keyword_names"])
    return [{"keyword": keyword, "language": language, "name": name} for keyword, language, name in parts]


@strawberry.type(description="The name of a keyword in another language.")
class KeywordName:
    keyword: str = strawberry.field(description="The keyword.")
    language: str = strawberry.field(description="Code of the language.")
    name: str = strawberry.field(description="The name.")


@strawberry.type(description="A law supported by the system.")
class LegislativeArea:
    code: str = strawberry.field(description="Its code, as `PQ`.")
    name: str = strawberry.field(description="Its name.")
    requires_professions: bool = strawberry.field(
        description="Whether an authority names its professions there (R5)."
    )
    keywords: list[str] = strawberry.field(description="What an authority's competence may be named by.")
    other_names: list["LocalizedName"] = strawberry.field(
        resolver=_names_of_area, description="Its names in other languages than English, by language."
    )
    keyword_names: list[KeywordName] = strawberry.field(
        resolver=_names_of_keywords,
        description="Names of its keywords in other languages than English, by keyword and language.",
        metadata=price(items=30),
    )


@strawberry.type(description="A part of a Member State in which an SDIMIC or a DIMIC may coordinate.")
class Region:
    code: str = strawberry.field(description="Its code, unique over all states.")
    name: str = strawberry.field(description="Its name.")
    parent: "Region | None" = strawberry.field(
        resolver=reference.region("parent"),
        description="The region it is part of; null where that is the state itself.",
    )
    state: "MemberState" = strawberry.field(
        resolver=reference.state("state"), description="Its Member State."
    )
    latitude: float | None = strawberry.field(
        resolver=_degrees("latitude"), description="Degrees north, where a map draws it."
    )
    longitude: float | None = strawberry.field(
        resolver=_degrees("longitude"), description="Degrees east, where a map draws it."
    )


@strawberry.type(description="A state of the Internal Market.")
class MemberState:
    code: str = strawberry.field(description="Its code, as `DE` or `EL`.")
    name: str = strawberry.field(description="Its name in English.")
    nimic: "Authority | None" = strawberry.field(
        resolver=reference.authority("nimic"), description="Its active National IMI Coordinator (R8)."
    )
    revision: int = strawberry.field(
        resolver=_revision,
        description="Version of its network: one more with every change. Of the present only.",
    )
    regions: list[Region] = strawberry.field(
        resolver=reference.regions_of("code"),
        description="Its regions, sub-regions too, in the order of their codes.",
        metadata=price(items=450, paged=True),
    )


@strawberry.type(description="An id that another register gave an authority.")
class ExternalId:
    scheme: str = strawberry.field(description="The register.")
    value: str = strawberry.field(description="The id there.")


@strawberry.type(description="A name in another language.")
class LocalizedName:
    language: str = strawberry.field(description="Code of the language.")
    name: str = strawberry.field(description="The name.")


@strawberry.type(description="One Request Coordinator of an authority in one area (R28).")
class RequestCoordinator:
    coordinator: "Authority" = strawberry.field(
        resolver=reference.authority("coordinator"), description="The Request Coordinator."
    )
    referral_opt_out: bool = strawberry.field(description="Whether it opts out of referral here (R42).")
    since: DateTime = strawberry.field(description="When this began.")


@strawberry.type(description="What an authority is and has in one legislative area.")
class AreaAccess:
    area: LegislativeArea = strawberry.field(
        resolver=reference.area("area"), description="The legislative area."
    )
    role: Role = strawberry.field(description="The role it plays there (R3).")
    territory: Region | None = strawberry.field(
        resolver=reference.region("territory"),
        description="Where a DIMIC coordinates; null: in the whole state (R9).",
    )
    keywords: list[str] = strawberry.field(description="Keywords of the area that name its competence (R5).")
    professions: list[str] = strawberry.field(description="Its professions, where the area asks for them.")
    flags: list[Flag] = strawberry.field(description="How it deals with requests there (R42).")
    granted_by: "Authority | None" = strawberry.field(
        resolver=reference.authority("granted_by"), description="Who gave the access; never changes."
    )
    granted_at: DateTime | None = strawberry.field(description="When the access was given; never changes.")
    access_coordinator: "Authority | None" = strawberry.field(
        resolver=reference.authority("access_coordinator"), description="Its Access Coordinator there (R27)."
    )
    access_coordinator_since: DateTime | None = strawberry.field(
        description="Since when that is its Access Coordinator."
    )
    request_coordinators: list[RequestCoordinator] = strawberry.field(
        description="Its Request Coordinators there, in the order of their ids (R28)."
    )


@strawberry.type(description="A public body, registered once whatever the number of its areas (R2).")
class Authority(Node):
    state: MemberState = strawberry.field(
        resolver=reference.state("state"), description="Its Member State (R25)."
    )
    region: Region | None = strawberry.field(
        resolver=reference.region("region"), description="Where it lies; null: in no region."
    )
    type: AuthorityType = strawberry.field(description="What it is in its state.")
    status: Status = strawberry.field(description="Whether it takes part.")
    name: str = strawberry.field(description="Its official name (R59).")
    name_language: str | None = strawberry.field(description="Code of the language of `name`.")
    other_names: list[LocalizedName] = strawberry.field(description="Its official names in other languages.")
    external_ids: list[ExternalId] = strawberry.field(description="Its ids in other registers (R2).")
    email: str | None = strawberry.field(description="The office's address, not a person's (R48).")
    phone: str | None = strawberry.field(description="The office's telephone number.")
    web: str | None = strawberry.field(description="The address of its website.")
    address: str | None = strawberry.field(description="The office's postal address.")
    languages: list[str] = strawberry.field(description="Codes of the languages it works in.")
    registered_by: "Authority | None" = strawberry.field(
        resolver=reference.authority("registered_by"),
        description="Who registered it; never changes; null for a NIMIC (R12).",
    )
    registered_at: DateTime | None = strawberry.field(description="When it was registered; never changes.")
    validating_coordinator: "Authority | None" = strawberry.field(
        resolver=reference.authority("validating_coordinator"),
        description="Its Validating Coordinator (R26); null for a NIMIC (R82).",
    )
    validating_coordinator_since: DateTime | None = strawberry.field(
        description="Since when that is its Validating Coordinator."
    )
    areas: list[AreaAccess] = strawberry.field(
        description="What it is and has in each of its areas, in the order of their codes."
    )
    observers: list["Authority"] = strawberry.field(
        resolver=reference.authorities("observers"),
        description="Who is linked to it and observes it, in the order of their ids (R43).",
        metadata=price(items=30),
    )
    observed: list["Authority"] = strawberry.field(
        resolver=reference.authorities("observed"),
        description="Whom it is linked to and observes, in the order of their ids (R43).",
        metadata=price(items=30),
    )
    revision: int = strawberry.field(
        resolver=_revision, description="One more with every change that touches it. Of the present only."
    )
    actions: list[Annotated["Action", strawberry.lazy("service.api.types.actions")]] = strawberry.field(
        resolver=_actions,
        description="Every act on it that a page could offer to the actor, and what forbids it (R62). Costly: ask "
        "it of one authority. Of the present only.",
        metadata=price(units=2_500),  # every act is tried against every rule
    )

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Every row with an id that is asked for as a Node is an authority's."""
        return "id" in obj


@strawberry.type(description="Who asks.")
class Viewer:
    authority: Authority | None = strawberry.field(
        description="The authority of the token; null for the operator, or where it is not in the graph."
    )
    operator: bool = strawberry.field(description="Whether it is the operator of the service (R12).")
    powers: list[Annotated["HeldPower", strawberry.lazy("service.api.types.actions")]] = strawberry.field(
        resolver=_powers,
        description="Each power of §2.2, and how far it reaches for its authority (R14–R24).",
    )
    registers: list[AuthorityType] = strawberry.field(
        resolver=_registers,
        description="The types of authorities it may register; a choice is to be offered only where there are several (R62).",
    )


@strawberry.type(description="One relation on the way from a monitor to an authority.")
class PathStep:
    relation: Relation = strawberry.field(description="Which relation.")
    from_: Authority = strawberry.field(
        name="from", resolver=reference.authority("from"), description="Who holds it."
    )
    to: Authority = strawberry.field(resolver=reference.authority("to"), description="With whom.")
    area: str | None = strawberry.field(
        description="Code of the legislative area, where the relation has one."
    )
    since: DateTime = strawberry.field(description="When it began.")


def _reason(root: Parent) -> Detail:
    return reason(Rule(root["rule"]), root["path"])


def _detail(root: Parent) -> str:
    return str(_reason(root))


def _code(root: Parent) -> str:
    return _reason(root).code.name


def _arguments(root: Parent) -> Any:
    return argument_rows(_reason(root))


@strawberry.type(description="One reason why an authority may monitor another.")
class Reason(Worded):
    rule: RuleType = strawberry.field(resolver=rule_of, description="The rule that gives it.")
    detail: str = strawberry.field(resolver=_detail, description="Why the rule holds, as a sentence.")
    code: str = strawberry.field(resolver=_code, description="Which sentence that is; stable.")
    arguments: list[Argument] = strawberry.field(
        resolver=_arguments, description="What it speaks of.", metadata=price(items=4)
    )
    path: list[PathStep] = strawberry.field(
        description="The relations that meet the rule, from the monitor to the authority; none where the rule needs none (R45).",
        metadata=price(items=3),
    )


@strawberry.type(description="One authority that may monitor another.")
class Monitor:
    authority: Authority = strawberry.field(resolver=reference.authority("monitor"), description="It.")
    reasons: list[Reason] = strawberry.field(description="Every reason that holds.")


@strawberry.type(description="A rule that does not apply, and why: `detail` is the fact it lacks.")
class MissingFact(Worded):
    rule: RuleType = strawberry.field(resolver=rule_of, description="The rule.")


@strawberry.type(description="Whether an authority may monitor another, and why or why not.")
class MonitoringExplanation:
    monitors: bool = strawberry.field(description="Whether it may.")
    reasons: list[Reason] = strawberry.field(description="If so: every reason that holds. Else none.")
    missing: list[MissingFact] = strawberry.field(
        description="If not: each rule that might have applied, with each fact it lacks. Else none."
    )
