"""Which version of the service this is, as `--version`, `/metrics` and traces tell it."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("authority-network")
except PackageNotFoundError:  # code that was copied, not installed
    VERSION = "unknown"
