"""The pages: for all, whole from the service, under policies that let nothing else in."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from service.api.schema import schema
from service.serving import pages
from service.serving.pages import BUILT
from tests.api.client import GRAPHQL, Api
from tests.pages.built import WEB

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Authorization": ""}
GRAPHIQL = WEB / "graphiql"
EXAMPLES = sorted(GRAPHIQL.glob("examples/*.graphql"))


@pytest.mark.parametrize(("path", "under"), [("/", "/pages/assets/"), (GRAPHQL, "/graphiql/")])
async def test_a_browser_gets_a_page_without_a_token_and_may_load_nothing_from_elsewhere(
    api: Api, path: str, under: str
) -> None:
    response = await api.http.get(path, headers=HTML)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "//" not in policy and "*" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", response.text)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', response.text)
    assert loaded.count("data:,") == 1
    for address in set(loaded) - {"data:,"}:
        assert address.startswith(under)
        file = await api.http.get(address, headers={"Authorization": ""})
        assert file.status_code == 200
        assert re.match("text/(css|javascript)", file.headers["Content-Type"])


async def test_the_map_loads_nothing_of_graphiql_and_allows_no_inline_style(api: Api) -> None:
    response = await api.http.get("/", headers=HTML)
    assert "graphiql" not in response.text.lower()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    for script in (BUILT / "assets").glob("*.js"):
        assert "codemirror" not in script.read_text("utf-8").lower()


async def test_built_files_are_sent_compressed_and_kept_by_browsers(api: Api) -> None:
    script = max((BUILT / "assets").glob("*.js"), key=lambda path: path.stat().st_size)
    plain = await api.http.get(f"/pages/assets/{script.name}", headers={"Accept-Encoding": "identity"})
    small = await api.http.get(f"/pages/assets/{script.name}", headers={"Accept-Encoding": "gzip, br"})
    assert plain.content == script.read_bytes()
    assert small.headers["Content-Encoding"] == "br"
    assert int(small.headers["Content-Length"]) < len(plain.content) / 2.5
    for response in (plain, small):
        assert "immutable" in response.headers["Cache-Control"]
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert "Accept-Encoding" in response.headers["Vary"]


async def test_pages_that_are_not_built_say_why_and_what_to_do(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    response = await api.http.get("/", headers=HTML)
    assert response.status_code == 503
    assert "They have not been built yet." in response.text and "make pages" in response.text
    (tmp_path / pages.FAILURE).write_text("npm ci failed: <no registry>", "utf-8")
    for path in ("/", GRAPHQL):
        response = await api.http.get(path, headers=HTML)
        assert response.status_code == 503
        assert "npm ci failed: &lt;no registry&gt;" in response.text


def test_no_file_of_graphiql_names_another_host() -> None:
    for path in (GRAPHIQL / "index.html", GRAPHIQL / "page.css", GRAPHIQL / "page.js", *EXAMPLES):
        assert "//" not in re.sub("// .*", "", path.read_text("utf-8")), path
    for style in BUILT.glob("**/*.css"):
        assert not re.search(r"@import|url\((?!data:)", style.read_text("utf-8")), style


async def test_graphiql_names_every_example_and_they_are_there(api: Api) -> None:
    (named,) = re.findall(r'\[("[a-z", ]+")\]', (GRAPHIQL / "page.js").read_text("utf-8"))
    assert sorted(re.findall("[a-z]+", named)) == [path.stem for path in EXAMPLES]
    for path in EXAMPLES:
        response = await api.http.get(f"/graphiql/examples/{path.name}", headers={"Authorization": ""})
        assert response.text == path.read_text("utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_of_the_schema(path: Path) -> None:
    assert validate(schema._schema, parse(path.read_text("utf-8"))) == []


def test_every_document_of_the_map_is_of_the_schema() -> None:
    documents = [path.read_text("utf-8") for path in (WEB / "src" / "api").glob("*.graphql")]
    assert validate(schema._schema, parse("\n".join(documents))) == []
    assert len(documents) == 2


async def test_a_program_gets_no_page(api: Api) -> None:
    for accept in ("*/*", "application/json", "application/graphql-response+json"):
        response = await api.http.get(GRAPHQL, headers={"Accept": accept})
        assert response.status_code == 400
    response = await api.http.get(
        GRAPHQL, params={"query": "{ viewer { operator } }"}, headers={"Accept": "text/html"}
    )
    assert response.json()["data"] == {"viewer": {"operator": False}}


@pytest.mark.parametrize("folder", ["graphiql", "pages/assets", "pages"])
@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "../pyproject.toml",
        "%2e%2e/pyproject.toml",
        "examples",
        "examples/",
        "../.built",
        "../index.html",
    ],
)
async def test_nothing_else_is_given_out(api: Api, folder: str, path: str) -> None:
    assert (await api.http.get(f"/{folder}/{path}")).status_code == 404


async def test_head_and_a_part_of_a_built_file(api: Api) -> None:
    address = "/graphiql/graphiql.min.js"
    head = await api.http.head(address)
    assert (head.status_code, head.content) == (200, b"")
    part = await api.http.get(address, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9999"})
    assert (part.status_code, len(part.content)) == (206, 10_000)
    assert "Content-Encoding" not in part.headers
