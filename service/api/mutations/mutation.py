"""The mutations. Each names its change and how its input is read."""

import secrets
from collections.abc import Iterable
from typing import Annotated, Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from service.api.execution.context import Info
from service.api.mutations.perform import DryRun, Locked, perform, plain
from service.api.types import inputs
from service.api.types.checks import (
    Checks,
    external_ids,
    language_names,
    read_lines,
    read_name,
    read_text,
)
from service.api.types.price import act
from service.api.types.results import Conflict, InvalidInput, NetworkChange, NotFound, Refusal
from service.changes import access, bulk, registration, requests, validation
from service.changes.bulk import Only
from service.changes.registration import FirstUser
from service.model.identifiers import Role
from service.model.network import Access, Authority
from service.network_files.cells import read_code, read_id, read_language, read_own_id

MADE_ID_BYTES = 8
"""Of the id of an authority that comes without one: enough for none to come twice, few enough for a map of ten thousand."""

MOST_OF_A_STATE = 2_500
"""How many relations a bulk act may move that names no authorities: as many as the largest state has authorities."""


def answers(name: str) -> Any:
    """The union of what a mutation of a network answers."""
    return Annotated[
        NetworkChange | Refusal | NotFound | InvalidInput | Conflict,
        strawberry.union(name, description="What was done, or what forbade it."),
    ]


# --- reading inputs ---------------------------------------------------------------------------------------------------


def new_authority(given: Any, checks: Checks, path: tuple[str, ...] = ("input",)) -> Authority:
    """The data of an authority to be registered."""
    id = checks.optional((*path, "id"), given.id, read_own_id)
    return Authority(
        id=id or secrets.token_hex(MADE_ID_BYTES),
        name=checks.required((*path, "name"), given.name, read_name),
        region=checks.optional((*path, "region"), getattr(given, "region", None), read_code),
        name_language=checks.optional((*path, "nameLanguage"), given.name_language, read_language),
        other_names=language_names(checks, (*path, "otherNames"), given.other_names),
        external_ids=external_ids(checks, (*path, "externalIds"), given.external_ids),
        email=checks.optional((*path, "email"), given.email, read_text),
        phone=checks.optional((*path, "phone"), given.phone, read_text),
        web=checks.optional((*path, "web"), given.web, read_text),
        address=checks.optional((*path, "address"), given.address, read_lines),
        languages=checks.each((*path, "languages"), given.languages, read_language),
    )


def _new_access(given: Any, checks: Checks, path: tuple[str, ...]) -> Access:
    return Access(
        area=checks.required((*path, "area"), given.area, read_code),
        role=getattr(given, "role", Role.CA),
        territory=checks.optional((*path, "territory"), getattr(given, "territory", None), read_code),
        access_coordinator=checks.optional((*path, "accessCoordinator"), given.access_coordinator, read_id),
        request_coordinators=checks.each((*path, "requestCoordinators"), given.request_coordinators, read_id),
        keywords=checks.each((*path, "keywords"), given.keywords, read_name),
        professions=checks.each((*path, "professions"), given.professions, read_name),
        flags=tuple(sorted(set(given.flags))),
    )


def _registration(given: Any, checks: Checks) -> dict[str, Any]:
    user = given.first_user
    path = ("input", "firstUser")
    return {
        "body": new_authority(given, checks),
        "confirm_similar": given.confirm_similar,
        "areas": [
            _new_access(each, checks, ("input", "areas", str(place)))
            for place, each in enumerate(given.areas)
        ],
        "first_user": user
        and FirstUser(
            username=checks.required((*path, "username"), user.username, read_id),
            name=checks.required((*path, "name"), user.name, read_name),
            email=checks.required((*path, "email"), user.email, read_text),
        ),
    }


def _grant(given: Any, checks: Checks) -> dict[str, Any]:
    authority = checks.required(("input", "authority"), given.authority, read_id)
    return {"authority": authority, "access": _new_access(given, checks, ("input",))}


def _adding(given: Any, checks: Checks) -> dict[str, Any]:
    if given.expected_revision is not None and len(set(given.authorities)) > 1:
        checks.fault(("input", "expectedRevision"), "is one authority's: name one, or leave it out")
    return plain(given, checks)


def _everywhere(given: Any, checks: Checks) -> dict[str, Any]:
    arguments = plain(given, checks)
    only = Only(arguments.pop("authorities"), arguments.pop("region"))
    return {**arguments, "only": only}


def _data(given: Any, checks: Checks) -> dict[str, Any]:
    """The columns that are said; null empties those that may be empty."""
    readers = {
        "name_language": read_language,
        "region": read_code,
        "email": read_text,
        "phone": read_text,
        "web": read_text,
        "address": read_lines,
    }
    said: dict[str, Any] = {}
    for column, value in said_columns(given, validation.DATA).items():
        path = ("input", to_camel_case(column))
        if column in readers:
            said[column] = checks.optional(path, value, readers[column])
        elif column == "name":
            said[column] = checks.required(path, value or "", read_name)
        elif column == "languages":
            said[column] = checks.each(path, value or (), read_language)
        else:
            read = language_names if column == "other_names" else external_ids
            said[column] = read(checks, path, value or ())
    if not said:
        checks.fault(("input",), "says nothing to edit")
    return {"authority": checks.required(("input", "authority"), given.authority, read_id), "data": said}


def _settings(given: Any, checks: Checks) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for column, value in said_columns(given, access.SETTINGS).items():
        path = ("input", column)
        if column == "territory":
            said[column] = checks.optional(path, value, read_code)
        else:
            said[column] = checks.each(path, value or (), read_name)
    if not said:
        checks.fault(("input",), "says nothing to edit")
    return {
        "authority": checks.required(("input", "authority"), given.authority, read_id),
        "area": checks.required(("input", "area"), given.area, read_code),
        "settings": said,
    }


def said_columns(given: Any, columns: Iterable[str]) -> dict[str, Any]:
    """The columns of an input that are said, null among them."""
    values = {column: getattr(given, column) for column in sorted(columns)}
    return {column: value for column, value in values.items() if value is not strawberry.UNSET}


# --- mutations --------------------------------------------------------------------------------------------------------


def mutation(union: Any, change: Any, input: type, description: str, *, bulk: int = 1, **how: Any) -> Any:
    """A mutation of one input, answered by a union; `bulk`: as of its price."""

    async def resolve(info: Info, input: Any, dry_run: DryRun = False) -> Any:
        return await perform(info, change, input, dry_run=dry_run, **how)

    return described(resolve, union, input, description, bulk=bulk)


def described(resolve: Any, union: Any, input: type, description: str, *, bulk: int = 1) -> Any:
    """A resolver as a field with its input and its union; null where it could not be answered, as others then still are."""
    resolve.__annotations__["input"] = Annotated[input, strawberry.argument(description="What is asked.")]
    resolve.__annotations__["return"] = union | None
    return strawberry.field(resolver=resolve, description=description, metadata=act(bulk=bulk))


def _mutation(name: str, change: Any, input: type, description: str, **how: Any) -> Any:
    return mutation(answers(f"{name}Result"), change, input, description, **how)


def _registers(name: str, change: Any, input: type, description: str) -> Any:
    return _mutation(name, change, input, description, read=_registration)


@strawberry.type
class NetworkMutation:
    """What authorities change."""

    register_sdimic = _registers(
        "RegisterSdimic",
        registration.register_sdimic,
        inputs.RegisterSdimicInput,
        "Register an SDIMIC: the NIMIC's act (R14, R52).",
    )
    register_dimic = _registers(
        "RegisterDimic",
        registration.register_dimic,
        inputs.RegisterDimicInput,
        "Register a DIMIC: the act of the NIMIC, or of an SDIMIC in its region (R15, R53).",
    )
    register_competent_authority = _registers(
        "RegisterCompetentAuthority",
        registration.register_competent_authority,
        inputs.RegisterCompetentAuthorityInput,
        "Register a Competent Authority: the act of the NIMIC, an SDIMIC or that area's DIMIC (R16, R54).",
    )
    grant_access = _mutation(
        "GrantAccess",
        registration.grant_access,
        inputs.GrantAccessInput,
        "Give an authority that is registered an area; the giver becomes Access and Request Coordinator (R18, R36).",
        read=_grant,
    )
    change_area_role = _mutation(
        "ChangeAreaRole",
        access.change_area_role,
        inputs.ChangeAreaRoleInput,
        "Raise a Competent Authority to DIMIC in an area, or lower it: NIMIC and SDIMIC (R53).",
    )
    replace_validating_coordinator = _mutation(
        "ReplaceValidatingCoordinator",
        validation.replace_validating_coordinator,
        inputs.ReplaceValidatingCoordinatorInput,
        "Leave as Validating Coordinator, naming a successor (R34).",
    )
    replace_validating_coordinator_everywhere = _mutation(
        "ReplaceValidatingCoordinatorEverywhere",
        bulk.replace_validating_coordinator_everywhere,
        inputs.ReplaceValidatingCoordinatorEverywhereInput,
        "Hand over all that a coordinator validates, in one act, all or none (R70).",
        read=_everywhere,
        bulk=MOST_OF_A_STATE,
    )
    replace_access_coordinator = _mutation(
        "ReplaceAccessCoordinator",
        access.replace_access_coordinator,
        inputs.ReplaceAccessCoordinatorInput,
        "Leave as Access Coordinator, naming a successor, who follows as Request Coordinator too (R35, R41).",
    )
    replace_access_coordinator_everywhere = _mutation(
        "ReplaceAccessCoordinatorEverywhere",
        bulk.replace_access_coordinator_everywhere,
        inputs.ReplaceAccessCoordinatorEverywhereInput,
        "Hand over all access seats of a coordinator, in one act, all or none (R70).",
        read=_everywhere,
        bulk=MOST_OF_A_STATE,
    )
    add_request_coordinators = _mutation(
        "AddRequestCoordinators",
        requests.add_request_coordinators,
        inputs.AddRequestCoordinatorsInput,
        "Add Request Coordinators, to one authority or to many, all or none (R40, R69).",
        read=_adding,
    )
    remove_request_coordinator = _mutation(
        "RemoveRequestCoordinator",
        requests.remove_request_coordinator,
        inputs.RemoveRequestCoordinatorInput,
        "Leave as Request Coordinator, or be removed by the Access Coordinator; never the last (R38).",
    )
    set_referral_opt_out = _mutation(
        "SetReferralOptOut",
        requests.set_referral_opt_out,
        inputs.SetReferralOptOutInput,
        "Opt out of referral, or in again: each Request Coordinator for itself (R42).",
    )
    link_authorities = _mutation(
        "LinkAuthorities",
        requests.link_authorities,
        inputs.LinkInput,
        "Let an authority observe another: the Validating Coordinator of the observed, or the NIMIC (R43, R80).",
    )
    unlink_authorities = _mutation(
        "UnlinkAuthorities",
        requests.unlink_authorities,
        inputs.LinkInput,
        "End a link: the same, or the observer (R43, R80).",
    )
    update_registration_data = _mutation(
        "UpdateRegistrationData",
        validation.update_registration_data,
        inputs.UpdateRegistrationDataInput,
        "Edit registration data: the Validating Coordinator; the authority itself its contact data; the operator a "
        "NIMIC's (R12, R17, R31).",
        read=_data,
        by_operator=None,
        locked=lambda arguments: Locked(authorities=[arguments["authority"]]),
    )
    update_area_settings = _mutation(
        "UpdateAreaSettings",
        access.update_area_settings,
        inputs.UpdateAreaSettingsInput,
        "Edit keywords, flags, professions and territory: the Access Coordinator; the authority itself its keywords "
        "and professions (R19, R32).",
        read=_settings,
    )
    withdraw_access = _mutation(
        "WithdrawAccess",
        access.withdraw_access,
        inputs.WithdrawAccessInput,
        "Withdraw an authority's access to an area: its Access Coordinator (R80, R83).",
    )
    deactivate_authority = _mutation(
        "DeactivateAuthority",
        validation.deactivate_authority,
        inputs.AuthorityInput,
        "Deactivate an authority on which no active one relies: its Validating Coordinator (R77, R80).",
    )
    reactivate_authority = _mutation(
        "ReactivateAuthority",
        validation.reactivate_authority,
        inputs.AuthorityInput,
        "Reactivate an authority whose coordinators are sound: its Validating Coordinator (R77, R80).",
    )
    take_over_validation = _mutation(
        "TakeOverValidation",
        validation.take_over_validation,
        inputs.AuthorityInput,
        "The NIMIC validates where the Validating Coordinator is deactivated or coordinates no more (R80).",
    )
