"""The operator's mutations: Member States and NIMICs, regions, legislative areas."""

from functools import partial
from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.mutations.import_mutation import ImportMutation
from service.api.mutations.mutation import (
    NetworkMutation,
    answers,
    described,
    mutation,
    new_authority,
    said_columns,
)
from service.api.mutations.perform import DryRun, Locked, perform
from service.api.mutations.unfinished_imports import UnfinishedImports
from service.api.types import inputs
from service.api.types.checks import (
    Checks,
    keyword_names,
    language_names,
    read_latitude,
    read_longitude,
    read_name,
)
from service.api.types.results import (
    Conflict,
    InvalidInput,
    LegislativeAreaChange,
    MemberStateChange,
    NotFound,
    Refusal,
    RegionChange,
    Row,
    made_row,
)
from service.changes import operator
from service.changes.outcome import Outcome
from service.model.identifiers import RegionCode
from service.model.network import Area, Region
from service.network_files.cells import read_code, read_state_code
from service.statements import catalogue

_WHAT = "What was done, or what forbade it."
CreateMemberStateResult = Annotated[
    MemberStateChange | Refusal | InvalidInput | Conflict,
    strawberry.union("CreateMemberStateResult", description=_WHAT),
]
CreateRegionResult = Annotated[
    RegionChange | Refusal | NotFound | InvalidInput | Conflict,
    strawberry.union("CreateRegionResult", description=_WHAT),
]
UpdateRegionResult = Annotated[
    RegionChange | Refusal | NotFound | InvalidInput | Conflict,
    strawberry.union("UpdateRegionResult", description=_WHAT),
]
CreateLegislativeAreaResult = Annotated[
    LegislativeAreaChange | Refusal | InvalidInput | Conflict,
    strawberry.union("CreateLegislativeAreaResult", description=_WHAT),
]
UpdateLegislativeAreaResult = Annotated[
    LegislativeAreaChange | Refusal | NotFound | InvalidInput | Conflict,
    strawberry.union("UpdateLegislativeAreaResult", description=_WHAT),
]


# --- reading inputs ---------------------------------------------------------------------------------------------------


def _member_state(given: Any, checks: Checks) -> dict[str, Any]:
    return {
        "code": checks.required(("input", "code"), given.code, read_state_code),
        "name": checks.required(("input", "name"), given.name, read_name),
        "nimic": new_authority(given.nimic, checks, ("input", "nimic")),
        "confirm_similar": given.nimic.confirm_similar,
    }


def _nimic(given: Any, checks: Checks) -> dict[str, Any]:
    successor: Any = given.successor
    if (given.successor is None) == (given.nimic is None):
        checks.fault(("input",), "name either `successor` or `nimic`")
    elif given.nimic is not None:
        successor = new_authority(given.nimic, checks, ("input", "nimic"))
    return {
        "state": checks.required(("input", "state"), given.state, read_state_code),
        "successor": successor,
        "confirm_similar": given.nimic is not None and given.nimic.confirm_similar,
    }


def _degrees(given: float | None) -> str | None:
    """Degrees as the network files write them: without an exponent."""
    return None if given is None else f"{given:.9f}".rstrip("0").rstrip(".")


def _region(given: Any, checks: Checks) -> dict[str, Any]:
    return {
        "region": Region(
            code=checks.required(("input", "code"), given.code, read_code),
            state=checks.required(("input", "state"), given.state, read_state_code),
            parent=checks.optional(("input", "parent"), given.parent, read_code),
            name=checks.required(("input", "name"), given.name, read_name),
            latitude=checks.optional(("input", "latitude"), _degrees(given.latitude), read_latitude),
            longitude=checks.optional(("input", "longitude"), _degrees(given.longitude), read_longitude),
        )
    }


def _edited_region(given: Any, checks: Checks) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for column, value in said_columns(given, ("name", "parent", "latitude", "longitude")).items():
        path = ("input", column)
        if column == "name":
            said[column] = checks.required(path, value or "", read_name)
        elif column == "parent":
            said[column] = checks.optional(path, value, read_code)
        else:
            read = read_latitude if column == "latitude" else read_longitude
            said[column] = checks.optional(path, _degrees(value), read)
    return _edited(given, checks, said)


def _area(given: Any, checks: Checks) -> dict[str, Any]:
    return {
        "area": Area(
            code=checks.required(("input", "code"), given.code, read_code),
            name=checks.required(("input", "name"), given.name, read_name),
            requires_professions=given.requires_professions,
            keywords=checks.each(("input", "keywords"), given.keywords, read_name),
            other_names=_area_names(given.other_names, checks),
            keyword_names=keyword_names(checks, ("input", "keywordNames"), given.keyword_names),
        )
    }


def _area_names(given: Any, checks: Checks) -> tuple[str, ...]:
    return tuple("=".join(pair) for pair in language_names(checks, ("input", "otherNames"), given))


def _edited_area(given: Any, checks: Checks) -> dict[str, Any]:
    said = said_columns(given, ("name", "requires_professions", "keywords", "other_names", "keyword_names"))
    if "name" in said:
        said["name"] = checks.required(("input", "name"), said["name"] or "", read_name)
    if "keywords" in said:
        said["keywords"] = checks.each(("input", "keywords"), said["keywords"] or (), read_name)
    if "other_names" in said:
        said["other_names"] = _area_names(said["other_names"] or (), checks)
    if "keyword_names" in said:
        path = ("input", "keywordNames")
        said["keyword_names"] = keyword_names(checks, path, said["keyword_names"] or ())
    if "requires_professions" in said and said["requires_professions"] is None:
        checks.fault(("input", "requiresProfessions"), "is true or false")
    return _edited(given, checks, said)


def _edited(given: Any, checks: Checks, said: dict[str, Any]) -> dict[str, Any]:
    if not said:
        checks.fault(("input",), "says nothing to edit")
    return {"code": checks.required(("input", "code"), given.code, read_code), "data": said}


# --- answers ----------------------------------------------------------------------------------------------------------


def _created_state(outcome: Outcome) -> Row:
    (state,) = (each for each in outcome.differences if each["kind"] == "states")
    row = {**state["after"], "revision": 1} if outcome.change else None
    return made_row("MemberStateChange", outcome, member_state=row)


REGION_CHANGE = partial(made_row, "RegionChange")
LEGISLATIVE_AREA_CHANGE = partial(made_row, "LegislativeAreaChange")


# --- mutations --------------------------------------------------------------------------------------------------------


def _operators(union: Any, change: Any, input: type, description: str, **how: Any) -> Any:
    return mutation(union, change, input, f"{description} The operator's.", by_operator=True, **how)


async def _update_region(info: Info, input: Any, dry_run: DryRun = False) -> Any:
    # The state of a region never changes, so it may be read before the lock.
    checks = Checks()
    code = RegionCode(checks.required(("input", "code"), input.code, read_code))
    known = not checks.problems  # else it stands among the other problems of the input
    found = await info.context.graph.read(catalogue.regions_by_code, codes=[code]) if known else []

    def locked(_: dict[str, Any]) -> Locked:
        return Locked(states=[row["state"] for row in found])

    return await perform(
        info,
        operator.update_region,
        input,
        dry_run=dry_run,
        locked=locked,
        read=_edited_region,
        answer=REGION_CHANGE,
        by_operator=True,
    )


@strawberry.type
class OperatorMutation:
    """What the operator changes."""

    create_member_state = _operators(
        CreateMemberStateResult,
        operator.create_member_state,
        inputs.CreateMemberStateInput,
        "Create a Member State with its NIMIC (R8, R12).",
        locked=lambda arguments: Locked(states=[arguments["code"]]),
        read=_member_state,
        answer=_created_state,
    )
    replace_nimic = _operators(
        answers("ReplaceNimicResult"),
        operator.replace_nimic,
        inputs.ReplaceNimicInput,
        "Put another in the place of a NIMIC, with all its relations, in one act (R8, R12).",
        locked=lambda arguments: Locked(states=[arguments["state"]]),
        read=_nimic,
    )
    create_region = _operators(
        CreateRegionResult,
        operator.create_region,
        inputs.CreateRegionInput,
        "Create a region of a Member State (R10).",
        locked=lambda arguments: Locked(states=[arguments["region"].state]),
        read=_region,
        answer=REGION_CHANGE,
    )
    update_region = described(
        _update_region,
        UpdateRegionResult,
        inputs.UpdateRegionInput,
        "Edit a region, where all who hold relations there still cover them (R10, R81). The operator's.",
    )
    create_legislative_area = _operators(
        CreateLegislativeAreaResult,
        operator.create_legislative_area,
        inputs.CreateLegislativeAreaInput,
        "Create a legislative area (R5).",
        locked=lambda _: Locked(),
        read=_area,
        answer=LEGISLATIVE_AREA_CHANGE,
    )
    update_legislative_area = _operators(
        UpdateLegislativeAreaResult,
        operator.update_legislative_area,
        inputs.UpdateLegislativeAreaInput,
        "Edit a legislative area, where nobody's settings would be at fault for it (R5).",
        locked=lambda _: Locked(),
        read=_edited_area,
        answer=LEGISLATIVE_AREA_CHANGE,
    )


@strawberry.type(description="What can be changed. Each answers what it did, or what forbade it.")
class Mutation(OperatorMutation, UnfinishedImports, ImportMutation, NetworkMutation):
    pass
