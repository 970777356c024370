"""Of the demonstration network what a page may offer its actor: each act, and what forbids it (R62)."""

from typing import Any

import pytest

from tests.demo.acts import APPINGEDAM, GRONINGEN, NL
from tests.demo.conftest import Demonstration
from tests.demo.files import NetworkFiles
from tests.demo.test_every_reason import shown_rule
from tests.worded import WORDED

pytestmark = pytest.mark.timeout(1200)

ACTIONS = (
    WORDED
    + """query ($id: ID!) { authority(id: $id) { actions {
  action area role other { id name } columns allowed
  violations { ...AllOfWorded rule { id text source held } at { ...AllOfWorded } authorities }
} } }"""
)
DATA = [
    "address",
    "email",
    "externalIds",
    "languages",
    "name",
    "nameLanguage",
    "otherNames",
    "phone",
    "region",
    "web",
]


def offered(files: NetworkFiles, nimic: str, id: str) -> list[tuple[Any, ...]]:
    """What a NIMIC that holds every seat of a Competent Authority of one area may do with it (R62).

    Action, area, role, the other, columns, and the rules that forbid it.
    """
    (access,) = files.access(id)
    area, active = access["area"], files.active(id)
    frozen = [] if active else ["R77"]
    editable = active and ["flags", "keywords", "professions"]
    last = [*frozen, "R38", "R28"]
    alone = frozen or ["R81"]  # the NIMIC is the only coordinator of its state
    found: list[tuple[Any, ...]] = [
        ("addRequestCoordinators", area, None, None, [], alone),
        ("changeAreaRole", area, "DIMIC", None, [], frozen),
        ("deactivateAuthority" if active else "reactivateAuthority", None, None, None, [], []),
        ("linkAuthorities", None, None, None, [], frozen),
        ("removeRequestCoordinator", area, None, nimic, [], last),
        ("replaceAccessCoordinator", area, None, None, [], alone),
        ("replaceAccessCoordinatorEverywhere", None, None, None, [], []),
        ("replaceValidatingCoordinator", None, None, None, [], alone),
        ("replaceValidatingCoordinatorEverywhere", None, None, None, [], []),
        ("setReferralOptOut", area, None, None, [], frozen),
        ("takeOverValidation", None, None, None, [], ["R34", "R79"]),
        ("updateAreaSettings", area, None, None, editable or [], frozen),
        ("updateRegistrationData", None, None, None, DATA if active else [], frozen),
        ("withdrawAccess", area, None, None, [], [*frozen, "R83", "R83"]),
    ]
    others = [row["code"] for row in files.rows["areas"] if row["code"] != area]
    found += [("grantAccess", other, role, None, [], frozen) for other in others for role in ("CA", "DIMIC")]
    return sorted(found, key=lambda each: (each[0], each[1] or "", each[2] or "", each[3] or ""))


@pytest.mark.parametrize("id", [GRONINGEN, APPINGEDAM])
async def test_a_page_is_told_what_its_actor_may_do_and_what_forbids_the_rest(
    demo: Demonstration, id: str
) -> None:
    found = (await demo.client.query(NL, ACTIONS, id=id))["authority"]["actions"]
    expected = offered(demo.files, NL, id)
    for action, (name, area, role, other, columns, rules) in zip(found, expected, strict=True):
        violations = action.pop("violations")
        end = {"id": other, "name": demo.files.authorities[other]["name"]} if other else None
        said = {
            "action": name,
            "area": area,
            "role": role,
            "other": end,
            "columns": columns,
            "allowed": not rules,
        }
        assert action == said, (action, violations)
        assert [each["rule"]["id"] for each in violations] == rules, name
        for each in violations:
            assert each["rule"] == shown_rule(each["rule"]["id"])
            assert each["detail"]
            assert set(each["authorities"]) <= {id, NL}
