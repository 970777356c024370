"""The three ways that CONTRIBUTING.md tells are true: each name is found in the file that the page names for it."""

import re
from pathlib import Path

import pytest

from service.api.schema import schema

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def way(kind: str) -> str:
    """What the page says of a read, a write or an import."""
    return re.split(r"\n(?=\*\*|## |When )", PAGE.partition(f"**{kind}**, ")[2])[0]


@pytest.mark.parametrize(
    ("kind", "field", "root"),
    [
        ("A read", "monitoringScope", "Query"),
        ("A write", "replaceAccessCoordinator", "Mutation"),
        ("An import", "importNetwork", "Mutation"),
    ],
)
def test_a_way_leads_from_a_name_of_the_sdl_to_its_cypher(kind: str, field: str, root: str) -> None:
    text = way(kind)
    assert text.startswith(f"`{field}`")
    type = schema._schema.type_map[root]
    assert field in getattr(type, "fields", ())
    found = re.findall(r"`(\w+)`(?: and others)? in\s+`([\w./]+)`", text)
    assert len(found) >= 2
    for name, path in found:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"(?:def|import) \w*{name}\b|^    {name}(?:: |\b.* = )", source, re.MULTILINE), (
            name,
            path,
        )
    paths = re.findall(r"`((?:service|queries|tests)/[\w./]+)`", text)
    assert paths and all((ROOT / path).is_file() for path in paths)
    statement = Path(next(path for path in paths if path.endswith(".cypher"))).stem
    assert (statement, next(path for _, path in found if "statements" in path)) in found


def test_what_the_page_says_of_a_database_that_dies_is_where_it_says() -> None:
    assert "class Unavailable" in (ROOT / "service/database/graph.py").read_text(encoding="utf-8")
    assert "Unavailable" in (ROOT / "service/http/errors.py").read_text(encoding="utf-8")
