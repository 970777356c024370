"""Asking the schema as a request would, on a graph of the test's own."""

from typing import Any

from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph
from service.model.identifiers import Actor

OPERATOR = Actor(None, operator=True)


async def ask(graph: Graph, query: str, **variables: Any) -> Any:
    """The data of an answer without errors."""
    result = await schema.execute(query, variable_values=variables, context_value=Context(graph, OPERATOR))
    assert result.errors is None, result.errors
    return result.data


async def refusal(graph: Graph, query: str, **variables: Any) -> tuple[str, str]:
    """Code and message of the one error of an answer."""
    result = await schema.execute(query, variable_values=variables, context_value=Context(graph, OPERATOR))
    assert result.errors, result.data
    (error,) = result.errors
    assert error.extensions
    return error.extensions["code"], error.message


async def all_pages(
    graph: Graph, query: str, field: str, size: int, **variables: Any
) -> tuple[list[Any], int]:
    """The edges of every page put together, and the total that each page gave. The query takes $first and $after."""
    edges: list[Any] = []
    after = None
    while True:
        data = await ask(graph, query, first=size, after=after, **variables)
        page = data[field]
        edges += page["edges"]
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            return edges, page["totalCount"]
        assert len(page["edges"]) == size
        assert page["edges"][-1].get("cursor", page["pageInfo"]["endCursor"]) == page["pageInfo"]["endCursor"]
        after = page["pageInfo"]["endCursor"]


async def statements_of(graph: Graph, query: str, **variables: Any) -> list[str]:
    """The names of the statements that an answer took, in order."""
    ran: list[str] = []
    graph.observers.append(ran.append)
    try:
        await ask(graph, query, **variables)
    finally:
        graph.observers.remove(ran.append)
    return ran
