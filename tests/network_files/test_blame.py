"""An import refuses the rows at fault and what truly needs them, whatever else its files hold; pure, without a graph."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.model.identifiers import Instant
from service.model.network import Network
from service.network_files.columns import BY_KIND
from service.network_files.contents import Contents
from service.network_files.merging import Judgement, judge
from service.network_files.reading import read_files, read_folder
from service.network_files.references import row_at
from service.network_files.report import Severity
from tests.network_files.folders import SOUND, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")
SHOWN = 400
"""Characters of a report for each row at fault, at the most."""


def judged(files: dict[str, str], existing: Network) -> Judgement:
    return judge(
        read_files(Contents({f"{kind}.csv": text.encode() for kind, text in files.items()})), existing, NOW
    )


def refused(judgement: Judgement) -> set[tuple[str, int]]:
    return {
        (it.file.removesuffix(".csv"), it.row) for it in judgement.entries if it.severity is Severity.REFUSED
    }


@pytest.fixture
def sound(tmp_path: Path) -> Network:
    """The small sound network of the other tests, as it is there already."""
    return judge(read_folder(write_folder(tmp_path, SOUND)), Network(), NOW).network


AUTHORITIES = "id,state,region,type,name,registered_by,email,status\n"
NEW = "neu,DE,DE21,CA,Amt für Neues,regierung,,\n"
CASES: dict[str, tuple[dict[str, str], set[tuple[str, int]]]] = {
    "a body that leaves what its coordinators cover": (
        {"authorities": f"{AUTHORITIES}stadt,DE,DE1,CA,Landeshauptstadt,regierung,,\n{NEW}", "access": "authority,area,role\nneu,SD,CA\n"},
        {("authorities", 2)},
    ),
    "a coordinator that is deactivated, and another that only has a new address": (
        {"authorities": f"{AUTHORITIES}regierung,DE,DE21,DIMIC,Regierung,land,,INACTIVE\nkammer,DE,,DIMIC,Kammer,bund,post@kammer.example,\n"},
        {("authorities", 2)},
    ),
    "a territory that grows smaller, and a coordinator that only has a new address": (
        {
            "access": "authority,area,role,territory\nregierung,SD,DIMIC,DE212\n",
            "authorities": f"{AUTHORITIES}regierung,DE,DE21,DIMIC,Regierung,land,post@regierung.example,\n",
        },
        {("access", 2)},
    ),
    "a region that is put elsewhere, and a new one": (
        {"regions": "code,state,parent,name\nDE212,DE,DE1,München\nDE11,DE,DE1,Stuttgart\n"},
        {("regions", 2)},
    ),
    "a new body whose region is refused": (
        {
            "regions": "code,state,parent,name\nDE9,DE,DE8,Nirgends\n",
            "authorities": f"{AUTHORITIES}neu,DE,DE9,CA,Amt für Neues,regierung,,\nauch,DE,DE21,CA,Anderes Amt,regierung,,\n",
            "access": "authority,area,role\nneu,SD,CA\nauch,SD,CA\n",
        },
        {("regions", 2), ("authorities", 2), ("access", 2)},
    ),
    "a keyword that others use": (
        {"areas": "code,name,keywords\nSD,Services,crafts\n", "authorities": AUTHORITIES + NEW, "access": "authority,area,role\nneu,SD,CA\n"},
        {("areas", 2)},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "at_fault"), CASES.values(), ids=CASES)
def test_the_row_at_fault_is_refused_and_the_others_are_kept(
    files: dict[str, str], at_fault: set[tuple[str, int]], sound: Network
) -> None:
    judgement = judged(files, sound)
    assert refused(judgement) == at_fault, judgement.entries
    rows = {(kind, line) for kind, text in files.items() for line in range(2, text.count("\n") + 1)}
    assert len(judgement.changed) == len(rows - at_fault)


def test_a_row_has_one_line_for_a_rule_however_many_relations_it_would_leave_at_fault(sound: Network) -> None:
    many = [f"a{number}" for number in range(300)]
    files = {
        "authorities": AUTHORITIES + "".join(f"{id},DE,DE21,CA,Amt {id},regierung,,\n" for id in many),
        "access": "authority,area,role\n" + "".join(f"{id},SD,CA\n" for id in many),
    }
    there = judged(files, sound).network
    judgement = judged({"access": "authority,area,role,territory\nregierung,SD,DIMIC,DE212\n"}, there)
    (entry,) = judgement.entries
    assert entry.message.startswith("the first of 903 faults: would leave ")
    assert len(entry.message) < SHOWN


# --- one fault among many sound rows --------------------------------------------------------------------------------


@dataclass
class Drawn:
    """A random sound network, and rows of files that change it: `files` by kind, each a list of rows by column."""

    dice: random.Random
    network: Network
    regions: dict[str, list[str]]
    """Those within each of the greatest regions, that one first."""
    bodies: dict[str, list[str]]
    """The Competent Authorities of each of the greatest regions."""
    files: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {kind: [] for kind in BY_KIND})

    def put(self, kind: str, key: dict[str, str], **cells: str) -> int:
        """Change a row; whatever the files leave out stays. Answers the line."""
        for number, row in enumerate(self.files[kind]):
            if all(row[name] == value for name, value in key.items()):
                row.update(cells)
                return number + 2
        was = row_at(self.network, (kind, tuple(key.values())))
        kept = {}
        if was is not None:
            required = (column for column in BY_KIND[kind].columns if column.required)
            kept = {column.name: column.write(getattr(was, column.name)) for column in required}
            if kind == "access" and was.territory is not None:
                kept["territory"] = was.territory
            if kind == "authorities" and was.region is not None:
                kept["region"] = was.region
        self.files[kind].append(kept | key | cells)
        return len(self.files[kind]) + 1

    def written(self) -> dict[str, str]:
        """The files, a missing column left out."""
        found = {}
        for kind, rows in self.files.items():
            if rows:
                names = [
                    it.name for it in fields(BY_KIND[kind].row_type) if any(it.name in row for row in rows)
                ]
                text = io.StringIO()
                writer = csv.DictWriter(text, names, lineterminator="\n")
                writer.writeheader()
                for row in rows:
                    writer.writerow({name: row.get(name, self._kept(kind, row, name)) for name in names})
                found[kind] = text.getvalue()
        return found

    def _kept(self, kind: str, row: dict[str, str], name: str) -> str:
        """A column that another row brought into the file, as it is there."""
        key = tuple(row[column.name] for column in BY_KIND[kind].columns[: BY_KIND[kind].keys])
        was = row_at(self.network, (kind, key))
        column = next(column for column in BY_KIND[kind].columns if column.name == name)
        value = None if was is None else getattr(was, name)
        return "" if value is None else column.write(value)


def drawn(seed: int) -> Drawn:
    """A state of two to four great regions, each with an SDIMIC, a DIMIC and bodies that these coordinate."""
    dice = random.Random(seed)
    made = Drawn(dice, Network(), {}, {})
    made.files["states"] = [{"code": "DE", "name": "Deutschland", "nimic": "nimic"}]
    made.files["areas"] = [{"code": "SD", "name": "Services", "keywords": "one;two"}]
    made.files["authorities"] = [{"id": "nimic", "state": "DE", "type": "NIMIC", "name": "Zentrale"}]
    for number in range(dice.randint(2, 4)):
        great = f"R{number}"
        within = [great]
        made.files["regions"].append({"code": great, "state": "DE", "name": great})
        for part in range(dice.randint(2, 6)):
            code = f"{great}{part}"
            made.files["regions"].append(
                {"code": code, "state": "DE", "parent": dice.choice(within), "name": code}
            )
            within.append(code)
        made.regions[great] = within
        made.files["authorities"] += [
            {"id": f"s{number}", "state": "DE", "region": great, "type": "SDIMIC", "name": f"Land {number}", "registered_by": "nimic"},
            {"id": f"d{number}", "state": "DE", "region": great, "type": "DIMIC", "name": f"Bezirk {number}", "registered_by": f"s{number}"},
        ]  # fmt: skip
        made.files["access"].append(
            {"authority": f"d{number}", "area": "SD", "role": "DIMIC", "territory": great, "access_coordinator": f"s{number}"}
        )  # fmt: skip
        made.bodies[great] = []
        for body in range(dice.randint(2, 8)):
            id = f"{great}-{body}"
            made.bodies[great].append(id)
            made.files["authorities"].append(
                {"id": id, "state": "DE", "region": dice.choice(within), "type": "CA", "name": f"Amt {id}",
                 "registered_by": f"d{number}", "external_ids": f"nr:{id}"}
            )  # fmt: skip
            made.files["access"].append(
                {"authority": id, "area": "SD", "role": "CA", "access_coordinator": f"d{number}",
                 "request_coordinators": dice.choice([f"d{number}", f"d{number};s{number}"]), "keywords": "one"}
            )  # fmt: skip
    judgement = judged(made.written(), Network())
    assert not judgement.refused, judgement.entries[:3]
    made.network = judgement.network
    made.files = {kind: [] for kind in BY_KIND}
    return made


def innocent(made: Drawn) -> None:
    """Changes that are nobody's fault: addresses of coordinators, new areas, regions and bodies, bodies that move nearby."""
    dice = made.dice
    for number, (great, within) in enumerate(made.regions.items()):
        for coordinator in (f"s{number}", f"d{number}"):
            if dice.random() < 0.5:
                made.put("authorities", {"id": coordinator}, email=f"{coordinator}@new.example")
        if dice.random() < 0.5:
            made.put("access", {"authority": f"d{number}", "area": "SD"}, flags="APPROVE_REQUESTS")
        for body in made.bodies[great][2:]:
            if dice.random() < 0.4:
                made.put("authorities", {"id": body}, region=dice.choice(within))
        for new in range(dice.randint(0, 4)):
            code = f"{great}new{new}"
            made.put("regions", {"code": code}, state="DE", parent=dice.choice(within), name=code)
            made.put(
                "authorities",
                {"id": code},
                state="DE",
                region=code,
                type="CA",
                name=f"Amt {code}",
                registered_by=f"d{number}",
            )
            made.put("access", {"authority": code, "area": "SD"}, role="CA")  # fmt: skip
    made.put("areas", {"code": "NEW"}, name="Another area")


def far_away(made: Drawn) -> set[tuple[str, int]]:
    first, second, *_ = made.regions
    body = made.bodies[first][0]
    return {
        ("authorities", made.put("authorities", {"id": body}, region=made.dice.choice(made.regions[second])))
    }


def deactivated(made: Drawn) -> set[tuple[str, int]]:
    return {("authorities", made.put("authorities", {"id": "d0"}, status="INACTIVE"))}


def smaller(made: Drawn) -> set[tuple[str, int]]:
    return {("access", made.put("access", {"authority": "d0", "area": "SD"}, territory="R1"))}


def elsewhere(made: Drawn) -> set[tuple[str, int]]:
    """A region with a body in it becomes part of another great region."""
    place = made.network.authorities[made.bodies["R0"][0]].region
    for row in made.files["authorities"]:
        assert row["id"] != made.bodies["R0"][0]
    if place == "R0":
        return far_away(made)
    assert place is not None
    return {("regions", made.put("regions", {"code": place}, state="DE", parent="R1", name="moved"))}


def misnamed(made: Drawn) -> set[tuple[str, int]]:
    return {("authorities", made.put("authorities", {"id": made.bodies["R0"][0]}, name="SDIMIC of nobody"))}


def nowhere(made: Drawn) -> set[tuple[str, int]]:
    return {("authorities", made.put("authorities", {"id": made.bodies["R0"][0]}, region="none"))}


def same_number(made: Drawn) -> set[tuple[str, int]]:
    one, other = made.bodies["R0"][0], made.bodies["R1"][0]
    return {("authorities", made.put("authorities", {"id": one}, external_ids=f"nr:{other}"))}


def unknown_word(made: Drawn) -> set[tuple[str, int]]:
    key = {"authority": made.bodies["R0"][0], "area": "SD"}
    return {("access", made.put("access", key, role="CA", keywords="three"))}


def lost_word(made: Drawn) -> set[tuple[str, int]]:
    return {("areas", made.put("areas", {"code": "SD"}, keywords="two"))}


def circle(made: Drawn) -> set[tuple[str, int]]:
    return {
        ("authorities", made.put("authorities", {"id": "d0"}, validating_coordinator=made.bodies["R0"][0]))
    }


FAULTS: list[Callable[[Drawn], set[tuple[str, int]]]] = [
    far_away, deactivated, smaller, elsewhere, misnamed, nowhere, same_number, unknown_word, lost_word, circle,
]  # fmt: skip


@given(st.integers(0, 2**32), st.sampled_from(FAULTS))
def test_one_fault_in_a_large_folder_refuses_its_row_alone(
    seed: int, plant: Callable[[Drawn], set[tuple[str, int]]]
) -> None:
    made = drawn(seed)
    innocent(made)
    assert not judged(made.written(), made.network).refused
    at_fault = plant(made)
    judgement = judged(made.written(), made.network)
    assert refused(judgement) == at_fault, judgement.entries
