"""R16, R54: a Competent Authority is registered by the NIMIC, an SDIMIC or that area's DIMIC, with all its areas or not."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client
from tests.graph import rows

OFFICE = {"id": "stelle", "name": "Landratsamt Ebersberg"}


def given(*areas: str, **settings: Any) -> list[dict[str, Any]]:
    """Areas to be given, each with the same settings."""
    return [{"area": area, **settings} for area in areas]


@pytest.mark.rule(Rule.R16, "allows")
@pytest.mark.rule(Rule.R18, "allows")
@pytest.mark.rule(Rule.R54, "allows")
@pytest.mark.rule(Rule.R26, "allows")
@pytest.mark.rule(Rule.R27, "allows")
@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.rule(Rule.R29, "allows")
@pytest.mark.rule(Rule.R63, "allows")
@pytest.mark.rule(Rule.R30)
@pytest.mark.rule(Rule.R37)
async def test_whoever_registers_it_becomes_all_three_coordinators(client: Client) -> None:
    for actor, place, areas in (
        ("bund", {}, ["SD", "PQ"]),
        ("bund", {"region": "HH"}, ["SD"]),
        ("bayern", {"region": "BY"}, ["PQ", "SD"]),
        ("bayern", {"region": "BY2"}, ["SD"]),
        ("regierung", {"region": "BY1"}, ["SD"]),
        ("kammer", {"region": "BY1"}, ["PQ"]),
        ("wirtschaft", {}, ["SD"]),
        ("wirtschaft", {"region": "BE"}, ["SD"]),
    ):
        body = {"id": f"von {actor} in {place or 'DE'}", "name": "Amt"}
        answer = await client.makes(
            actor,
            "registerCompetentAuthority",
            **body,
            **place,
            areas=given(*areas),
            confirmSimilar=True,
        )
        to = body["id"]
        assert answer.relations("came") == {f"{actor} REGISTERED {to}", f"{actor} VALIDATES {to}"} | {
            f"{actor} {relation}({area}) {to}"
            for area in areas
            for relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS")
        }
        assert await client.seats(to) == {"type": "CA", "status": "ACTIVE", "validating": actor} | {
            area: ["CA", actor, [actor]] for area in areas
        }


@pytest.mark.rule(Rule.R16, "refuses")
@pytest.mark.rule(Rule.R18, "refuses")
@pytest.mark.rule(Rule.R54, "refuses")
async def test_nobody_registers_beyond_its_areas_and_its_territory(client: Client) -> None:
    for actor, place, area in (
        ("bayern", {"region": "BE"}, "SD"),
        ("bayern", {}, "SD"),
        ("regierung", {"region": "BY2"}, "SD"),
        ("regierung", {"region": "BY"}, "SD"),
        ("regierung", {}, "SD"),
        ("regierung", {"region": "BY1"}, "PQ"),
        ("wirtschaft", {"region": "BY1"}, "PQ"),
        ("bildung", {"region": "BY1"}, "SD"),
        ("stadt", {"region": "BY1"}, "SD"),
    ):
        answer = await client.refuses(
            actor, "registerCompetentAuthority", "R16", "R18", "R54", **OFFICE, **place, areas=given(area)
        )
        assert answer.rules <= {"R16", "R18", "R54", "R81"}


@pytest.mark.rule(Rule.R16, "refuses")
async def test_several_areas_are_all_given_or_none(client: Client) -> None:
    areas = given("SD", "PQ")
    await client.refuses(
        "regierung", "registerCompetentAuthority", "R16", "R18", "R54", **OFFICE, region="BY1", areas=areas
    )
    assert await rows(client.graph, "MATCH (a:Authority {id: 'stelle'}) RETURN a.id AS id") == []


@pytest.mark.rule(Rule.R83, "allows")
@pytest.mark.rule(Rule.R83, "refuses")
async def test_it_has_at_least_one_area(client: Client) -> None:
    await client.refuses_only("bund", "registerCompetentAuthority", "R83", **OFFICE, areas=[])
    await client.makes("bund", "registerCompetentAuthority", **OFFICE, areas=given("SD"))


@pytest.mark.rule(Rule.R77, "refuses")
async def test_a_deactivated_coordinator_registers_nobody(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=given("SD", role="DIMIC"))
    await client.makes("bund", "deactivateAuthority", authority="x")
    await client.refuses("x", "registerCompetentAuthority", "R77", **OFFICE, areas=given("SD"))


@pytest.mark.rule(Rule.R35, "allows")
async def test_the_access_coordinator_is_replaced_in_the_same_act(client: Client) -> None:
    areas = given("SD", accessCoordinator="regierung") + given("PQ", accessCoordinator="kammer")
    await client.makes("bayern", "registerCompetentAuthority", **OFFICE, region="BY1", areas=areas)
    seats = await client.seats("stelle")
    assert (seats["validating"], seats["SD"], seats["PQ"]) == (
        "bayern",
        ["CA", "regierung", ["regierung"]],
        ["CA", "kammer", ["kammer"]],
    )


@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.rule(Rule.R37)
async def test_request_coordinators_stand_beside_the_access_coordinator(client: Client) -> None:
    beside = {"accessCoordinator": "regierung", "requestCoordinators": ["wirtschaft", "bund"]}
    await client.makes(
        "bayern", "registerCompetentAuthority", **OFFICE, region="BY1", areas=given("SD", **beside)
    )
    assert (await client.seats("stelle"))["SD"] == ["CA", "regierung", ["bund", "regierung", "wirtschaft"]]


@pytest.mark.rule(Rule.R35, "allows")
async def test_a_registrar_that_names_itself_stays_beside_the_access_coordinator_it_named(
    client: Client,
) -> None:
    """What is said holds: the outgoing one is replaced as Request Coordinator where nothing is said of it."""
    beside = {"accessCoordinator": "regierung", "requestCoordinators": ["bayern"]}
    await client.makes(
        "bayern", "registerCompetentAuthority", **OFFICE, region="BY1", areas=given("SD", **beside)
    )
    assert (await client.seats("stelle"))["SD"] == ["CA", "regierung", ["bayern", "regierung"]]


@pytest.mark.rule(Rule.R24, "allows")
async def test_each_kind_of_coordinator_may_take_part_in_the_workflow(client: Client) -> None:
    beside = {"requestCoordinators": ["bund", "bayern", "wirtschaft"]}
    await client.makes(
        "regierung", "registerCompetentAuthority", **OFFICE, region="BY1", areas=given("SD", **beside)
    )


@pytest.mark.rule(Rule.R24, "refuses", by=Rule.R81)
@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_whoever_is_named_is_a_coordinator_that_covers_it(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=given("SD", role="DIMIC"))
    await client.makes("bund", "deactivateAuthority", authority="x")
    for named, rule in {
        "stadt": "R81",
        "berlin": "R81",
        "bildung": "R81",
        "kammer": "R81",
        "commerce": "R25",
        "paris": "R25",
        "x": "R77",
    }.items():
        for holder in ({"accessCoordinator": named}, {"requestCoordinators": [named]}):
            await client.refuses_only(
                "bayern",
                "registerCompetentAuthority",
                rule,
                **OFFICE,
                region="BY1",
                areas=given("SD", **holder),
            )


@pytest.mark.rule(Rule.R5, "allows")
@pytest.mark.rule(Rule.R5, "refuses")
async def test_keywords_are_the_areas_own_and_professions_are_named_where_asked_for(client: Client) -> None:
    for area in (
        {"area": "SD", "keywords": ["licences"]},
        {"area": "TD"},
        {"area": "TD", "keywords": ["register"]},
    ):
        await client.refuses_only("bund", "registerCompetentAuthority", "R5", **OFFICE, areas=[area])
    areas = [
        {"area": "SD", "keywords": ["building", "catering"], "flags": ["APPROVE_REPLIES"]},
        {"area": "TD", "professions": ["driver"]},
    ]
    await client.makes("bund", "registerCompetentAuthority", **OFFICE, areas=areas)


@pytest.mark.rule(Rule.R2, "refuses")
async def test_an_id_of_another_register_is_one_authoritys_however_it_is_written(client: Client) -> None:
    def of(value: str, scheme: str = "ags") -> list[dict[str, str]]:
        return [{"scheme": scheme, "value": value}]

    await client.makes(
        "bund",
        "registerCompetentAuthority",
        id="erste",
        name="Erstes Amt",
        areas=given("SD"),
        externalIds=of("ab 09-162"),
    )
    await client.makes("bund", "deactivateAuthority", authority="erste")
    for value, scheme in (
        ("AB09162", "ags"),
        ("ab-09 162", "AGS"),
        ("ＡＢ09162", "a gs"),
        ("ab 09\u2011162", "ags"),
    ):
        asked = {**OFFICE, "areas": given("SD"), "externalIds": of(value, scheme)}
        await client.refuses_only("bund", "registerCompetentAuthority", "R2", **asked)
    await client.refuses_only(
        "bund",
        "registerCompetentAuthority",
        "R2",
        **OFFICE,
        areas=given("SD"),
        externalIds=of("x1") + of("X-1"),
    )


@pytest.mark.rule(Rule.R2, "allows")
async def test_another_state_or_scheme_may_have_the_same_external_id(client: Client) -> None:
    named = {"name": "Amt", "areas": given("SD"), "externalIds": [{"scheme": "ags", "value": "1"}]}
    await client.makes("bund", "registerCompetentAuthority", **named)
    await client.makes("paris", "registerCompetentAuthority", **named)
    other = {**named, "name": "Anderes", "externalIds": [{"scheme": "vat", "value": "1"}]}
    await client.makes("bund", "registerCompetentAuthority", **other)


@pytest.mark.rule(Rule.R2, "refuses")
async def test_an_id_is_given_once_in_all_states(client: Client) -> None:
    await client.refuses_only(
        "bund", "registerCompetentAuthority", "R2", name="Amt", id="lyon", areas=given("SD")
    )
    answer = await client.refuses(
        "stadt", "registerCompetentAuthority", "R2", "R16", "R83", name="DIMIC", id="amt", areas=[]
    )
    assert "R59" in answer.rules, "an id that is taken hides no other rule"


@pytest.mark.rule(Rule.R59, "allows")
@pytest.mark.rule(Rule.R59, "refuses")
async def test_abbreviations_of_coordinators_are_refused_as_words(client: Client) -> None:
    for name in ("nimic", "Amt_DIMIC_Süd", "Amt (SDIMIC)", "Das Dimic-Amt", "A\u00a0DIMIC"):
        await client.refuses_only(
            "bund", "registerCompetentAuthority", "R59", id="stelle", name=name, areas=given("SD")
        )
    await client.makes(
        "bund", "registerCompetentAuthority", id="stelle", name="Nimicus Adimico", areas=given("SD")
    )


async def test_what_is_named_exists(client: Client) -> None:
    for more, kind, id in (
        ({"region": "Atlantis"}, "Region", "ATLANTIS"),
        ({"areas": given("XX")}, "LegislativeArea", "XX"),
        ({"areas": given("SD", accessCoordinator="nobody")}, "Authority", "nobody"),
        ({"areas": given("SD", requestCoordinators=["nobody"])}, "Authority", "nobody"),
    ):
        asked: dict[str, Any] = {**OFFICE, "areas": given("SD"), **more}
        answer = await client.change("bund", "registerCompetentAuthority", **asked)
        assert (answer.member, answer.data["type"], answer.data["id"]) == ("NotFound", kind, id)


@pytest.mark.rule(Rule.R57)
async def test_the_first_user_is_its_local_data_administrator_and_a_username_is_one_persons(
    client: Client,
) -> None:
    user = {"username": "Mm.Müller", "name": "Maria Müller", "email": "mm@example.org"}
    await client.makes("bund", "registerCompetentAuthority", **OFFICE, areas=given("SD"), firstUser=user)
    text = """MATCH (u:User)-[f:ACTS_FOR]->(a) RETURN u.username AS username, u.name AS name, u.email AS email,
      f.local_data_administrator AS administers, a.id AS authority"""
    assert await rows(client.graph, text) == [
        {
            "username": "mm.muller",
            "name": "Maria Müller",
            "email": "mm@example.org",
            "administers": True,
            "authority": "stelle",
        }
    ]
    again: dict[str, Any] = {
        "name": "Anderes Amt",
        "areas": given("SD"),
        "firstUser": user | {"username": "MM.MÜLLER"},
    }
    answer = await client.change("bund", "registerCompetentAuthority", **again)
    assert answer.member == "InvalidInput"
    assert [each["path"] for each in answer.data["problems"]] == [["input", "firstUser", "username"]]
