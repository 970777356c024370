"""What the demonstration network was ten years ago and what became of it since: `demo_past.json`, written by `python -m demo.build`.

The network files are its present. Before the acts some cells were otherwise, and what is registered or granted later was
not there. The acts are invented like the relations, around what really happened: the directives that began, the bodies that
were dissolved or merged (tables/inactive.csv).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from demo.tables import TABLES, rows
from service.model.network import Access, Authority, Network

BEGINS = "2015-01-01T09:00:00Z"
NIMICS = {
    "DE": "de/bundesverwaltungsamt",
    "EL": "gr/mindev",
    "NL": "nl/ministerie-van-economische-zaken",
    "PL": "pl/ministerstwo-rozwoju",
    "SE": "se/kommerskollegium",
}
OLD, NEW = "de-st/ministerium-fur-landesentwicklung", "de-st/wirtschaftsministerium"
OFFICE = "de-st/landesverwaltungsamt-sachsen-anhalt"
POLICE = "de/bundeskriminalamt"
"""It registered for cultural goods, and became a DIMIC when Firearms began."""
HANDED_OVER = "2017-03-01"
"""When the SDIMIC of Sachsen-Anhalt handed the municipalities over to the Land's administrative office."""
DISSOLVED = "2021-09-16"
ARRIVALS = {
    "2016-05-18": "Posting of Workers and Return of cultural goods begin",
    "2016-06-06": "Museums and archives register for the return of cultural goods",
    "2018-05-25": "The General Data Protection Regulation applies",
    "2018-06-04": "The data protection authorities of the Länder register",
    "2019-09-03": "Firearms begins",
    "2019-09-16": "Police authorities register for firearms",
}


def past(network: Network) -> dict[str, Any]:
    """What was before, and the acts in the order of time."""
    return {
        "begins": BEGINS,
        "before": {
            "authorities": dict(sorted(_bodies_before(network))),
            "access": dict(sorted(_access_before(network))),
        },
        "acts": sorted(_acts(network), key=lambda act: (act["at"], act["action"] == "importNetwork")),
    }


def _office_before(authority: Authority) -> bool:
    return authority.validating_coordinator == OFFICE and authority.registered_by == OLD


def _dissolved(network: Network) -> dict[str, tuple[str, str]]:
    """Bodies that were dissolved or merged since, with the day and why."""
    found = {}
    for row in rows(TABLES / "inactive.csv"):
        (year,) = re.findall(r"\b20\d\d\b", row["reason"])
        if row["id"] != OLD and f"{year}-01-01" > BEGINS:
            found[row["id"]] = (f"{year}-01-01", row["reason"])
    return found


def _bodies_before(network: Network) -> Iterator[tuple[str, dict[str, str]]]:
    gone = {*_dissolved(network), OLD}
    for id, body in network.authorities.items():
        before = {}
        if id in gone:
            before["status"] = "ACTIVE"
        if body.validating_coordinator == NEW or _office_before(body):
            before["validating_coordinator"] = OLD
        if id == POLICE:
            before |= {"type": "CA", "appointed_by": ""}
        if before:
            yield id, before


def _access_before(network: Network) -> Iterator[tuple[str, dict[str, str]]]:
    for (authority, area), access in network.access.items():
        earlier = _earlier(access, _office_before(network.authorities[authority]))
        before = {column: value for column, value in earlier.items() if value != _cells(access)[column]}
        if before:
            yield f"{authority} {area}", before


def _cells(access: Access) -> dict[str, str]:
    return {
        "access_coordinator": access.access_coordinator or "",
        "request_coordinators": ";".join(access.request_coordinators),
        "referral_opt_outs": ";".join(access.referral_opt_outs),
    }


def _earlier(access: Access, of_the_office: bool) -> Mapping[str, str]:
    """Who held the seats: the SDIMIC before those to which its seats went."""
    then = {NEW: OLD}
    if of_the_office and access.granted_by == OLD:
        then[OFFICE] = OLD
    return {
        column: ";".join(sorted({then.get(id, id) for id in value.split(";")}))
        for column, value in _cells(access).items()
    }


def _acts(network: Network) -> Iterator[dict[str, Any]]:
    yield from _arrivals(network)
    yield _mandate(network.access[POLICE, "FA"])
    for place, (id, (day, reason)) in enumerate(sorted(_dissolved(network).items())):
        state = network.authorities[id].state
        act = {
            "action": "deactivateAuthority",
            "actor": NIMICS[state],
            "reason": reason,
            "input": {"authority": id},
        }
        yield {"at": f"{day}T09:{place:02}:00Z", **act}
    yield from _hand_over(network)


def _arrivals(network: Network) -> Iterator[dict[str, Any]]:
    """Files of NIMICs: what came on one day, a state at a time."""
    came = {(each.registered_at, each.state) for each in network.authorities.values() if each.id != NEW}
    came |= {(each.granted_at, network.authorities[each.authority].state) for each in network.access.values()}
    for at, state in sorted(came):
        if at > BEGINS:
            yield {
                "at": at.replace(".000000Z", "Z"),
                "action": "importNetwork",
                "actor": NIMICS[state],
                "state": state,
                "reason": ARRIVALS[at[:10]],
            }


def _mandate(access: Access) -> dict[str, Any]:
    return {
        "at": access.granted_at.replace(".000000Z", "Z"),
        "action": "grantAccess",
        "actor": access.granted_by,
        "reason": "Firearms begins",
        "input": {
            "authority": access.authority,
            "area": access.area,
            "role": access.role,
            "keywords": list(access.keywords),
            "professions": list(access.professions),
            "flags": list(access.flags),
            "territory": access.territory,
        },
    }


def _hand_over(network: Network) -> Iterator[dict[str, Any]]:
    """Sachsen-Anhalt: most municipalities go to the office of the Land, then a new SDIMIC takes the place of the old."""
    nimic = NIMICS["DE"]
    of_office = sorted(id for id, body in network.authorities.items() if _office_before(body))
    reason = "The administrative office of the Land takes over the municipalities"
    to_office = {"coordinator": OLD, "successor": OFFICE, "authorities": of_office, "reason": reason}
    yield _everywhere(f"{HANDED_OVER}T09:00:00Z", "Validating", OLD, to_office)
    yield _everywhere(
        f"{HANDED_OVER}T09:30:00Z", "Access", OLD, to_office | {"withRequestCoordination": True}
    )
    reason = "The ministry is dissolved"
    to_nimic = {"coordinator": OLD, "successor": nimic, "reason": reason}
    yield _everywhere(f"{DISSOLVED}T09:00:00Z", "Validating", nimic, to_nimic)
    yield _everywhere(f"{DISSOLVED}T09:30:00Z", "Access", nimic, to_nimic | {"withRequestCoordination": True})
    yield {
        "at": f"{DISSOLVED}T10:00:00Z",
        "action": "deactivateAuthority",
        "actor": nimic,
        "reason": reason,
        "input": {"authority": OLD},
    }
    yield {
        "at": network.authorities[NEW].registered_at.replace(".000000Z", "Z"),
        "action": "registerSdimic",
        "actor": nimic,
        "reason": "The new Ministry for Economy, Tourism, Agriculture and Forestry becomes SDIMIC",
        "input": _registration(network.authorities[NEW]),
    }
    day = network.authorities[NEW].registered_at[:10]
    reason = "The new SDIMIC takes over what the old one held"
    validated = sorted(id for id, body in network.authorities.items() if body.validating_coordinator == NEW)
    to_new = {"coordinator": nimic, "successor": NEW, "reason": reason}
    yield _everywhere(f"{day}T09:30:00Z", "Validating", nimic, to_new | {"authorities": validated})
    for hour, area in enumerate(sorted({access.area for access in network.access.values()}), 10):
        of_area = [access for access in network.access.values() if access.area == area]
        seats = sorted(
            access.authority
            for access in of_area
            if NEW in (access.access_coordinator, *access.request_coordinators)
        )
        if seats:
            given = to_new | {"authorities": seats, "area": area, "withRequestCoordination": True}
            yield _everywhere(f"{day}T{hour}:00:00Z", "Access", nimic, given)
    opted_out = (access for access in network.access.values() if NEW in access.referral_opt_outs)
    for minute, access in enumerate(opted_out):
        yield {
            "at": f"{day}T20:{minute:02}:00Z",
            "action": "setReferralOptOut",
            "actor": NEW,
            "reason": "The cities of Sachsen-Anhalt are referred to the police alone",
            "input": {"authority": access.authority, "area": access.area, "optOut": True},
        }


def _everywhere(at: str, seat: str, actor: str, given: Mapping[str, Any]) -> dict[str, Any]:
    action = f"replace{seat}CoordinatorEverywhere"
    given = dict(given)
    return {"at": at, "action": action, "actor": actor, "reason": given.pop("reason"), "input": given}


def _registration(body: Authority) -> dict[str, Any]:
    return {
        "id": body.id,
        "name": body.name,
        "nameLanguage": body.name_language,
        "otherNames": [{"language": language, "name": name} for language, name in body.other_names],
        "email": body.email,
        "languages": list(body.languages),
        "region": body.region,
    }
