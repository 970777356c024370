"""How the bodies of the demonstration network relate, as the tables say it: rows of the network files."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from demo.bodies import LANGUAGES, Body
from demo.places import Regions
from demo.tables import TABLES, Row, Rules, merged, names, rows
from service.network_files.cells import write_list

HOST_LENGTH = 63
"""Most characters of a part of an Internet address."""


class Relations:
    """The bodies with the tables that relate them; a word of a table that means nobody is an error."""

    def __init__(self, bodies: list[Body], regions: Regions) -> None:
        self.regions = regions
        self.bodies = {body.id: body for body in bodies}
        self.registration, self.participation = Rules("registration"), Rules("participation")
        self.nimics = {row["code"]: row["nimic"] for row in rows(TABLES / "states.csv")}
        self.started = {row["code"]: row["started"] for row in rows(TABLES / "areas.csv")}
        coordinators = [body for body in bodies if body.covers]
        self.covering = {(body.state, body.kind, body.covers): body.id for body in coordinators}
        if len(self.bodies) < len(bodies) or len(self.covering) < len(coordinators):
            raise ValueError("two bodies have one id, or are of one kind and cover one region")
        self.inactive = {row["id"] for row in rows(TABLES / "inactive.csv")}
        self.other_names: dict[str, list[str]] = defaultdict(list)
        for row in rows(TABLES / "other_names.csv"):
            self.other_names[row["id"]].append(write_list([f"{row['language']}={row['name']}"]))
        if unknown := (self.inactive | self.other_names.keys()) - self.bodies.keys():
            raise LookupError(f"no such bodies: {', '.join(sorted(unknown))}")

    def files(self) -> dict[str, list[Row]]:
        """The rows of authorities.csv, access.csv and links.csv; what the importer completes is left out."""
        access = [row for body in self.bodies.values() for row in self._access(body)]
        coordinating = {row["authority"] for row in access if row["role"] == "DIMIC"}
        authorities = [self._authority(body, body.id in coordinating) for body in self.bodies.values()]
        links = [row for link in rows(TABLES / "links.csv") for row in self._links(link)]
        for table in (self.registration, self.participation):
            if unused := table.unused():
                raise LookupError(f"{table.name}.csv: rows that speak for nobody: {unused}")
        return {"authorities": authorities, "access": access, "links": links}

    def _where(self, body: Body) -> list[str]:
        return self.regions.outwards(body.region, body.state)

    def _registered(self, body: Body) -> Row:
        said = self.registration.said(body.id, body.kind, self._where(body))
        if not said:
            raise LookupError(f"registration.csv says nothing of {body.id} ({body.kind})")
        return merged(said)

    def _authority(self, body: Body, coordinating: bool) -> Row:
        said = self._registered(body)
        nimic = self.nimics[body.state] == body.id
        return {
            "id": body.id,
            "state": body.state,
            "region": body.region,
            "type": "NIMIC" if nimic else said["type"] or ("DIMIC" if coordinating else "CA"),
            "name": body.name,
            "name_language": LANGUAGES[body.state],
            "other_names": ";".join([*filter(None, [body.other_names]), *self.other_names[body.id]]),
            "external_ids": body.external_ids,
            "email": _email(body.id),
            "languages": LANGUAGES[body.state],
            "registered_by": self._one(said["registered_by"], body),
            "registered_at": _at(self._registered_on(body, said["registered"])),
            "validating_coordinator": self._one(said["validated_by"], body),
            "status": "INACTIVE" if body.id in self.inactive else "ACTIVE",
        }

    def _registered_on(self, body: Body, said: str) -> str:
        """The day said for its kind; where the first of its areas began more than five years later, that day."""
        areas = self.participation.said(body.id, body.kind, self._where(body))
        first = min((self.started[row["area"]] for row in areas), default=said)
        return first if int(first[:4]) - int(said[:4]) > 5 else said

    def _access(self, body: Body) -> Iterator[Row]:
        registered = self._registered_on(body, self._registered(body)["registered"])
        areas: dict[str, list[Row]] = defaultdict(list)
        for row in self.participation.said(body.id, body.kind, self._where(body)):
            areas[row["area"]].append(row)
        for area, said in areas.items():
            row = merged(said)
            yield {
                "authority": body.id,
                "area": area,
                "role": row["role"],
                "territory": body.covers if row["role"] == "DIMIC" else "",
                "access_coordinator": self._one(row["access"], body),
                "request_coordinators": ";".join(self._several(row["requests"], body)),
                "referral_opt_outs": ";".join(self._several(row["opt_outs"], body)),
                "keywords": row["keywords"],
                "professions": row["professions"],
                "flags": row["flags"],
                "granted_by": self._one(row["granted_by"], body),
                "granted_at": _at(max(registered, self.started[area])),
            }

    def _links(self, link: Row) -> Iterator[Row]:
        observer = self.bodies[link["observer"]]
        for body in self.bodies.values():
            meant = link["observed"] in (body.id, body.kind) and link["within"] in self._where(body)
            if meant and body is not observer:
                yield {"observer": observer.id, "observed": body.id}

    def _several(self, words: str, body: Body) -> list[str]:
        return [id for word in filter(None, words.split(";")) if (id := self._one(word, body))]

    def _one(self, word: str, body: Body) -> str:
        """The id that a word means for a body: the NIMIC, an id, or who of a kind covers its region.

        Ended by `?` it may mean nobody.
        """
        if word == "nimic":
            return self.nimics[body.state]
        if "/" in word:
            found = [word] if word in self.bodies else [id for id in self.bodies if names(word, id)]
        else:
            kind = word.removesuffix("?")
            keys = [(body.state, kind, region) for region in self._where(body)]
            found = [self.covering[key] for key in keys if key in self.covering][:1]
        if word and not word.endswith("?") and len(found) != 1:
            raise LookupError(f"{word} means {found or 'nobody'} for {body.id}")
        return found[0] if found else ""


def _at(day: str) -> str:
    """Nine o'clock UTC of a day."""
    return f"{date.fromisoformat(day).isoformat()}T09:00:00Z"


def _email(id: str) -> str:
    """An office's address that cannot exist: .example is kept for that. None where the id makes no host name."""
    host = "-".join("".join(c if c.isalnum() else " " for c in id).lower().split())
    return f"office@{host}.example" if host.isascii() and len(host) <= HOST_LENGTH else ""
