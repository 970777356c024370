"""The jars of the pinned Neo4j: fetched once per user into the cache directory, each checked against its SHA-256."""

import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from pathlib import Path

from service.neo4j_process.errors import CannotStart
from service.work.progress import progress

_PIN = Path(__file__).parents[1] / "neo4j_jars"
NEO4J_VERSION: str = tomllib.loads((_PIN / "jgo.toml").read_text("utf-8"))["dependencies"]["coordinates"][
    0
].split(":")[2]
"""The one Neo4j of the private database, of the tests and of Docker Compose; pinned in neo4j_jars/jgo.toml."""
NEO4J_IMAGE = f"neo4j:{NEO4J_VERSION}-community"
"""The official image of the same version."""


def cache_folder() -> Path:
    """Where this user's jars of the pinned version are kept; another pin has another folder."""
    if configured := os.environ.get("XDG_CACHE_HOME"):
        base = Path(configured)
    else:
        base = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    # What was fetched is named by its hashes: the lock's date and comments may change.
    digest = hashlib.sha256("".join(sorted(jar["sha256"] for jar in _locked().values())).encode()).hexdigest()
    return base / "authority-network" / f"neo4j-{NEO4J_VERSION}-{digest[:12]}"


@cache
def _locked() -> dict[str, dict[str, str]]:
    """The pinned jars, by file name."""
    dependencies = tomllib.loads((_PIN / "jgo.lock.toml").read_text("utf-8"))["dependencies"]
    return {
        "-".join(filter(None, (jar["artifactId"], jar["version"], jar.get("classifier")))) + ".jar": jar
        for jar in dependencies
    }


def _missing(folder: Path) -> list[str]:
    """The jars of the lock that `folder` lacks or holds with another content. 130 MB are read: 0.2 s."""

    def good(name: str) -> bool:
        try:
            with (folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == _locked()[name]["sha256"]
        except FileNotFoundError:
            return False

    with ThreadPoolExecutor(4) as threads:
        return [
            name for name, is_good in zip(_locked(), threads.map(good, _locked()), strict=True) if not is_good
        ]


def fetch_jars() -> Path:
    """The folder with every jar of the lock and no other, each checked against its SHA-256.

    What is missing or damaged is fetched first, with progress on stderr; a jar comes into the folder by renaming, so
    an interrupted fetch goes on where it stopped. Safe to call from several processes at once. Raises CannotStart.
    """
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _missing(folder) or _strangers(folder):
            with (folder / "lock").open("w") as guard:
                fcntl.flock(guard, fcntl.LOCK_EX)
                for stranger in _strangers(folder):  # the class path takes every jar of the folder
                    stranger.unlink()
                if missing := _missing(folder):
                    _fetch(missing, folder)
    except OSError as error:
        raise CannotStart(
            f"The folder for Neo4j's jars, {folder}, cannot be used: {error.strerror or error}."
        ) from error
    return folder


def _strangers(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.jar") if path.name not in _locked()]


def _fetch(names: list[str], folder: Path) -> None:
    from jgo.maven import MavenContext  # type: ignore[import-untyped]  # noqa: PLC0415  # costs 0.3 s, needed once

    size = "130 MB, " if len(names) == len(_locked()) else ""
    print(
        f"Fetching Neo4j {NEO4J_VERSION} ({len(names)} files, {size}once per user) …",
        file=sys.stderr,
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=folder) as repository:
        maven = MavenContext(repo_cache=Path(repository), local_repos=[], timeout=60)

        def fetch(name: str) -> None:
            jar = _locked()[name]
            component = maven.project(jar["groupId"], jar["artifactId"]).at_version(jar["version"])
            for attempt in (1, 2, 3):
                try:
                    file: Path = component.artifact(jar.get("classifier", "")).resolve()
                    break
                except (OSError, RuntimeError):  # what jgo raises: no connection, no such file
                    if attempt == 3:
                        raise
                    shutil.rmtree(Path(repository) / component.path_prefix, ignore_errors=True)
                    time.sleep(attempt)
            with file.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != jar["sha256"]:
                    raise RuntimeError("its content is not the pinned one (SHA-256)")
            file.rename(folder / name)

        with ThreadPoolExecutor(8) as threads, progress("Neo4j", "files fetched") as update:
            fetches = {threads.submit(fetch, name): name for name in names}
            for number, one in enumerate(as_completed(fetches), start=1):
                update(number, len(names))
                if error := one.exception():
                    threads.shutdown(cancel_futures=True)
                    raise CannotStart(
                        f"Neo4j's {fetches[one]} could not be fetched: {_root_cause(error)}. Check the connection to "
                        "Maven Central (HTTPS_PROXY names a proxy, REQUESTS_CA_BUNDLE its certificates) and start "
                        "again: what has been fetched is kept. Or give another Neo4j by its address "
                        "(AUTHORITY_NETWORK_DATABASE_URI)."
                    ) from error


def _root_cause(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error).rstrip(".") or type(error).__name__
