"""The files of npm packages that GraphiQL's page loads, as they are published: `python -m tests.graphiql.packages` puts them there.

The last versions that come ready for a page. Each package is known by the hash of its archive.
"""

import base64
import hashlib
import tarfile
import tempfile
from pathlib import Path

from tests.node import npm

HERE = Path(__file__).parents[2] / "graphiql" / "packages"
PACKAGES = {
    "graphiql@3.9.0": (
        "rJYFlHdBbug9+YbFSwRVvgfPjCayC7wHecZkx/qB4XLuQPFQZw/yB9pmHFtOJV6RiNBBHro3u1GdocKa3YcGRA==",
        ("graphiql.min.js", "graphiql.min.css", "LICENSE"),
    ),
    "react@18.3.1": (
        "wS+hAgJShR0KhEvPJArfuPVN1+Hz1t0Y6n5jLrGQbkb4urgPE/0Rve+1kMB1v/oWgHgm4WIcV+i7F2pTVj+2iQ==",
        ("umd/react.production.min.js", "LICENSE"),
    ),
    "react-dom@18.3.1": (
        "5m4nQKp+rZRb09LNH59GM4BxTh9251/ylbKIbpe7TpGxfJ+9kv6BLkLBXIjjspbgbnIBNqlI23tRnTWT0snUIw==",
        ("umd/react-dom.production.min.js", "LICENSE"),
    ),
}
"""The SHA-512 of each, in Base64 as npm has it, and the files."""


def published() -> dict[str, bytes]:
    """The files by their paths under graphiql/packages, from whichever registry npm is set to."""
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, (digest, names) in PACKAGES.items():
            archive = Path(folder) / npm("pack", package, "--prefer-offline", folder=Path(folder)).strip()
            assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == digest, package
            with tarfile.open(archive) as opened:
                for name in names:
                    member = opened.extractfile(f"package/{name}")
                    assert member is not None
                    found[f"{package.partition('@')[0]}/{name}"] = member.read()
    return found


if __name__ == "__main__":
    for name, content in published().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(content)
