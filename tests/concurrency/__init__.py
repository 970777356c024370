"""Changes at once, from several connections and several processes of the service."""

import pytest

pytest.register_assert_rewrite("tests.concurrency.serial", "tests.concurrency.rounds")
