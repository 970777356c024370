"""Cut the committed sources from the full data: `python -m demo.cut_sources DIRECTORY`.

DIRECTORY holds nuts_2016.csv, lau_2019_de_pl_nl.csv and authorities_national.csv; README.md says where these come
from. Only rows and columns that the build uses are kept, as they are.
"""

import argparse
from pathlib import Path

from demo.bodies import LANGUAGES
from demo.places import FINEST
from demo.tables import SOURCES, TABLES, names, rows, write_rows

FEWEST_INHABITANTS = {"DE": 10_000, "NL": 0, "PL": 10_000}
"""How large a municipality must be to take part; German cities that are counties of their own always do."""

NO_REGION = "Z"
"""What the last character of a NUTS code is that stands for no region at all (Extra-Regio)."""


def cut(directory: Path) -> None:
    """Write the three sources."""
    write_rows(
        SOURCES / "nuts.csv",
        ("code", "level", "country", "parent", "name"),
        (
            row
            for row in rows(directory / "nuts_2016.csv")
            if row["level"] == "3"
            and row["country"] in (*FINEST, "SE")
            and not row["code"].endswith(NO_REGION)
        ),
    )
    columns = ("country", "nuts3", "lau_code", "name", "population")
    write_rows(
        SOURCES / "municipalities.csv",
        columns,
        (
            {column: row[column] for column in columns}
            for row in rows(directory / "lau_2019_de_pl_nl.csv")
            if int(row["population"] or 0) >= FEWEST_INHABITANTS[row["country"]]
            or (row["country"] == "DE" and row["lau_code"].endswith("000"))
        ),
    )
    patterns = [row["source"] for row in rows(TABLES / "offices.csv")]
    columns = ("id", "country", "name", "name_en", "source")
    write_rows(
        SOURCES / "authorities.csv",
        columns,
        (
            {column: row[column] for column in columns}
            for row in rows(directory / "authorities_national.csv")
            if row["country"] in LANGUAGES and any(names(pattern, row["id"]) for pattern in patterns)
        ),
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m demo.cut_sources", description=__doc__)
    parser.add_argument("directory", type=Path)
    cut(parser.parse_args().directory)
