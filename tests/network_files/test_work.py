"""The work of an import, and its report, grow no faster than the files: counted in calls and characters, not in time."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from service.model.identifiers import Instant
from service.model.network import Network, Places, Region
from service.network_files.additions import forbidden_additions
from service.network_files.cells import read_list
from service.network_files.columns import FILES
from service.network_files.contents import Contents
from service.network_files.merging import judge
from service.network_files.reading import read_files
from service.rules.arguments import some
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code

NOW = Instant("2026-01-01T00:00:00.000000Z")
STATE = "code,name,nimic\nDE,Deutschland,bund\n"
AREAS = "code,name,requires_professions,keywords\nSD,Services,false,\n"
REGIONS = "code,state,parent,name\nBY,DE,,Bayern\n"
AUTHORITIES = "id,state,region,type,name,registered_by,validating_coordinator,external_ids,appointed_by\n"
BUND = "bund,DE,,NIMIC,Bund,,,,\n"
ACCESS = "authority,area,role,territory,access_coordinator,request_coordinators,referral_opt_outs,keywords,professions,flags\n"
LINKS = "observer,observed\n"
Files = dict[str, str]


def network(authorities: str = "", access: str = "", **more: str) -> Files:
    """A state with its NIMIC, a region and an area, and these rows."""
    files = {"states": STATE, "areas": AREAS, "regions": REGIONS}
    return {**files, "authorities": AUTHORITIES + BUND + authorities, "access": ACCESS + access, **more}


def bodies(n: int, more: str = ",,", type: str = "CA") -> str:
    return "".join(f"a{i},DE,BY,{type},Amt {i},bund,{more}\n" for i in range(n))


def accesses(n: int, more: str = ",bund,,,,,") -> str:
    return "".join(f"a{i},SD,CA,{more}\n" for i in range(n))


def regions(n: int, first: str) -> str:
    """A chain, each in the one before."""
    return REGIONS + "".join(f"R{i},DE,{f'R{i - 1}' if i else first},Kreis {i}\n" for i in range(n))


def many_areas(n: int) -> str:
    return AREAS + "".join(f"A{i},Area {i},false,\n" for i in range(n))


def in_every_area(n: int) -> str:
    return "".join(f"a0,A{i},DIMIC,,bund,,,,,\n" for i in range(n))


def circle(n: int) -> Files:
    rows = "".join(f"a{i},DE,,DIMIC,Amt {i},bund,a{(i + 1) % n},,\n" for i in range(n))
    return network(rows, "".join(f"a{i},SD,DIMIC,,bund,,,,,\n" for i in range(n)))


def joined(values: list[str], by: str = ";") -> str:
    return by.join(values)


LETTERS = "abcdefghijklmnopqrstuvwxyz"
LANGUAGES = [f"{a}{b}{c}" for a in LETTERS for b in LETTERS for c in LETTERS]
SHAPES: dict[str, Callable[[int], Files]] = {
    "many unknown columns": lambda n: {"links": joined([f"c{i}" for i in range(n)], ",")},
    "many columns of one unknown name": lambda n: {"links": joined(["c"] * n, ",")},
    "many columns of one known name": lambda n: {"links": joined(["observer"] * n, ",")},
    "many columns without a name": lambda n: {"links": "," * n},
    "rows of many cells": lambda n: {"links": LINKS + "a," * n},
    "rows of one cell": lambda n: {"links": LINKS + "a\n" * n},
    "empty lines": lambda n: {"links": LINKS + "\n" * n},
    "a long cell": lambda n: {"links": f"{LINKS}{'x' * n},b\n"},
    "many rows of one key": lambda n: {"links": LINKS + "a,b\n" * n},
    "many rows that point nowhere": lambda n: {"links": LINKS + "".join(f"a{i},b\n" for i in range(n))},
    "many escapes in a cell": lambda n: network(areas=AREAS + "PQ,P,false," + "\\;" * n + "\n"),
    "many values in a cell": lambda n: network(
        areas=AREAS + "PQ,P,false," + joined([f"k{i}" for i in range(n)]) + "\n"
    ),
    "many unknown keywords": lambda n: network(
        bodies(1), f"a0,SD,CA,,bund,,,{joined([f'k{i}' for i in range(n)])},,\n"
    ),
    "many unknown flags": lambda n: network(
        bodies(1), f"a0,SD,CA,,bund,,,,,{joined([f'F{i}' for i in range(n)])}\n"
    ),
    "many unknown Request Coordinators": lambda n: network(
        bodies(1), f"a0,SD,CA,,bund,{joined([f'k{i}' for i in range(n)])},,,,\n"
    ),
    "many opt-outs of none": lambda n: network(
        bodies(1), f"a0,SD,CA,,bund,,{joined([f'k{i}' for i in range(n)])},,,\n"
    ),
    "names in many languages": lambda n: {
        "authorities": f"id,other_names\nbund,{joined([f'{each}=Name' for each in LANGUAGES[:n]])}\n"
    },
    "many names in one language": lambda n: {
        "authorities": f"id,other_names\nbund,{joined([f'de=Name {i}' for i in range(n)])}\n"
    },
    "sound authorities": lambda n: network(bodies(n), accesses(n)),
    "authorities without areas": lambda n: network(bodies(n)),
    "many SDIMICs of one region": lambda n: network(bodies(n, type="SDIMIC")),
    "many NIMICs": lambda n: network(
        "".join(f"a{i},DE,,NIMIC,Amt {i},,,,\n" for i in range(n))
    ),
    "one external id of many": lambda n: network(bodies(n, ",ags:1,"), accesses(n)),
    "many external ids of one": lambda n: network(
        f"a0,DE,BY,CA,Amt,bund,,{joined([f's:{i}' for i in range(n)])},\n", accesses(1)
    ),
    "names that are all alike": lambda n: network(bodies(n).replace("Amt ", "Amt ,").replace(" ,", ""), accesses(n)),
    "a circle of validators": circle,
    "a chain of regions": lambda n: network(bodies(n), accesses(n), regions=regions(n, "BY")),
    "a circle of regions": lambda n: network(bodies(n), accesses(n), regions=regions(n, f"R{n - 1}")),
    "authorities of the last of a chain of regions": lambda n: network(
        bodies(n).replace(",BY,", f",R{n - 1},"), accesses(n), regions=regions(n, "BY")
    ),
    "a DIMIC in many areas": lambda n: network(
        bodies(1, type="DIMIC"), in_every_area(n), areas=many_areas(n)
    ),
    "a coordinator of many areas who covers nobody": lambda n: network(
        bodies(1, type="DIMIC") + "".join(f"b{i},DE,,CA,Rat {i},bund,a0,,\n" for i in range(n)),
        in_every_area(n).replace(",DIMIC,,", ",DIMIC,BY,") + "".join(f"b{i},SD,CA,,bund,,,,,\n" for i in range(n)),
        areas=many_areas(n),
    ),
    "appointments in many areas": lambda n: network(
        f"a0,DE,BY,DIMIC,Amt,bund,,,{joined([f'A{i}=bund' for i in range(n)])}\n",
        in_every_area(n),
        areas=many_areas(n),
    ),
    "links between all": lambda n: network(
        bodies(n), accesses(n), links=LINKS + "".join(f"a{i},a{(i + 1) % n}\n" for i in range(n))
    ),
    "a coordinator that is refused": lambda n: network(
        f"chef,DE,,Amt,Chef,bund,,,\n{bodies(n, 'chef,,')}", accesses(n, ",chef,,,,,")
    ),
    "coordinators each of the next": lambda n: network(
        "".join(f"a{i},DE,BY,CA,Amt {i},a{i + 1},,,\n" for i in range(n)), accesses(n)
    ),
}  # fmt: skip


class Work:
    """Calls, those of C weighed by the size of what they are called on, as `list.count` looks at all there is."""

    def __init__(self) -> None:
        self.units = 0

    def __call__(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            self.units += 1
        elif event == "c_call":
            of = getattr(arg, "__self__", None)
            looks_at_all = arg.__name__ in ("count", "index", "remove", "copy")
            self.units += 1 + (
                len(of) if looks_at_all and isinstance(of, list | str | tuple | dict | set) else 0
            )


def counted(work: Callable[[], Any]) -> tuple[int, Any]:
    counter, before = Work(), sys.getprofile()
    sys.setprofile(counter)
    try:
        found = work()
    finally:
        sys.setprofile(before)
    return counter.units, found


def imported(files: Files, existing: Network | None = None) -> tuple[int, int]:
    """Units of work, and characters of the report, of all that is done with files before anything is written."""
    contents = Contents({f"{name}.csv": text.encode() for name, text in files.items()})
    there = existing or Network()

    def work() -> list[Any]:
        folder = read_files(contents)
        if folder.unreadable:
            return folder.entries
        judgement = judge(folder, there, NOW)
        told = list(judgement.entries)
        if "bund" in judgement.network.authorities:
            told += forbidden_additions(there, judgement, "bund", {})
        return told

    units, entries = counted(work)
    return units, sum(len(f"{entry.file}{entry.column}{entry.message}") + 20 for entry in entries)


SMALL, LARGE = 150, 600
SLACK = 1.35
"""For sorting, and for what of the small files is there in any."""


@pytest.mark.parametrize("shape", SHAPES)
def test_files_four_times_as_large_are_four_times_the_work_and_of_four_times_the_report(shape: str) -> None:
    make = SHAPES[shape]
    imported(make(2))  # what is worked out once a process
    small, large = imported(make(SMALL)), imported(make(LARGE))
    for what, few, many in zip(("work", "report"), small, large, strict=True):
        assert many <= SLACK * LARGE / SMALL * few + 3000, (what, few, many)


@pytest.mark.parametrize("file", [file.name for file in FILES])
def test_every_file_is_refused_in_a_few_words_for_a_header_of_any_width(file: str) -> None:
    for name in ("name", "x", ""):
        entries = read_files(Contents({file: ",".join([name] * 20_000).encode()})).entries
        assert len(entries) < 30
        assert sum(len(entry.message) for entry in entries) < 10_000


def test_a_circle_that_one_row_closes_among_those_that_are_there_is_blamed_on_it_in_linear_work() -> None:
    def closed(n: int) -> tuple[int, int]:
        chain = circle(n)
        open_ = chain | {"authorities": chain["authorities"].replace(f"bund,a{0},,\n", "bund,bund,,\n")}
        contents = Contents({f"{name}.csv": text.encode() for name, text in open_.items()})
        existing = judge(read_files(contents), Network(), NOW)
        assert not existing.refused
        closing = f"id,validating_coordinator\na{n - 1},a0\n"
        return imported({"authorities": closing}, existing.network)

    small, large = closed(SMALL), closed(LARGE)
    assert large[0] <= SLACK * LARGE / SMALL * small[0]
    assert large[1] <= 2 * small[1]


class Counted(str):
    """A text that counts the characters that are put together with it."""

    copied = 0

    def __iter__(self) -> Any:
        return map(Counted, super().__iter__())

    def __radd__(self, before: str) -> "Counted":
        Counted.copied += len(before) + len(self)
        return Counted(str(before) + str(self))


def test_a_list_is_read_without_putting_its_characters_together_one_by_one() -> None:
    Counted.copied = 0
    read_list(Counted("\\;" * 1000))
    assert Counted.copied <= 4000


def naively_within(parents: dict[str, str | None], part: str, whole: str) -> bool:
    seen: set[str] = set()
    at: str | None = part
    while at is not None and at not in seen:
        if at == whole:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def test_regions_lie_within_one_another_as_their_parents_say_whatever_they_say() -> None:
    codes = ["a", "b", "c", "d", "e"]
    choices = [None, *codes]
    for number in range(len(choices) ** 4):
        picked = [choices[number // len(choices) ** place % len(choices)] for place in range(4)]
        parents = dict(zip(codes, picked, strict=False))  # e is known as a parent alone
        places = Places(
            {code: Region(code, "DE", parent, code, None, None) for code, parent in parents.items()}
        )
        for part in codes:
            for whole in codes:
                assert places.within(part, whole) == naively_within(parents, part, whole), (
                    parents,
                    part,
                    whole,
                )
        for wholes in (["b", "c"], ["a", "d", "e"], []):
            in_any = places.within_any(wholes)
            for part in codes:
                assert in_any(part) == any(naively_within(parents, part, whole) for whole in wholes)
        in_circles = {code for code in parents if any(
            naively_within(parents, parent, code) for parent in [parents[code]] if parent is not None
        )}  # fmt: skip
        assert places.circles == in_circles, parents


def test_faults_of_a_large_circle_are_told_apart_in_work_that_grows_with_the_circle() -> None:
    class Counted(str):
        hashed = 0

        def __hash__(self) -> int:
            Counted.hashed += 1
            return super().__hash__()

    rows = tuple(("authorities", (Counted(f"a{i}"),)) for i in range(1000))
    circle = Code.VALIDATION_CIRCLE(circle=some([key[0] for _, key in rows]))
    faults = {Violation(Rule.R78, circle, place, "validating_coordinator", rows) for place in rows}
    assert len(faults) == len(rows) and Counted.hashed < 10 * len(rows)
