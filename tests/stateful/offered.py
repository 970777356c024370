"""What a page may offer (R62) held against the model: what is offered would be accepted, what is not would be refused."""

from typing import Any

from tests.changes.client import Client
from tests.stateful.acts import verdict
from tests.stateful.judgement import Asked
from tests.stateful.world import World

ACTIONS = """query ($id: ID!) { authority(id: $id) { actions { action area role other { id } columns allowed
  violations { rule { id } detail } } } }"""


def _edits(world: World, authority: str, offer: dict[str, Any]) -> list[Asked]:
    """Edits of one column each: every value of those that have a few, some of the others."""
    state = world.bodies[authority].state
    regions: list[str | None] = [None, *(code for code, (of, _) in world.regions.items() if of == state)]
    if offer["action"] == "updateRegistrationData":
        texts = [{"email": "another@amt.example"}, {"name": "Ein anderes Amt"}]
        return [*texts, *({"region": region} for region in regions)]
    known = sorted(world.areas[offer["area"]].keywords)
    return [
        *({"keywords": keywords} for keywords in ([], *([one] for one in known))),
        *({"professions": professions} for professions in (["Notar"], ["Arzt"])),
        *({"flags": flags} for flags in ([], ["APPROVE_REPLIES"])),
        *({"territory": region} for region in regions),
    ]


async def assert_offered(client: Client, world: World, actor: str, authority: str) -> None:
    """Hold every act that `authority` offers to `actor` against the model.

    Where an act needs a choice, such as a successor, it is offered if any choice would be accepted and only then; a column
    likewise if any edit of it would.
    """
    found = (await client.query(actor, ACTIONS, id=authority))["authority"]["actions"]
    assert found
    for offer in found:
        choices = list(_choices(world, actor, authority, offer))
        said = [verdict(world, actor, offer["action"], asked) for asked in choices]
        accepted = any(each.after is not None for each in said)
        rules = {violation["rule"]["id"] for violation in offer["violations"]}
        why = f"{actor} on {authority}: {offer}; the model: {[(each.must, sorted(each.may)) for each in said[:3]]}"
        assert offer["allowed"] == accepted, why
        if offer["action"].startswith("update"):
            asked_for = [next(iter(asked.keys() - {"authority", "area"})) for asked in choices]
            editable = {
                column for column, each in zip(asked_for, said, strict=True) if each.after is not None
            }
            assert set(offer["columns"]) & set(asked_for) == editable, why
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
            return [{**one, **edit} for edit in _edits(world, authority, offer)]
        case "replaceValidatingCoordinator" | "replaceAccessCoordinator":
            return [{**one, "successor": id} for id in others]
        case "addRequestCoordinators":
            return [
                {"authorities": [authority], "area": offer["area"], "coordinators": [id]} for id in others
            ]
        case "linkAuthorities":
            return [{"observer": id, "observed": authority} for id in others]
    assert action.endswith("Everywhere"), action
    everything: list[Asked] = [
        {"coordinator": authority, "successor": id, "reason": "reform"} for id in others
    ]
    # Where it holds no seat: nothing is moved, which is accepted.
    return [*everything, *({**each, "authorities": [authority]} for each in everything)]
