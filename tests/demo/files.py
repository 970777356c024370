"""What the network files say of who coordinates, covers and monitors whom, told without a line of the service."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.api.files import Files, Row, instant, values

COORDINATORS = ("NIMIC", "SDIMIC", "DIMIC")
Step = tuple[str, str, str, str | None, str]
"""Relation, who holds it, with whom, area, since when."""
Why = tuple[str, list[Step]]
"""A rule and its path."""
Edge = tuple[str, str, str, str | None]
"""Relation, who holds it, with whom, area."""


def folded(name: str) -> str:
    """A name without case, marks and needless space."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(letters.translate(str.maketrans("ςłøđ", "σlod")).split())


class NetworkFiles(Files):
    """The rows of the demonstration network; `since`: when the relations of each state were imported."""

    def __init__(self, folder: Path, since: dict[str, str]) -> None:
        super().__init__(folder)
        self.since = since

    def copied(self) -> "NetworkFiles":
        """The same, to be edited; `index` is to be called after."""
        other = copy(self)
        other.rows = {file: [dict(row) for row in rows] for file, rows in self.rows.items()}
        for calculated in ("scopes", "held"):
            other.__dict__.pop(calculated, None)
        other.index()
        return other

    def since_of(self, id: str) -> str:
        """When the relations of an authority began."""
        return self.since[self.authorities[id]["state"]]

    def own(self, id: str) -> dict[str, Any]:
        """All that is an authority's own."""
        return self.authority(id, self.since_of(id))

    def access_in(self, id: str, area: str | None) -> Row | None:
        """What it is and has in one area."""
        return next((row for row in self.access(id) if row["area"] == area), None)

    def by_name(self, ids: Iterable[str]) -> list[str]:
        """In the order of folded official names, then ids."""
        return sorted(ids, key=lambda id: (folded(self.authorities[id]["name"]), id))

    def nimic(self, state: str) -> str:
        """The NIMIC of a state."""
        return next(row["nimic"] for row in self.rows["states"] if row["code"] == state)

    def active(self, id: str) -> bool:
        """Whether it takes part."""
        return self.authorities[id]["status"] == "ACTIVE"

    def coordinates(self, id: str) -> bool:
        """Whether it is an IMI Coordinator."""
        return self.authorities[id]["type"] in COORDINATORS

    def appointed(self, id: str) -> list[tuple[str, str]]:
        """Each area for which it was appointed DIMIC, and by whom."""
        entries = [entry.split("=", 1) for entry in values(self.authorities[id]["appointed_by"])]
        return [(area, by) for area, by in entries]

    def appointed_at(self, id: str, area: str) -> str:
        """When it was appointed: when its access to the area was given."""
        row = self.access_in(id, area)
        return instant(row["granted_at"] if row else self.authorities[id]["registered_at"])

    # --- who monitors whom ----------------------------------------------------------------------------------------

    def monitors(self, id: str) -> dict[str, list[Why]]:
        """Who may monitor an authority, with every reason in the order of rule and path (R43–R46)."""
        found: dict[str, list[Why]] = defaultdict(list)
        since = self.since_of(id)
        for observer in self.ends(id, "observed"):
            found[observer].append(("R43", [("LINKED_TO", observer, id, None, since)]))
        for relation, holder, _, area in self.seats(id):
            if self.coordinates(holder):
                found[holder].append(("R44", [(relation, holder, id, area, since)]))
        found[self.nimic(self.authorities[id]["state"])].append(("R45", []))
        for path in self._creations(id):
            sdimic = self.authorities[path[0][1]]
            if sdimic["type"] == "SDIMIC" and sdimic["region"] and sdimic["region"] in self.regions(id):
                found[sdimic["id"]].append(("R46", path))
        return {
            monitor: sorted(reasons, key=lambda why: (why[0], [(s[0], s[1], s[3] or "") for s in why[1]]))
            for monitor, reasons in sorted(found.items())
            if monitor != id and self.active(monitor)
        }

    def seats(self, id: str) -> list[Edge]:
        """Who is its Validating, Access and Request Coordinator, where."""
        found: list[Edge] = []
        if validating := self.authorities[id]["validating_coordinator"]:
            found.append(("VALIDATES", validating, id, None))
        for row in self.access(id):
            found.append(("GRANTS_ACCESS", row["access_coordinator"], id, row["area"]))
            for coordinator in values(row["request_coordinators"]):
                found.append(("COORDINATES_REQUESTS", coordinator, id, row["area"]))
        return found

    def _creations(self, id: str) -> list[list[Step]]:
        """Each way from someone to the registration of an authority: its own, or the creation of the DIMIC that did it."""
        registrar = self.authorities[id]["registered_by"]
        if not registrar:
            return []
        last: Step = ("REGISTERED", registrar, id, None, instant(self.authorities[id]["registered_at"]))
        ways: list[list[Step]] = [[last]]
        for area, coordinator in self.appointed(registrar):
            since = self.appointed_at(registrar, area)
            ways.append([("APPOINTED", coordinator, registrar, area, since), last])
        above = self.authorities[registrar]["registered_by"]
        if above and self.authorities[registrar]["type"] == "DIMIC":
            since = instant(self.authorities[registrar]["registered_at"])
            ways.append([("REGISTERED", above, registrar, None, since), last])
        return ways

    @cached_property
    def scopes(self) -> dict[str, dict[str, list[Why]]]:
        """Whom each authority may monitor, and why."""
        found: dict[str, dict[str, list[Why]]] = {id: {} for id in self.authorities}
        for id in self.authorities:
            for monitor, reasons in self.monitors(id).items():
                found[monitor][id] = reasons
        return found

    @cached_property
    def held(self) -> dict[str, dict[tuple[str, str | None], list[str]]]:
        """With whom each coordinator holds which relation, in which area."""
        found: dict[str, dict[tuple[str, str | None], list[str]]] = defaultdict(lambda: defaultdict(list))
        for id in self.authorities:
            for relation, holder, _, area in self.seats(id):
                found[holder][relation, area].append(id)
        return found

    def edges(self, ids: Iterable[str]) -> set[Edge]:
        """Every relation with one of these authorities."""
        found: set[Edge] = set()
        for id in ids:
            if id not in self.authorities:
                continue
            found |= {*self.seats(id), *(("LINKED_TO", one, id, None) for one in self.ends(id, "observed"))}
            if registrar := self.authorities[id]["registered_by"]:
                found.add(("REGISTERED", registrar, id, None))
            found |= {("APPOINTED", by, id, area) for area, by in self.appointed(id)}
        return found

    # --- who covers what ------------------------------------------------------------------------------------------

    def covers(self, coordinator: str, id: str, area: str | None) -> bool:
        """Whether a coordinator covers an authority, in an area or (None) for its validation (R81)."""
        one, regions = self.authorities[coordinator], self.regions(id)
        match one["type"]:
            case "NIMIC":
                return True
            case "SDIMIC":
                return one["region"] in regions
        return any(
            not row["territory"] or row["territory"] in regions
            for row in self.access(coordinator)
            if row["role"] == "DIMIC" and area in (None, row["area"])
        )

    def eligible(self, id: str, relation: str, area: str | None) -> list[str]:
        """Who may newly hold a relation with an authority, in the order of their names."""
        return self.by_name(one for one in self.authorities if self._may_hold(one, id, relation, area))

    def _may_hold(self, one: str, id: str, relation: str, area: str | None) -> bool:
        me, it = self.authorities[one], self.authorities[id]
        if one == id or me["state"] != it["state"] or not (self.active(one) and self.active(id)):
            return False
        if it["type"] == "NIMIC" or not self.coordinates(one) or not self.covers(one, id, area):
            return False
        if (relation, one, id, area) in self.seats(id):
            return False
        if relation == "VALIDATES":
            circle = id in self._above(one)
            return not circle and (it["type"] != "SDIMIC" or me["type"] == "NIMIC")
        if relation == "GRANTS_ACCESS":
            access = self.access_in(id, area)
            return access is None or access["role"] == "CA" or me["type"] in ("NIMIC", "SDIMIC")
        return True

    def _above(self, id: str) -> list[str]:
        """Who validates it, who validates that, and so on."""
        found: list[str] = []
        while id := self.authorities[id]["validating_coordinator"]:
            found.append(id)
        return found

    def to_serve(self, coordinator: str, area: str) -> list[str]:
        """Whom a coordinator covers in an area without serving them there (R71), in the order of their names."""
        if not (self.active(coordinator) and self.coordinates(coordinator)):
            return []
        state = self.authorities[coordinator]["state"]
        return self.by_name(
            id
            for id, row in self.authorities.items()
            if row["state"] == state and id != coordinator and self.active(id)
            if (access := self.access_in(id, area))
            and coordinator not in (access["access_coordinator"], *values(access["request_coordinators"]))
            and self.covers(coordinator, id, area)
        )
