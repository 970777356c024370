"""What the pages are written in: the pure parts by tests of their own."""

from tests.node import node
from tests.pages.built import WEB


def test_layout_address_and_messages() -> None:
    """No overlap, area in proportion to number, the same for the same network; messages in all languages."""
    assert " passed" in node("node_modules/vitest/vitest.mjs", "run", folder=WEB)
