"""Where the files live that are no Python: beside the package in a checkout, inside it when installed."""

from pathlib import Path


def folder(name: str) -> Path:
    """The folder `name` of this installation; in a checkout it stands beside `service/`."""
    package = Path(__file__).parents[1]
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
