"""What the reconciliation service calls types and properties of authorities, and what an authority has of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from service.model.identifiers import AuthorityId, AuthorityType
from service.statements.authorities import AuthorityRow

ANY = "Authority"
COORDINATOR = "Coordinator"
COORDINATORS = frozenset((AuthorityType.NIMIC, AuthorityType.SDIMIC, AuthorityType.DIMIC))


@dataclass(frozen=True)
class Type:
    """A type of the service; `of` are the types of authorities that are of it."""

    id: str
    name: str
    broader: tuple[str, ...]
    of: frozenset[str]

    def shown(self) -> dict[str, Any]:
        """As JSON for clients, with the broader ones."""
        row: dict[str, Any] = {"id": self.id, "name": self.name}
        if self.broader:
            row["broader"] = [{"id": id, "name": TYPES[id].name} for id in self.broader]
        return row


def _type(kind: AuthorityType, name: str, broader: str) -> Type:
    return Type(kind, name, (broader,), frozenset((kind,)))


TYPES = {
    each.id: each
    for each in (
        Type(ANY, "Authority", (), frozenset(AuthorityType)),
        Type(COORDINATOR, "IMI Coordinator", (ANY,), COORDINATORS),
        _type(AuthorityType.NIMIC, "National IMI Coordinator (NIMIC)", COORDINATOR),
        _type(AuthorityType.SDIMIC, "Super-Delegated IMI Coordinator (SDIMIC)", COORDINATOR),
        _type(AuthorityType.DIMIC, "Delegated IMI Coordinator (DIMIC)", COORDINATOR),
        _type(AuthorityType.CA, "Competent Authority (CA)", ANY),
    )
}

Texts = Callable[[AuthorityRow], Iterable[str | None]]
Authorities = Callable[[AuthorityRow], Iterable[AuthorityId | None]]


@dataclass(frozen=True)
class Property:
    """What can be asked of an authority: texts, or other authorities."""

    id: str
    name: str
    texts: Texts | None = None
    authorities: Authorities | None = None

    def shown(self) -> dict[str, str]:
        """As JSON for clients."""
        return {"id": self.id, "name": self.name}


EXTERNAL_ID = "external_id"
CONSTRAINTS = ("state", "region", "area", "status", EXTERNAL_ID)
"""The properties by which candidates can be narrowed down."""
PROPERTIES = {
    each.id: each
    for each in (
        Property("state", "Member State (code or name)", lambda row: [row["state"]]),
        Property("region", "Region (code or name; its sub-regions too)", lambda row: [row["region"]]),
        Property("area", "Legislative area (code or name)", lambda row: [it["area"] for it in row["areas"]]),
        Property("status", "Status (ACTIVE or INACTIVE)", lambda row: [row["status"]]),
        Property(
            EXTERNAL_ID,
            "Id in another register (SCHEME:VALUE; as the property external_id:SCHEME the value alone)",
            lambda row: [f"{it['scheme']}:{it['value']}" for it in row["external_ids"]],
        ),
        Property("name", "Official name", lambda row: [row["name"]]),
        Property(
            "other_name",
            "Official name in another language",
            lambda row: [it["name"] for it in row["other_names"]],
        ),
        Property("type", "Type", lambda row: [row["type"]]),
        Property(
            "dimic_area",
            "Legislative area in which it is DIMIC",
            lambda row: [it["area"] for it in row["areas"] if it["role"] == "DIMIC"],
        ),
        Property("email", "Email", lambda row: [row["email"]]),
        Property("phone", "Phone", lambda row: [row["phone"]]),
        Property("web", "Website", lambda row: [row["web"]]),
        Property("address", "Address", lambda row: [row["address"]]),
        Property(
            "validating_coordinator",
            "Validating Coordinator",
            authorities=lambda row: [row["validating_coordinator"]],
        ),
        Property(
            "access_coordinator",
            "Access Coordinators of all areas",
            authorities=lambda row: [it["access_coordinator"] for it in row["areas"]],
        ),
        Property(
            "request_coordinator",
            "Request Coordinators of all areas",
            authorities=lambda row: [
                each["coordinator"] for it in row["areas"] for each in it["request_coordinators"]
            ],
        ),
    )
}
