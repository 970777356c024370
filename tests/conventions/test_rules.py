"""The catalogue of rules is whole, and nothing cites a rule that is not in it."""

import re
from pathlib import Path

import service
from service.rules.catalogue import CATALOGUE, Rule


def test_the_catalogue_holds_r1_to_r83_in_order() -> None:
    expected = [f"R{number}" for number in range(1, 84)]
    assert [rule.value for rule in Rule] == expected
    assert [rule.value for rule in CATALOGUE] == expected


def test_every_rule_has_text_source_and_a_way_in_which_it_is_held() -> None:
    for rule, entry in CATALOGUE.items():
        assert entry.text.strip() == entry.text != "", rule
        assert entry.source.strip() == entry.source != "", rule
        assert entry.held, rule
        assert len(set(entry.held)) == len(entry.held), rule


def test_a_source_is_a_place_in_the_guidance_or_a_decision() -> None:
    for rule, entry in CATALOGUE.items():
        assert re.match(r"§|A\d|fn\d|Part 2|outside$|decided$", entry.source), rule


def test_no_two_rules_say_the_same() -> None:
    texts = [entry.text for entry in CATALOGUE.values()]
    assert len(set(texts)) == len(texts)


def test_the_code_cites_rules_that_exist() -> None:
    for path in Path(service.__file__).parent.rglob("*.py"):
        cited = set(re.findall(r"\bR\d{1,3}\b", path.read_text(encoding="utf-8")))
        assert cited <= {rule.value for rule in Rule}, path
