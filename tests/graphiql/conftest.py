"""These tests see the service as those of the API do."""

from tests.api.conftest import api

__all__ = ["api"]
