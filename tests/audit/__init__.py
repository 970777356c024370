"""The audit: silent on what is sound, and finding what is not."""

from service.audit import audit
from service.database.graph import Graph


async def assert_sound(graph: Graph) -> None:
    """The graph has no fault; a test of a change ends by asking."""
    assert [f"{found.rule} {found.authority}: {found.detail}" for found in await audit(graph)] == []
