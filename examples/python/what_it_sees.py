"""What does this authority see, and why? Prints everyone whom it may monitor, with every reason.

    TOKEN=… python what_it_sees.py AUTHORITY_ID [http://127.0.0.1:8000]

What `authority_network_client` knows of the API was generated from its schema and ../scope.graphql by ariadne-codegen.
"""

import os
import sys
from collections.abc import Iterator

import httpx
from authority_network_client import (
    Client,
    GraphQLClientError,
    WhatItSeesMonitoringScopeEdges,
    WhatItSeesMonitoringScopeEdgesReasons,
)

PATIENCE_SECONDS = 60
"""How long an answer is waited for: longer than the service works on one (30 s), longer than the 5 s of httpx."""


def scope(client: Client, monitor: str) -> Iterator[WhatItSeesMonitoringScopeEdges]:
    """Everyone whom an authority may monitor, read a page at a time."""
    after = None
    while True:
        page = client.what_it_sees(monitor, after, timeout=PATIENCE_SECONDS).monitoring_scope
        if page is None:
            sys.exit(f"There is no authority with the id {monitor}.")
        yield from page.edges
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


def why(reason: WhatItSeesMonitoringScopeEdgesReasons) -> str:
    """A reason in one line: its rule, and the relations that meet it."""
    steps = [
        f"{step.from_.id} {step.relation.value}{f'({step.area})' if step.area else ''} {step.to.id}"
        for step in reason.path
    ]
    return ", ".join([reason.rule.id, *steps])


def main() -> None:
    """Print an authority a line: its id, its name, the reasons."""
    token, arguments = os.environ.get("TOKEN"), sys.argv[1:]
    if not token or not arguments:
        sys.exit(__doc__)
    monitor, address = arguments[0], (arguments[1:] or ["http://127.0.0.1:8000"])[0]
    with Client(f"{address}/graphql", {"Authorization": f"Bearer {token}"}) as client:
        try:
            for edge in scope(client, monitor):
                print(edge.node.id, edge.node.name, "; ".join(map(why, edge.reasons)), sep="\t")
        except (GraphQLClientError, httpx.HTTPError) as error:
            sys.exit(f"The service did not answer: {error}")


if __name__ == "__main__":
    main()
