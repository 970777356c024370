"""Every code has a text in each language of the page, made of the same arguments; every argument is known."""

import ast
import json
import re
from copy import deepcopy
from pathlib import Path
from string import Formatter

import pytest

from service.rules.arguments import PARAMETERS, ArgumentKind, Some, some
from service.rules.wording import Code
from tests.conventions.codes import listed, messages

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "web/src/sentences"
LANGUAGES = ("en", "de", "fr")
SERVICE = [
    (path, ast.parse(path.read_text("utf-8")))
    for path in sorted((ROOT / "service").rglob("*.py"))
    if path.name != "wording.py"
]


def _placeholders(text: str) -> set[str]:
    """The arguments of a message of ICU: what stands right behind a brace, before a comma or a brace."""
    return set(re.findall(r"{(\w+)(?:, (?:select|number)[,}]|})", text))


def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((SENTENCES / f"{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("code", Code, ids=lambda code: code.name)
def test_a_code_is_worded_in_every_language_with_its_arguments(code: Code) -> None:
    for language in LANGUAGES:
        text = _texts(language).get(code.name)
        assert text, f"{language}.json has no text for {code.name}"
        assert _placeholders(text) == set(code.names), f"{language}.json: {text}"


def test_the_page_words_in_english_what_the_service_says() -> None:
    assert _texts("en") == messages()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_words_rules_and_values_too_and_nothing_else(language: str) -> None:
    assert _texts(language).keys() == messages().keys()


def test_the_list_of_codes_is_what_the_catalogue_says() -> None:
    assert (ROOT / "docs/codes.md").read_text("utf-8") == listed()


def test_every_argument_is_known_and_used() -> None:
    assert {name for code in Code for name in code.names} == set(PARAMETERS)


def test_templates_have_nothing_but_names_in_braces() -> None:
    for code in Code:
        assert all(not spec and not how for _, _, spec, how in Formatter().parse(code.value)), code
        assert not re.search("[<>#|]|'[{}]", code.value), (
            f"{code.name} holds what means something else to ICU"
        )


def test_every_code_is_given_by_the_service() -> None:
    given = {
        node.attr
        for _, tree in SERVICE
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    }
    assert given == {code.name for code in Code}


def test_every_code_is_given_with_its_arguments() -> None:
    for path, tree in SERVICE:
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            of = node.func.value
            names = {keyword.arg for keyword in node.keywords}
            if isinstance(of, ast.Name) and of.id == "Code" and None not in names:
                assert names == set(Code[node.func.attr].names), f"{path}:{node.lineno}"


def test_a_code_refuses_other_arguments() -> None:
    with pytest.raises(TypeError, match="MONITOR_NO_SDIMIC takes monitor, not authority"):
        Code.MONITOR_NO_SDIMIC(authority="a")


def test_a_detail_is_text_that_keeps_its_code_arguments_and_place() -> None:
    detail = Code.AUTHORITY_OUTSIDE_REGION(authority="a", region=None, own_region="BY")
    assert detail == "a lies in no region, outside BY"
    assert detail.code is Code.AUTHORITY_OUTSIDE_REGION
    assert [(each.name, each.kind, each.values) for each in detail.arguments] == [
        ("authority", ArgumentKind.AUTHORITY, ("a",)),
        ("region", ArgumentKind.REGION, ()),
        ("own_region", ArgumentKind.REGION, ("BY",)),
    ]
    outer, inner = Code.MONITOR_NO_SDIMIC(monitor="m"), Code.MONITOR_WITHOUT_REGION(monitor="m")
    placed = detail.within(inner).within(outer)
    assert placed == "m is no SDIMIC: m has no region: a lies in no region, outside BY"
    assert placed.at == (outer, inner)
    copied = deepcopy(placed)
    assert (copied, copied.code, copied.arguments, copied.at) == (
        placed,
        placed.code,
        placed.arguments,
        placed.at,
    )


def test_of_many_values_the_first_are_named_and_the_others_counted() -> None:
    assert some(["a", "b"]) == Some(("a", "b"))
    assert some(list("abcdefgh"), but="b") == Some(tuple("acdef"), 2)
    assert some(["b"], but="b") == Some(())
