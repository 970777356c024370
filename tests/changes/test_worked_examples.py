"""The worked examples of domain.md §4, each beside its paragraph, built and lived through the API.

What they say of users (S2, S17) comes with users; of requests (S11, the choices of S4, the lists of S8) with requests.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from service.audit import audit
from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Answer, Client

WHY: dict[str, Any] = {"reason": "It lost its mandate."}


class Country:
    """A Member State that begins with its NIMIC, and who registers whom in it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.makes, self.refuses, self.seats = client.makes, client.refuses, client.seats

    async def begin(self) -> None:
        """A state with its NIMIC `nimic`, two legislative areas, and two regions, one of them with a part."""
        new = {"id": "nimic", "name": "Bundesverwaltungsamt"}
        await self.makes(OPERATOR, "createMemberState", code="DE", name="Germany", nimic=new)
        for code, name in (("PQ", "Professional Qualifications"), ("SERVICES", "Services")):
            await self.makes(OPERATOR, "createLegislativeArea", code=code, name=name)
        for code, parent in (("BY", None), ("BY1", "BY"), ("BE", None)):
            await self.makes(OPERATOR, "createRegion", code=code, state="DE", name=code, parent=parent)

    async def sdimic(self, id: str, region: str) -> Answer:
        """The NIMIC registers an SDIMIC."""
        return await self.makes("nimic", "registerSdimic", id=id, name=f"Behörde {id}", region=region)

    async def dimic(self, id: str, *areas: str, by: str = "nimic", in_: str | None = None) -> Answer:
        """A DIMIC for areas, of the whole state or of a region."""
        given = [{"area": area, "role": "DIMIC", "territory": in_} for area in areas]
        name = f"Stelle {id}"
        return await self.makes(
            by, "registerDimic", id=id, name=name, region=in_, areas=given, confirmSimilar=True
        )

    async def authority(
        self, id: str, *areas: str, by: str = "nimic", in_: str | None = None, **more: Any
    ) -> Answer:
        """A Competent Authority for areas."""
        given = [{"area": area, **more} for area in areas]
        return await self.makes(
            by,
            "registerCompetentAuthority",
            id=id,
            name=f"Amt {id}",
            region=in_,
            areas=given,
            confirmSimilar=True,
        )

    async def scope(self, monitor: str) -> dict[str, set[str]]:
        """Whom a coordinator monitors, and by which rules."""
        text = """query ($id: ID!) { monitoringScope(monitor: $id, first: 100) { totalCount edges {
          node { id } reasons { rule { id } } } } }"""
        found = (await self.client.query(monitor, text, id=monitor))["monitoringScope"]
        assert found["totalCount"] == len(found["edges"])
        return {
            edge["node"]["id"]: {reason["rule"]["id"] for reason in edge["reasons"]}
            for edge in found["edges"]
        }

    async def listed(self, **where: Any) -> set[str]:
        """The authorities of a list."""
        text = """query ($where: AuthorityFilter) { authorities(where: $where, first: 100) {
          edges { node { id } } } }"""
        found = await self.client.query("nimic", text, where=where)
        return {edge["node"]["id"] for edge in found["authorities"]["edges"]}


@pytest.fixture
def country(graph: Graph, runner: asyncio.Runner) -> Iterator[Country]:
    """A Member State with its NIMIC alone. What the example makes of it is sound."""
    country = Country(Client(graph))
    runner.run(country.begin())
    yield country
    assert runner.run(audit(graph)) == []


@pytest.mark.rule(Rule.R3, "allows")
@pytest.mark.rule(Rule.R7, "allows")
async def test_s1_one_record_plays_two_roles(country: Country) -> None:
    """S1 Ministry of Economy: CA in PQ, coordinator in Services: one record, two roles (§1.1)."""
    areas = [{"area": "PQ", "role": "CA"}, {"area": "SERVICES", "role": "DIMIC"}]
    await country.makes("nimic", "registerDimic", id="economy", name="Ministry of Economy", areas=areas)
    assert await country.listed(search="Ministry of Economy") == {"economy"}
    seats = await country.seats("economy")
    assert (seats["type"], seats["PQ"][0], seats["SERVICES"][0]) == ("DIMIC", "CA", "DIMIC")
    await country.makes(
        "economy", "registerCompetentAuthority", name="Gewerbeamt", areas=[{"area": "SERVICES"}]
    )
    await country.refuses(
        "economy",
        "registerCompetentAuthority",
        "R16",
        "R18",
        "R54",
        name="Ärztekammer",
        areas=[{"area": "PQ"}],
    )


@pytest.mark.rule(Rule.R27, "allows")
@pytest.mark.rule(Rule.R19, "refuses")
@pytest.mark.rule(Rule.R32, "refuses")
async def test_s3_access_coordinators_differ_and_do_not_edit_each_others_settings(country: Country) -> None:
    """S3 AC(PQ) = Education, AC(Services) = Trade and Industry: neither edits the other's settings (fn3)."""
    await country.dimic("education", "PQ")
    await country.dimic("trade", "SERVICES")
    await country.authority("school", "PQ", by="education")
    await country.makes("trade", "grantAccess", authority="school", area="SERVICES", role="CA")
    seats = await country.seats("school")
    assert (seats["PQ"][1], seats["SERVICES"][1]) == ("education", "trade")
    flags: dict[str, Any] = {"authority": "school", "flags": ["APPROVE_REPLIES"]}
    for holder, own, others in (("education", "PQ", "SERVICES"), ("trade", "SERVICES", "PQ")):
        await country.refuses(holder, "updateAreaSettings", "R19", "R32", **flags, area=others)
        await country.makes(holder, "updateAreaSettings", **flags, area=own)


@pytest.mark.rule(Rule.R28, "allows")
async def test_s4_request_coordinators_differ_by_area(country: Country) -> None:
    """S4 Order of Architects: RC(PQ) = {Education}, RC(Services) = {Trade, Housing} (fn4)."""
    await country.dimic("education", "PQ")
    await country.dimic("trade", "SERVICES")
    await country.dimic("housing", "SERVICES")
    await country.authority("architects", "PQ", by="education")
    await country.makes(
        "trade",
        "grantAccess",
        authority="architects",
        area="SERVICES",
        role="CA",
        requestCoordinators=["housing"],
    )
    seats = await country.seats("architects")
    assert (seats["PQ"][2], seats["SERVICES"][2]) == (["education"], ["housing", "trade"])


@pytest.mark.rule(Rule.R34, "allows")
@pytest.mark.rule(Rule.R34, "refuses")
async def test_s5_a_validating_coordinator_leaves_by_naming_a_successor(country: Country) -> None:
    """S5 A NIMIC hands a CA to an SDIMIC as VC; leaving without a successor is refused (§3.1.1.1)."""
    await country.sdimic("bayern", "BY")
    await country.authority("city", "SERVICES", in_="BY1")
    await country.makes("nimic", "replaceValidatingCoordinator", authority="city", successor="bayern")
    assert (await country.seats("city"))["validating"] == "bayern"
    await country.refuses("bayern", "replaceValidatingCoordinator", "R34", authority="city")
    await country.refuses("nimic", "replaceValidatingCoordinator", "R34", authority="city", successor="nimic")


@pytest.mark.rule(Rule.R35, "allows")
async def test_s6_another_is_put_in_the_place_of_the_access_coordinator(country: Country) -> None:
    """S6 An SDIMIC registers a Services CA and puts the Services DIMIC in its place as AC: VC = SDIMIC, AC = DIMIC,
    RC = {DIMIC} (§3.1.1.2). During registration or after, the outcome is the same.
    """
    await country.sdimic("bayern", "BY")
    await country.dimic("services", "SERVICES")
    await country.authority("during", "SERVICES", by="bayern", in_="BY", accessCoordinator="services")
    await country.authority("after", "SERVICES", by="bayern", in_="BY")
    await country.makes(
        "bayern", "replaceAccessCoordinator", authority="after", area="SERVICES", successor="services"
    )
    for city in ("during", "after"):
        seats = await country.seats(city)
        assert (seats["validating"], seats["SERVICES"]) == ("bayern", ["CA", "services", ["services"]])


@pytest.mark.rule(Rule.R36, "allows")
@pytest.mark.rule(Rule.R37)
async def test_s7_who_gives_a_new_area_coordinates_there_and_the_validating_coordinator_stays(
    country: Country,
) -> None:
    """S7 VC = X; Y grants Services: AC = Y, RC = {Y}, VC = X (§3.1.2)."""
    await country.dimic("x", "PQ")
    await country.dimic("y", "SERVICES")
    await country.authority("chamber", "PQ", by="x")
    await country.makes("y", "grantAccess", authority="chamber", area="SERVICES", role="CA")
    seats = await country.seats("chamber")
    assert (seats["validating"], seats["SERVICES"], seats["PQ"]) == (
        "x",
        ["CA", "y", ["y"]],
        ["CA", "x", ["x"]],
    )


@pytest.mark.rule(Rule.R69, "allows")
@pytest.mark.rule(Rule.R44)
async def test_s8_three_ministries_coordinate_the_requests_of_one_authority(country: Country) -> None:
    """S8 Three ministries (Economy, Built Environment, Public Administration): Public Administration grants access and
    adds the other two as RCs (§3.1.3). Which list a request is on comes with requests; whose scope it is in, here.
    """
    for ministry in ("economy", "built environment", "public administration"):
        await country.dimic(ministry, "SERVICES")
    await country.authority("city", "PQ")
    await country.makes("public administration", "grantAccess", authority="city", area="SERVICES", role="CA")
    answer = await country.makes(
        "public administration",
        "addRequestCoordinators",
        authorities=["city"],
        area="SERVICES",
        coordinators=["economy", "built environment"],
    )
    assert answer.data["cameCount"] == 2
    seat = ["CA", "public administration", ["built environment", "economy", "public administration"]]
    assert (await country.seats("city"))["SERVICES"] == seat
    for ministry in seat[2]:
        assert await country.scope(str(ministry)) == {"city": {"R44"}}


@pytest.mark.rule(Rule.R9, "allows")
@pytest.mark.rule(Rule.R28, "allows")
async def test_s9_a_municipality_with_horizontal_competence_has_several_request_coordinators(
    country: Country,
) -> None:
    """S9 A municipality with horizontal competence has several RCs (§3.1.3): several DIMICs share one area."""
    for office in ("crafts", "tourism", "retail"):
        await country.dimic(office, "SERVICES")
    others = ["crafts", "tourism", "retail"]
    await country.authority("municipality", "SERVICES", requestCoordinators=others)
    assert (await country.seats("municipality"))["SERVICES"][2] == ["crafts", "nimic", "retail", "tourism"]


@pytest.mark.rule(Rule.R38, "allows")
@pytest.mark.rule(Rule.R38, "refuses")
async def test_s10_a_sole_request_coordinator_cannot_leave_until_another_is_added(country: Country) -> None:
    """S10 A sole RC cannot leave; after adding another it can (§3.1.3)."""
    await country.dimic("services", "SERVICES")
    await country.authority("city", "SERVICES", by="services")
    asked: dict[str, Any] = {"authority": "city", "area": "SERVICES", "coordinator": "services"}
    await country.refuses("services", "removeRequestCoordinator", "R38", **asked)
    await country.makes(
        "services", "addRequestCoordinators", authorities=["city"], area="SERVICES", coordinators=["nimic"]
    )
    await country.makes("services", "removeRequestCoordinator", **asked)
    assert (await country.seats("city"))["SERVICES"] == ["CA", "services", ["nimic"]]


@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
async def test_s12_an_sdimic_monitors_whom_it_or_a_dimic_it_created_registered(country: Country) -> None:
    """S12 Authorities of a region registered by (a) the SDIMIC, (b) a DIMIC it created, (c) the NIMIC: the SDIMIC
    monitors a and b, not c (§3.1). Their coordinators change afterwards, so that R46 alone speaks.
    """
    await country.sdimic("bayern", "BY")
    await country.dimic("office", "SERVICES", by="bayern", in_="BY")
    for id, registrar in (("a", "bayern"), ("b", "office"), ("c", "nimic")):
        await country.authority(id, "SERVICES", by=registrar, in_="BY1")
        if registrar != "nimic":
            await country.makes(registrar, "replaceValidatingCoordinator", authority=id, successor="nimic")
            await country.makes(
                registrar, "replaceAccessCoordinator", authority=id, area="SERVICES", successor="nimic"
            )
    assert await country.scope("bayern") == {"a": {"R46"}, "b": {"R46"}, "office": {"R44", "R46"}}
    assert await country.scope("office") == {}
    assert set(await country.scope("nimic")) == {"a", "b", "c", "bayern", "office"}


@pytest.mark.rule(Rule.R40, "allows")
@pytest.mark.rule(Rule.R40, "refuses")
@pytest.mark.rule(Rule.R71, "allows")
@pytest.mark.rule(Rule.R71, "refuses", by=Rule.R40)
async def test_s13_a_late_dimic_coordinates_nothing_until_it_is_added(country: Country) -> None:
    """S13 A DIMIC arriving two months late coordinates nothing until the AC or the CA adds it (A3.2)."""
    for id in ("first", "second"):
        await country.authority(id, "SERVICES")
    await country.dimic("late", "SERVICES")
    assert await country.scope("late") == {}
    asked: dict[str, Any] = {"area": "SERVICES", "coordinators": ["late"]}
    await country.refuses("late", "addRequestCoordinators", "R40", authorities=["first", "second"], **asked)
    await country.makes("nimic", "addRequestCoordinators", authorities=["first"], **asked)
    await country.makes("second", "addRequestCoordinators", authorities=["second"], **asked)
    assert await country.scope("late") == {"first": {"R44"}, "second": {"R44"}}


@pytest.mark.rule(Rule.R35, "allows")
@pytest.mark.rule(Rule.R70, "allows")
@pytest.mark.rule(Rule.R70, "refuses")
async def test_s14_all_seats_of_a_dimic_that_loses_its_mandate_move_at_once(country: Country) -> None:
    """S14 DIMIC Old is AC of n CAs and is replaced by New: n access edges move, and its RC edges with them (A3.2.2)."""
    await country.dimic("old", "SERVICES")
    await country.dimic("new", "SERVICES")
    cities = [f"city {n}" for n in range(5)]
    for city in cities:
        await country.authority(city, "SERVICES", by="old", requestCoordinators=["nimic"])
    asked: dict[str, Any] = {"coordinator": "old", "successor": "new", **WHY}
    await country.refuses("new", "replaceAccessCoordinatorEverywhere", "R70", **asked)
    answer = await country.makes("old", "replaceAccessCoordinatorEverywhere", **asked)
    assert answer.relations("moved") == {
        f"new {relation}(SERVICES) {city} (before: old)"
        for relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS")
        for city in cities
    }
    for city in cities:
        seats = await country.seats(city)
        assert (seats["validating"], seats["SERVICES"]) == ("old", ["CA", "new", ["new", "nimic"]])


@pytest.mark.rule(Rule.R59, "allows")
@pytest.mark.rule(Rule.R59, "refuses")
async def test_s15_official_names_are_accepted_and_abbreviations_of_coordinators_refused(
    country: Country,
) -> None:
    """S15 "Ministerio de Educacion y Ciencia", "Ministerium für Kultus und Sport Bayern", "Ministère de la Santé" are
    accepted; "DIMIC Bayern" is refused (A4.1).
    """
    areas = [{"area": "PQ", "role": "DIMIC"}]
    for name in (
        "Ministerio de Educacion y Ciencia",
        "Ministerium für Kultus und Sport Bayern",
        "Ministère de la Santé",
    ):
        await country.makes("nimic", "registerDimic", name=name, areas=areas)
    await country.refuses("nimic", "registerDimic", "R59", name="DIMIC Bayern", areas=areas)


@pytest.mark.rule(Rule.R15, "refuses")
@pytest.mark.rule(Rule.R18, "refuses")
@pytest.mark.rule(Rule.R63, "refuses")
async def test_s16_a_services_dimic_registers_no_dimic_and_gives_no_other_area(country: Country) -> None:
    """S16 A Services DIMIC may not register a DIMIC nor grant PQ (R15, R18)."""
    await country.dimic("services", "SERVICES")
    await country.authority("city", "SERVICES", by="services")
    areas = [{"area": "SERVICES", "role": "DIMIC"}]
    await country.refuses("services", "registerDimic", "R15", "R53", "R63", name="Amt", areas=areas)
    await country.refuses("services", "grantAccess", "R18", "R54", authority="city", area="PQ", role="CA")


@pytest.mark.rule(Rule.R61)
async def test_s18_the_default_list_of_a_fresh_dimic_is_empty_and_widened_the_state(country: Country) -> None:
    """S18 A fresh DIMIC's default list is empty; widened, it is the state (A5.1)."""
    await country.authority("city", "SERVICES")
    await country.dimic("fresh", "SERVICES")
    assert await country.listed(coordinatedBy="fresh") == set()
    assert await country.listed(state="DE") == {"city", "fresh", "nimic"}
    await country.authority("town", "SERVICES", by="fresh")
    assert await country.listed(coordinatedBy="fresh") == {"town"}


@pytest.mark.rule(Rule.R26, "allows")
@pytest.mark.rule(Rule.R27, "allows")
@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.parametrize("shape", ["the NIMIC alone", "NIMIC, DIMICs", "NIMIC, SDIMICs, DIMICs"])
async def test_s19_each_shape_of_a_network_has_its_coordinators(country: Country, shape: str) -> None:
    """S19 NIMIC alone; NIMIC → DIMICs → CAs; NIMIC → SDIMICs → DIMICs → CAs: R26–R28 hold in each (Part 2)."""
    coordinators = {"nimic"}
    by = "nimic"
    if "SDIMICs" in shape:
        for id, region in (("bayern", "BY"), ("berlin", "BE")):
            await country.sdimic(id, region)
        await country.dimic("office", "SERVICES", "PQ", by="bayern", in_="BY1")
        coordinators, by = {"nimic", "bayern", "berlin", "office"}, "office"
    elif "DIMICs" in shape:
        await country.dimic("office", "SERVICES", "PQ")
        coordinators, by = {"nimic", "office"}, "office"
    cities = {"first", "second"}
    for city in sorted(cities):
        await country.authority(city, "SERVICES", "PQ", by=by, in_="BY1")
    assert await country.listed(state="DE") == coordinators | cities
    for id in sorted(coordinators | cities):
        seats = await country.seats(id)
        assert (seats.pop("validating") is None) == (id == "nimic")
        assert (seats.pop("type") in ("NIMIC", "SDIMIC", "DIMIC")) == (id in coordinators)
        seats.pop("status")
        for _, access_coordinator, request_coordinators in seats.values():
            assert access_coordinator in coordinators and request_coordinators == [access_coordinator]
