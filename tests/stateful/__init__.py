"""A model of the network in plain Python, written from domain.md §3 and §6, that tests hold the service against."""

import pytest

pytest.register_assert_rewrite("tests.stateful.checking")
