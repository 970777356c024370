"""The health command of the image: `python -m service.serving.health` exits 0 when the service is ready, else 1.

It needs nothing but Python, and asks the service on this machine at AUTHORITY_NETWORK_PORT.
"""

import http.client
import os
import sys


def is_ready(port: int, timeout_seconds: float = 5) -> bool:
    """Whether the service at `port` of this machine answers that it and its database are ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_seconds)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(os.environ.get("AUTHORITY_NETWORK_PORT") or 8000)) else 1)
