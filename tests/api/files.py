"""The network of tests/api/network as its files say it: what the service must answer, worked out without it."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

NETWORK = Path(__file__).parent / "network"
BY_NAME = [
    "amt-lu",  # Administration …
    'Στέλεχος "1"',  # Ärztekammer …
    "land",
    "kammer",  # Bundesärztekammer
    "bund",
    "stadt",
    "kreis",  # both Landkreis Ebersberg, but for case and spacing
    "kreis 2",
    "lux",  # Ministère …
    "alt",  # Öffentliche …
    "regierung",
]
"""Every authority in the order of folded official names, then ids."""
BY_ID = sorted(BY_NAME)

AUTHORITY = """
fragment Everything on Authority {
  id type status name nameLanguage email phone web address languages registeredAt validatingCoordinatorSince revision
  state { code }
  region { code }
  otherNames { language name }
  externalIds { scheme value }
  registeredBy { id }
  validatingCoordinator { id }
  areas {
    area { code } role territory { code } keywords professions flags
    grantedBy { id } grantedAt accessCoordinator { id } accessCoordinatorSince
    requestCoordinators { coordinator { id } referralOptOut since }
  }
  observers { id }
  observed { id }
}
"""
"""What `Files.authority` answers, asked of the service."""

Row = dict[str, str]


def values(cell: str) -> list[str]:
    """The values of a cell that may hold several."""
    return cell.split(";") if cell else []


def pairs(cell: str, separator: str, left: str, right: str) -> list[dict[str, str]]:
    """The values of a cell of pairs, as objects."""
    return [dict(zip((left, right), value.split(separator, 1), strict=True)) for value in values(cell)]


def instant(cell: str) -> str:
    """A time as the service sends it."""
    return cell if "." in cell else cell.replace("Z", ".000000Z")


def reference(id: str) -> dict[str, str] | None:
    """An authority, of which the id is asked for."""
    return {"id": id} if id else None


class Files:
    """The rows of a folder of network files, and answers made of them."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, list[Row]] = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                self.rows[path.stem] = list(csv.DictReader(file))
        self.index()

    def index(self) -> None:
        """Make the rows easy to find."""
        self.authorities = {row["id"]: row for row in self.rows["authorities"]}
        self.places = {row["code"]: row for row in self.rows["regions"]}
        self._access: dict[str, list[Row]] = defaultdict(list)
        self._links: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in sorted(self.rows["access"], key=lambda row: row["area"]):
            self._access[row["authority"]].append(row)
        for row in self.rows["links"]:
            self._links["observed", row["observed"]].append(row["observer"])
            self._links["observer", row["observer"]].append(row["observed"])

    def access(self, id: str) -> list[Row]:
        """What an authority is and has in its areas, in the order of their codes."""
        return self._access.get(id, [])

    def coordinators(self, id: str) -> set[str]:
        """Who is its Validating, Access or Request Coordinator."""
        held = {self.authorities[id]["validating_coordinator"]}
        for row in self.access(id):
            held |= {row["access_coordinator"], *values(row["request_coordinators"])}
        return held - {""}

    def regions(self, id: str) -> list[str]:
        """The region it lies in and what that is part of."""
        return self.containing(self.authorities[id]["region"])

    def containing(self, region: str) -> list[str]:
        """A region and what it is part of, from the inside out; none of no region."""
        found = []
        while region:
            found.append(region)
            region = self.places[region]["parent"]
        return found

    def authority(self, id: str, since: str) -> dict[str, Any]:
        """All that is an authority's own; `since`: when its relations were imported."""
        row = self.authorities[id]
        validating = row["validating_coordinator"]
        plain = ("id", "type", "status", "name")
        optional = {
            "nameLanguage": "name_language",
            "email": "email",
            "phone": "phone",
            "web": "web",
            "address": "address",
        }
        return {
            **{name: row[name] for name in plain},
            **{name: row[column] or None for name, column in optional.items()},
            "state": {"code": row["state"]},
            "region": {"code": row["region"]} if row["region"] else None,
            "otherNames": pairs(row["other_names"], "=", "language", "name"),
            "externalIds": pairs(row["external_ids"], ":", "scheme", "value"),
            "languages": values(row["languages"]),
            "registeredBy": reference(row["registered_by"]),
            "registeredAt": instant(row["registered_at"]),
            "validatingCoordinator": reference(validating),
            "validatingCoordinatorSince": since if validating else None,
            "areas": [self.area_access(access, since) for access in self.access(id)],
            "observers": [{"id": end} for end in self.ends(id, "observed")],
            "observed": [{"id": end} for end in self.ends(id, "observer")],
            "revision": 1,
        }

    def area_access(self, row: Row, since: str) -> dict[str, Any]:
        """What an authority is and has in one area."""
        return {
            "area": {"code": row["area"]},
            "role": row["role"],
            "territory": {"code": row["territory"]} if row["territory"] else None,
            **{name: values(row[name]) for name in ("keywords", "professions", "flags")},
            "grantedBy": reference(row["granted_by"]),
            "grantedAt": instant(row["granted_at"]),
            "accessCoordinator": reference(row["access_coordinator"]),
            "accessCoordinatorSince": since,
            "requestCoordinators": [
                {
                    "coordinator": {"id": id},
                    "referralOptOut": id in values(row["referral_opt_outs"]),
                    "since": since,
                }
                for id in sorted(values(row["request_coordinators"]))
            ],
        }

    def ends(self, id: str, own: str) -> list[str]:
        """The other ends of the links in which it is `observer` or `observed`, in the order of their ids."""
        return sorted(self._links.get((own, id), []))
