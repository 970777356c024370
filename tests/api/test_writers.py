"""Reading while others write."""

from pathlib import Path

from service.database.graph import Graph
from service.network_files import import_network
from tests.api.client import Api
from tests.api.files import BY_NAME, NETWORK
from tests.api.test_pages import PAGE, pages


async def test_pages_are_stable_while_others_write(graph: Graph, api: Api, tmp_path: Path) -> None:
    """Who comes before the cursor or goes behind it neither doubles nor hides anyone on the pages to come."""
    await import_network(graph, NETWORK)
    walk = pages(api, PAGE, first=3)
    seen = await anext(walk)
    (tmp_path / "authorities.csv").write_text(
        "id,state,type,name,registered_by\n"
        "early,DE,CA,Aachener Amt,bund\n"  # before the first
        "late,DE,CA,Zollamt,bund\n"  # after the last
        "land,DE,SDIMIC,Zentrales Staatsministerium,\n",  # was on the first page, is the last but one now
        encoding="utf-8",
    )
    (tmp_path / "access.csv").write_text("authority,area,role\nearly,SD,CA\nlate,SD,CA\n", encoding="utf-8")
    result = await import_network(graph, tmp_path)
    assert not result.refused, result.entries
    async for page in walk:
        seen += page
    assert seen == [*BY_NAME, "land", "late"]
