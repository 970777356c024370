"""The root fields. Each runs one statement, or two in one transaction; what they lead to goes through the loaders."""

from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.execution.selection import selected
from service.api.queries.changes import ChangeConnection, changes
from service.api.queries.coordination import ToServeConnection, authorities_to_serve, eligible_coordinators
from service.api.queries.moments import AsOf, moment_of
from service.api.queries.network import Network, state_network
from service.api.queries.network_difference import NetworkDifference, network_difference
from service.api.queries.scope_difference import ScopeDifferenceConnection, scope_difference
from service.api.queries.similar_authorities import SimilarAuthority, similar_authorities
from service.api.queries.state_changes import StateChangeConnection, state_changes
from service.api.types import enums  # noqa: F401  # describes the enumerations before they are used
from service.api.types.checks import words_searched
from service.api.types.connections import (
    LONGEST_PAGE,
    After,
    AuthorityConnection,
    First,
    MonitoringScopeConnection,
    OrderBy,
    page,
    page_arguments,
)
from service.api.types.enums import AuthorityOrder
from service.api.types.errors import BadInput
from service.api.types.objects import (
    Authority,
    LegislativeArea,
    MemberState,
    Monitor,
    MonitoringExplanation,
    Node,
    RuleType,
    Viewer,
    rule_row,
)
from service.api.types.price import price
from service.api.types.wording import detail_row
from service.database.graph import Reader
from service.model.identifiers import AuthorityId, AuthorityType, Instant, Role, Status
from service.rules.catalogue import Rule
from service.rules.monitoring import Facts, missing
from service.statements import authorities, catalogue, monitoring, network
from service.statements.monitoring import ReasonRow


def _described(description: str) -> Any:
    return strawberry.argument(description=description)


@strawberry.input(description="The role an authority plays, in some area or in the one named.")
class RoleFilter:
    role: Role = strawberry.field(description="The role.")
    area: str | None = strawberry.field(default=None, description="Code of the legislative area; null: any.")


@strawberry.input(description="Which authorities: those that meet everything said.")
class AuthorityFilter:
    state: str | None = strawberry.field(default=None, description="Code of their Member State.")
    region: str | None = strawberry.field(
        default=None, description="Code of their region; its sub-regions count too."
    )
    area: str | None = strawberry.field(
        default=None, description="Code of a legislative area to which they have access."
    )
    type: AuthorityType | None = strawberry.field(default=None, description="What they are.")
    role: RoleFilter | None = strawberry.field(default=None, description="The role they play (R60).")
    keyword: str | None = strawberry.field(
        default=None, description="A keyword they have, in `area` if that is said."
    )
    search: str | None = strawberry.field(
        default=None,
        description="Part of one of their names, whatever its case, marks, punctuation and script.",
    )
    coordinated_by: strawberry.ID | None = strawberry.field(
        default=None, description="Id of their Validating, Access or Request Coordinator (R61)."
    )
    status: Status | None = strawberry.field(default=None, description="Whether they take part.")


MOST_READINGS = 3
"""Of what must agree; each but the first only because a change came in between."""

Where = Annotated[AuthorityFilter | None, _described("Which of them; null: all.")]
Id = Annotated[strawberry.ID, _described("Id of the authority.")]
MonitorId = Annotated[strawberry.ID, _described("Id of the authority that monitors.")]
MonitoredId = Annotated[strawberry.ID, _described("Id of the authority that is monitored.")]


def _filters(where: AuthorityFilter | None) -> authorities.Where:
    where = where or AuthorityFilter()
    return {
        "state": where.state,
        "region": where.region,
        "area": where.area,
        "type": where.type,
        "role": where.role.role if where.role else None,
        "role_area": where.role.area if where.role else None,
        "keyword": where.keyword,
        "search": words_searched("search", where.search),
        "coordinated_by": where.coordinated_by,
        "status": where.status,
    }


async def _why(
    tx: Reader, *, monitor: AuthorityId, authority: AuthorityId, moment: Instant | None
) -> tuple[list[ReasonRow], Facts | None]:
    """Reasons and facts of one moment: with the first, nothing is missing; without, something is."""
    pair: Any = {"monitor": monitor, "authority": authority, "moment": moment}
    for _ in range(MOST_READINGS):
        reasons = await monitoring.monitoring_reasons(tx, **pair)
        facts = await monitoring.monitoring_facts(tx, **pair)
        if reasons or facts is None or missing(facts):
            break  # else a change came in between
    return reasons, facts


async def _viewer(info: Info) -> Any:
    actor, row = info.context.actor, None
    if actor.authority is not None and selected(info) & {"authority", "powers", "registers"}:
        row = await info.context.loaders.authority.load(actor.authority)
    return {"authority": row, "operator": actor.operator}


async def _member_states(info: Info) -> Any:
    return await info.context.graph.read(catalogue.member_states, codes=None)


async def _legislative_areas(info: Info) -> Any:
    return await info.context.graph.read(network.network_areas)


def _rules() -> Any:
    return [rule_row(rule) for rule in Rule]


async def _node(info: Info, id: Annotated[strawberry.ID, _described("The id.")]) -> Any:
    return await info.context.loaders.authority.load(AuthorityId(id))


async def _nodes(
    info: Info,
    ids: Annotated[list[strawberry.ID], _described(f"The ids: at most {LONGEST_PAGE}.")],
    as_of: AsOf = None,
) -> Any:
    if len(ids) > LONGEST_PAGE:
        raise BadInput(f"`ids` may hold {LONGEST_PAGE} at most, not {len(ids)}.")
    loaders = info.context.answer_as_of(info, moment_of("asOf", as_of))
    return await loaders.authority.load_many([AuthorityId(id) for id in ids])


async def _authority(info: Info, id: Id, as_of: AsOf = None) -> Any:
    loaders = info.context.answer_as_of(info, moment_of("asOf", as_of))
    return await loaders.authority.load(AuthorityId(id))


async def _authorities(
    *,
    info: Info,
    first: First,
    where: Where = None,
    order_by: OrderBy = AuthorityOrder.NAME,
    after: After = None,
) -> Any:
    arguments = page_arguments(info, order_by, first, after)
    found = await info.context.graph.read(authorities.authorities_page, where=_filters(where), **arguments)
    rows = [{"id": id, "key": key} for id, key in zip(found["ids"], found["keys"], strict=True)]
    return page(rows, found["total"], order=order_by, first=first, after=after)


async def _monitoring_scope(
    *,
    info: Info,
    monitor: MonitorId,
    first: First,
    where: Where = None,
    order_by: OrderBy = AuthorityOrder.NAME,
    after: After = None,
    as_of: AsOf = None,
) -> Any:
    moment = moment_of("asOf", as_of)
    loaders = info.context.answer_as_of(info, moment)
    arguments = page_arguments(info, order_by, first, after, moment)
    found = await info.context.graph.read(
        monitoring.monitoring_scope,
        monitor=AuthorityId(monitor),
        where=_filters(where),
        moment=moment,
        **arguments,
    )
    if not found["rows"] and await loaders.authority.load(AuthorityId(monitor)) is None:
        return None
    return page(found["rows"], found["total"], order=order_by, first=first, after=after, moment=moment)


async def _monitors_of(info: Info, authority: MonitoredId, as_of: AsOf = None) -> Any:
    moment, id = moment_of("asOf", as_of), AuthorityId(authority)
    loaders = info.context.answer_as_of(info, moment)
    rows = await info.context.graph.read(monitoring.monitors_of, authority=id, moment=moment)
    if not rows and await loaders.authority.load(id) is None:
        return None
    return rows


async def _explain_monitoring(
    info: Info, monitor: MonitorId, authority: MonitoredId, as_of: AsOf = None
) -> Any:
    moment = moment_of("asOf", as_of)
    info.context.answer_as_of(info, moment)
    reasons, facts = await info.context.graph.read(
        _why, monitor=AuthorityId(monitor), authority=AuthorityId(authority), moment=moment
    )
    if facts is None:
        return None
    lacking = [] if reasons else [{"rule": it.rule, **detail_row(it.detail)} for it in missing(facts)]
    return {"monitors": bool(reasons), "reasons": reasons, "missing": lacking}


@strawberry.type(description="What can be asked.")
class Query:
    viewer: Viewer = strawberry.field(resolver=_viewer, description="Who asks, by the token of the request.")
    member_states: list[MemberState] = strawberry.field(
        resolver=_member_states,
        description="Every Member State, in the order of the codes.",
        # A mean of the regions, well above the 1,800 of NUTS among 32 states.
        metadata=price(items=32, each=100),
    )
    legislative_areas: list[LegislativeArea] = strawberry.field(
        resolver=_legislative_areas,
        description="Every legislative area, in the order of the codes.",
        metadata=price(items=20),
    )
    rules: list[RuleType] = strawberry.field(
        resolver=_rules,
        description="Every rule the service knows, R1 to R83.",
        metadata=price(items=83),
    )
    node: Node | None = strawberry.field(
        resolver=_node, description="What has this id; null where nothing has. Authorities have ids."
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=_nodes,
        description="What has each of these ids, in their order; null where nothing has.",
        metadata=price(named="ids"),
    )
    authority: Authority | None = strawberry.field(
        resolver=_authority, description="One authority; null where none has this id."
    )
    authorities: AuthorityConnection = strawberry.field(
        resolver=_authorities, description="The authorities of all Member States, a page at a time."
    )
    monitoring_scope: MonitoringScopeConnection | None = strawberry.field(
        resolver=_monitoring_scope,
        description="The authorities that one authority may monitor, with every reason (R43–R46), a page at a time; "
        "null where none has this id.",
    )
    monitors_of: list[Monitor] | None = strawberry.field(
        resolver=_monitors_of,
        description="Who may monitor an authority, with every reason, in the order of their ids; null where none has "
        "this id.",
    )
    explain_monitoring: MonitoringExplanation | None = strawberry.field(
        resolver=_explain_monitoring,
        description="Whether an authority may monitor another: every reason why, or what each rule lacks; null where "
        "either does not exist.",
    )
    scope_difference: ScopeDifferenceConnection | None = strawberry.field(
        resolver=scope_difference,
        description="How a `monitoringScope` became another one: who entered it and who left between two moments, and by "
        "which change, a page at a time; who came and went in between is in neither; null where none has this id.",
        metadata=price(units=200),  # whom the monitor ever saw
    )
    eligible_coordinators: AuthorityConnection | None = strawberry.field(
        resolver=eligible_coordinators,
        description="Who may newly become Validating, Access or Request Coordinator of an authority (R81): active "
        "coordinators of its state that cover it and do not hold that relation yet, in the order of their names; nobody "
        "for a NIMIC (R82) or a deactivated authority (R77); null where none has this id.",
    )
    authorities_to_serve: ToServeConnection | None = strawberry.field(
        resolver=authorities_to_serve,
        description="After a new DIMIC: the active authorities with access to an area which a coordinator covers there, "
        "and of which it is neither Access nor Request Coordinator there (R71), in the order of their names; null where "
        "none has this id.",
    )
    similar_authorities: list[SimilarAuthority] | None = strawberry.field(
        resolver=similar_authorities,
        description="Authorities of a state that may be a body already (R2): first those with such an external id, then "
        "those with a like name, the likest first; 20 at most; null where there is no such state.",
        metadata=price(units=200, items=20),
    )
    network: Network | None = strawberry.field(
        resolver=state_network,
        description="The network of a state as a whole, as a map draws it; null where there is no such state.",
    )
    changes: ChangeConnection | None = strawberry.field(
        resolver=changes,
        description="The changes that touched an authority, the newest first, a page at a time; null where none has this "
        "id.",
    )
    state_changes: StateChangeConnection | None = strawberry.field(
        resolver=state_changes,
        description="The changes of a state's network after one moment and until another, that one included: those that "
        "made of `network(asOf: from)` what `network(asOf: to)` is; the oldest first, a page at a time, and their number by "
        "days; null where there is no such state.",
        metadata=price(units=50),
    )
    network_difference: NetworkDifference | None = strawberry.field(
        resolver=network_difference,
        description="How the network of a state became another one: which authorities and relations came and went between "
        "two moments, and by which change; what came and went in between is in neither; null where there is no such "
        "state.",
    )
