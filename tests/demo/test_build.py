"""The demonstration network is what its build makes of the committed tables and sources, and shows what it promises."""

from collections import Counter
from pathlib import Path

import pytest

from demo.build import BUILT, build
from demo.places import Regions
from demo.tables import NETWORK, SOURCES, rows
from service.model.body_names import BodyName
from service.model.identifiers import AuthorityType, Flag, Role, Status
from service.model.network import Access, Network
from service.network_files import write_files
from service.network_files.columns import FILES

pytestmark = pytest.mark.timeout(1200)

NIMIC, SDIMIC, DIMIC, CA = AuthorityType
LARGEST_SOURCE = 600 * 1024


@pytest.fixture(scope="module")
def network() -> Network:
    """What the build makes."""
    return build()


def types(network: Network, state: str) -> set[AuthorityType]:
    return {authority.type for authority in network.authorities.values() if authority.state == state}


def coordinators(network: Network, access: Access) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Validating, Access and Request Coordinators of an authority in one area."""
    validator = network.authorities[access.authority].validating_coordinator
    return validator, access.access_coordinator, access.request_coordinators


def test_the_committed_files_are_those_of_a_fresh_build(network: Network, tmp_path: Path) -> None:
    write_files(network, tmp_path)
    for file in FILES:
        assert (tmp_path / file.name).read_bytes() == (NETWORK / file.name).read_bytes(), file.name


def test_every_time_is_that_of_a_table(network: Network) -> None:
    times = {authority.registered_at for authority in network.authorities.values()}
    times |= {access.granted_at for access in network.access.values()}
    assert BUILT not in times


def test_every_row_of_the_sources_is_used(network: Network) -> None:
    names = {
        (each.state, key)
        for each in network.authorities.values()
        for key in BodyName.read(each.name, each.state).keys
    }
    for row in rows(SOURCES / "municipalities.csv"):
        keys = BodyName.read(row["name"], row["country"]).keys
        assert not names.isdisjoint((row["country"], key) for key in keys), row
    for row in rows(SOURCES / "authorities.csv"):
        assert network.authorities[row["id"]].name == row["name"]
    regions = Regions()
    for row in rows(SOURCES / "nuts.csv"):
        assert regions.of_nuts3[row["code"]] in network.regions


def test_the_sources_are_small() -> None:
    assert all(path.stat().st_size < LARGEST_SOURCE for path in SOURCES.iterdir())


def test_it_has_a_federal_state_states_with_dimics_only_and_one_with_its_nimic_alone(
    network: Network,
) -> None:
    assert types(network, "DE") == {NIMIC, SDIMIC, DIMIC, CA}
    assert types(network, "EL") == types(network, "PL") == types(network, "SE") == {NIMIC, DIMIC, CA}
    assert types(network, "NL") == {NIMIC, CA}


def test_each_of_the_sixteen_laender_is_a_region_on_the_map_with_its_sdimic(network: Network) -> None:
    laender = {code: region for code, region in network.regions.items() if code.startswith("DE-")}
    assert len(laender) == 16
    assert all(region.parent is None and region.latitude and region.longitude for region in laender.values())
    sdimics = [each for each in network.authorities.values() if each.type is SDIMIC]
    assert Counter(each.region for each in sdimics if each.status is Status.ACTIVE) == Counter(list(laender))


def test_it_has_at_least_3000_authorities_and_four_areas(network: Network) -> None:
    assert len(network.authorities) >= 3000
    assert len(network.areas) >= 4
    assert {access.area for access in network.access.values()} == set(network.areas)
    assert all(area.keywords for area in network.areas.values())
    assert [area.code for area in network.areas.values() if area.requires_professions] == ["PQ"]


def test_it_has_thematic_and_regional_dimics(network: Network) -> None:
    for state, area in (("DE", "SD"), ("PL", "SD"), ("SE", "SD"), ("DE", "PQ")):
        territories = [
            access.territory
            for access in network.access.values()
            if access.role is Role.DIMIC
            and access.area == area
            and network.authorities[access.authority].state == state
        ]
        assert None in territories
        assert len(set(territories)) >= 15, (state, area)


def test_one_or_three_coordinators_hold_the_relations_of_an_authority(network: Network) -> None:
    held = [coordinators(network, access) for access in network.access.values()]
    assert sum(1 for vc, ac, rcs in held if rcs == (vc,) and vc == ac) > 100
    assert sum(1 for vc, ac, rcs in held if vc != ac and not {vc, ac} & set(rcs)) > 10
    assert sum(1 for _, _, rcs in held if len(rcs) > 1) > 1000


def test_an_authority_has_other_access_coordinators_in_other_areas(network: Network) -> None:
    holders: dict[str, set[str | None]] = {}
    for access in network.access.values():
        holders.setdefault(access.authority, set()).add(access.access_coordinator)
    assert sum(1 for each in holders.values() if len(each) > 1) > 100


def test_an_authority_is_dimic_in_one_area_and_competent_authority_in_another(network: Network) -> None:
    roles: dict[str, set[Role]] = {}
    for access in network.access.values():
        roles.setdefault(access.authority, set()).add(access.role)
    assert sum(1 for each in roles.values() if each == set(Role)) > 20


def test_sdimics_act_as_competent_authorities(network: Network) -> None:
    assert {
        access.role
        for access in network.access.values()
        if network.authorities[access.authority].type is SDIMIC
    } == {Role.CA}


def test_referral_is_opted_out_of_flags_are_set_and_authorities_linked(network: Network) -> None:
    assert sum(1 for access in network.access.values() if access.referral_opt_outs) > 100
    assert {flag for access in network.access.values() for flag in access.flags} == set(Flag)
    assert len(network.links) > 100


def test_validation_and_access_were_handed_on_after_registration(network: Network) -> None:
    moved = [a for a in network.authorities.values() if a.validating_coordinator != a.registered_by]
    assert len(moved) > 100
    assert sum(1 for a in network.access.values() if a.granted_by != a.access_coordinator) > 100


def test_sdimics_and_nimics_created_dimics_in_every_way(network: Network) -> None:
    ways = {
        (registrar.type, network.authorities[coordinator].type)
        for authority in network.authorities.values()
        for _, coordinator in authority.appointed_by
        if authority.registered_by and (registrar := network.authorities[authority.registered_by])
    }
    assert ways == {(NIMIC, NIMIC), (NIMIC, SDIMIC), (SDIMIC, NIMIC), (SDIMIC, SDIMIC)}


def test_a_few_authorities_are_deactivated(network: Network) -> None:
    inactive = [each for each in network.authorities.values() if each.status is Status.INACTIVE]
    assert {each.type for each in inactive} == {SDIMIC, DIMIC, CA}
    assert len(inactive) < 50


def test_names_are_in_several_scripts_and_languages(network: Network) -> None:
    authorities = network.authorities.values()
    assert any("α" <= letter <= "ω" for each in authorities for letter in each.name)
    assert {language for each in authorities for language, _ in each.other_names} >= {"en", "fy", "hsb"}


def test_an_address_for_email_can_be_nobody(network: Network) -> None:
    for each in network.authorities.values():
        assert each.email is None or (each.email.startswith("office@") and each.email.endswith(".example"))
