"""One id, one spelling: whatever space and invisible characters a client sends along, and in whatever form of Unicode."""

import json
import sys
import unicodedata
from datetime import UTC, datetime

import pytest

from service.http import tokens
from service.model.identifiers import Actor, code_of, id_of
from service.model.texts import invisible_in, without_invisible
from tests.api.client import KEPT, Api, token
from tests.api.files import Files

GREEK = 'Στέλεχος "1"'
SPELLINGS = {
    "as it is": ("stadt", "stadt"),
    "a no-break space at the end": ("stadt\u00a0", "stadt"),
    "an ideographic space before": ("\u3000stadt", "stadt"),
    "a zero-width space": ("stadt\u200b", "stadt"),
    "a byte order mark": ("\ufeffstadt", "stadt"),
    "a soft hyphen within": ("sta\u00addt", "stadt"),
    "letters and marks apart": (unicodedata.normalize("NFD", GREEK), GREEK),
}
READ = """query($id: ID!) {
  authority(id: $id) { id }
  node(id: $id) { id }
  nodes(ids: [$id]) { id }
  monitorsOf(authority: $id) { authority { id } }
  explainMonitoring(monitor: "bund", authority: $id) { monitors }
  authorities(where: {coordinatedBy: $id}, first: 1) { totalCount }
  changes(authority: $id, first: 1) { edges { node { id } } }
}"""
CHANGE = """mutation($id: ID!) {
  updateRegistrationData(input: {authority: $id, phone: "+49 1"}, dryRun: true) {
    ... on NetworkChange { authority { id } }
  }
}"""


@pytest.mark.parametrize(("sent", "id"), SPELLINGS.values(), ids=SPELLINGS)
async def test_every_spelling_of_an_id_reads_and_changes_the_one_authority(
    api: Api, network: Files, sent: str, id: str
) -> None:
    assert await api.ask(READ, id=sent) == await api.ask(READ, id=id)
    assert (await api.ask(READ, id=sent))["authority"] == {"id": id}
    written = json.dumps(sent, ensure_ascii=False)
    assert await api.ask(f"{{ authority(id: {written}) {{ id }} }}") == {"authority": {"id": id}}
    api.http.headers["Authorization"] = f"Bearer {token(network.authorities[id]['validating_coordinator'])}"
    try:
        changed = await api.ask(CHANGE, id=sent)
    finally:
        api.http.headers["Authorization"] = f"Bearer {token('bund')}"
    assert changed["updateRegistrationData"] == {"authority": {"id": id}}


async def test_a_token_and_an_address_name_an_authority_in_every_spelling(api: Api, network: Files) -> None:
    spelled = tokens.sign(KEPT, "bund\u00a0", datetime.now(UTC), tokens.AUDIENCE, {})
    response = await api.post({"query": "{ viewer { authority { id } } }"}, Authorization=f"Bearer {spelled}")
    assert response.json()["data"] == {"viewer": {"authority": {"id": "bund"}}}
    assert Actor.of("bund\u200b") == Actor.of("bund")
    for address in ("/network/de.json", "/network/De%C2%A0.json", "/reconcile/preview?id=bund%C2%A0"):
        assert (await api.http.get(address)).status_code == 200


async def test_reconciliation_takes_an_id_for_one_in_every_spelling(api: Api, network: Files) -> None:
    for sent in ("bund", "bund\u00a0", "\u200bbund"):
        answer = await api.http.post("/reconcile", data={"queries": json.dumps({"q": {"query": sent}})})
        assert [(each["id"], each["match"]) for each in answer.json()["q"]["result"]] == [("bund", True)]


STATES = """query($state: String!) {
  similarAuthorities(state: $state, name: "Stadt") { authority { id } }
  network(state: $state) { state { code } }
  stateChanges(state: $state, first: 1) { totalCount }
  networkDifference(state: $state, from: "2020-01-01") { from }
}"""
AREAS = """query($area: String!) {
  eligibleCoordinators(authority: "stadt", relation: GRANTS_ACCESS, area: $area, first: 5) { edges { node { id } } }
  authoritiesToServe(coordinator: "bund", area: $area, first: 5) { edges { node { id } } }
}"""


async def test_codes_are_read_in_every_case(api: Api, network: Files) -> None:
    for query, name, code in ((STATES, "state", "DE"), (AREAS, "area", "PQ")):
        answered = await api.ask(query, **{name: code})
        assert None not in answered.values()
        for sent in (code.lower(), f" {code}\u00a0", f"\u200b{code.lower()}"):
            assert await api.ask(query, **{name: sent}) == answered


def test_what_unicode_calls_invisible_is() -> None:
    formats = [chr(it) for it in range(sys.maxunicode + 1) if unicodedata.category(chr(it)) == "Cf"]
    assert [each for each in formats if invisible_in(each) is None] == []
    shown = [chr(it) for it in range(0x20, 0x2000) if unicodedata.category(chr(it))[0] in "LNPSZ"]
    hidden = {"\u115f", "\u1160"}  # the fillers of Hangul
    assert [each for each in shown if invisible_in(each) and each not in hidden] == []


def test_a_spelling_is_its_own_and_long_texts_of_marks_take_no_time() -> None:
    for text in ("de/a b", "\u00a0e\u0301\u200b", "STRASSE", "ß", "x" * 3000, "a" + "\u0316\u0301" * 500_000):
        assert id_of(id_of(text)) == id_of(text)
        assert code_of(code_of(text)) == code_of(text)
    assert without_invisible("a\u00adb") == "ab"
