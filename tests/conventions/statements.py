"""The catalogue of statements and the headers of their files, as the conventions compare them."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import service.statements
from service.database.statement import QUERIES

FILES = sorted([*(QUERIES / "read").glob("*.cypher"), *(QUERIES / "write").glob("*.cypher")])
FRAGMENTS = sorted((QUERIES / "fragments").glob("*.cypher"))


@dataclass
class Header:
    """What a .cypher file says of itself before its first clause."""

    name: str = ""
    meaning: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    params: dict[str, str] = field(default_factory=dict)
    returns: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    meanings: list[str] = field(default_factory=list)


def header(path: Path) -> Header:
    """Read the header: name, empty line, meaning, empty line, facts."""
    found = Header()
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("//") or line.startswith("// include:"):
            break
        lines.append(line.removeprefix("//").strip())
    found.name, facts = lines[0], False
    for line in lines[1:]:
        fact = re.match(r"(rules|param|returns|column):\s+(.*)", line)
        facts = facts or fact is not None
        if not facts:
            found.meaning.append(line)
        elif fact is None:
            found.unknown.append(line)
        elif fact[1] == "rules":
            found.rules += fact[2].split()
        elif fact[1] == "returns":
            found.returns = fact[2]
        else:
            name, type, meaning = (*fact[2].split(maxsplit=2), "", "")[:3]
            (found.params if fact[1] == "param" else found.columns)[name] = type
            found.meanings.append(meaning)
    return found


def modules() -> Iterator[Any]:
    """Every module of the catalogue."""
    for module in pkgutil.iter_modules(service.statements.__path__):
        yield importlib.import_module(f"service.statements.{module.name}")


def catalogue() -> dict[str, Callable[..., Any]]:
    """Every statement by its name, as it was declared."""
    return {
        name: thing.__wrapped__
        for module in modules()
        for name, thing in vars(module).items()
        if hasattr(thing, "__wrapped__") and thing.__module__ == module.__name__
    }
