"""`changes`: what was done to an authority, by whom and why, told from the edges that began and ended around it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.api.asking import all_pages, ask, refusal, statements_of
from tests.audit.sound import write_sound_network
from tests.changes.client import OPERATOR, Client
from tests.graph import rows
from tests.networks import add_towns, read_network, write_network

QUERY = """
  query ($authority: ID!, $first: Int!, $after: String) {
    changes(authority: $authority, first: $first, after: $after) {
      edges {
        cursor
        node {
          id at actor { id } operator user action reason summary before after endedCount beganCount
          ended { kind from { id } to { id } area { code } region { code } words }
          began { kind from { id } to { id } area { code } region { code } words }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }
"""
NETWORK = Path(__file__).with_name("changed.yaml")
ENDS_OF = {
    "VALIDATED": "VALIDATES",
    "GRANTED_ACCESS": "GRANTS_ACCESS",
    "COORDINATED_REQUESTS": "COORDINATES_REQUESTS",
    "OPTED_OUT_OF_REFERRAL": "OPTS_OUT_OF_REFERRAL",
    "WAS_LINKED_TO": "LINKED_TO",
    "WAS_IN_STATE": "IN_STATE",
    "WAS_LOCATED_IN": "LOCATED_IN",
    "ACTED_IN": "ACTS_IN",
}


@pytest.fixture
def client(graph: Graph, runner: asyncio.Runner) -> Client:
    """A client of the mutations on a federal state."""
    runner.run(write_network(graph, read_network(NETWORK)))
    return Client(graph)


async def changes(graph: Graph, authority: str, size: int = 50) -> list[dict[str, Any]]:
    """All changes of an authority, as many as the total says."""
    edges, total = await all_pages(graph, QUERY, "changes", size, authority=authority)
    assert total == len(edges)
    return [edge["node"] for edge in edges]


async def told(graph: Graph, authority: str) -> str:
    """The summary of its last change."""
    return str((await changes(graph, authority))[0]["summary"])


@pytest.mark.rule(Rule.R76)
async def test_a_change_says_who_did_what_when_and_why_on_either_side_of_it(client: Client) -> None:
    answer = await client.makes(
        "regierung",
        "replaceAccessCoordinator",
        authority="kreis",
        area="SD",
        successor="wirtschaft",
        reason="The mandate ended.",
    )
    first, second = await changes(client.graph, "kreis")
    facts = {name: first[name] for name in ("id", "at", "actor", "operator", "user", "action", "reason")}
    assert facts == {
        "id": answer.data["change"],
        "at": answer.data["at"],
        "actor": {"id": "regierung"},
        "operator": False,
        "user": None,
        "action": "replaceAccessCoordinator",
        "reason": "The mandate ended.",
    }
    assert first["summary"] == (
        "Authority wirtschaft became its Access Coordinator in SD (before: Authority regierung). "
        "Authority wirtschaft became its Request Coordinator in SD (before: Authority regierung)."
    )
    seats = ("Access Coordinator in SD: Authority", "Request Coordinator in SD: Authority")
    assert first["before"] == [f"{seat} regierung" for seat in seats]
    assert first["after"] == [f"{seat} wirtschaft" for seat in seats]
    assert first["ended"] == [
        {
            "kind": kind,
            "from": {"id": "regierung"},
            "to": {"id": "kreis"},
            "area": {"code": "SD"},
            "region": None,
            "words": words,
        }
        for kind, words in zip(
            ("COORDINATES_REQUESTS", "GRANTS_ACCESS"), reversed(first["before"]), strict=True
        )
    ]
    assert [relation["from"]["id"] for relation in first["began"]] == ["wirtschaft", "wirtschaft"]
    assert (first["endedCount"], first["beganCount"]) == (2, 2)
    assert (second["action"], second["operator"], second["actor"]) == ("test", True, None)
    assert await told(client.graph, "regierung") == (
        "It is no longer Access Coordinator in SD of Authority kreis. "
        "It is no longer Request Coordinator in SD of Authority kreis."
    )
    assert await told(client.graph, "wirtschaft") == (
        "It became Access Coordinator in SD of Authority kreis. "
        "It became Request Coordinator in SD of Authority kreis."
    )


STORY: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    (
        "bayern",
        "replaceValidatingCoordinator",
        {"authority": "arzt", "successor": "kammer"},
        {
            "arzt": "Authority kammer became its Validating Coordinator (before: Authority bayern).",
            "bayern": "It is no longer Validating Coordinator of Authority arzt.",
            "kammer": "It became Validating Coordinator of Authority arzt.",
        },
    ),
    (
        "bund",
        "changeAreaRole",
        {"authority": "amt", "area": "SD", "role": "DIMIC", "territory": "BY"},
        {
            "amt": "It became DIMIC in SD for Region BY (before: CA). Authority bund gave it the role DIMIC in SD. "
            "Authority bund became its Access Coordinator in SD (before: Authority wirtschaft). "
            "Authority bund became its Request Coordinator in SD (before: Authority wirtschaft).",
        },
    ),
    (
        "bund",
        "updateAreaSettings",
        {"authority": "amt", "area": "SD", "territory": None},
        {"amt": "It is DIMIC in SD for the whole state (before: for Region BY)."},
    ),
    (
        "bund",
        "changeAreaRole",
        {"authority": "amt", "area": "SD", "role": "CA"},
        {"amt": "It became CA in SD (before: DIMIC for the whole state)."},
    ),
    (
        "regierung",
        "updateAreaSettings",
        {"authority": "stadt", "area": "SD", "flags": ["APPROVE_REPLIES"]},
        {"stadt": "Its flags in SD: APPROVE_REPLIES (before: none)."},
    ),
    (
        "regierung",
        "addRequestCoordinators",
        {"authorities": ["stadt"], "area": "SD", "coordinators": ["bayern", "wirtschaft"]},
        {
            "stadt": "Authority bayern became its Request Coordinator in SD. "
            "Authority wirtschaft became its Request Coordinator in SD.",
            "bayern": "It became Request Coordinator in SD of Authority stadt.",
        },
    ),
    (
        "bayern",
        "setReferralOptOut",
        {"authority": "stadt", "area": "SD", "optOut": True},
        {
            "stadt": "Authority bayern opts out of referral in SD.",
            "bayern": "It opts out of referral in SD for Authority stadt.",
        },
    ),
    (
        "bayern",
        "setReferralOptOut",
        {"authority": "stadt", "area": "SD", "optOut": False},
        {
            "stadt": "Authority bayern no longer opts out of referral in SD.",
            "bayern": "It no longer opts out of referral in SD for Authority stadt.",
        },
    ),
    (
        "bayern",
        "removeRequestCoordinator",
        {"authority": "stadt", "area": "SD", "coordinator": "bayern"},
        {"stadt": "Authority bayern is no longer its Request Coordinator in SD."},
    ),
    (
        "regierung",
        "unlinkAuthorities",
        {"observer": "kreis", "observed": "stadt"},
        {
            "stadt": "Authority kreis no longer observes it.",
            "kreis": "It no longer observes Authority stadt.",
        },
    ),
    (
        "regierung",
        "linkAuthorities",
        {"observer": "arzt", "observed": "stadt"},
        {"stadt": "Authority arzt observes it.", "arzt": "It observes Authority stadt."},
    ),
    (
        "kammer",
        "grantAccess",
        {"authority": "stadt", "area": "PQ", "role": "CA"},
        {
            "stadt": "It got access to PQ as CA. Authority kammer became its Access Coordinator in PQ. "
            "Authority kammer became its Request Coordinator in PQ.",
        },
    ),
    (
        "kammer",
        "withdrawAccess",
        {"authority": "stadt", "area": "PQ"},
        {
            "stadt": "It lost its access to PQ as CA. Authority kammer is no longer its Access Coordinator in PQ. "
            "Authority kammer is no longer its Request Coordinator in PQ.",
        },
    ),
    (
        "bayern",
        "updateRegistrationData",
        {"authority": "regierung", "name": "Regierung", "email": "office@regierung.example"},
        {
            "regierung": "Its official name: Regierung (before: Authority regierung). "
            "Its email: office@regierung.example.",
        },
    ),
    (
        "bund",
        "updateRegistrationData",
        {"authority": "amt", "region": "BY1", "otherNames": [{"language": "en", "name": "Office"}]},
        {"amt": "It lies in Region BY1. Its names in other languages: en = Office."},
    ),
    (
        "bund",
        "updateRegistrationData",
        {"authority": "amt", "region": "BY"},
        {"amt": "It lies in Region BY (before: Region BY1)."},
    ),
    (
        "bund",
        "updateRegistrationData",
        {"authority": "amt", "region": None, "otherNames": []},
        {
            "amt": "It lies in no region (before: Region BY). Its names in other languages: none (before: en = Office)."
        },
    ),
    ("berlin", "deactivateAuthority", {"authority": "bezirk"}, {"bezirk": "It was deactivated."}),
    ("berlin", "reactivateAuthority", {"authority": "bezirk"}, {"bezirk": "It was reactivated."}),
    (
        "bayern",
        "registerDimic",
        {
            "id": "new",
            "name": "Landesamt",
            "region": "BY2",
            "areas": [{"area": "SD", "role": "DIMIC", "territory": "BY2"}],
        },
        {
            "new": "It is in the network of State DE. It lies in Region BY2. Authority bayern registered it. "
            "Authority bayern became its Validating Coordinator. It got access to SD as DIMIC for Region BY2. "
            "Authority bayern gave it the role DIMIC in SD. "
            "Authority bayern became its Access Coordinator in SD. "
            "Authority bayern became its Request Coordinator in SD.",
            "bayern": "It registered Landesamt. It became Validating Coordinator of Landesamt. "
            "It gave Landesamt the role DIMIC in SD. It became Access Coordinator in SD of Landesamt. "
            "It became Request Coordinator in SD of Landesamt.",
        },
    ),
    (
        OPERATOR,
        "replaceNimic",
        {"state": "DE", "successor": "amt"},
        {
            "bund": "It was deactivated. It is no longer Validating Coordinator of 5 authorities. "
            "It is no longer Access Coordinator in PQ of Authority bildung. "
            "It is no longer Access Coordinator in SD of Authority amt and Authority wirtschaft. "
            "It is no longer Request Coordinator in PQ of Authority bildung. "
            "It is no longer Request Coordinator in SD of Authority amt and Authority wirtschaft.",
            "berlin": "Authority amt became its Validating Coordinator (before: Authority bund).",
        },
    ),
]


async def test_every_kind_of_change_has_its_sentence(client: Client) -> None:
    for actor, action, input, expected in STORY:
        answer = await client.change(actor, action, **input)
        assert answer.made, (action, answer)
        for authority, sentences in expected.items():
            assert await told(client.graph, authority) == sentences, action


async def test_what_began_and_ended_is_all_that_the_graph_holds(client: Client) -> None:
    for actor, action, input, _ in STORY:
        await client.change(actor, action, **input)
    text = """
      MATCH (a:Authority {id: $id})-[r]-(other)
      WHERE type(r) <> 'TOUCHED' AND type(r) <> 'IDENTIFIED_BY'
      MATCH (c:Change) WHERE c.id IN [r.by, r.ended_by] OR (r.by IS NULL AND c.at = r.at)
      RETURN c.id AS change, coalesce(c.id = r.ended_by, false) AS ended, type(r) AS kind, startNode(r).id AS from,
             endNode(r).id AS to, r.area AS area
    """
    ids = await rows(client.graph, "MATCH (a:Authority) RETURN a.id AS id")
    for id in (row["id"] for row in ids):
        held = {
            (
                row["change"],
                row["ended"],
                ENDS_OF.get(row["kind"], row["kind"]),
                row["from"],
                row["to"],
                row["area"],
            )
            for row in await rows(client.graph, text, id=id)
        }
        said = set()
        for change in await changes(client.graph, id):
            for ended, some in ((True, change["ended"]), (False, change["began"])):
                said |= {
                    (
                        change["id"],
                        ended,
                        each["kind"],
                        each["from"]["id"],
                        each["to"] and each["to"]["id"],
                        each["area"] and each["area"]["code"],
                    )
                    for each in some
                }
            assert (change["endedCount"], change["beganCount"]) == (
                len(change["ended"]),
                len(change["began"]),
            )
        assert said == held, id


async def test_a_hand_over_of_many_is_told_by_its_number(graph: Graph) -> None:
    network = read_network(NETWORK)
    add_towns(network, 30)
    await write_network(graph, network)
    client = Client(graph)
    answer = await client.change(
        "regierung",
        "replaceAccessCoordinatorEverywhere",
        coordinator="regierung",
        successor="wirtschaft",
        area="SD",
        reason="The mandate ended.",
    )
    assert answer.made, answer
    change = (await changes(graph, "wirtschaft"))[0]
    assert change["summary"] == (
        "It became Access Coordinator in SD of 32 authorities. It became Request Coordinator in SD of 32 authorities."
    )
    assert (change["beganCount"], len(change["began"])) == (64, 40)
    assert change["after"][:1] == ["Access Coordinator in SD of Authority kreis"]
    assert change["after"][20] == "and 12 more of the kind"
    assert (await changes(graph, "regierung"))[0]["endedCount"] == 64
    assert await told(graph, "town-29") == (
        "Authority wirtschaft became its Access Coordinator in SD (before: Authority regierung). "
        "Authority wirtschaft became its Request Coordinator in SD (before: Authority regierung)."
    )


async def test_the_newest_comes_first_page_by_page_and_stays_there_when_more_is_changed(
    client: Client,
) -> None:
    for name in ("A", "B", "C", "D"):
        await client.change("regierung", "updateRegistrationData", authority="stadt", name=f"Stadt {name}")
    said = [change["summary"] for change in await changes(client.graph, "stadt", size=2)]
    assert said[:4] == [
        f"Its official name: Stadt {name} (before: {before})."
        for name, before in (("D", "Stadt C"), ("C", "Stadt B"), ("B", "Stadt A"), ("A", "Authority stadt"))
    ]
    page = (await ask(client.graph, QUERY, authority="stadt", first=2))["changes"]
    await client.change("regierung", "updateRegistrationData", authority="stadt", name="Stadt E")
    cursor = page["pageInfo"]["endCursor"]
    rest = (await ask(client.graph, QUERY, authority="stadt", first=2, after=cursor))["changes"]
    assert [edge["node"]["summary"] for edge in rest["edges"]] == said[2:4]
    assert rest["totalCount"] == 6


async def test_what_left_no_edge_and_was_not_kept_is_said_to_be_data(graph: Graph) -> None:
    await write_sound_network(graph)
    change = (await changes(graph, "chamber"))[0]
    assert (change["action"], change["reason"]) == ("import", "a test")
    ministry = (await changes(graph, "old-ministry"))[0]
    assert ministry["summary"] == "Its membership was written anew."
    (row,) = await rows(graph, "MATCH (c:Change {id: 'second'}) RETURN c.at AS at")
    assert ministry["at"] == row["at"]
    architects = (await changes(graph, "architects"))[0]
    assert (architects["endedCount"], architects["beganCount"]) == (13, 13)
    assert "Education became its Access Coordinator in PQ anew." in architects["summary"]


async def test_what_cannot_be_answered_is_said(client: Client) -> None:
    by_name = await ask(client.graph, "{ authorities(first: 1) { pageInfo { endCursor } } }")
    foreign = by_name["authorities"]["pageInfo"]["endCursor"]
    for changed, said in (
        ({"first": 0}, "`first` must be between 1 and 100, not 0."),
        ({"after": "x"}, "`after` is not a cursor of this service"),
        (
            {"after": foreign},
            "`after` is a cursor of the order NAME; this request asks for the order NEWEST.",
        ),
    ):
        asked: dict[str, Any] = {"authority": "stadt", "first": 5} | changed
        code, message = await refusal(client.graph, QUERY, **asked)
        assert (code, said in message) == ("BAD_INPUT", True), message
    assert await ask(client.graph, QUERY, authority="nobody", first=5) == {"changes": None}


async def test_one_statement_answers_whatever_the_number_of_rows(client: Client) -> None:
    query = (
        "query ($id: ID!) { changes(authority: $id, first: 100) { edges { node { summary actor { id } } } } }"
    )
    assert await statements_of(client.graph, query, id="bayern") == ["changes"]
