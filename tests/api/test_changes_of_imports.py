"""`changes` of an import: what it altered of each authority's own data is told too, which no edge of the graph holds."""

from pathlib import Path

import pytest

from service.database.graph import Graph
from service.network_files import import_network
from service.rules.catalogue import Rule
from service.statements import writing
from tests.api.asking import ask
from tests.network_files.folders import write_folder

QUERY = """query ($authority: ID!) {
  changes(authority: $authority, first: 10) { edges { node { action summary before after } } }
}"""
EDITED = (
    "id,state,type,name,email,external_ids\n"
    "stadt,DE,CA,München,office@stadt.example,ags:09162000;leitweg:9\n"
    "kreis,DE,CA,Landkreis Ebersberg,,ags:09175;leitweg:1\n"
)
TOLD = {
    "stadt": (
        "Its official name: München (before: München, Landeshauptstadt). "
        "Its external ids: ags = 09162000, leitweg = 9 (before: ags = 09162000). "
        "Its email: office@stadt.example.",
        ["official name: München, Landeshauptstadt", "external ids: ags = 09162000"],
        [
            "official name: München",
            "external ids: ags = 09162000, leitweg = 9",
            "email: office@stadt.example",
        ],
    ),
    "kreis": (
        "Its external ids: ags = 09175, leitweg = 1 (before: ags = 09175).",
        ["external ids: ags = 09175"],
        ["external ids: ags = 09175, leitweg = 1"],
    ),
}


@pytest.mark.rule(Rule.R76)
async def test_an_import_tells_of_each_authority_what_was_and_what_is(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path / "first"))
    result = await import_network(graph, write_folder(tmp_path / "then", {"authorities.csv": EDITED}))
    assert (result.entries, result.rows_changed) == ((), 2)
    await import_network(graph, write_folder(tmp_path / "back"))
    for authority, (summary, before, after) in TOLD.items():
        back, then, first = [
            edge["node"] for edge in (await ask(graph, QUERY, authority=authority))["changes"]["edges"]
        ]
        assert then == {"action": "import", "summary": summary, "before": before, "after": after}
        assert back["before"] == [each for each in after if not each.startswith("email")]
        assert back["after"] == before
        assert "official name" not in first["summary"], "what is new has nothing before it"


async def test_what_an_interrupted_run_kept_stays_when_the_next_one_finishes_it(
    graph: Graph, tmp_path: Path
) -> None:
    await import_network(graph, write_folder(tmp_path / "first"))
    result = await import_network(graph, write_folder(tmp_path / "then", {"authorities.csv": EDITED}))
    later = {"authority": "stadt", "before": '{"rows": []}', "after": '{"rows": []}'}
    await graph.write(writing.keep_data, rows=[later], change=result.changes[0])
    told = (await ask(graph, QUERY, authority="stadt"))["changes"]["edges"][0]["node"]
    assert told["summary"] == TOLD["stadt"][0]
