"""A state's network as a whole, for a map of it: `network`."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.reference import Parent
from service.api.execution.selection import selected
from service.api.queries.moments import AsOf, moment_of
from service.api.types.objects import LegislativeArea, MemberState, Region
from service.api.types.price import price
from service.model.identifiers import AuthorityId, AuthorityType, Relation, Status, state_of
from service.storage.network_map import positions
from service.work.heavy import off_the_loop

NetworkState = Annotated[str, strawberry.argument(description="Code of the Member State.")]
UnlessRevision = Annotated[
    int | None,
    strawberry.argument(
        description="The `revision` of the map at hand, which was asked for with the same `asOf`: while it is still that "
        "of the network, `map` is null and nothing of it is read."
    ),
]
LensMonitor = Annotated[strawberry.ID, strawberry.argument(description="Id of the authority that monitors.")]


@strawberry.type(
    description="The authorities of a state in the order of their ids, as lists that go side by side: what stands at one "
    "position of each is of one authority. A position in a list stands for an id or a code."
)
class NetworkAuthorities:
    ids: list[strawberry.ID] = strawberry.field(description="Their ids.")
    names: list[str] = strawberry.field(description="Their official names (R59).")
    types: list[AuthorityType] = strawberry.field(description="What they are.")
    statuses: list[Status] = strawberry.field(description="Whether they take part.")
    validating_coordinators: list[int | None] = strawberry.field(
        description="Positions of their Validating Coordinators in these lists (R26); null for a NIMIC (R82)."
    )
    regions: list[int | None] = strawberry.field(
        description="Positions of their regions in `regions` of the map; null: in no region."
    )
    areas: list[int] = strawberry.field(
        description="Positions in `areaSets` of the areas to which they have access."
    )
    dimic_areas: list[int] = strawberry.field(
        description="Positions in `areaSets` of the areas in which they are DIMIC."
    )


@strawberry.type(
    description="The relations of one kind, counted by who holds them and with whom, as lists that go side by side. "
    "Together all bundles hold every relation of the state but those of validation once."
)
class RelationBundles:
    relation: Relation = strawberry.field(
        description="`GRANTS_ACCESS`, `COORDINATES_REQUESTS` or `LINKED_TO`."
    )
    area: str | None = strawberry.field(
        description="Code of the legislative area; null for `LINKED_TO`, which has none."
    )
    of_validated: bool = strawberry.field(
        description="False: the relations are with the authorities at `ends`. True: with authorities that those at `ends` "
        "validate and that are no coordinators themselves."
    )
    holders: list[int] = strawberry.field(
        description="Positions of those who hold the relations: Access Coordinators, Request Coordinators or observers."
    )
    ends: list[int] = strawberry.field(
        description="Positions of those with whom, or of their Validating Coordinators."
    )
    counts: list[int] = strawberry.field(description="How many relations.")


async def _bundles(root: Parent, info: Info) -> Any:
    return await info.context.loaders_of(info).bundles.load(root["state"])


@strawberry.type(
    description="What a map of a state's network draws. Lists refer to each other by position, from 0."
)
class NetworkMap:
    areas: list[LegislativeArea] = strawberry.field(
        description="Every legislative area, in the order of the codes."
    )
    area_sets: list[list[int]] = strawberry.field(
        description="Every set of areas that an authority has, as positions in `areas`: what `areas` and `dimicAreas` of "
        "the authorities point at. The first is the empty one."
    )
    regions: list[Region] = strawberry.field(
        description="The regions of the state, sub-regions too, in the order of the codes.",
        metadata=price(items=450),
    )
    authorities: NetworkAuthorities = strawberry.field(description="Its authorities, deactivated ones too.")
    bundles: list[RelationBundles] = strawberry.field(
        resolver=_bundles,
        description="The relations but those of validation, in the order of relation, area and `ofValidated`.",
        metadata=price(units=2_000),
    )


async def _map(root: Parent, info: Info) -> Any:
    return None if root["unchanged"] else await info.context.loaders_of(info).overview.load(root["state"])


async def _lens(root: Parent, info: Info, monitor: LensMonitor) -> list[int] | None:
    loaders = info.context.loaders_of(info)
    if root["drawn"]:
        whole = await loaders.overview.load(root["state"])
        ids = whole and whole["authorities"]["ids"]
    else:
        ids = await loaders.ids_of_state.load(root["state"])
    position = await off_the_loop(len(ids or ()), positions, ids or ())
    if (id := AuthorityId(monitor)) not in position:
        return None
    scope = await loaders.monitored.load(id) or []
    return await off_the_loop(len(scope), _seen, scope, position)


def _seen(scope: list[AuthorityId], position: dict[AuthorityId, int]) -> list[int]:
    return sorted(position[each] for each in scope if each in position)


@strawberry.type(description="The network of one Member State.")
class Network:
    state: MemberState = strawberry.field(resolver=reference.state("state"), description="The Member State.")
    revision: int = strawberry.field(
        description="Version of the network: one more with every change. What is answered beside it is that version, or in "
        "parts a later one where a change came in between; the next question then tells. With `asOf` that of today too, as "
        "names are today's: it does not tell maps of two moments apart."
    )
    unchanged: bool = strawberry.field(description="Whether `unlessRevision` is this revision.")
    map: NetworkMap | None = strawberry.field(
        resolver=_map,
        description="What a map of it draws; null where it is unchanged.",
        metadata=price(units=10_000),
    )
    lens: list[int] | None = strawberry.field(
        resolver=_lens,
        description="Positions in `authorities` of the map of those that one authority of the state may monitor, "
        "ascending: its `monitoringScope` (R43–R46); null where the state has no such authority.",
        metadata=price(units=1_000),
    )


async def state_network(
    info: Info, state: NetworkState, unless_revision: UnlessRevision = None, as_of: AsOf = None
) -> dict[str, Any] | None:
    """The version of a state's network, and what leads to the rest of it; None where there is no such state.

    Raises BadInput.
    """
    row = await info.context.answer_as_of(info, moment_of("asOf", as_of)).state.load(state_of(state))
    if row is None:
        return None
    unchanged = row["revision"] == unless_revision
    return {
        "state": row["code"],
        "revision": row["revision"],
        "unchanged": unchanged,
        "drawn": not unchanged and "map" in selected(info),
    }
