"""The enumerations of the domain, with what each value means."""

from enum import StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from service.model.identifiers import AuthorityType, Flag, Relation, Role, Status
from service.network_files.report import Severity
from service.rules.arguments import ArgumentKind
from service.rules.catalogue import Held
from service.rules.powers import POWERS, Power, Reach


class AuthorityOrder(StrEnum):
    """In which order authorities are listed."""

    NAME = "NAME"
    ID = "ID"


class CoordinatingRelation(StrEnum):
    """By which relation a coordinator coordinates an authority."""

    VALIDATES = "VALIDATES"
    GRANTS_ACCESS = "GRANTS_ACCESS"
    COORDINATES_REQUESTS = "COORDINATES_REQUESTS"


class RecordedKind(StrEnum):
    """The edges of the graph that have a beginning and, but for two, an end."""

    IN_STATE = "IN_STATE"
    LOCATED_IN = "LOCATED_IN"
    ACTS_IN = "ACTS_IN"
    VALIDATES = "VALIDATES"
    GRANTS_ACCESS = "GRANTS_ACCESS"
    COORDINATES_REQUESTS = "COORDINATES_REQUESTS"
    OPTS_OUT_OF_REFERRAL = "OPTS_OUT_OF_REFERRAL"
    LINKED_TO = "LINKED_TO"
    REGISTERED = "REGISTERED"
    APPOINTED = "APPOINTED"


def _described(kind: type[StrEnum], name: str, description: str, values: dict[StrEnum, str]) -> None:
    """Make an enumeration of the model one of GraphQL; every value is described."""
    strawberry.enum(kind, name=name, description=description)
    definition: StrawberryEnumDefinition = kind.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values[kind(value.value)]


_described(
    AuthorityType,
    "AuthorityType",
    "What an authority is in its Member State.",
    {
        AuthorityType.NIMIC: "National IMI Coordinator: one per Member State, all areas (R8).",
        AuthorityType.SDIMIC: "Super-Delegated IMI Coordinator: one region, all areas (R10).",
        AuthorityType.DIMIC: "Delegated IMI Coordinator: coordinates in at least one area (R9).",
        AuthorityType.CA: "Competent Authority: sends and answers information requests.",
    },
)
_described(
    Role,
    "Role",
    "The role an authority plays in one legislative area (R3).",
    {
        Role.CA: "Competent Authority.",
        Role.DIMIC: "Delegated IMI Coordinator.",
    },
)
_described(
    Status,
    "Status",
    "Whether an authority takes part.",
    {
        Status.ACTIVE: "It takes part.",
        Status.INACTIVE: "Deactivated, hence frozen: it coordinates and monitors nothing (R77).",
    },
)
_described(
    Relation,
    "Relation",
    "A relation between two authorities of one Member State (R25).",
    {
        Relation.VALIDATES: "From the Validating Coordinator to the authority (R26).",
        Relation.GRANTS_ACCESS: "From the Access Coordinator to the authority, in one area (R27).",
        Relation.COORDINATES_REQUESTS: "From a Request Coordinator to the authority, in one area (R28).",
        Relation.LINKED_TO: "From the observer to the observed authority (R43).",
        Relation.REGISTERED: "From the registrar to the authority; never moved, never ended.",
        Relation.APPOINTED: "From the NIMIC or SDIMIC to the authority it gave the role DIMIC in one area; never moved, never ended.",
    },
)
_described(
    Flag,
    "Flag",
    "How an authority deals with the requests of one area (R42).",
    {
        Flag.APPROVE_REQUESTS: "A Request Coordinator approves requests before they are sent.",
        Flag.APPROVE_REPLIES: "A Request Coordinator approves replies before they are sent.",
    },
)
_described(
    Held,
    "Held",
    "How this service holds a rule.",
    {
        Held.GUARD: "A guard or a constraint refuses what the rule forbids.",
        Held.DEFAULT: "What is not said is filled in as the rule says.",
        Held.QUERY: "A query answers what the rule says.",
        Held.PROSE: "It guides people; the documentation says it.",
        Held.USERS: "It speaks of users.",
        Held.REQUESTS: "It speaks of information requests.",
    },
)
_described(
    AuthorityOrder,
    "AuthorityOrder",
    "In which order authorities are listed.",
    {
        AuthorityOrder.NAME: "By folded official name (no case, no marks), then by id.",
        AuthorityOrder.ID: "By id.",
    },
)
_described(
    Power,
    "Power",
    "What the table of §2.2 of the guidance gives or withholds (R14–R24).",
    {power: f"{power.lower().replace('_', ' ').capitalize()} ({row.rule})." for power, row in POWERS.items()},
)
_described(
    Reach,
    "Reach",
    "How far a power reaches.",
    {
        Reach.NOWHERE: "Not at all.",
        Reach.STATE: "The whole Member State, all areas.",
        Reach.REGION: "The region of the SDIMIC, all areas.",
        Reach.TERRITORY: "The areas of the DIMIC, each in its territory.",
        Reach.HELD: "The authorities to which the coordinator holds the relation that gives it.",
    },
)
_described(
    Severity,
    "Severity",
    "How grave a line of an import's report is.",
    {
        Severity.REFUSED: "A rule or reference forbids the row.",
        Severity.NOTICE: "Worth a look; the file confirms it.",
    },
)
_described(
    CoordinatingRelation,
    "CoordinatingRelation",
    "The relations by which a coordinator coordinates an authority (R26–R28).",
    {
        CoordinatingRelation.VALIDATES: "It is its Validating Coordinator (R26).",
        CoordinatingRelation.GRANTS_ACCESS: "It is its Access Coordinator in one area (R27).",
        CoordinatingRelation.COORDINATES_REQUESTS: "It is a Request Coordinator of it in one area (R28).",
    },
)
_described(
    RecordedKind,
    "RecordedKind",
    "What is recorded of an authority with when it began and, but for the last two, when it ended.",
    {
        RecordedKind.IN_STATE: "That it is of its Member State, as what, and whether it takes part.",
        RecordedKind.LOCATED_IN: "In which region it lies.",
        RecordedKind.ACTS_IN: "Its role and settings in one area.",
        RecordedKind.VALIDATES: "From the Validating Coordinator to the authority (R26).",
        RecordedKind.GRANTS_ACCESS: "From the Access Coordinator to the authority, in one area (R27).",
        RecordedKind.COORDINATES_REQUESTS: "From a Request Coordinator to the authority, in one area (R28).",
        RecordedKind.OPTS_OUT_OF_REFERRAL: "That a Request Coordinator opts out of referral for the authority, in one area (R42).",
        RecordedKind.LINKED_TO: "From the observer to the observed authority (R43).",
        RecordedKind.REGISTERED: "From the registrar to the authority.",
        RecordedKind.APPOINTED: "From the NIMIC or SDIMIC to the authority it gave the role DIMIC in one area.",
    },
)
_described(
    ArgumentKind,
    "ArgumentKind",
    "What the values of an argument are.",
    {
        ArgumentKind.AUTHORITY: "Ids of authorities.",
        ArgumentKind.MEMBER_STATE: "Codes of Member States.",
        ArgumentKind.REGION: "Codes of regions.",
        ArgumentKind.LEGISLATIVE_AREA: "Codes of legislative areas.",
        ArgumentKind.POWER: "Powers of the table of §2.2, as `Power` has them.",
        ArgumentKind.RELATION: "Relations, as `Relation` has them.",
        ArgumentKind.COLUMN: "Columns of the network files.",
        ArgumentKind.NUMBER: "A whole number, in digits.",
        ArgumentKind.TEXT: "Text, to be shown as it is.",
    },
)
