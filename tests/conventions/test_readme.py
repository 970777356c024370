"""README, CONTRIBUTING and docs/ tell the truth: their tables are those of the code; test_readme_commands runs the commands."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from service.__main__ import cli
from service.api.admission import documents, limits
from service.network_files.cells import ID_LENGTH, NAME_LENGTH
from service.network_files.columns import FILES
from service.rules.catalogue import Rule
from service.settings import PREFIX, Settings, Switches

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
METHODS = {"GET", "HEAD", "OPTIONS", "POST"}


def blocks() -> list[tuple[str, str | None]]:
    """Each block that is to be run, with the answer shown for it, if any."""
    found: list[tuple[str, str | None]] = []
    for mark, text in re.findall(
        r"^<!-- (run|answer) -->\n```\w+\n(.*?)^```$", README, re.DOTALL | re.MULTILINE
    ):
        found = [*found, (text, None)] if mark == "run" else [*found[:-1], (found[-1][0], text)]
    return found


def section(document: str, title: str) -> str:
    """The text under a heading of a document."""
    return (ROOT / document).read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]


def table(document: str, title: str) -> list[list[str]]:
    """The rows of the first table under a heading of a document."""
    lines = section(document, title).partition("\n|")[2].splitlines()[2:]
    rows = itertools.takewhile(bool, lines)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_shell_block_is_run_or_is_a_target_of_make_or_docker() -> None:
    """`make run` serves for ever and `make test` runs this test; both are run by who checks a new clone."""
    run = {text for text, _ in blocks()}
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for text in re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE):
        if text not in run and "docker compose" not in text:
            assert set(re.findall(r"^make (\w+)$", text, re.MULTILINE)) <= targets
            assert all(line.startswith("make ") for line in text.splitlines())


def test_the_settings_are_all_there_as_the_code_has_them() -> None:
    assert table("docs/operation.md", "Settings") == [
        [
            f"`{PREFIX}{name.upper()}`",
            "" if field.default is None else f"`{field.default}`",
            field.description,
        ]
        for name, field in Settings.model_fields.items()
        if name not in Switches.model_fields
    ]


def test_the_commands_are_all_there() -> None:
    named = [re.findall(r"`([\w-]+)", row[0])[0] for row in table("docs/operation.md", "Commands")]
    assert named == [
        command.name or command.callback.__name__ for command in cli.registered_commands if command.callback
    ]


def test_the_network_files_have_these_columns() -> None:
    assert table("docs/exchange.md", "Network files") == [
        [f"`{file.name}`", ", ".join(column.name for column in file.columns)] for file in FILES
    ]


def test_the_codes_of_errors_are_all_there() -> None:
    http = (f"http/{name}.py" for name in ("errors", "bodies", "bookmarks"))
    api = (f"api/{name}.py" for name in ("types/errors", "endpoint", "admission/documents"))
    sources = ("serving/app.py", *http, *api)
    texts = [(ROOT / "service" / source).read_text(encoding="utf-8") for source in sources]
    used = {word for text in texts for word in re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', text)} - METHODS
    documented = [row[0].strip("`") for row in table("docs/api.md", "Errors")]
    assert sorted(documented) == sorted(used)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[<>=; ]", each)[0] for each in project["dependencies"]}
    assert needed == {
        name
        for row in table("docs/decisions.md", "Dependencies")
        for name in re.findall(r"`([\w-]+)`", row[0])
    }


def test_the_layout_is_the_real_one() -> None:
    """What it names exists; nothing of the service and none of the folders of code is left out."""
    (picture,) = re.findall(
        r"^```\n(.*?)^```$", section("CONTRIBUTING.md", "Layout"), re.DOTALL | re.MULTILINE
    )
    above: list[str] = []
    inside: list[str] = []
    api: list[str] = []
    lists = {"": above, "  ": inside, "    ": api}
    for line in picture.splitlines():
        name, indent = line.split()[0].rstrip("/"), line[: len(line) - len(line.lstrip())]
        lists[indent].append(name)
    for name in above:
        assert (ROOT / name).exists() or (ROOT / f"{name}.py").exists(), name
    for folder, named in ((ROOT / "service", inside), (ROOT / "service/api", api)):
        assert set(named) == {path.stem for path in folder.iterdir()} - {"__init__", "__pycache__"}
    tracked = {path.parent.name for path in ROOT.glob("*/*.py")} | {"queries", "graph_schema"}
    assert tracked <= set(above)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in DOCS)])
def test_links_lead_somewhere_and_the_rules_and_files_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not link.startswith(("http://", "https://")):
            assert (ROOT / name).parent.joinpath(link).exists(), link
    for path in re.findall(r"`((?:service|tests|queries|graph_schema|docs|bench)/[\w/.-]+)`", text):
        assert (ROOT / path).exists(), path
    assert set(re.findall(r"\bR\d+\b", text)) <= {rule.value for rule in Rule}


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) <= 150


def test_the_limits_are_those_of_the_code() -> None:
    told = section("docs/api.md", "Limits")
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\b\d[\d,]*\b", told)} - {413}
    most = {value for name, value in vars(limits).items() if name.startswith("MOST_")}
    texts = {documents.LONGEST_TEXT, NAME_LENGTH, ID_LENGTH}
    assert numbers == most | {limits.DEEPEST} | texts
