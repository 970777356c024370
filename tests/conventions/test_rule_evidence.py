"""Every rule has the evidence that its way of being held needs, and docs/rules.md says which."""

import ast

import pytest

from service.rules.catalogue import Rule
from tests.conventions.rule_evidence import (
    COMMAND,
    PAGE,
    Evidence,
    awaits,
    gathered,
    marks,
    missing,
    named_in,
    page,
    rules_in,
    said_in,
)


@pytest.fixture(scope="module")
def found() -> dict[Rule, Evidence]:
    """The evidence of the code and the tests as they are."""
    return gathered(marks())


def test_no_rule_lacks_the_evidence_it_needs(found: dict[Rule, Evidence]) -> None:
    assert {
        rule: missing(rule, evidence) for rule, evidence in found.items() if missing(rule, evidence)
    } == {}


def test_only_rules_that_come_with_users_or_requests_are_waited_for(found: dict[Rule, Evidence]) -> None:
    waiting = {rule: awaits(rule, evidence) for rule, evidence in found.items() if awaits(rule, evidence)}
    users = {"R6", "R55", "R56", "R57", "R58"}
    requests = {"R4", "R33", "R39", "R47", "R48", "R73", "R74", "R75"}
    assert {rule for rule in waiting if waiting[rule] == ["users"]} == users
    assert {rule for rule in waiting if waiting[rule] == ["requests"]} == requests
    assert set(waiting) == users | requests


def test_the_page_is_the_one_that_is_generated(found: dict[Rule, Evidence]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(found), f"write it anew: {COMMAND}"


# --- what finds it ----------------------------------------------------------------------------------------------------


def test_a_guard_without_a_refusing_test_is_found() -> None:
    evidence = Evidence(
        said_by=["rules.guards.handing_over"], tests={"allows": ["t"], "refuses": [], "shows": ["t"]}
    )
    assert missing(Rule.R34, evidence) == ["a test that refuses"]


def test_a_default_and_a_query_need_a_test_of_what_they_give() -> None:
    for rule in (Rule.R30, Rule.R44):
        evidence = Evidence(statements=["read/s"], tests={"allows": ["t"], "refuses": ["t"], "shows": []})
        assert missing(rule, evidence) == ["a test that shows"]


def test_a_rule_that_nothing_holds_is_found_whatever_tests_it_has() -> None:
    assert missing(Rule.R29, Evidence(tests={"allows": ["t"], "refuses": ["t"], "shows": []})) == [
        "anything that holds it"
    ]


def test_prose_needs_nothing_and_what_is_waited_for_needs_it_once_code_says_it() -> None:
    assert missing(Rule.R13, Evidence()) == missing(Rule.R6, Evidence()) == []
    assert missing(Rule.R6, Evidence(said_by=["x"])) == ["a test that allows", "a test that refuses"]


def test_rules_are_read_from_code_docstrings_and_ranges() -> None:

    function = ast.parse(
        'def f():\n    """Do it (R1).\n\n    More. Rules: R14–R16, R18 (its own) and R63. Raises R99.\n    """\n'
        "    yield Violation(Rule.R52, '…')\n"
    ).body[0]
    assert said_in(function) == {"R52"}
    assert named_in(function) == {"R14", "R15", "R16", "R18", "R63"}
    assert rules_in("R8–R10, R12") == {"R8", "R9", "R10", "R12"}
