"""A statement is said three times, in its file, its header and its signature, and always the same."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, NewType, get_args, get_origin, get_type_hints, is_typeddict

import pytest

from service.database.graph import Reader, Writer
from service.database.statement import MOMENT, PAST_TENSE, QUERIES, in_the_past, text_of
from service.rules.catalogue import Rule
from tests.conventions.statements import FILES, FRAGMENTS, catalogue, header, modules

CATALOGUE = catalogue()
SCALARS = {str: "string", int: "integer", bool: "boolean", float: "float"}


def type_in_a_header(hint: Any) -> str:
    """How a header writes the type that a signature gives."""
    if isinstance(hint, NewType):
        return type_in_a_header(hint.__supertype__)
    if NoneType in get_args(hint):
        (present,) = (one for one in get_args(hint) if one is not NoneType)
        return type_in_a_header(present) + "?"
    if get_origin(hint) is list:
        return f"list<{type_in_a_header(get_args(hint)[0])}>"
    if get_origin(hint) is dict or is_typeddict(hint):
        return "map"
    if inspect.isclass(hint) and issubclass(hint, str):
        return "string"
    return SCALARS[hint]


def row_model(returns: Any) -> tuple[str, Any]:
    """How many rows a return type promises, in the words of a header, and the model of one."""
    if returns is NoneType:
        return "no row", None
    if get_origin(returns) is list:
        return "any number of rows", get_args(returns)[0]
    if NoneType in get_args(returns):
        return "at most one row", next(one for one in get_args(returns) if one is not NoneType)
    return "exactly one row", returns


def cypher(path: Path) -> str:
    """The Cypher of a file with its fragments, without comments and without what stands in quotes."""
    text = re.sub(r"//.*", "", text_of(str(path.relative_to(QUERIES).with_suffix(""))))
    return re.sub(r"'(\\.|[^'])*'", "''", text)


def split(text: str) -> Iterator[str]:
    """The parts between commas that no bracket encloses."""
    part, depth = "", 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            yield part
            part = ""
        else:
            part += character
    yield part


def returned(text: str) -> set[str]:
    """The columns of the last RETURN; none where the statement ends by writing."""
    outside, depth = "", 0
    for character in text:
        depth -= character in ")}]"
        outside += character if depth == 0 else " "
        depth += character in "([{"
    if "RETURN" not in outside:
        return set()
    start = outside.rindex("RETURN") + len("RETURN")
    end = re.search(r"\b(ORDER BY|SKIP|LIMIT)\b|$", outside[start:])
    body = text[start : start + end.start()] if end else text[start:]
    columns = (part.strip().removeprefix("DISTINCT").strip() for part in split(body))
    return {re.split(r"\s+AS\s+", column)[-1].strip("`") for column in columns}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_its_header_and_its_signature_agree(path: Path) -> None:
    said, declared = header(path), CATALOGUE[path.stem]
    hints = get_type_hints(declared)
    assert said.name == path.stem
    assert hints.pop("tx") is (Writer if path.parent.name == "write" else Reader)
    cardinality, row = row_model(hints.pop("return"))
    assert {name: type_in_a_header(hint) for name, hint in hints.items()} == said.params
    assert re.match(rf"{cardinality}\b", said.returns), f"returns: begins with “{cardinality}”"
    columns = {} if row is None else {n: type_in_a_header(h) for n, h in get_type_hints(row).items()}
    assert columns == said.columns
    assert returned(cypher(path)) == set(columns)


@pytest.mark.parametrize("path", [*FILES, *FRAGMENTS], ids=lambda path: path.stem)
def test_a_header_says_what_the_file_means(path: Path) -> None:
    said = header(path)
    assert said.name == path.stem
    assert said.meaning[0] == ""
    if path in FILES:
        assert said.meaning[-1] == ""
    assert "".join(said.meaning).strip().endswith((".", ":"))
    assert all(said.meanings), "every param and column has a meaning"
    assert said.unknown == []


@pytest.mark.parametrize("path", [*FILES, *FRAGMENTS], ids=lambda path: path.stem)
def test_a_file_cites_rules_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"\bR\d+\b", text)) <= {rule.value for rule in Rule}
    assert header(path).rules == sorted(set(header(path).rules), key=lambda rule: int(rule[1:]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_time_is_a_parameter_and_nothing_is_taken_from_apoc(path: Path) -> None:
    assert not re.search(
        r"\b(datetime|localdatetime|timestamp|date|time|randomUUID)\s*\(|\bapoc\.", cypher(path)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reading_statement_writes_nothing(path: Path) -> None:
    writes = re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH)\b", cypher(path))
    assert (writes is not None) == (path.parent.name == "write")


def test_every_file_has_a_signature_and_every_signature_a_file() -> None:
    assert sorted(path.stem for path in FILES) == sorted(CATALOGUE)


def test_no_statement_is_declared_twice() -> None:
    declared = [
        name
        for module in modules()
        for name, thing in vars(module).items()
        if hasattr(thing, "__wrapped__") and thing.__module__ == module.__name__
    ]
    assert len(declared) == len(set(declared))


def test_every_fragment_is_part_of_some_statement() -> None:
    included = {
        name
        for path in [*FILES, *FRAGMENTS]
        for name in re.findall(
            r"^[ \t]*// include: (\w+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
    }
    assert {path.stem.removesuffix("_in_the_past") for path in FRAGMENTS} == included


PAST = {
    name: in_the_past(re.sub(r"//.*", "", text_of(f"read/{name}", past=True)))
    for name, declared in CATALOGUE.items()
    if MOMENT in get_type_hints(declared)
}
"""The texts of the statements that can be asked of the past."""


def test_a_text_of_the_past_asks_of_each_edge_that_can_end_whether_it_was_there_at_the_moment() -> None:
    assert (
        in_the_past(
            "MATCH (m)-[held:VALIDATES|GRANTS_ACCESS {area: $area}]->(a)<-[:IN_STATE]-(b)\nRETURN type(held)"
        ).splitlines()[0]
        == "MATCH (m)-[held:VALIDATES|GRANTS_ACCESS|VALIDATED|GRANTED_ACCESS {area: $area} "
        "WHERE coalesce(held.since, held.at) <= $moment < coalesce(held.until, '~')]->(a)"
        "<-[edge_0:IN_STATE|WAS_IN_STATE WHERE coalesce(edge_0.since, edge_0.at) <= $moment < coalesce(edge_0.until, '~')]-(b)"
    )
    for was in ("ACTS_IN|ACTED_IN {role: 'DIMIC'}", "APPOINTED"):
        assert (
            in_the_past(f"(a)-[r:{was}]->()") == f"(a)-[r:{was} WHERE coalesce(r.since, r.at) <= $moment]->()"
        )
    for untouched in (
        "(r)-[:PART_OF*0..]->(s)",
        "(a)-[:IDENTIFIED_BY]->(x)",
        "[r IN edges WHERE r.area = 'x']",
    ):
        assert in_the_past(untouched) == untouched
    assert in_the_past("MATCH (n)\n  USING INDEX r:IN_STATE(type)\nRETURN n") == "MATCH (n)\nRETURN n"


@pytest.mark.parametrize("name", PAST)
def test_nothing_of_a_text_of_the_past_follows_the_present(name: str) -> None:
    assert not re.search(r":Coordinator\b", PAST[name]), "the label is of today"
    for types in re.findall(r"\[\w*:([\w|]+)[^\]]*\]", PAST[name]):
        for present, past in PAST_TENSE.items():
            assert (present in types.split("|")) == (past in types.split("|")), types
    edges = re.findall(r"\[\w*:(?!PART_OF|IDENTIFIED_BY)[^\]]*\]", PAST[name])
    assert edges
    assert all("<= $moment" in edge for edge in edges)


def test_a_fragment_of_the_past_stands_for_one_of_a_statement_that_can_be_asked_of_it() -> None:
    for path in FRAGMENTS:
        present = path.stem.removesuffix("_in_the_past")
        if present != path.stem:
            assert any(
                f"// include: {present}\n" in (QUERIES / f"read/{name}.cypher").read_text(encoding="utf-8")
                for name in PAST
            )


def test_every_column_of_a_row_model_is_described_by_its_class() -> None:
    for module in modules():
        for thing in vars(module).values():
            if (
                is_typeddict(thing)
                and thing.__module__ == module.__name__
                and thing.__name__ != "PathStepRow"
            ):
                assert thing.__doc__, thing.__name__
