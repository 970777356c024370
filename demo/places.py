"""The regions of the demonstration network: those of tables/regions.csv, and the NUTS level 3 regions within them."""

from collections import Counter

from demo.tables import SOURCES, TABLES, Row, rows

FINEST = ("DE", "NL", "PL")
"""States whose NUTS level 3 regions are regions of the network: their municipalities lie in them."""


class Regions:
    """Every region as a row of regions.csv, and where a NUTS level 3 code lies."""

    def __init__(self) -> None:
        table = rows(TABLES / "regions.csv")
        nuts3 = [row for row in rows(SOURCES / "nuts.csv") if row["level"] == "3"]
        covering = {code: row["code"] for row in table for code in row["nuts"].split(";")}
        self.rows: list[Row] = [{k: v for k, v in row.items() if k != "nuts"} for row in table]
        self.parent = {row["code"]: row["parent"] for row in table}
        self.state = {row["code"]: row["state"] for row in table}
        self.of_nuts3 = {row["code"]: _longest(row["code"], covering) for row in nuts3}
        alone = Counter(self.of_nuts3.values())
        for row in nuts3:
            code, whole = row["code"], self.of_nuts3[row["code"]]
            if row["country"] in FINEST and alone[whole] > 1:
                name = row["name"].removesuffix(f" ({row['country']})")
                self.rows.append({"code": code, "state": row["country"], "parent": whole, "name": name})
                self.parent[code], self.state[code], self.of_nuts3[code] = whole, row["country"], code

    def outwards(self, region: str, state: str) -> list[str]:
        """A region, what it is part of, and its state; the state alone where there is no region."""
        found = []
        while region:
            found.append(region)
            region = self.parent[region]
        return [*found, state]


def _longest(code: str, covering: dict[str, str]) -> str:
    """The region of the table that covers a NUTS code: the one whose own code is the longest part of it."""
    return covering[max((each for each in covering if code.startswith(each)), key=len)]
