"""These tests see the service as those of the API do, and its network."""

from tests.api.conftest import api, network

__all__ = ["api", "network"]
