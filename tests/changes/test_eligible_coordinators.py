"""R69, R81: whom `eligibleCoordinators` names is whom the mutations accept, and nobody else."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

TEXT = """query ($id: ID!, $area: String, $relation: CoordinatingRelation!) { eligibleCoordinators(authority: $id,
  area: $area, relation: $relation, first: 100) { edges { node { id } } } }"""
EVERYONE = """{ authorities(first: 100) { edges { node { id } } } }"""


async def named(client: Client, relation: str, authority: str, area: str | None) -> set[str]:
    """The eligible coordinators."""
    found = await client.query("bund", TEXT, id=authority, area=area, relation=relation)
    return {edge["node"]["id"] for edge in found["eligibleCoordinators"]["edges"]}


async def accepted(client: Client, actor: str, action: str, asked: dict[str, Any], column: str) -> set[str]:
    """Whom a trial of the mutation accepts in a column of its input, of all authorities of all states."""
    found = set()
    for edge in (await client.query("bund", EVERYONE))["authorities"]["edges"]:
        id = edge["node"]["id"]
        said: dict[str, Any] = {column: [id] if column == "coordinators" else id}
        if (await client.change(actor, action, dry_run=True, **asked, **said)).made:
            found.add(id)
    return found


@pytest.mark.rule(Rule.R69, "allows")
@pytest.mark.rule(Rule.R69, "refuses", by=Rule.R81)
@pytest.mark.parametrize(
    ("authority", "area", "holder"),
    [
        ("kreis", "PQ", "kammer"),
        ("stadt", "SD", "regierung"),
        ("regierung", "SD", "bayern"),
        ("bezirk", "SD", "berlin"),
        ("amt", "SD", "wirtschaft"),
        ("arzt", "PQ", "kammer"),
    ],
)
async def test_who_is_eligible_is_who_is_accepted(
    client: Client, authority: str, area: str, holder: str
) -> None:
    asked = {"authority": authority, "area": area}
    assert await accepted(client, holder, "replaceAccessCoordinator", asked, "successor") == await named(
        client, "GRANTS_ACCESS", authority, area
    )
    added = {"authorities": [authority], "area": area}
    assert await accepted(client, holder, "addRequestCoordinators", added, "coordinators") == await named(
        client, "COORDINATES_REQUESTS", authority, area
    )


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
@pytest.mark.parametrize(
    ("authority", "holder"),
    [
        ("kreis", "regierung"),
        ("arzt", "bayern"),
        ("bezirk", "berlin"),
        ("wirtschaft", "bund"),
        ("kammer", "bayern"),
    ],
)
async def test_who_may_validate_is_who_is_accepted_as_successor(
    client: Client, authority: str, holder: str
) -> None:
    asked = {"authority": authority}
    assert await accepted(client, holder, "replaceValidatingCoordinator", asked, "successor") == await named(
        client, "VALIDATES", authority, None
    )
