"""These tests see the service as those of the API do, with its pages built."""

import pytest

from tests.api.conftest import api
from tests.pages.built import built

__all__ = ["api"]


@pytest.fixture(scope="session", autouse=True)
def _pages_are_built() -> None:
    built()
