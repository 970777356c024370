"""The Docker of `make test-docker`, its base images, and what docker-compose.yml makes of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.containers import images
from tests.containers.commands import Composition


@pytest.fixture(scope="session")
def folder() -> Path:
    """A folder that only this run of `make test-docker` has, and that ends with it."""
    if "IN_SANDBOX" not in os.environ:
        pytest.exit("what uses Docker is run by `make test-docker`", returncode=2)
    return Path(os.environ["TMPDIR"])


@pytest.fixture(scope="session")
def base_images(folder: Path) -> None:
    """The images that Dockerfile and docker-compose.yml begin with."""
    images.make_python_image(folder)
    images.make_node_image(folder)
    images.make_neo4j_image(folder)


@pytest.fixture(scope="session")
def composition(base_images: None) -> Iterator[Composition]:
    """What docker-compose.yml describes, built and healthy; every test leaves it so."""
    one = Composition()
    try:
        one.up("--build")
        yield one
    finally:
        one.compose("down", "--volumes")
