"""How well a body is found by its name: every labelled pair asked as reconciliation asks, scored for each kind of pair.

right first      of those whose body is registered, how many have it as their first candidate
in the first 5   the same among the first five
match            how many are answered `match: true`, and of those how many mean another body
"""

import csv
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from rich.table import Table

from bench.names.pairs import Body, Pair, labelled
from service.database.graph import Graph
from service.exchange.matching import Constraint, Query, asked, candidates
from service.network_files import import_network

BATCH = 40
LARGE = 100_000
QUERIES = 200
_FORMS = (
    "{}",
    "Mairie de {}",
    "Finanzamt {}",
    "Polizeiinspektion {}",
    "Handwerkskammer {}",
    "Landratsamt {}",
    "Gesundheitsamt {}",
    "Comune di {}",
)


@dataclass
class Score:
    """What was found of one kind of pairs."""

    asked: int = 0
    first: int = 0
    among_five: int = 0
    matched: int = 0
    wrongly: int = 0


def write_registers(directory: Path, bodies: Iterable[Body]) -> None:
    """Network files of these bodies, each a CA of its state with a NIMIC of its own."""
    directory.mkdir(parents=True, exist_ok=True)
    bodies = list(bodies)
    states = sorted({body.state for body in bodies})
    rows = [(f"{state}/nimic", state, "NIMIC", f"Coordinator of imi in {state}", "") for state in states]
    rows += [
        (f"{body.state}/{number}", body.state, "CA", body.name, f"{body.state}/nimic")
        for number, body in enumerate(bodies)
    ]
    files: dict[str, tuple[str, Sequence[Sequence[str]]]] = {
        "states": ("code,name,nimic", [(state, state, f"{state}/nimic") for state in states]),
        "areas": ("code,name", [("SD", "Services")]),
        "authorities": ("id,state,type,name,registered_by", rows),
        "access": ("authority,area,role", [(row[0], "SD", "CA") for row in rows[len(states) :]]),
    }
    for name, (columns, lines) in files.items():
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns.split(","))
            writer.writerows(lines)


async def found(graph: Graph, pairs: Sequence[Pair]) -> list[list[tuple[str, bool]]]:
    """The names of the candidates of each, the best first, and whether they are matches."""
    answers = []
    for begin in range(0, len(pairs), BATCH):
        batch = {
            str(number): asked(Query(query=pair.asked, properties=[Constraint(pid="state", v=[pair.state])]))
            for number, pair in enumerate(pairs[begin : begin + BATCH])
        }
        answer = await graph.read(candidates, batch)
        answers += [[(each.row["name"], each.match) for each in answer[key]] for key in batch]
    return answers


def scored(pairs: Sequence[Pair], answers: Iterable[list[tuple[str, bool]]]) -> dict[str, Score]:
    """Score of each kind."""
    scores: dict[str, Score] = defaultdict(Score)
    for pair, answer in zip(pairs, answers, strict=True):
        score = scores[pair.kind]
        names = [name for name, _ in answer]
        matches = [name for name, match in answer if match]
        score.asked += 1
        score.first += pair.meant in names[:1]
        score.among_five += pair.meant in names[:5]
        score.matched += bool(matches)
        score.wrongly += any(name != pair.meant for name in matches)
    return scores


async def bench_names(graph: Graph, folder: Path, table: Table) -> None:
    """Pairs written by hand, and pairs made by rules, asked of the registers of thirty states."""
    everything = labelled()
    write_registers(folder / "registers", everything.bodies)
    assert not (await import_network(graph, folder / "registers")).refused
    for title, pairs in (("by hand", everything.by_hand), ("by rule", everything.by_rule)):
        for kind, score in scored(pairs, await found(graph, pairs)).items():
            of = score.asked
            table.add_row(
                f"names {title}, {kind}: {of:,}",
                "—"
                if kind == "near"
                else f"right first {score.first / of:.1%}, in the first 5 {score.among_five / of:.1%}",
                f"match {score.matched / of:.1%}, wrong {score.wrongly}",
            )


def large_state() -> list[Body]:
    """100,000 names of one state."""
    places = sorted({body.name for body in labelled().bodies if body.state in ("DE", "PL", "NL")})
    return [Body("XN", form.format(place)) for form in _FORMS for place in places][:LARGE]


async def bench_large_state(graph: Graph, folder: Path, table: Table) -> None:
    """One name at a time of a state of 100,000 bodies: the 95th of 100 queries."""
    bodies = large_state()
    write_registers(folder / "large", bodies)
    assert not (await import_network(graph, folder / "large")).refused
    chosen = random.Random(1).sample(bodies, QUERIES + 20)
    seconds = []
    for body in chosen:
        begun = time.perf_counter()
        await found(graph, [Pair("", "XN", body.name.upper(), body.name)])
        seconds.append(time.perf_counter() - begun)
    cuts = quantiles(seconds[20:], n=100)  # the first ones fill caches
    table.add_row(
        f"{QUERIES} names to reconcile, one at a time, of a state of {len(bodies):,}",
        "—",
        f"half in {cuts[49] * 1000:.0f} ms, 95 % in {cuts[94] * 1000:.0f} ms",
    )
