"""The bodies of the demonstration network: who they are and where they lie, not yet how they relate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from demo.places import Regions
from demo.tables import SOURCES, TABLES, Row, names, rows
from service.model.body_names import BodyName
from service.network_files.cells import write_list

LANGUAGES = {"DE": "de", "EL": "el", "NL": "nl", "PL": "pl", "SE": "sv"}
REGISTERS = {
    "okfn/publicbodies": "publicbodies",
    "opensanctions/opensanctions": "opensanctions",
    "datenanfragen/data": "datenanfragen",
}
"""The scheme of the external ids of bodies from each source."""

COUNTY_WORD = {"DE-NW": "Kreis", "DE-SH": "Kreis"}
"""What a county is called where its NUTS name leaves it out; elsewhere Landkreis."""

CITY_COUNTIES = 61
"""The number within its voivodeship from which a Polish county is a city of its own."""


@dataclass(frozen=True)
class Body:
    """A public body. `covers`: the region it coordinates as SDIMIC, or as DIMIC in every area where it is one.

    Its other names and external ids are cells of authorities.csv.
    """

    id: str
    state: str
    region: str
    kind: str
    name: str
    covers: str = ""
    other_names: str = ""
    external_ids: str = ""


def all_bodies(regions: Regions) -> list[Body]:
    """Every body once: of several municipalities with like names in a state the most populous alone is there (R2)."""
    towns = sorted(rows(SOURCES / "municipalities.csv"), key=lambda row: -int(row["population"]))
    bodies = [*_of_table(), *_offices(regions, towns), *_counties(regions, towns)]
    known = {key for body in bodies for key in _keys(body)}
    for body in (_municipality(row, regions) for row in towns):
        if known.isdisjoint(_keys(body)):
            bodies.append(body)
            known |= _keys(body)
    return bodies


def _keys(body: Body) -> set[tuple[str, str]]:
    return {(body.state, key) for key in BodyName.read(body.name, body.state).keys}


def _of_table() -> Iterator[Body]:
    for row in rows(TABLES / "bodies.csv"):
        yield Body(
            row["id"],
            row["state"],
            row["region"],
            row["kind"],
            row["name"],
            row["covers"],
            row["other_names"],
        )


def _offices(regions: Regions, towns: list[Row]) -> Iterator[Body]:
    """The national authorities, each as the first row of tables/offices.csv that names it says."""
    offices = rows(TABLES / "offices.csv")
    used = set()
    for row in rows(SOURCES / "authorities.csv"):
        office = next(office for office in offices if names(office["source"], row["id"]))  # as it was cut
        used.add(office["source"])
        place = office["place"]
        if place == "town":
            region = _seat(row, towns, regions)
        elif place == "county":
            region = _swedish_county(row["name"], regions)
        else:
            region = place
        yield Body(
            row["id"],
            row["country"],
            region,
            office["kind"],
            row["name"],
            region if place == "county" else "",
            write_list([f"en={row['name_en']}"]) if row["name_en"] else "",
            write_list([f"{REGISTERS[row['source']]}:{row['id']}"]),
        )
    if unused := {office["source"] for office in offices} - used:
        raise LookupError(f"offices.csv: nobody is named by {', '.join(sorted(unused))}")


def _seat(office: Row, towns: list[Row], regions: Regions) -> str:
    """The region of the town an office is named after. Raises LookupError where the sources have no such town."""
    name = f" {re.sub('[-/ ]+', ' ', office['name'])} "
    named = [town for town in towns if town["country"] == office["country"] and f" {_plain(town)} " in name]
    if not named:
        raise LookupError(f"no town for {office['id']}: tables/offices.csv must say where it lies")
    seat = max(named, key=lambda town: len(_plain(town)))  # of equals the first, which is the most populous
    return regions.of_nuts3[seat["nuts3"]]


def _plain(town: Row) -> str:
    """The name of a municipality without what is added to it: `Frankfurt am Main, Stadt` is Frankfurt am Main."""
    return town["name"].partition(",")[0].removesuffix(" (Oldenburg)").removesuffix(" im Breisgau")


def _swedish_county(name: str, regions: Regions) -> str:
    """The county whose name, but for an s at its end, is part of a Swedish office's."""
    for row in regions.rows:
        if row["state"] == "SE" and re.search(rf"\b{_stem(row['name'])}s?\b", name, re.IGNORECASE):
            return row["code"]
    raise LookupError(f"no county for {name}: tables/offices.csv must say where it lies")


def _stem(county: str) -> str:
    return county.removesuffix(" län").removesuffix("s")


def _counties(regions: Regions, towns: list[Row]) -> Iterator[Body]:
    """The German counties: NUTS level 3 regions that are no city of their own."""
    cities = {town["nuts3"] for town in towns if town["country"] == "DE" and town["lau_code"].endswith("000")}
    for row in rows(SOURCES / "nuts.csv"):
        if row["country"] == "DE" and row["level"] == "3" and row["code"] not in cities:
            region = regions.of_nuts3[row["code"]]
            land = regions.outwards(region, "DE")[-2]
            name = row["name"].removesuffix(" (DE)").removesuffix(", Landkreis")
            if not re.search("[Kk]reis|Region|Verband", name):
                name = f"{COUNTY_WORD.get(land, 'Landkreis')} {name}"
            yield Body(
                f"de/nuts/{row['code']}", "DE", region, "county", name, external_ids=f"nuts:{row['code']}"
            )


def _municipality(row: Row, regions: Regions) -> Body:
    state, code = row["country"], row["lau_code"]
    if state == "DE":
        kind = "city" if code.endswith("000") else "town"
    elif state == "PL":
        kind = "city" if int(code[9:11]) >= CITY_COUNTIES else "municipality"
    else:
        kind = "municipality"
    return Body(
        f"{state.lower()}/lau/{code}",
        state,
        regions.of_nuts3[row["nuts3"]],
        kind,
        row["name"],
        external_ids=f"lau:{code}",
    )
