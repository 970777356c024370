"""`--neo4j container`: the tests on a Neo4j that testcontainers starts."""

import sys

import pytest

from tests.containers.commands import docker, run

pytestmark = pytest.mark.timeout(1200)


def test_the_tests_run_on_a_container(base_images: None) -> None:
    command = [sys.executable, "-m", "pytest", "--neo4j", "container", "-p", "no:cacheprovider", "--quiet"]
    before = docker("ps", "--all", "--quiet")
    # The container that testcontainers would start to end the others is of another image; a start has ten minutes.
    variables = {"TESTCONTAINERS_RYUK_DISABLED": "true", "TC_MAX_TRIES": "600"}
    told = run([*command, "tests/scope/test_networks_of_the_guidance.py", "-k", "s18_fresh_dimic"], variables)
    assert " passed" in told and "failed" not in told
    assert docker("ps", "--all", "--quiet") == before
