"""Somebody who asks one plain question after the other: `python -m bench.neighbour ADDRESS TIMES` prints the seconds of each.

Its headers come as JSON by standard input. It is a process of its own, so that what it waits for is the service alone.
"""

import http.client
import json
import sys
import time
from urllib.parse import urlsplit

BODY = json.dumps({"query": "{ viewer { operator } }"})


def main() -> None:
    """Ask, and print."""
    address, times, headers = urlsplit(sys.argv[1]), int(sys.argv[2]), json.loads(sys.stdin.readline())
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        connection.request("POST", "/graphql", BODY, headers)
        response = connection.getresponse()
        assert response.status == http.HTTPStatus.OK and b"errors" not in response.read(), response.status
        taken.append(time.perf_counter() - began)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
