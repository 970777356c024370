"""What each mutation would do to the demonstration network, tried: relations and scopes are those of the edited files."""

from collections.abc import Callable
from typing import Any

import pytest

from service.api.schema import schema
from tests.api.files import values
from tests.changes.client import OPERATOR
from tests.demo.acts import ACTS, BUND, LAND, REGIERUNG, STADT
from tests.demo.changed import document, gone, relations, scopes, timeless
from tests.demo.conftest import Demonstration
from tests.demo.files import NetworkFiles
from tests.demo.test_every_authority import names_of_area
from tests.demo.test_every_reason import shown_rule

pytestmark = pytest.mark.timeout(1200)


async def tried(demo: Demonstration, actor: str, action: str, **input: Any) -> dict[str, Any]:
    """The answer to a trial."""
    asked = {"input": input, "dryRun": True}
    answer: dict[str, Any] = (await demo.client.query(actor, document(action), **asked))["answer"]
    return answer


@pytest.mark.parametrize("action", ACTS)
async def test_an_act_does_what_the_same_edit_of_the_files_does(demo: Demonstration, action: str) -> None:
    act, before = ACTS[action], demo.files
    answer = await tried(demo, act.actor, action, **act.input)
    assert answer.pop("__typename") == "NetworkChange", answer
    at = answer.pop("at")
    assert at > max(before.since.values())
    after = before.copied()
    act.edit(after, at)
    after.index()
    authority = answer.pop("authority")
    if act.subject is None:
        assert authority is None
    else:
        new = act.subject not in before.authorities
        revision = {"revision": 1 if new else 2}
        assert timeless(authority) == timeless(after.own(act.subject)) | revision
    expected = relations(before, after)
    assert answer == {
        "change": None,
        "repeated": False,
        **expected,
        "cameCount": len(expected["came"]),
        "movedCount": len(expected["moved"]),
        "wentCount": len(expected["went"]),
        "scopes": scopes(before, after),
    }


def test_every_mutation_of_a_network_is_among_them() -> None:
    mutations = schema._schema.mutation_type
    assert mutations is not None
    assert set(mutations.fields) == {
        *(*ACTS, *BY_THE_OPERATOR, "importNetwork", "finishImport", "undoImport", "takeOverValidation")
    }


# --- states, regions and areas ----------------------------------------------------------------------------------------

AREA = {
    "code": "XX",
    "name": "Xylographs",
    "requiresProfessions": True,
    "keywords": ["Prints", "Wood"],
    "otherNames": [{"language": "de", "name": "Holzschnitte"}],
    "keywordNames": [{"keyword": "Wood", "language": "de", "name": "Holz"}],
}
REGION = {"code": "DE-XX", "name": "Xanten", "latitude": 51.66, "longitude": 6.45}


def created_state(files: NetworkFiles) -> dict[str, Any]:
    """A trial has the NIMIC that would be, and no state yet."""
    nothing = dict.fromkeys(
        ("nameLanguage", "phone", "web", "address", "region", "registeredBy", "validatingCoordinator")
    )
    none: dict[str, list[Any]] = {
        name: [] for name in ("otherNames", "externalIds", "areas", "observers", "observed")
    }
    own = {"id": "mt/nimic", "name": "Qwerty Malta", "email": "office@mt.example", "languages": ["en", "mt"]}
    kind = {"type": "NIMIC", "status": "ACTIVE", "revision": 1, "state": {"code": "MT"}}
    return {"nimic": {**nothing, **none, **own, **kind, "registeredAt": "at"}, "memberState": None}


def created_region(files: NetworkFiles) -> dict[str, Any]:
    return {"region": {**REGION, "parent": {"code": "DE-NW"}, "state": {"code": "DE"}}, "went": []}


def moved_region(files: NetworkFiles) -> dict[str, Any]:
    """Braunschweig out of its district: whom only the district's DIMIC would cover no more, it leaves beside others."""
    code, parent = BRAUNSCHWEIG
    after = files.copied()
    after.places[code]["parent"] = parent
    went = [
        edge
        for id in files.authorities
        if code in files.regions(id) and files.active(id)
        for edge in files.seats(id)
        if not after.covers(edge[1], id, edge[3])
    ]
    assert went
    assert {relation for relation, _, _, _ in went} == {"COORDINATES_REQUESTS"}
    row = files.places[code]
    shown = {"code": code, "name": row["name"], "parent": {"code": parent}, "state": {"code": row["state"]}}
    return {"region": {**shown, "latitude": 52.26, "longitude": None}, "went": gone(went)}


def edited_area(files: NetworkFiles) -> dict[str, Any]:
    row = next(row for row in files.rows["areas"] if row["code"] == "SD")
    keywords = sorted([*row["keywords"].split(";"), "Xylographs"])
    return {
        "legislativeArea": {
            "code": "SD",
            "name": "Services",
            "requiresProfessions": False,
            "keywords": keywords,
            **names_of_area(row),
        }
    }


BRAUNSCHWEIG = ("DE911", "DE-NI")
SD_KEYWORDS = (
    "Accommodation;Business registration;Construction;Crafts;Events and entertainment;Food and beverages;"
    "Professional services;Real estate;Retail trade;Tourism;Xylographs"
)
BY_THE_OPERATOR: dict[str, tuple[str, dict[str, Any], Callable[[NetworkFiles], dict[str, Any]]]] = {
    "createMemberState": (
        "MemberStateChange",
        {
            "code": "MT",
            "name": "Malta",
            "nimic": {
                "id": "mt/nimic",
                "name": "Qwerty Malta",
                "email": "office@mt.example",
                "languages": ["en", "mt"],
            },
        },
        created_state,
    ),
    "createRegion": ("RegionChange", {**REGION, "state": "DE", "parent": "DE-NW"}, created_region),
    "updateRegion": (
        "RegionChange",
        {"code": BRAUNSCHWEIG[0], "parent": BRAUNSCHWEIG[1], "latitude": 52.26},
        moved_region,
    ),
    "createLegislativeArea": ("LegislativeAreaChange", AREA, lambda files: {"legislativeArea": AREA}),
    "updateLegislativeArea": (
        "LegislativeAreaChange",
        {"code": "SD", "name": "Services", "keywords": SD_KEYWORDS.split(";")},
        edited_area,
    ),
}


@pytest.mark.parametrize("action", BY_THE_OPERATOR)
async def test_an_act_of_the_operator_answers_what_would_be(demo: Demonstration, action: str) -> None:
    member, input, expected = BY_THE_OPERATOR[action]
    answer = await tried(demo, OPERATOR, action, **input)
    at = answer.pop("at")
    said = {"__typename": member, "change": None, "repeated": False, **expected(demo.files)}
    if "nimic" in said:
        said["nimic"]["registeredAt"] = at
    assert timeless(answer) == said
    assert at > max(demo.files.since.values())


async def test_files_add_rows_and_notice_what_is_like_what_is_there(demo: Demonstration) -> None:
    name = demo.files.authorities[STADT]["name"].upper()
    authorities = f'id,state,region,type,name,registered_by\nde/neu,DE,DE217,CA,"{name}",{REGIERUNG}\n'
    access = "authority,area,role\nde/neu,SD,CA\n"
    files = [{"name": "authorities.csv", "content": authorities}, {"name": "access.csv", "content": access}]
    answer = await tried(demo, BUND, "importNetwork", files=files)
    message = f"a name like that of {STADT}: the file confirms that it is another body"
    place = {"file": "authorities.csv", "row": 2, "column": "name"}
    entry = {**place, "severity": "NOTICE", "rule": shown_rule("R2"), "message": message}
    entry["code"] = "NAME_CONFIRMED"
    made = {"__typename": "NetworkImport", "change": None, "repeated": False}
    assert answer == {**made, "rowsChanged": 2, "entries": [entry]}
    assert await tried(demo, STADT, "importNetwork", files=files) == refusal(
        ("R80", f"network files are imported by the NIMIC, {STADT} is a CA", [])
    )


# --- what is not done -------------------------------------------------------------------------------------------------


def refusal(*violations: tuple[str, str, list[str]]) -> dict[str, Any]:
    """A refusal for rules, why, and the ids of those in the way."""
    said = [
        {"rule": shown_rule(rule), "detail": detail, "authorities": ids} for rule, detail, ids in violations
    ]
    return {"__typename": "Refusal", "violations": said}


async def test_a_rule_that_forbids_an_act_is_said_with_who_is_in_the_way(demo: Demonstration) -> None:
    """R34, R2: an active Validating Coordinator leaves by naming a successor; a body is registered once."""
    files = demo.files
    validating = files.authorities[STADT]["validating_coordinator"]
    assert await tried(demo, BUND, "takeOverValidation", authority=STADT) == refusal(
        ("R34", f"{validating} is an active coordinator and leaves only by naming a successor", [validating])
    )
    asked = {"id": "de/neu", "name": "Dachau GKSt", "region": "DE217", "areas": [{"area": "SD"}]}
    assert await tried(demo, REGIERUNG, "registerCompetentAuthority", **asked) == refusal(
        (
            "R2",
            f"“Dachau GKSt” is like “{files.authorities[STADT]['name']}”, the name of {STADT}: "
            "confirm that it is another body",
            [STADT],
        )
    )


async def test_keywords_stay_while_they_are_used_and_all_who_use_them_are_said(demo: Demonstration) -> None:
    files = demo.files
    rows = [
        (row["authority"], values(row["keywords"])) for row in files.rows["access"] if row["area"] == "SD"
    ]
    using = sorted(id for id, keywords in rows if keywords)
    used = sorted({keyword for _, keywords in rows for keyword in keywords})
    detail = f"{', '.join(using[:5])} and {len(using) - 5:,} more use {', '.join(used)}"
    answer = await tried(demo, OPERATOR, "updateLegislativeArea", code="SD", keywords=["Xylographs"])
    assert answer == refusal(("R5", detail, using))


async def test_a_dimic_registers_competent_authorities_in_its_territory_alone(demo: Demonstration) -> None:
    """R15, R18, R53 and R63: Berlin is not of Oberbayern, and a DIMIC appoints none."""
    areas = [{"area": "SD", "role": "DIMIC", "territory": "DE-BE"}]
    asked = {"id": "de/neu", "name": "Qwertz Umlaut", "region": "DE-BE", "areas": areas}
    answer = await tried(demo, REGIERUNG, "registerDimic", **asked)
    assert answer["__typename"] == "Refusal"
    assert {each["rule"]["id"] for each in answer["violations"]} >= {"R15", "R18", "R53", "R63"}


async def test_a_coordinator_that_others_rely_on_is_not_deactivated(demo: Demonstration) -> None:
    """R28 and R77: who is Validating, Access or sole Request Coordinator of active others; each in the way is named."""
    files = demo.files
    answer = await tried(demo, LAND, "deactivateAuthority", authority=REGIERUNG)
    assert answer["__typename"] == "Refusal"
    relying = {id for held in files.held[REGIERUNG].values() for id in held if files.active(id)}
    named = {id for each in answer["violations"] for id in each["authorities"]}
    assert named - {REGIERUNG} == {
        id
        for id in relying
        for relation, holder, _, area in files.seats(id)
        if holder == REGIERUNG and (relation != "COORDINATES_REQUESTS" or alone(files, id, area))
    }


def alone(files: NetworkFiles, id: str, area: str | None) -> bool:
    """Whether an authority has one Request Coordinator in an area."""
    access = files.access_in(id, area)
    return access is not None and ";" not in access["request_coordinators"]


async def test_what_is_not_there_what_cannot_be_used_and_what_came_between_is_said(
    demo: Demonstration,
) -> None:
    assert await tried(demo, BUND, "withdrawAccess", authority=STADT, area="TD") == {
        "__typename": "NotFound",
        "message": f"There is no AreaAccess {STADT} in TD.",
        "type": "AreaAccess",
        "id": f"{STADT} in TD",
    }
    faulty = [{"scheme": "a:b", "value": "1"}]
    answer = await tried(
        demo, REGIERUNG, "updateRegistrationData", authority=STADT, name="", externalIds=faulty
    )
    assert answer["__typename"] == "InvalidInput"
    scheme, name = sorted(answer["problems"], key=lambda each: len(each["path"]), reverse=True)
    assert scheme == {"path": ["input", "externalIds", "0", "scheme"], "message": "a scheme holds no colon"}
    assert name == {"path": ["input", "name"], "message": "is empty"}
    stale = {"authority": STADT, "name": "X", "expectedRevision": 7}
    assert await tried(demo, REGIERUNG, "updateRegistrationData", **stale) == {
        "__typename": "Conflict",
        "message": f"{STADT} is at revision 1, not 7: look at it again",
        "presentRevision": 1,
    }


async def test_trials_changed_nothing(demo: Demonstration) -> None:
    asked = {"first": 1, "after": None}
    query = """query ($id: ID!, $first: Int!, $after: String) {
      authority(id: $id) { revision } changes(authority: $id, first: $first, after: $after) { totalCount }
    }"""
    action = "registerDimic"
    await tried(demo, ACTS[action].actor, action, **ACTS[action].input)
    found = await demo.client.query(OPERATOR, query, id=LAND, **asked)
    assert found == {"authority": {"revision": 1}, "changes": {"totalCount": 1}}
    query = "query ($id: ID!) { authority(id: $id) { id } }"
    assert await demo.client.query(OPERATOR, query, id="de/neu") == {"authority": None}
