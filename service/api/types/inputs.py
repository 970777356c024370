"""The inputs of the mutations, one type each. A column's name is the name of the change's argument."""

import strawberry

from service.api.types import enums  # noqa: F401  # describes the enumerations before they are used
from service.model.identifiers import Flag, Role

COMMON = ("idempotency_key", "reason", "expected_revision")
"""What inputs carry beside the change itself."""


@strawberry.input
class _Common:
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="A text of the client's choice: the same input under the same key is carried out once.",
    )
    reason: str | None = strawberry.field(
        default=None, description="Why, in the words of the actor; kept with the change."
    )


@strawberry.input
class _Edit(_Common):
    expected_revision: int | None = strawberry.field(
        default=None,
        description="The authority's `revision` as the client knows it; at another one the answer is `Conflict`.",
    )


@strawberry.input(description="An id that another register gave the authority.")
class ExternalIdInput:
    scheme: str = strawberry.field(description="The register; no colon in it.")
    value: str = strawberry.field(description="The id there.")


@strawberry.input(description="An official name in another language.")
class LocalizedNameInput:
    language: str = strawberry.field(description="Code of the language.")
    name: str = strawberry.field(description="The name.")


@strawberry.input(description="The name of a keyword in another language.")
class KeywordNameInput:
    keyword: str = strawberry.field(description="The keyword, one of the area's, without `=`.")
    language: str = strawberry.field(description="Code of the language.")
    name: str = strawberry.field(description="The name.")


@strawberry.input(description="The first user of a new authority: its Local Data Administrator (R57).")
class FirstUserInput:
    username: str = strawberry.field(description="Told outside the system, never by mail.")
    name: str = strawberry.field(description="The person's name.")
    email: str = strawberry.field(description="Where the automatic mail with the temporary password goes.")


@strawberry.input(description="The settings of a new area of an authority, and who coordinates it there.")
class CompetentAuthorityAreaInput:
    area: str = strawberry.field(description="Code of the legislative area.")
    access_coordinator: strawberry.ID | None = strawberry.field(
        default=None, description="Id of its Access Coordinator; null: the actor (R30, R36)."
    )
    request_coordinators: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of Request Coordinators beside the Access Coordinator (R37)."
    )
    keywords: list[str] = strawberry.field(default_factory=list, description="Keywords of the area (R5).")
    professions: list[str] = strawberry.field(
        default_factory=list, description="Its professions, where the area asks for them (R5)."
    )
    flags: list[Flag] = strawberry.field(
        default_factory=list, description="How it deals with requests (R42)."
    )


@strawberry.input(description="A new area of an authority, with the role it plays there.")
class AreaInput(CompetentAuthorityAreaInput):
    role: Role = strawberry.field(description="The role (R3).")
    territory: str | None = strawberry.field(
        default=None, description="Code of the region where a DIMIC coordinates; null: the whole state (R9)."
    )


@strawberry.input
class _Data:
    name: str = strawberry.field(description="Official name only (R59).")
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Its id; null: the service makes one."
    )
    name_language: str | None = strawberry.field(default=None, description="Code of the language of `name`.")
    other_names: list[LocalizedNameInput] = strawberry.field(
        default_factory=list, description="Official names in other languages."
    )
    external_ids: list[ExternalIdInput] = strawberry.field(
        default_factory=list, description="Its ids in other registers (R2)."
    )
    email: str | None = strawberry.field(default=None, description="The office's address, not a person's.")
    phone: str | None = strawberry.field(default=None, description="The office's telephone number.")
    web: str | None = strawberry.field(default=None, description="The address of its website.")
    address: str | None = strawberry.field(default=None, description="The office's postal address.")
    languages: list[str] = strawberry.field(
        default_factory=list, description="Codes of the languages it works in."
    )
    confirm_similar: bool = strawberry.field(
        default=False, description="It is another body than those registered under a similar name (R2)."
    )


@strawberry.input
class _Registration(_Data, _Common):
    first_user: FirstUserInput | None = strawberry.field(default=None, description="Its first user.")


@strawberry.input(description="An SDIMIC to be registered.")
class RegisterSdimicInput(_Registration):
    region: str = strawberry.field(description="Code of the region it lies in and coordinates (R10).")
    areas: list[CompetentAuthorityAreaInput] = strawberry.field(
        default_factory=list, description="Areas in which it is Competent Authority too (R7, R83)."
    )


@strawberry.input(description="A DIMIC to be registered.")
class RegisterDimicInput(_Registration):
    areas: list[AreaInput] = strawberry.field(
        description="Its areas with the role in each, at least one of them DIMIC."
    )
    region: str | None = strawberry.field(default=None, description="Code of the region it lies in.")


@strawberry.input(description="A Competent Authority to be registered.")
class RegisterCompetentAuthorityInput(_Registration):
    areas: list[CompetentAuthorityAreaInput] = strawberry.field(description="Its areas, at least one (R83).")
    region: str | None = strawberry.field(default=None, description="Code of the region it lies in.")


@strawberry.input(description="An area to be given to an authority that is registered (R36).")
class GrantAccessInput(AreaInput, _Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")


@strawberry.input(description="A role to be given or taken.")
class ChangeAreaRoleInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")
    role: Role = strawberry.field(description="The role it shall have there.")
    territory: str | None = strawberry.field(
        default=None,
        description="Code of the region where the DIMIC coordinates; null: the whole state (R9).",
    )


@strawberry.input(description="A Validating Coordinator who leaves.")
class ReplaceValidatingCoordinatorInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    successor: strawberry.ID | None = strawberry.field(
        default=None, description="Id of the successor: one leaves only by naming one (R34)."
    )


@strawberry.input(description="An Access Coordinator who leaves.")
class ReplaceAccessCoordinatorInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")
    successor: strawberry.ID = strawberry.field(description="Id of the successor.")


@strawberry.input
class _Everywhere(_Common):
    coordinator: strawberry.ID = strawberry.field(description="Id of the coordinator that loses its mandate.")
    successor: strawberry.ID = strawberry.field(
        description="Id of the successor, who covers every seat moved."
    )
    reason: str = strawberry.field(
        description="Why, in the words of the actor; asked of everyone, kept with the change."
    )
    authorities: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Only of these authorities; those where no seat is held are left aside."
    )
    region: str | None = strawberry.field(
        default=None, description="Only of authorities in this region, by its code, and its sub-regions."
    )


@strawberry.input(description="All that a coordinator validates, to be handed over.")
class ReplaceValidatingCoordinatorEverywhereInput(_Everywhere):
    pass


@strawberry.input(description="All access seats of a coordinator, to be handed over (R70).")
class ReplaceAccessCoordinatorEverywhereInput(_Everywhere):
    area: str | None = strawberry.field(
        default=None, description="Code of the legislative area; null: all of them."
    )
    with_request_coordination: bool = strawberry.field(
        default=False,
        description="Also the relations as Request Coordinator that it holds beside other Access Coordinators.",
    )


@strawberry.input(description="Request Coordinators to be added, to one authority or to many (R69).")
class AddRequestCoordinatorsInput(_Edit):
    authorities: list[strawberry.ID] = strawberry.field(description="Ids of the authorities.")
    area: str = strawberry.field(description="Code of the legislative area.")
    coordinators: list[strawberry.ID] = strawberry.field(description="Ids of the coordinators.")


@strawberry.input(description="A Request Coordinator who leaves or is removed (R38).")
class RemoveRequestCoordinatorInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")
    coordinator: strawberry.ID = strawberry.field(description="Id of the Request Coordinator.")


@strawberry.input(description="Whether the acting Request Coordinator opts out of referral (R42).")
class SetReferralOptOutInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")
    opt_out: bool = strawberry.field(description="Whether it opts out.")


@strawberry.input(description="A link between two Competent Authorities (R43).")
class LinkInput(_Edit):
    observer: strawberry.ID = strawberry.field(description="Id of the authority that observes.")
    observed: strawberry.ID = strawberry.field(
        description="Id of the authority that is observed; `expectedRevision` is its."
    )


@strawberry.input(description="Registration data to be edited.")
class UpdateRegistrationDataInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET, description="Official name only (R59). Not said: it stays."
    )
    name_language: str | None = strawberry.field(
        default=strawberry.UNSET, description="Code of its language; null: none. Not said: it stays."
    )
    other_names: list[LocalizedNameInput] | None = strawberry.field(
        default=strawberry.UNSET, description="All official names in other languages. Not said: they stay."
    )
    region: str | None = strawberry.field(
        default=strawberry.UNSET, description="Code of the region it lies in; null: none. Not said: it stays."
    )
    external_ids: list[ExternalIdInput] | None = strawberry.field(
        default=strawberry.UNSET, description="All its ids in other registers. Not said: they stay."
    )
    email: str | None = strawberry.field(
        default=strawberry.UNSET, description="The office's address. Not said: it stays."
    )
    phone: str | None = strawberry.field(
        default=strawberry.UNSET, description="The office's telephone number. Not said: it stays."
    )
    web: str | None = strawberry.field(
        default=strawberry.UNSET, description="The address of its website. Not said: it stays."
    )
    address: str | None = strawberry.field(
        default=strawberry.UNSET, description="The office's postal address. Not said: it stays."
    )
    languages: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="Codes of all languages it works in. Not said: they stay."
    )


@strawberry.input(description="Settings of an authority in an area, to be edited.")
class UpdateAreaSettingsInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")
    keywords: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="All keywords (R5). Not said: they stay."
    )
    professions: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="All professions (R5). Not said: they stay."
    )
    flags: list[Flag] | None = strawberry.field(
        default=strawberry.UNSET, description="All flags (R42). Not said: they stay."
    )
    territory: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Code of a DIMIC's region; null: the whole state. Not said: it stays.",
    )


@strawberry.input(description="An area to be withdrawn from an authority.")
class WithdrawAccessInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")
    area: str = strawberry.field(description="Code of the legislative area.")


@strawberry.input(description="An authority that the act is about.")
class AuthorityInput(_Edit):
    authority: strawberry.ID = strawberry.field(description="Id of the authority.")


@strawberry.input(description="One network file.")
class NetworkFileInput:
    name: str = strawberry.field(description="`authorities.csv`, `access.csv` or `links.csv`.")
    content: str = strawberry.field(description="The file, CSV with a header row.")


@strawberry.input(description="What is to be added to the NIMIC's Member State, as network files.")
class ImportNetworkInput(_Common):
    files: list[NetworkFileInput] = strawberry.field(description="The files, each once.")


@strawberry.input(description="A Member State whose import was interrupted.")
class UnfinishedImportInput(_Common):
    state: str = strawberry.field(description="Code of the Member State.")


# --- the operator's ---------------------------------------------------------------------------------------------------


@strawberry.input(description="The body that becomes NIMIC.")
class NimicInput(_Data):
    pass


@strawberry.input(description="A Member State to be created with its NIMIC (R8, R12).")
class CreateMemberStateInput(_Common):
    code: str = strawberry.field(description="Its code, as `DE` or `EL`.")
    name: str = strawberry.field(description="Its name in English.")
    nimic: NimicInput = strawberry.field(description="Its National IMI Coordinator.")


@strawberry.input(description="Another NIMIC for a Member State: an authority that is there, or a new one.")
class ReplaceNimicInput(_Common):
    state: str = strawberry.field(description="Code of the Member State.")
    successor: strawberry.ID | None = strawberry.field(
        default=None, description="Id of an authority of the state."
    )
    nimic: NimicInput | None = strawberry.field(
        default=None, description="A new authority, instead of `successor`."
    )


@strawberry.input(description="A region to be created.")
class CreateRegionInput(_Common):
    code: str = strawberry.field(description="Its code, unique over all states.")
    state: str = strawberry.field(description="Code of its Member State.")
    name: str = strawberry.field(description="Its name.")
    parent: str | None = strawberry.field(
        default=None, description="Code of the region it is part of; null: the state."
    )
    latitude: float | None = strawberry.field(default=None, description="Degrees north, for the map.")
    longitude: float | None = strawberry.field(default=None, description="Degrees east, for the map.")


@strawberry.input(description="A region to be edited.")
class UpdateRegionInput(_Common):
    code: str = strawberry.field(description="Its code.")
    name: str | None = strawberry.field(default=strawberry.UNSET, description="Its name. Not said: it stays.")
    parent: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Code of the region it is part of; null: the state. Not said: it stays.",
    )
    latitude: float | None = strawberry.field(
        default=strawberry.UNSET, description="Degrees north. Not said: it stays."
    )
    longitude: float | None = strawberry.field(
        default=strawberry.UNSET, description="Degrees east. Not said: it stays."
    )


@strawberry.input(description="A legislative area to be created.")
class CreateLegislativeAreaInput(_Common):
    code: str = strawberry.field(description="Its code, as `PQ`.")
    name: str = strawberry.field(description="Its name.")
    requires_professions: bool = strawberry.field(
        default=False, description="Whether it asks for professions (R5)."
    )
    keywords: list[str] = strawberry.field(
        default_factory=list, description="What competence may be named by (R5)."
    )
    other_names: list[LocalizedNameInput] = strawberry.field(
        default_factory=list, description="Its names in other languages than English, one each."
    )
    keyword_names: list[KeywordNameInput] = strawberry.field(
        default_factory=list,
        description="Names of its keywords in other languages than English, one each (R5).",
    )


@strawberry.input(description="A legislative area to be edited.")
class UpdateLegislativeAreaInput(_Common):
    code: str = strawberry.field(description="Its code.")
    name: str | None = strawberry.field(default=strawberry.UNSET, description="Its name. Not said: it stays.")
    requires_professions: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether it asks for professions (R5). Not said: it stays."
    )
    keywords: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="All its keywords (R5). Not said: they stay."
    )
    other_names: list[LocalizedNameInput] | None = strawberry.field(
        default=strawberry.UNSET, description="All its names in other languages. Not said: they stay."
    )
    keyword_names: list[KeywordNameInput] | None = strawberry.field(
        default=strawberry.UNSET,
        description="All names of its keywords in other languages (R5). Not said: those of keywords that stay do.",
    )
