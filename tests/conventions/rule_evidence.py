"""What holds each rule and which tests show it: `python -m tests.conventions.rule_evidence > docs/rules.md`.

Read from the code itself: which function of the service says a rule or names it under `Rules:`, which statement has it
in its header, which constraint graph_schema/README.md puts beside it, and which tests are marked with it.
"""

import ast
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from service.database.statement import QUERIES
from service.rules.catalogue import CATALOGUE, Held, Rule
from tests.conventions.statements import FILES, FRAGMENTS, header

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
COMMAND = "python -m tests.conventions.rule_evidence > docs/rules.md"
VERBS = ("allows", "refuses", "shows")
"""What a marked test does; the last is said by no word: of defaults and results."""
NEEDED = {Held.GUARD: ("allows", "refuses"), Held.DEFAULT: ("shows",), Held.QUERY: ("shows",)}
"""The tests that each way of holding a rule needs; the others need none, or wait for what is not there yet."""
AWAITED = {Held.USERS: "users", Held.REQUESTS: "requests"}

Mark = tuple[Rule, str, str]
"""Rule, verb and test."""


@dataclass
class Evidence:
    """Of one rule: which code says it, which names it, what else holds it, and its tests by what they show."""

    said_by: list[str] = field(default_factory=list)
    named_by: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    tests: dict[str, list[str]] = field(default_factory=lambda: {verb: [] for verb in VERBS})

    @property
    def holds(self) -> bool:
        """Whether anything of the service holds the rule."""
        return bool(self.said_by or self.named_by or self.statements or self.constraints)


def awaits(rule: Rule, evidence: Evidence) -> list[str]:
    """With what the rule will be held, where the catalogue says so and no code says the rule yet."""
    if evidence.said_by:
        return []
    return [AWAITED[held] for held in CATALOGUE[rule].held if held in AWAITED]


def missing(rule: Rule, evidence: Evidence) -> list[str]:
    """The evidence that the rule needs and has not."""
    needed = [verb for held in CATALOGUE[rule].held for verb in NEEDED.get(held, ())]
    if not needed or awaits(rule, evidence):
        return []
    lacking = [f"a test that {verb}" for verb in needed if not evidence.tests[verb]]
    return lacking if evidence.holds else ["anything that holds it", *lacking]


# --- tests ------------------------------------------------------------------------------------------------------------


class _Marks:
    """Collects what tests are marked with, in the order of collection."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Called by pytest with all tests. Raises ValueError for a mark that says nothing."""
        for item in items:
            for mark in item.iter_markers("rule"):
                rule, verb = (*mark.args, "shows")[:2]
                if verb not in VERBS or len(mark.args) not in (1, 2) or not set(mark.kwargs) <= {"by"}:
                    raise ValueError(f"{item.nodeid} is marked with {mark.args} {mark.kwargs}")
                self.found.append((Rule(str(rule)).value, str(verb), item.nodeid.partition("[")[0]))


def collect() -> None:
    """Print the marks of all tests as JSON; in a process of its own, for pytest does not run within pytest."""
    marks = _Marks()
    with redirect_stdout(io.StringIO()) as said:
        ended = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", "tests"], plugins=[marks])
    if ended != pytest.ExitCode.OK:
        sys.exit(said.getvalue()[-5000:])
    print(json.dumps(marks.found))


def marks() -> list[Mark]:
    """The marks of all tests. Raises RuntimeError where they cannot be collected."""
    command = [sys.executable, "-m", "tests.conventions.rule_evidence", "--marks"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    return [(Rule(rule), verb, test) for rule, verb, test in json.loads(ran.stdout)]


# --- the service ------------------------------------------------------------------------------------------------------


def rules_in(text: str) -> set[Rule]:
    """The rules that a text names, those of ranges such as R14–R16 too."""
    found = set()
    for first, last in re.findall(r"\bR(\d+)(?:–R?(\d+))?\b", text):
        found |= {Rule(f"R{number}") for number in range(int(first), int(last or first) + 1)}
    return found


def code() -> Iterator[tuple[str, ast.AST]]:
    """Every function and assignment of the service by its dotted name, but the catalogue of rules."""
    for path in sorted((ROOT / "service").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "service").with_suffix("").parts).removesuffix(".__init__")
        if module != "rules.catalogue":
            yield from _within(module, ast.parse(path.read_text(encoding="utf-8")))


def _within(name: str, tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}.{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _within(f"{name}.{node.name}", node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield f"{name}.{target.id}", node


def said_in(node: ast.AST) -> set[Rule]:
    """The rules that code says: `Rule.R35`."""
    return {
        Rule(each.attr)
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Rule"
    }


def named_in(node: ast.AST) -> set[Rule]:
    """The rules that a docstring names under `Rules:`."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return set()
    sentences = re.findall(r"Rules?:?\s(.*?)(?:\.\s|\.?$)", ast.get_docstring(node) or "", re.DOTALL)
    return {rule for sentence in sentences for rule in rules_in(sentence)}


def gathered(marked: list[Mark]) -> dict[Rule, Evidence]:
    """What holds and shows each rule."""
    found = {rule: Evidence() for rule in Rule}
    for name, node in code():
        said = said_in(node)
        for rule in said:
            found[rule].said_by.append(name)
        for rule in named_in(node) - said:
            found[rule].named_by.append(name)
    for path in [*FILES, *FRAGMENTS]:
        for rule in rules_in(" ".join(header(path).rules)):
            found[rule].statements.append(str(path.relative_to(QUERIES).with_suffix("")))
    for line in (ROOT / "graph_schema" / "README.md").read_text(encoding="utf-8").splitlines():
        for constraint in re.findall(r"constraint `(\w+)`", line):
            for rule in rules_in(line):
                if constraint not in found[rule].constraints:
                    found[rule].constraints.append(constraint)
    for rule, verb, test in marked:
        if test not in found[rule].tests[verb]:
            found[rule].tests[verb].append(test)
    return found


# --- the page ---------------------------------------------------------------------------------------------------------

INTRODUCTION = f"""# The rules, what holds them, and which tests show it

Generated by `{COMMAND}`; whoever holds or tests a rule writes the page anew. The text and
the source of a rule are those of the catalogue (`service/rules/catalogue.py`; `rules` in the API): § is a section of the
guidance's Part 1, A an action of its Part 2, fn a footnote. A *guard*, or a constraint, needs a test of what it allows and
one of what it refuses, a *default* and a *query* one of what they give; *prose* is shown in documentation alone.
Some rules come with *users* or with *requests*: until those exist they need nothing, and it is said.
"""


def page(found: dict[Rule, Evidence]) -> str:
    """The page as a whole."""
    return "\n".join([INTRODUCTION, *(_section(rule, evidence) for rule, evidence in found.items())])


def _section(rule: Rule, evidence: Evidence) -> str:
    entry = CATALOGUE[rule]
    held = ", ".join(each.lower() for each in entry.held)
    lines = [f"## {rule}", "", f"{entry.text} ({entry.source}; {held})", ""]
    if waits := awaits(rule, evidence):
        lines.append(f"- waits for {' and '.join(waits)}")
    for what, names in (
        ("said by", evidence.said_by),
        ("named by", evidence.named_by),
        ("statements", evidence.statements),
        ("constraints", evidence.constraints),
    ):
        if names:
            lines.append(f"- {what}: {', '.join(f'`{name}`' for name in names)}")
    for verb, tests in evidence.tests.items():
        lines += [f"- {verb}: {_as_sentence(test)}" for test in tests]
    return "\n".join(lines).rstrip() + "\n"


def _as_sentence(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


if __name__ == "__main__":
    if "--marks" in sys.argv:
        collect()
    else:
        sys.stdout.write(page(gathered(marks())))
