"""Networks at random, for properties that hold of any: sub-regions, moved validators, former DIMICs, deactivated ends."""

from dataclasses import replace

from hypothesis import strategies as st

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Area, Link, Region, State
from tests.networks import TestNetwork, access_row, authority_row

AREAS = ("PQ", "SD")
STATES = ("AT", "DE")
KEYWORDS = ("building", "crafts")
NAMES = ("Amt", "Kammer", "Straße", "Ärztekammer", "amt")
"""Folded, some are equal: the id then decides the order."""

kinds = st.sampled_from(
    [AuthorityType.NIMIC, AuthorityType.SDIMIC, AuthorityType.SDIMIC, *[AuthorityType.CA] * 4]
)
statuses = st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.ACTIVE, Status.INACTIVE])


@st.composite
def networks(draw: st.DrawFn) -> TestNetwork:
    """A network whose relations stay within their states (R25) and join two authorities (R78); no other rule holds."""
    network = TestNetwork()
    for area in AREAS:
        network.areas[area] = Area(area, area, False, KEYWORDS)
    for state in STATES:
        network.states[state] = State(state, state, "")
        for number in range(draw(st.integers(0, 4))):
            parent = draw(st.sampled_from([None, *(code for code in network.regions if code[:2] == state)]))
            network.regions[f"{state}{number}"] = Region(
                f"{state}{number}", state, parent, "region", None, None
            )
    for state, most in zip(STATES, (2, 7), strict=True):
        _put_state(draw, network, state, [f"{state.lower()}{n}" for n in range(draw(st.integers(1, most)))])
    return network


@st.composite
def networks_and_what_became_of_them(draw: st.DrawFn) -> tuple[TestNetwork, TestNetwork]:
    """A network, and another of the same authorities and one more a state; what is written once is kept."""
    was = draw(networks())
    became = TestNetwork(areas=was.areas, states=was.states, regions=was.regions)
    for state in STATES:
        ids = [id for id, authority in was.authorities.items() if authority.state == state]
        _put_state(draw, became, state, [*ids, f"{state.lower()}new"])
    for id, old in was.authorities.items():
        new = became.authorities[id]
        became.authorities[id] = replace(
            new,
            name=old.name,
            registered_by=old.registered_by,
            appointed_by=tuple(sorted({*old.appointed_by, *new.appointed_by})),
        )
    became.former |= was.former | {key for key, access in was.access.items() if access.role is Role.DIMIC}
    return was, became


def _put_state(draw: st.DrawFn, network: TestNetwork, state: str, ids: list[str]) -> None:
    """The authorities of one state with all their relations."""
    regions = st.sampled_from([None, *(code for code in network.regions if code[:2] == state)])
    for id in ids:
        others = st.sampled_from([None, *(other for other in ids if other != id)])
        coordinators = st.sets(others, max_size=2)
        network.authorities[id] = authority_row(
            id,
            state,
            draw(kinds),
            name=draw(st.sampled_from(NAMES)),
            region=draw(regions),
            registered_by=draw(others),
            validated_by=draw(others),
            appointed_by={
                area: coordinator
                for area, coordinator in draw(st.dictionaries(st.sampled_from(AREAS), others)).items()
                if coordinator
            },
            status=draw(statuses),
        )
        for area in draw(st.sets(st.sampled_from(AREAS))):
            network.access[id, area] = access_row(
                id,
                area,
                draw(st.sampled_from(Role)),
                draw(others),
                requests=draw(coordinators),
                keywords=draw(st.sets(st.sampled_from(KEYWORDS))),
            )
        network.former |= {(id, area) for area in draw(st.sets(st.sampled_from(AREAS)))}
        for observed in draw(coordinators):
            if observed:
                network.links[id, observed] = Link(id, observed)
