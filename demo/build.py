"""Build the demonstration network: `python -m demo.build`, or `--check` to compare it with what is committed.

The tables and sources become rows of the network files; the importer's own rules complete and judge them, and the
export's own hand writes them, so that what is written imports clean and exports the same again. No graph is needed.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.bodies import all_bodies
from demo.past import past
from demo.places import Regions
from demo.relations import Relations
from demo.tables import NETWORK, TABLES, rows, write_rows
from service.model.identifiers import instant
from service.model.network import Network
from service.network_files import Severity, write_files
from service.network_files.columns import FILES
from service.network_files.merging import judge
from service.network_files.reading import read_folder

PAST = NETWORK.parent / "demo_past.json"
BUILT = instant(datetime(2024, 1, 1, tzinfo=UTC))
"""What a time would be that no table gives; the test of the build looks for it."""


class Unsound(Exception):
    """The tables make a network that the importer would refuse or question; the message holds its report."""


def build() -> Network:
    """The demonstration network, complete and sound. Raises Unsound."""
    regions = Regions()
    files = {
        "states": rows(TABLES / "states.csv"),
        "regions": regions.rows,
        "areas": [{k: v for k, v in row.items() if k != "started"} for row in rows(TABLES / "areas.csv")],
        **Relations(all_bodies(regions), regions).files(),
    }
    with TemporaryDirectory() as directory:
        for file in FILES:
            content = files[file.kind]
            write_rows(
                Path(directory) / file.name, {column: None for row in content for column in row}, content
            )
        judgement = judge(read_folder(Path(directory)), Network(), BUILT)
    if judgement.entries:
        refused = [entry for entry in judgement.entries if entry.severity is Severity.REFUSED]
        raise Unsound("\n".join(map(str, refused or judgement.entries)))
    return judgement.network


def main() -> int:
    """Write the network, or with --check say whether the committed one is it."""
    parser = argparse.ArgumentParser(prog="python -m demo.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    network = build()
    told = json.dumps(past(network), ensure_ascii=False, indent=1) + "\n"
    if not parser.parse_args().check:
        write_files(network, NETWORK)
        PAST.write_text(told, encoding="utf-8")
        print(f"{len(network.authorities)} authorities written to {NETWORK}.")
        return 0
    with TemporaryDirectory() as directory:
        write_files(network, Path(directory))
        differing = [
            file.name
            for file in FILES
            if (Path(directory) / file.name).read_bytes() != (NETWORK / file.name).read_bytes()
        ]
    if PAST.read_text(encoding="utf-8") != told:
        differing.append(PAST.name)
    if differing:
        print(
            f"Not what the build makes: {', '.join(differing)}. Run `python -m demo.build`.", file=sys.stderr
        )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
