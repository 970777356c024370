"""The invariants of the graph: one statement each, answering what breaks it. `service.audit` runs them all."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AuthorityId


class FindingRow(TypedDict):
    """One fault: the rule it breaks (none: the record is at fault), who is at fault, what is wrong.

    `authority` is the code of a state or region where the fault is no authority's.
    """

    rule: str | None
    authority: str
    detail: str


class AuditedExternalId(TypedDict):
    """An external id with the key under which it is compared (R2)."""

    scheme: str
    value: str
    key: str


class AuditedNames(TypedDict):
    """One authority's names and ids with what is derived from them; any may be missing from a graph at fault."""

    id: AuthorityId
    state: str | None
    name: str | None
    name_language: str | None
    names: list[str] | None
    search: str | None
    search_all: str | None
    sort: str | None
    words: str | None
    external_ids: list[AuditedExternalId]


class AuditedNamesPage(TypedDict):
    """A page of them; `last` is where the next page begins."""

    authorities: list[AuditedNames]
    last: AuthorityId | None


@statement
async def audit_names(tx: Reader, *, after: str, limit: int) -> AuditedNamesPage: ...


@statement
async def audit_imports(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_memberships(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_member_state_nimics(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_nimics(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_validating_coordinators(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_access_coordinators(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_request_coordinators(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_coordinators_without_access(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_states_of_relations(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_states_of_places(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_self_relations(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_validation_circles(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_inactive_coordinators(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_validation_coverage(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_area_coverage(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_sdimic_validation(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_dimic_access(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_sdimic_locations(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_sdimics_of_regions(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_sdimic_access(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_territories(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_areas(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_ends(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_professions(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_keywords(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_roles(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_types(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_referral_opt_outs(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_regions(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_locations(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_coordinator_labels(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_links(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_registrations(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_sdimic_registrars(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_appointments(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_grants(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_external_id_owners(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_beginnings(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_past(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_origins(tx: Reader) -> list[FindingRow]: ...


@statement
async def audit_ids(tx: Reader) -> list[FindingRow]: ...
