"""Builds the pages while the wheel is built, unless the same are there already."""

from pathlib import Path
from runpy import run_path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesHook(BuildHookInterface[Any]):
    """A wheel without the pages would be one whose `/` is an error; of a checkout make builds them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is put together. What the build raises ends it."""
        web = Path(self.root) / "web"
        if version == "editable":
            (web / "dist").mkdir(exist_ok=True)  # hatchling wants what the wheel would include to be there
        elif (web / "package.json").is_file():
            run_path(str(web / "build.py"))["build"]()
        elif not (web / "dist" / "index.html").is_file():  # the image builds them in a stage before
            raise FileNotFoundError("web/ holds neither the pages' sources nor the pages built from them")
