"""What a page may offer (R62) held against the model: what is offered would be accepted, what is not would be refused."""

from typing import Any

from tests.changes.client import Client
from tests.stateful.acts import verdict
from tests.stateful.judgement import Asked
from tests.stateful.world import World

ACTIONS = """query ($id: ID!) { authority(id: $id) { actions { action area role other { id } allowed
  violations { rule { id } detail } } } }"""
EDITS: dict[str, list[Asked]] = {
    "updateRegistrationData": [{"email": "another@amt.example"}, {"name": "Ein anderes Amt"}],
    "updateAreaSettings": [
        *({"keywords": keywords} for keywords in ([], ["building"], ["crafts"])),
        *({"professions": professions} for professions in (["Notar"], ["Arzt"])),
        *({"flags": flags} for flags in ([], ["APPROVE_REPLIES"])),
    ],
}


async def assert_offered(client: Client, world: World, actor: str, authority: str) -> None:
    """Hold every act that `authority` offers to `actor` against the model.

    Where an act needs a choice, such as a successor, it is to be offered if any choice would be accepted.
    """
    found = (await client.query(actor, ACTIONS, id=authority))["authority"]["actions"]
    assert found
    for offer in found:
        choices = list(_choices(world, actor, authority, offer))
        said = [verdict(world, actor, offer["action"], asked) for asked in choices]
        accepted = any(each.after is not None for each in said)
        rules = {violation["rule"]["id"] for violation in offer["violations"]}
        why = f"{actor} on {authority}: {offer}; the model: {[(each.must, sorted(each.may)) for each in said[:3]]}"
        if len(choices) == 1:
            assert offer["allowed"] == accepted, why
        assert offer["allowed"] or not accepted, why
        assert offer["allowed"] or any(rules <= each.known for each in said), why


def _choices(world: World, actor: str, authority: str, offer: dict[str, Any]) -> list[Asked]:
    """The inputs that an offer speaks of: one, or one for each choice that it leaves."""
    action, other = offer["action"], (offer["other"] or {}).get("id")
    one: Asked = {"authority": authority, **({"area": offer["area"]} if offer["area"] else {})}
    others = sorted(world.bodies)
    match action:
        case "deactivateAuthority" | "reactivateAuthority" | "takeOverValidation" | "withdrawAccess":
            return [one]
        case "removeRequestCoordinator":
            return [{**one, "coordinator": other}]
        case "unlinkAuthorities":
            ends = {(authority, other), (other, authority)} & world.links
            return [{"observer": observer, "observed": observed} for observer, observed in sorted(ends)]
        case "changeAreaRole" | "grantAccess":
            sdimic = world.bodies[actor].kind == "SDIMIC" and offer["role"] == "DIMIC"
            territory = world.bodies[actor].region if sdimic else None
            needed = (
                {"professions": ["?"]}
                if action == "grantAccess" and world.areas[offer["area"]].professions
                else {}
            )
            return [{**one, "role": offer["role"], "territory": territory, **needed}]
        case "setReferralOptOut":
            return [{**one, "optOut": True}, {**one, "optOut": False}]
        case "updateRegistrationData" | "updateAreaSettings":
            return [{**one, **edit} for edit in EDITS[action]]
        case "replaceValidatingCoordinator" | "replaceAccessCoordinator":
            return [{**one, "successor": id} for id in others]
        case "addRequestCoordinators":
            return [
                {"authorities": [authority], "area": offer["area"], "coordinators": [id]} for id in others
            ]
        case "linkAuthorities":
            return [{"observer": id, "observed": authority} for id in others]
    assert action.endswith("Everywhere"), action
    return [{"coordinator": authority, "successor": id, "reason": "reform"} for id in others]
