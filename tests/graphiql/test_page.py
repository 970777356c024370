"""GraphiQL: a page for all that comes whole from the service, and asks only with a token."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from service.api.schema import schema
from service.explorer import FILES
from tests.api.client import GRAPHQL, Api
from tests.graphiql.packages import HERE, published

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Authorization": ""}
EXAMPLES = sorted(FILES.glob("examples/*.graphql"))


async def test_a_browser_gets_the_page_without_a_token_and_may_load_nothing_from_elsewhere(api: Api) -> None:
    response = await api.http.get(GRAPHQL, headers=HTML)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "//" not in policy and "*" not in policy
    loaded = re.findall(r'(?:src|href)="([^"]+)"', response.text)
    assert loaded.count("data:,") == 1
    for address in set(loaded) - {"data:,"}:
        assert address.startswith("/graphiql/")
        file = await api.http.get(address, headers={"Authorization": ""})
        assert file.status_code == 200
        assert re.match("text/(css|javascript)", file.headers["Content-Type"])


def test_no_file_of_the_page_names_another_host() -> None:
    for path in (FILES / "index.html", FILES / "page.css", FILES / "page.js", *EXAMPLES):
        assert "//" not in re.sub("// .*", "", path.read_text("utf-8")), path
    for style in HERE.glob("**/*.css"):
        assert not re.search(r"@import|url\((?!data:)", style.read_text("utf-8")), style


async def test_the_page_names_every_example_and_they_are_there(api: Api) -> None:
    (named,) = re.findall(r'\[("[a-z", ]+")\]', (FILES / "page.js").read_text("utf-8"))
    assert sorted(re.findall("[a-z]+", named)) == [path.stem for path in EXAMPLES]
    for path in EXAMPLES:
        response = await api.http.get(f"/graphiql/examples/{path.name}", headers={"Authorization": ""})
        assert response.text == path.read_text("utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_of_the_schema(path: Path) -> None:
    assert validate(schema._schema, parse(path.read_text("utf-8"))) == []


async def test_a_program_gets_no_page(api: Api) -> None:
    for accept in ("*/*", "application/json", "application/graphql-response+json"):
        response = await api.http.get(GRAPHQL, headers={"Accept": accept})
        assert response.status_code == 400
    response = await api.http.get(
        GRAPHQL, params={"query": "{ viewer { operator } }"}, headers={"Accept": "text/html"}
    )
    assert response.json()["data"] == {"viewer": {"operator": False}}


@pytest.mark.parametrize(
    "path", ["nothing", "../pyproject.toml", "%2e%2e/pyproject.toml", "packages", "examples/"]
)
async def test_nothing_else_is_given_out(api: Api, path: str) -> None:
    assert (await api.http.get(f"/graphiql/{path}")).status_code == 404


def test_the_packages_are_as_they_were_published() -> None:
    kept = {str(path.relative_to(HERE)): path.read_bytes() for path in HERE.glob("**/*") if path.is_file()}
    assert kept == published()
