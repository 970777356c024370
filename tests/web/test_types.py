"""The types of the pages hold, and those of their documents are what the generator makes of the schema."""

import shutil
from pathlib import Path

from tests.node import node
from tests.pages.built import WEB


def test_the_types_hold() -> None:
    node("node_modules/typescript/bin/tsc", "--noEmit", folder=WEB)


def test_the_types_of_documents_are_what_their_generator_makes_of_the_schema(tmp_path: Path) -> None:
    kept = (WEB / "src/api/generated.ts").read_text("utf-8")
    try:
        node("node_modules/@graphql-codegen/cli/esm/bin.js", "--config", "codegen.ts", folder=WEB)
        assert (WEB / "src/api/generated.ts").read_text("utf-8") == kept
    finally:
        (tmp_path / "generated.ts").write_text(kept, "utf-8")
        shutil.copy(tmp_path / "generated.ts", WEB / "src/api/generated.ts")
