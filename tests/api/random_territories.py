"""Networks at random whose DIMICs have territories, and what each authority coordinates in them."""

from dataclasses import replace

from hypothesis import strategies as st

from service.model.identifiers import AuthorityType, Role
from service.model.network import Places
from service.rules.coverage import Coordinator
from tests.networks import TestNetwork
from tests.scope.random_networks import networks


@st.composite
def networks_with_territories(draw: st.DrawFn) -> TestNetwork:
    """As the networks of the scope tests, and every DIMIC is that of its state or of a region."""
    network = draw(networks())
    for key, access in network.access.items():
        if access.role is Role.DIMIC:
            state = network.authorities[access.authority].state
            regions = [code for code in network.regions if code.startswith(state)]
            network.access[key] = replace(access, territory=draw(st.sampled_from([None, *regions])))
    return network


def coordinator(network: TestNetwork, id: str) -> Coordinator:
    """What the rules know of an authority as a coordinator: its type, its region, its areas with their territories."""
    authority = network.authorities[id]
    territories = {
        area: access.territory
        for (owner, area), access in network.access.items()
        if owner == id and access.role is Role.DIMIC
    }
    kind = authority.type
    if kind not in (AuthorityType.NIMIC, AuthorityType.SDIMIC):
        kind = AuthorityType.DIMIC if territories else AuthorityType.CA
    return Coordinator(kind, authority.region, territories)


def covers(network: TestNetwork, id: str, authority: str, area: str | None) -> bool:
    """Whether one covers the other, in an area or, where none is named, for validation."""
    region, places = network.authorities[authority].region, Places(network.regions)
    one = coordinator(network, id)
    return one.covers_region(region, places) if area is None else one.covers_area(area, region, places)
