"""Which of these tests can be run here."""

import sys

# Elsewhere no process can take the room of another's files away.
collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py"]
