"""A refusal says every rule that forbids the act: no end, and nothing that is as asked already, hides another rule."""

from typing import Any

import pytest

from tests.changes.client import Client

PQ = {"authority": "arzt", "area": "PQ"}
HIDDEN: list[tuple[str, str, dict[str, Any], set[str]]] = [
    # a relation with oneself
    ("bayern", "replaceValidatingCoordinator", {"authority": "arzt", "successor": "arzt"}, {"R78", "R81"}),
    ("kammer", "replaceAccessCoordinator", {**PQ, "successor": "arzt"}, {"R78", "R81"}),
    ("bayern", "linkAuthorities", {"observer": "regierung", "observed": "regierung"}, {"R43", "R78"}),
    # an end of another state
    ("bayern", "replaceValidatingCoordinator", {"authority": "arzt", "successor": "lyon"}, {"R25", "R81"}),
    ("bayern", "linkAuthorities", {"observer": "commerce", "observed": "arzt"}, {"R25", "R43"}),
    ("bund", "updateRegistrationData", {"authority": "wirtschaft", "region": "FR1", "name": "DIMIC"}, {"R25", "R59"}),
    # a deactivated end
    ("regierung", "replaceAccessCoordinator", {"authority": "kreis", "area": "SD", "successor": "verwaist"}, {"R77", "R81"}),
    ("bayern", "replaceAccessCoordinator", {"authority": "alt", "area": "SD", "successor": "kammer"}, {"R77", "R81"}),
    ("bayern", "replaceValidatingCoordinator", {"authority": "alt", "successor": "berlin"}, {"R77", "R81"}),
    # what is as asked already
    ("kreis", "updateRegistrationData", {"authority": "kreis", "name": "Authority kreis"}, {"R17", "R31", "R79"}),
    ("bayern", "updateRegistrationData", {"authority": "kreis", "name": "Authority kreis"}, {"R17", "R31", "R79"}),
    ("kreis", "updateAreaSettings", {"authority": "kreis", "area": "SD", "flags": []}, {"R19", "R32", "R79"}),
    ("bund", "updateAreaSettings", {"authority": "kreis", "area": "SD", "keywords": []}, {"R19", "R32", "R79"}),
    ("kreis", "changeAreaRole", {"authority": "stadt", "area": "SD", "role": "CA"}, {"R53", "R79"}),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "action", "asked", "rules"), HIDDEN)
async def test_no_ground_hides_another(
    client: Client, actor: str, action: str, asked: dict[str, Any], rules: set[str]
) -> None:
    await client.refuses_only(actor, action, *rules, **asked)
