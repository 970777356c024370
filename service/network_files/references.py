"""Which rows a row needs: the references of the network files, with the columns they stand in."""

from collections.abc import Iterator
from typing import Any

from service.model.network import Access, Area, Authority, Link, Network, Place, Region, State


def references(row: Any) -> Iterator[tuple[str, Place]]:
    """Every reference of one row: column, and the place it points to."""
    match row:
        case State():
            yield "nimic", ("authorities", (row.nimic,))
        case Region():
            yield "state", ("states", (row.state,))
            if row.parent is not None:
                yield "parent", ("regions", (row.parent,))
        case Area():
            return
        case Authority():
            yield "state", ("states", (row.state,))
            if row.region is not None:
                yield "region", ("regions", (row.region,))
            for column in ("registered_by", "validating_coordinator"):
                if (other := getattr(row, column)) is not None:
                    yield column, ("authorities", (other,))
            for area, coordinator in row.appointed_by:
                yield "appointed_by", ("areas", (area,))
                yield "appointed_by", ("authorities", (coordinator,))
        case Access():
            yield "authority", ("authorities", (row.authority,))
            yield "area", ("areas", (row.area,))
            if row.territory is not None:
                yield "territory", ("regions", (row.territory,))
            for column in ("access_coordinator", "granted_by"):
                if (other := getattr(row, column)) is not None:
                    yield column, ("authorities", (other,))
            for coordinator in row.request_coordinators:
                yield "request_coordinators", ("authorities", (coordinator,))
        case Link():
            yield "observer", ("authorities", (row.observer,))
            yield "observed", ("authorities", (row.observed,))


def rows_of(network: Network) -> Iterator[tuple[Place, Any]]:
    """Every row of a network with its place."""
    for kind in ("states", "regions", "areas", "authorities", "access", "links"):
        for key, row in getattr(network, kind).items():
            yield (kind, key if isinstance(key, tuple) else (key,)), row


def row_at(network: Network, place: Place) -> Any:
    """The row at a place, or None."""
    kind, key = place
    return getattr(network, kind).get(key if len(key) > 1 else key[0])


def put_row(network: Network, place: Place, row: Any) -> None:
    """Put a row at its place; None takes it away."""
    kind, key = place
    rows = getattr(network, kind)
    name = key if len(key) > 1 else key[0]
    if row is None:
        rows.pop(name, None)
    else:
        rows[name] = row


def state_of(network: Network, place: Place) -> str | None:
    """The Member State a row belongs to; None for a legislative area and for what is not there."""
    kind, key = place
    if kind == "states":
        return key[0]
    if kind == "regions":
        return network.regions[key[0]].state if key[0] in network.regions else None
    if kind == "areas":
        return None
    return network.authorities[key[0]].state if key[0] in network.authorities else None
