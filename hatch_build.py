"""Builds the pages while the wheel is built, unless they are there already."""

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface[Any]):
    """A wheel without the pages would be one whose `/` is an error; of a checkout make builds them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is put together. What the build raises ends it."""
        pages = Path(self.root) / "web" / "dist"
        if version == "editable":
            pages.mkdir(exist_ok=True)  # hatchling wants what the wheel would include to be there
        elif not (pages / "index.html").is_file():
            run_path(str(Path(self.root) / "web" / "build.py"))["build"]()
