"""Neo4j's home: its folders, configuration and password."""

import hashlib
import os
import secrets
from pathlib import Path

DATABASE_SETTINGS = {
    "db.lock.acquisition.timeout": "5s",  # by default a writer waits for ever
    "db.transaction.timeout": "30s",
    "server.bolt.connection_keep_alive": "2s",  # a client that is gone gives its locks back soon
    "server.bolt.connection_keep_alive_probes": "2",
    "dbms.usage_report.enabled": "false",
}
"""Settings that any Neo4j of this service should have; docker-compose.yml has the same."""

_PRIVATE_SETTINGS = {
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "db.tx_log.preallocate": "false",  # 256 MB of zeros per data directory
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # a stop of 0.5 s instead of 10
    "internal.dbms.bolt.netty_server_shutdown_timeout": "1",
}


def prepare(home: Path) -> str:
    """Make what is missing of the folders and of the password; the password."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in ("conf", "data/dbms", "logs", "run", "plugins", "import", "lib"):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = home / "password"
    if not kept.exists():
        write_private(kept, secrets.token_urlsafe(24))
    password = kept.read_text("utf-8").strip()
    if not (home / "data/databases/system").exists():
        # What `neo4j-admin dbms set-initial-password` writes; Neo4j reads it when it makes its system database.
        salt = secrets.token_bytes(32)
        digest = hashlib.sha256(salt + password.encode()).digest()
        for _ in range(1023):
            digest = hashlib.sha256(digest).digest()
        write_private(home / "data/dbms/auth.ini", f"neo4j:SHA-256,{digest.hex()},{salt.hex()},1024:\n")
    return password


def configure(home: Path, port: int, page_cache: str) -> None:
    """Write neo4j.conf: Bolt alone, on the loopback address."""
    settings = {
        **DATABASE_SETTINGS,
        **_PRIVATE_SETTINGS,
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.memory.pagecache.size": page_cache,
    }
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf/neo4j.conf").write_text(text, "utf-8")


def write_private(path: Path, text: str) -> None:
    """Write a file for this user alone, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    draft.replace(path)
