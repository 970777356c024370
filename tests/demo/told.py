"""What the import of the demonstration network is told to have done to an authority, made of the files alone."""

from collections import defaultdict
from typing import Any

from tests.api.files import Row, values
from tests.demo.files import NetworkFiles

CHANGE = """
  fragment Told on Change {
    authority { id } id at actor { id } operator user action reason summary before after endedCount beganCount
    ended { ...Recorded }
    began { ...Recorded }
  }
  fragment Recorded on RecordedRelation { kind from { id } to { id } area { code name } region { code name } words }
"""
SHOWN = 20
FEW = 3
SEATS = {
    "VALIDATES": "Validating Coordinator",
    "GRANTS_ACCESS": "Access Coordinator",
    "COORDINATES_REQUESTS": "Request Coordinator",
    "OPTS_OUT_OF_REFERRAL": "Request Coordinator opting out of referral",
}
Group = tuple[str, bool, str]
"""Kind, whether it leads from the authority to others, area (empty: none)."""


class Import:
    """The one change of a state, as it touched its authorities."""

    def __init__(self, files: NetworkFiles, change: str) -> None:
        self.files = files
        self.change = change
        self.opting_out: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        """Of each Request Coordinator by area for whom it opts out of referral."""
        for access in files.rows["access"]:
            for coordinator in values(access["referral_opt_outs"]):
                self.opting_out[coordinator][access["area"]].append(access["authority"])

    def of(self, id: str) -> dict[str, Any]:
        """The change, as `Told` asks for it."""
        row = self.files.authorities[id]
        groups = self._groups(id)
        seats = {
            group: sorted(ends)
            for group, ends in sorted(groups.items(), key=lambda each: self._place(each[0]))
        }
        placed = bool(row["region"])
        began = [self._recorded(id, group, end) for group, ends in seats.items() for end in ends[:SHOWN]]
        own = [self._own(id, "IN_STATE", None, None, self._membership(row))]
        if placed:
            own.append(
                self._own(id, "LOCATED_IN", None, row["region"], f"lies in {self._region(row['region'])}")
            )
        for access in self.files.access(id):
            territory = access["territory"] or None
            own.append(self._own(id, "ACTS_IN", access["area"], territory, self._role(access)))
        return {
            "authority": {"id": id},
            "id": self.change,
            "at": self.files.since_of(id),
            "actor": None,
            "operator": True,
            "user": None,
            "action": "import",
            "reason": None,
            "summary": " ".join(f"{sentence}." for sentence in self._sentences(id, seats)),
            "before": [],
            "after": self._after(id, seats),
            "endedCount": 0,
            "beganCount": sum(map(len, seats.values())) + len(own),
            "ended": [],
            "began": [*own, *began],
        }

    def _groups(self, id: str) -> dict[Group, list[str]]:
        """Who is at the other end of its relations."""
        found: dict[Group, list[str]] = defaultdict(list)
        for relation, holder, _, area in self.files.seats(id):
            found[relation, False, area or ""].append(holder)
        for access in self.files.access(id):
            if opted_out := values(access["referral_opt_outs"]):
                found["OPTS_OUT_OF_REFERRAL", False, access["area"]] = opted_out
        for area, ends in self.opting_out.get(id, {}).items():
            found["OPTS_OUT_OF_REFERRAL", True, area] = ends
        for end in self.files.ends(id, "observed"):
            found["LINKED_TO", False, ""].append(end)
        for end in self.files.ends(id, "observer"):
            found["LINKED_TO", True, ""].append(end)
        for (relation, area), held in self.files.held.get(id, {}).items():
            found[relation, True, area or ""] += held
        return found

    def _place(self, group: Group) -> Any:
        kind, outgoing, area = group
        return (["VALIDATES", *list(SEATS)[1:], "LINKED_TO"].index(kind), outgoing, area)

    def _recorded(self, id: str, group: Group, end: str) -> dict[str, Any]:
        kind, outgoing, area = group
        ends = (id, end) if outgoing else (end, id)
        return {
            "kind": kind,
            "from": {"id": ends[0]},
            "to": {"id": ends[1]},
            "area": self._area(area),
            "region": None,
            "words": self._words(id, group, end),
        }

    def _own(self, id: str, kind: str, area: str | None, region: str | None, words: str) -> dict[str, Any]:
        place = {"code": region, "name": self._region(region)} if region else None
        return {
            "kind": kind,
            "from": {"id": id},
            "to": None,
            "area": self._area(area),
            "region": place,
            "words": words,
        }

    def _area(self, code: str | None) -> dict[str, str] | None:
        return next(
            (
                {"code": row["code"], "name": row["name"]}
                for row in self.files.rows["areas"]
                if row["code"] == code
            ),
            None,
        )

    # --- in words -------------------------------------------------------------------------------------------------

    def _name(self, id: str) -> str:
        return self.files.authorities[id]["name"]

    def _region(self, code: str) -> str:
        return self.files.places[code]["name"]

    def _state(self, row: Row) -> str:
        return next(state["name"] for state in self.files.rows["states"] if state["code"] == row["state"])

    def _kind(self, row: Row) -> str:
        return f" as {row['type']}" if row["type"] in ("NIMIC", "SDIMIC") else ""

    def _membership(self, row: Row) -> str:
        return f"{'active' if row['status'] == 'ACTIVE' else 'deactivated'} in {self._state(row)}{self._kind(row)}"

    def _settings(self, access: Row) -> list[str]:
        lists = [(name, values(access[name])) for name in ("keywords", "professions", "flags")]
        return [f"{name} {', '.join(some)}" for name, some in lists if some]

    def _reach(self, access: Row) -> str:
        if access["role"] == "CA":
            return ""
        return f" for {self._region(access['territory'])}" if access["territory"] else " for the whole state"

    def _role(self, access: Row) -> str:
        return "; ".join(
            [f"{access['role']} in {access['area']}{self._reach(access)}", *self._settings(access)]
        )

    def _words(self, id: str, group: Group, end: str) -> str:
        kind, outgoing, area = group
        if kind == "LINKED_TO":
            return f"{'observes' if outgoing else 'observed by'} {self._name(end)}"
        seat = SEATS[kind] + (f" in {area}" if area else "")
        return f"{seat}{' of' if outgoing else ':'} {self._name(end)}"

    def _after(self, id: str, seats: dict[Group, list[str]]) -> list[str]:
        row, found = self.files.authorities[id], []
        found.append(self._membership(row))
        if row["region"]:
            found.append(f"lies in {self._region(row['region'])}")
        found += self._phrases(id, seats, "VALIDATES")
        found += [self._role(access) for access in self.files.access(id)]
        for kind in ("GRANTS_ACCESS", "COORDINATES_REQUESTS", "OPTS_OUT_OF_REFERRAL", "LINKED_TO"):
            found += self._phrases(id, seats, kind)
        return found

    def _phrases(self, id: str, seats: dict[Group, list[str]], kind: str) -> list[str]:
        found = []
        for group, ends in seats.items():
            if group[0] == kind:
                found += [self._words(id, group, end) for end in ends[:SHOWN]]
                if len(ends) > SHOWN:
                    found.append(f"and {len(ends) - SHOWN:,} more of the kind")
        return found

    def _sentences(self, id: str, seats: dict[Group, list[str]]) -> list[str]:
        row = self.files.authorities[id]
        found = [f"It is in the network of {self._state(row)}{self._kind(row)}"]
        if row["region"]:
            found.append(f"It lies in {self._region(row['region'])}")
        found += self._said(seats, "VALIDATES")
        for access in self.files.access(id):
            as_what = f" as {access['role']}{self._reach(access)}"
            found.append(f"It got access to {access['area']}{'; '.join([as_what, *self._settings(access)])}")
        for kind in ("GRANTS_ACCESS", "COORDINATES_REQUESTS", "OPTS_OUT_OF_REFERRAL", "LINKED_TO"):
            found += self._said(seats, kind)
        return found

    def _said(self, seats: dict[Group, list[str]], kind: str) -> list[str]:
        found = []
        for (some, outgoing, area), ends in seats.items():
            seat = SEATS.get(kind, "") + (f" in {area}" if area else "")
            names = self._names(ends)
            if some != kind:
                continue
            if kind == "LINKED_TO":
                observe = "observe" if len(ends) > 1 else "observes"
                found.append(f"It observes {names}" if outgoing else f"{names} {observe} it")
            elif kind == "OPTS_OUT_OF_REFERRAL":
                opt = "opt" if len(ends) > 1 and not outgoing else "opts"
                who, whom = ("It", f" for {names}") if outgoing else (names, "")
                found.append(f"{who} {opt} out of referral in {area}{whom}")
            elif outgoing:
                found.append(f"It became {seat} of {names}")
            else:
                found += [f"{self._name(end)} became its {seat}" for end in ends]
        return found

    def _names(self, ends: list[str]) -> str:
        if len(ends) > FEW:
            return f"{len(ends):,} authorities"
        names = [self._name(end) for end in ends]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def in_any_order(change: dict[str, Any]) -> dict[str, Any]:
    """The same with its relations in an order of our own: the interface promises none."""
    return {
        **change,
        **{
            side: sorted(change[side], key=lambda each: repr(sorted(each.items())))
            for side in ("ended", "began")
        },
    }
