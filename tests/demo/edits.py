"""What acts do to the network, as edits of its files."""

from collections.abc import Callable

from tests.api.files import Row, values
from tests.demo.files import NetworkFiles

Edit = Callable[[NetworkFiles, str], None]
"""What an act of a time does to the files."""

NOW = "now"
"""Stands in a new row for the time of the act."""

# --- rows -------------------------------------------------------------------------------------------------------------


def added(files: NetworkFiles, file: str, **cells: str) -> Row:
    """A new row; cells that are not said are empty."""
    row = dict.fromkeys(files.rows[file][0], "") | cells
    files.rows[file].append(row)
    return row


def access_of(files: NetworkFiles, id: str, area: str) -> Row:
    """The row of an authority's access to an area, to be edited."""
    row = files.access_in(id, area)
    assert row is not None
    return row


def replaced(cell: str, old: str, new: str) -> str:
    """A cell of several with another in the place of one; once, where it was there already."""
    return ";".join(sorted({new if value == old else value for value in values(cell)}))


# --- acts -------------------------------------------------------------------------------------------------------------


def cell(id: str, **cells: str) -> Edit:
    """Other cells in the row of an authority."""
    return lambda files, at: files.authorities[id].update(cells)


def access(id: str, area: str, **cells: str) -> Edit:
    """Other cells in the row of its access to an area."""
    return lambda files, at: access_of(files, id, area).update(cells)


def both(one: Edit, other: Edit) -> Edit:
    """Two edits by one act."""

    def edit(files: NetworkFiles, at: str) -> None:
        one(files, at)
        other(files, at)

    return edit


def new(file: str, **cells: str) -> Edit:
    """A new row, with the time of the act for NOW."""

    def edit(files: NetworkFiles, at: str) -> None:
        added(files, file, **{name: at if cell == NOW else cell for name, cell in cells.items()})

    return edit


def registered(id: str, by: str, cells: dict[str, str], accesses: list[dict[str, str]]) -> Edit:
    """A new authority with its areas, as who registers it is told to become its coordinator (R30)."""

    def edit(files: NetworkFiles, at: str) -> None:
        common = {"id": id, "status": "ACTIVE", "registered_by": by, "registered_at": at}
        added(files, "authorities", **common, validating_coordinator=by, **cells)
        for access in accesses:
            seats = {"access_coordinator": by, "request_coordinators": by, "granted_by": by, "granted_at": at}
            added(files, "access", authority=id, **(seats | access))

    return edit


def handed_over(coordinator: str, successor: str, area: str) -> Edit:
    """All seats as Access Coordinator in an area, with those as Request Coordinator, beside other ones too (R70)."""

    def edit(files: NetworkFiles, at: str) -> None:
        for row in files.rows["access"]:
            if row["area"] == area and row["authority"] != successor:
                if row["access_coordinator"] == coordinator:
                    row["access_coordinator"] = successor
                row["request_coordinators"] = replaced(row["request_coordinators"], coordinator, successor)

    return edit


def validated_by(coordinator: str, successor: str, region: str) -> Edit:
    """All seats as Validating Coordinator of authorities in a region, handed over."""

    def edit(files: NetworkFiles, at: str) -> None:
        for id, row in files.authorities.items():
            if row["validating_coordinator"] == coordinator and region in files.regions(id):
                row["validating_coordinator"] = successor

    return edit


def nimic_replaced(old: str, new: str, cells: dict[str, str]) -> Edit:
    """Another body takes every seat of a NIMIC; the old one stays, deactivated."""

    def edit(files: NetworkFiles, at: str) -> None:
        state = files.authorities[old]["state"]
        for row in files.authorities.values():
            row["validating_coordinator"] = replaced(row["validating_coordinator"], old, new)
        for row in files.rows["access"]:
            row["access_coordinator"] = replaced(row["access_coordinator"], old, new)
            row["request_coordinators"] = replaced(row["request_coordinators"], old, new)
        files.authorities[old]["status"] = "INACTIVE"
        common = {"id": new, "state": state, "type": "NIMIC", "status": "ACTIVE", "registered_at": at}
        added(files, "authorities", **common, **cells)
        next(row for row in files.rows["states"] if row["code"] == state)["nimic"] = new

    return edit


def without(file: str, **cells: str) -> Edit:
    """No row of these cells any more."""

    def edit(files: NetworkFiles, at: str) -> None:
        files.rows[file] = [row for row in files.rows[file] if not cells.items() <= row.items()]

    return edit


def with_request_coordinator(ids: list[str], area: str, coordinator: str) -> Edit:
    """One more Request Coordinator of each of these authorities."""

    def edit(files: NetworkFiles, at: str) -> None:
        for id in ids:
            row = access_of(files, id, area)
            row["request_coordinators"] = ";".join(
                sorted({*values(row["request_coordinators"]), coordinator})
            )

    return edit
