"""What other programs are given of the demonstration network."""

import json
from collections import Counter

from demo.tables import NETWORK
from service.model.body_names import BodyName
from tests.api.client import Api
from tests.api.files import Files
from tests.exchange import specification
from tests.exchange.graphs import assert_networkx_reads_what_the_files_say


async def test_networkx_reads_the_largest_state_out_of_both_graph_files(api: Api) -> None:
    await assert_networkx_reads_what_the_files_say(api, Files(NETWORK), "DE")


async def test_a_spreadsheet_of_its_bodies_is_matched_row_by_row(api: Api) -> None:
    """Names in capitals, with the name of the region beside: whoever bears the name alone there is matched."""
    files = Files(NETWORK)
    regions = {row["code"]: row["name"] for row in files.rows["regions"]}
    bodies = [row for row in files.rows["authorities"] if row["state"] == "DE" and row["region"]]
    bearers = Counter((min(BodyName.read(row["name"], "DE").keys), row["region"]) for row in bodies)
    sheet = bodies[::37]
    assert len(sheet) > 50
    matched = 0
    for begin in range(0, len(sheet), 10):
        rows = sheet[begin : begin + 10]
        queries = {
            str(number): {
                "query": row["name"].upper(),
                "properties": [
                    {"pid": "state", "v": "Germany"},
                    {"pid": "region", "v": regions[row["region"]]},
                    {"pid": "status", "v": row["status"]},
                ],
            }
            for number, row in enumerate(rows)
        }
        answer = await api.http.post("/reconcile", data={"queries": json.dumps(queries)})
        batch = specification.ResultBatch.model_validate_json(answer.content).root
        for number, row in enumerate(rows):
            found = batch[str(number)].result
            assert row["id"] in [each.id for each in found], row
            if bearers[min(BodyName.read(row["name"], "DE").keys), row["region"]] == 1 and found[0].match:
                assert found[0].id == row["id"]
                matched += 1
    assert matched > 0.9 * len(sheet)
