"""Each mutation answers each member of its union, and nothing else."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

import pytest

from service.api.schema import schema
from tests.changes.accepted import ACCEPTED
from tests.changes.client import OPERATOR, Client

MUTATIONS: Any = schema._schema.mutation_type
OF_INTERRUPTED_IMPORTS = {"finishImport", "undoImport"}
"""Need an import that was interrupted: tests/changes/test_finish_import.py meets their members."""
ORDINARY = MUTATIONS.fields.keys() - OF_INTERRUPTED_IMPORTS
MEMBERS = [
    (action, member.name) for action in sorted(ORDINARY) for member in MUTATIONS.fields[action].type.types
]

NOBODYS: dict[str, dict[str, Any]] = {
    "registerSdimic": {"region": "Atlantis"},
    "registerDimic": {"areas": [{"area": "XX", "role": "DIMIC"}]},
    "registerCompetentAuthority": {"areas": [{"area": "SD", "accessCoordinator": "nobody"}]},
    "replaceValidatingCoordinatorEverywhere": {"coordinator": "nobody"},
    "replaceAccessCoordinatorEverywhere": {"successor": "nobody"},
    "addRequestCoordinators": {"authorities": ["arzt", "nobody"]},
    "linkAuthorities": {"observer": "nobody"},
    "unlinkAuthorities": {"observed": "nobody"},
    "replaceNimic": {"state": "XX"},
    "createRegion": {"state": "XX"},
    "updateRegion": {"code": "Atlantis"},
    "updateLegislativeArea": {"code": "XX"},
}
"""What does not exist, in the place of what does; where nothing is said, `authority`."""


def test_an_accepted_input_is_known_of_every_mutation() -> None:
    assert set(ACCEPTED) == ORDINARY


@pytest.mark.parametrize(("action", "member"), MEMBERS)
async def test_every_member_that_a_mutation_declares_is_met(client: Client, action: str, member: str) -> None:
    actor, asked = ACCEPTED[action]
    meanwhile: AbstractAsyncContextManager[None] = nullcontext()
    if member == "Refusal":
        actor = "bund" if actor == OPERATOR else "nobody"
    elif member == "NotFound":
        asked = asked | NOBODYS.get(action, {"authority": "nobody"})
    elif member == "InvalidInput":
        asked = asked | {"idempotencyKey": "\u0000"}
    elif member == "Conflict":
        asked = asked | ({"code": "DE"} if action == "createMemberState" else {})
        meanwhile = client.importing("DE")
    async with meanwhile:
        assert (await client.change(actor, action, **asked)).member == member
