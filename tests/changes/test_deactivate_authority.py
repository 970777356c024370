"""R77, R80: an authority on which no active one relies is deactivated by its Validating Coordinator, and frozen."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "deactivateAuthority"


@pytest.mark.rule(Rule.R80, "allows")
async def test_its_validating_coordinator_deactivates_it_and_its_coordinators_and_links_stay(
    client: Client,
) -> None:
    before = await client.seats("kreis")
    answer = await client.makes("regierung", ACTION, authority="kreis")
    assert answer.data["came"] == answer.data["moved"] == answer.data["went"] == []
    assert await client.seats("kreis") == before | {"status": "INACTIVE"}


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_deactivates_it(client: Client) -> None:
    for actor in ("bund", "bayern", "kammer", "kreis"):
        await client.refuses_only(actor, ACTION, "R80", authority="kreis")


@pytest.mark.rule(Rule.R77, "refuses")
async def test_a_coordinator_on_whom_active_others_rely_stays(client: Client) -> None:
    for actor, authority, relying in (
        ("bayern", "regierung", {"kreis", "stadt"}),
        ("bund", "wirtschaft", {"amt", "bildung"}),
        ("bayern", "kammer", {"arzt", "kreis"}),
        ("bund", "berlin", {"bezirk"}),
    ):
        answer = await client.refuses_only(actor, ACTION, "R77", authority=authority)
        assert {id for each in answer.data["violations"] for id in each["authorities"]} == relying


@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.rule(Rule.R77, "allows")
async def test_spare_relations_as_request_coordinator_end(client: Client) -> None:
    answer = await client.makes("bund", ACTION, authority="bildung")
    assert answer.relations("went") == {"bildung COORDINATES_REQUESTS(PQ) arzt"}
    assert (await client.seats("arzt"))["PQ"] == ["CA", "kammer", ["kammer"]]


@pytest.mark.rule(Rule.R28, "refuses", by=Rule.R77)
async def test_the_sole_request_coordinator_stays(client: Client) -> None:
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="kammer"
    )
    answer = await client.refuses_only("bund", ACTION, "R77", authority="bildung")
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"arzt"}


@pytest.mark.rule(Rule.R77, "allows")
async def test_those_who_are_deactivated_themselves_are_no_obstacle(client: Client) -> None:
    for authority in ("kreis", "stadt"):
        await client.makes("regierung", ACTION, authority=authority)
    await client.makes("bayern", ACTION, authority="regierung")
    assert (await client.seats("kreis"))["SD"] == ["CA", "regierung", ["regierung"]], "what is frozen stays"


async def test_a_refusal_says_what_would_be_and_not_that_it_is(client: Client) -> None:
    answer = await client.refuses_only("bayern", ACTION, "R77", authority="regierung")
    said = {each["detail"] for each in answer.data["violations"]}
    assert "kreis, its Validating Coordinator: regierung would be deactivated" in said
    assert not any("is deactivated" in detail for detail in said)
    answer = await client.refuses(
        "regierung", "replaceValidatingCoordinator", "R77", authority="kreis", successor="ehemals"
    )
    assert "its Validating Coordinator: ehemals is deactivated" in " ".join(
        each["detail"] for each in answer.data["violations"]
    )


@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R46)
async def test_the_scope_of_one_that_is_deactivated_is_empty(client: Client) -> None:
    """A link and the creation of an SDIMIC last; the scopes that a change tells of know that they show nothing."""
    answer = await client.change("regierung", ACTION, scopes=True, authority="kreis")
    assert {
        each["monitor"]["id"]: [left["id"] for left in each["left"]] for each in answer.data["scopes"]
    } == {"kreis": ["stadt"]}
    for action in ("replaceValidatingCoordinatorEverywhere", "replaceAccessCoordinatorEverywhere"):
        await client.makes("berlin", action, coordinator="berlin", successor="bund", reason="Reform.")
    answer = await client.change("bund", ACTION, dry_run=True, scopes=True, authority="berlin")
    assert {
        each["monitor"]["id"]: [left["id"] for left in each["left"]] for each in answer.data["scopes"]
    } == {"berlin": ["bezirk"]}


@pytest.mark.rule(Rule.R8, "refuses")
async def test_the_nimic_is_replaced_and_never_deactivated(client: Client) -> None:
    for actor in ("bund", "bayern"):
        answer = await client.refuses(actor, ACTION, "R8", authority="bund")
        assert "bund is the NIMIC: the operator replaces it" in answer.details
        assert "R80" not in answer.rules


@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_it_is_active_and_of_the_same_state_as_the_actor_who_is_active_too(client: Client) -> None:
    await client.refuses_only("bayern", ACTION, "R79", authority="alt")
    await client.refuses_only("paris", ACTION, "R25", "R80", authority="amt")
    await client.makes("regierung", ACTION, authority="kreis")
    await client.refuses("kreis", ACTION, "R77", authority="stadt")
