"""A state's network as GraphML and as JSON: what networkx reads of either is what the network files say."""

import asyncio
import io
import itertools
import json
import threading
from contextlib import suppress
from http import HTTPStatus
from typing import Any, cast

import networkx
import pytest

from service.exchange import downloads
from service.exchange.graph_files import Content, as_graphml, as_json
from service.work import heavy
from tests.api.client import Api, token
from tests.api.files import Files
from tests.exchange.graphs import assert_networkx_reads_what_the_files_say


@pytest.mark.parametrize("state", ["DE", "LU"])
async def test_networkx_reads_the_network_files_out_of_both(api: Api, files: Files, state: str) -> None:
    await assert_networkx_reads_what_the_files_say(api, files, state)


async def test_a_file_is_called_by_the_code_of_its_state(api: Api) -> None:
    answer = await api.http.get("/network/LU.graphml")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''LU.graphml"


async def test_an_edge_stands_between_nodes_by_their_ids_as_d3_asks_for(api: Api) -> None:
    file = (await api.http.get("/network/DE.json")).json()
    ids = [node["id"] for node in file["nodes"]]
    assert len(set(ids)) == len(ids)
    assert {end for edge in file["edges"] for end in (edge["source"], edge["target"])} <= set(ids)


@pytest.mark.parametrize("path", ["/network/DE.graphml", "/network/DE.json", "/network/XX.json"])
async def test_who_has_no_token_gets_nothing_not_even_whether_there_is_such_a_state(
    api: Api, path: str
) -> None:
    for authorization in ("", "Bearer x", f"Basic {token('bund')}"):
        refused = await api.http.get(path, headers={"Authorization": authorization})
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert refused.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/network/XX.json", "There is no Member State with the code XX."),
        ("/network/%00%F0%9F%87%AA%FF.json", "There is no Member State with the code \x00🇪�."),
        (f"/network/{'X' * 5000}.graphml", f"There is no Member State with the code {'X' * 5000}."),
        ("/network/DE.gexf", "There are no files of the form `.gexf`: ask for `.graphml` or `.json`."),
    ],
    ids=["XX", "bytes", "long", "gexf"],
)
async def test_what_there_is_not_is_said(api: Api, path: str, said: str) -> None:
    refused = await api.http.get(path)
    assert refused.status_code == 404
    assert refused.json() == {"errors": [{"message": said, "extensions": {"code": "BAD_REQUEST"}}]}


def test_whatever_stands_in_names_and_ids_is_read_as_it_stands() -> None:
    names = ["\"Amt\" <für> & 'mehr'", "Στέλεχος\tα\nβ", "𝔄mt]]>", "a\x0bb\ufffec"]
    ids: Any = [f"{number} {name}" for number, name in enumerate(names)]
    content: Content = {
        "revision": 3,
        "overview": {
            "state": "DE",  # type: ignore[typeddict-item]
            "areas": [],
            "area_sets": [[]],
            "regions": [],
            "authorities": {
                "ids": ids,
                "names": names,
                "types": ["CA"] * 4,
                "statuses": ["ACTIVE"] * 4,
                "validating_coordinators": [None] * 4,
                "regions": [None] * 4,
                "areas": [0] * 4,
                "dimic_areas": [0] * 4,
            },
        },
        "relations": [
            {"relation": "LINKED_TO", "area": None, "holders": ids[:3], "ends": [*ids[1:3], "came later"]}  # type: ignore[list-item]
        ],
    }
    of_json = networkx.node_link_graph(json.loads(as_json(content)), edges="edges")
    of_xml = cast("networkx.MultiDiGraph[str]", networkx.read_graphml(io.BytesIO(as_graphml(content))))
    assert [data["label"] for _, data in of_json.nodes(data=True)] == names
    assert list(of_json.edges()) == list(of_xml.edges()) == list(itertools.pairwise(ids[:3]))
    assert [data["label"] for _, data in of_xml.nodes(data=True)] == [*names[:3], "a\ufffdb\ufffdc"]


async def test_the_places_of_clients_that_left_are_free_when_the_work_for_them_has_ended(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, begun, let_go = asyncio.get_running_loop(), asyncio.Semaphore(0), threading.Event()
    at_work: list[int] = []

    def make(content: Content) -> bytes:
        at_work.append(1)
        told = False
        while not let_go.is_set():
            with suppress(BaseException):  # its end may come before it waits in C, where none is noticed
                if not told:
                    told = True
                    loop.call_soon_threadsafe(begun.release)
                let_go.wait()
        at_work.pop()
        return b"{}"

    monkeypatch.setattr(heavy, "LIGHT", -1)
    monkeypatch.setitem(downloads.FORMS, "json", (make, "application/json"))
    leaving = [asyncio.create_task(api.http.get("/network/DE.json")) for _ in range(downloads.MOST_AT_ONCE)]
    async with asyncio.timeout(60):
        try:
            for _ in leaving:
                await begun.acquire()
            for each in leaving:
                each.cancel()
            coming = asyncio.create_task(api.http.get("/network/LU.graphml"))
            with api.statements() as ran:
                await asyncio.sleep(0.5)  # it would have begun
            assert ran == [] and len(at_work) == downloads.MOST_AT_ONCE
        finally:
            let_go.set()
        assert (await coming).status_code == 200
        await asyncio.gather(*leaving, return_exceptions=True)
    for each in leaving:  # whom a stop cancels is answered, and nobody who left receives it
        assert each.cancelled() or each.result().status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert at_work == []
