"""Who may coordinate whom: `eligibleCoordinators` and `authoritiesToServe`."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.types.checks import words_searched
from service.api.types.connections import After, Connection, First, keyset_arguments, page
from service.api.types.enums import AuthorityOrder, CoordinatingRelation
from service.api.types.errors import BadInput
from service.api.types.objects import Authority
from service.model.identifiers import AuthorityId, area_of
from service.statements import coordination

CoordinatedId = Annotated[
    strawberry.ID, strawberry.argument(description="Id of the authority to be coordinated.")
]
NewRelation = Annotated[
    CoordinatingRelation, strawberry.argument(description="The relation that a coordinator would newly hold.")
]
RelationArea = Annotated[
    str | None,
    strawberry.argument(
        description="Code of the legislative area: required for `GRANTS_ACCESS` and `COORDINATES_REQUESTS`, and may be one "
        "that the authority has no access to yet; null for `VALIDATES`, which has none."
    ),
]
CoordinatorSearch = Annotated[
    str | None,
    strawberry.argument(
        description="Part of one of their names, whatever its case, marks, punctuation and script; null: any."
    ),
]
CoordinatorId = Annotated[strawberry.ID, strawberry.argument(description="Id of the coordinator.")]
ServedArea = Annotated[str, strawberry.argument(description="Code of the legislative area.")]


@strawberry.type(description="An authority that a coordinator covers and does not serve, and who serves it.")
class ToServeEdge:
    cursor: str = strawberry.field(description="Its place in the order; opaque.")
    node: Authority = strawberry.field(resolver=reference.authority("id"), description="The authority.")
    access_coordinator: Authority | None = strawberry.field(
        resolver=reference.authority("access_coordinator"),
        description="Its Access Coordinator in the area (R27).",
    )
    request_coordinators: list[Authority] = strawberry.field(
        resolver=reference.authorities("request_coordinators"),
        description="Its Request Coordinators in the area, in the order of their ids (R28).",
    )


@strawberry.type(description="A page of the authorities that a coordinator covers and does not serve.")
class ToServeConnection(Connection[ToServeEdge]):
    pass


async def _none_of(info: Info, authority: str, area: str | None) -> None:
    """Why a statement answered no row: the authority is unknown, else the area. Raises BadInput."""
    if await info.context.loaders.authority.load(AuthorityId(authority)) is not None:
        raise BadInput(f"`area`: there is no legislative area {area}; `legislativeAreas` lists them.")


async def eligible_coordinators(
    *,
    info: Info,
    authority: CoordinatedId,
    relation: NewRelation,
    first: First,
    area: RelationArea = None,
    search: CoordinatorSearch = None,
    after: After = None,
) -> Any:
    """A page of them, or None where there is no such authority. Raises BadInput."""
    if relation is CoordinatingRelation.VALIDATES:
        if area is not None:
            raise BadInput("`area`: leave it out, VALIDATES is a relation of all areas.")
    elif area is None:
        raise BadInput(f"`area`: name the legislative area, {relation.value} is a relation of one.")
    order = AuthorityOrder.NAME
    found = await info.context.graph.read(
        coordination.eligible_coordinators,
        authority=AuthorityId(authority),
        relation=relation.value,
        area=None if area is None else area_of(area),
        search=words_searched("search", search),
        **keyset_arguments(info, order, first, after),
    )
    if found is None:
        return await _none_of(info, authority, area)
    rows = [{"id": id, "key": key} for id, key in zip(found["ids"], found["keys"], strict=True)]
    return page(rows, found["total"], order=order, first=first, after=after)


async def authorities_to_serve(
    *, info: Info, coordinator: CoordinatorId, area: ServedArea, first: First, after: After = None
) -> Any:
    """A page of them, or None where there is no such authority. Raises BadInput."""
    order = AuthorityOrder.NAME
    found = await info.context.graph.read(
        coordination.authorities_to_serve,
        coordinator=AuthorityId(coordinator),
        area=area_of(area),
        **keyset_arguments(info, order, first, after),
    )
    if found is None:
        return await _none_of(info, coordinator, area)
    return page(found["rows"], found["total"], order=order, first=first, after=after)
