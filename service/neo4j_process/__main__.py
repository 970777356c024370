"""`python -m service.neo4j_process`: fetch the jars ahead, beside other work; `serve` tells what then is still missing."""

from contextlib import suppress

from service.neo4j_process import CannotStart, fetch_jars

with suppress(CannotStart):
    fetch_jars()
