"""Sound networks of any size as network files: a federal state with regions, SDIMICs, DIMICs and many authorities."""

import csv
from collections.abc import Iterable
from pathlib import Path

REGIONS = 20
AREAS = ("SD", "PQ", "PW")
AT = "2009-01-15T09:00:00Z"
AUTHORITY_COLUMNS = (
    "id",
    "state",
    "region",
    "type",
    "name",
    "external_ids",
    "registered_by",
    "registered_at",
    "validating_coordinator",
)
ACCESS_COLUMNS = (
    "authority",
    "area",
    "role",
    "territory",
    "access_coordinator",
    "request_coordinators",
    "granted_by",
    "granted_at",
)


def write_network(directory: Path, authorities: int, state: str = "XA", central: int = 0) -> int:
    """Write a state of so many authorities and answer how many rows its files have.

    Each region has an SDIMIC, and a DIMIC in each area for every 200 authorities; every fourth authority has a second
    area and every third a second Request Coordinator, so that there are about 2.5 relations of coordinators to each.
    The first ones, as many as `central`, are looked after by one DIMIC of the whole state.
    """
    directory.mkdir(parents=True, exist_ok=True)
    nimic = f"{state}-nimic"
    bodies: list[tuple[object, ...]] = [
        (nimic, state, "", "NIMIC", f"National coordinator of {state}", "", "", AT, "")
    ]
    access: list[tuple[object, ...]] = []
    regions = [f"{state}{number:02}" for number in range(REGIONS)]
    dimics: dict[tuple[str, str], list[str]] = {}
    office = f"{state}-central"
    if central:
        bodies.append((office, state, "", "DIMIC", f"Central office of {state}", "", nimic, AT, nimic))
        access += [(office, area, "DIMIC", "", nimic, nimic, nimic, AT) for area in AREAS]
    each = max(1, authorities // REGIONS // 200)
    for region in regions:
        sdimic = f"{region}-sdimic"
        bodies.append((sdimic, state, region, "SDIMIC", f"Land {region}", "", nimic, AT, nimic))
        for area in AREAS:
            dimics[region, area] = [f"{region}-{area}-{number}" for number in range(each)]
            for id in dimics[region, area]:
                bodies.append((id, state, region, "DIMIC", f"Office {id} for {area}", "", sdimic, AT, sdimic))
                access.append((id, area, "DIMIC", region, sdimic, sdimic, sdimic, AT))
    for number in range(authorities - len(bodies)):
        region, area, other = regions[number % REGIONS], AREAS[number % 3], AREAS[(number + 1) % 3]
        id, offices = f"{state}-{number:07}", dimics[region, area]
        coordinator = office if number < central else offices[number // REGIONS % len(offices)]
        bodies.append(
            (
                id,
                state,
                region,
                "CA",
                f"Municipality {number * 7919 % 1000003:07}",
                f"lau:{number}",
                coordinator,
                AT,
                coordinator,
            )
        )
        requests = f"{coordinator};{region}-sdimic" if number % 3 == 0 else coordinator
        access.append((id, area, "CA", "", coordinator, requests, coordinator, AT))
        if number % 4 == 0:
            second = dimics[region, other][0]
            access.append((id, other, "CA", "", second, second, second, AT))
    _write(directory / "states.csv", ("code", "name", "nimic"), [(state, f"State {state}", nimic)])
    _write(
        directory / "regions.csv",
        ("code", "state", "name"),
        [(region, state, f"Region {region}") for region in regions],
    )
    _write(directory / "areas.csv", ("code", "name"), [(area, area) for area in AREAS])
    _write(directory / "authorities.csv", AUTHORITY_COLUMNS, bodies)
    _write(directory / "access.csv", ACCESS_COLUMNS, access)
    return 1 + len(regions) + len(AREAS) + len(bodies) + len(access)


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
