"""Fields that lead to a thing of another kind by the key, or the keys, in a column of their row."""

from dataclasses import dataclass
from typing import Any

import strawberry

from service.api.execution.context import Info
from service.api.execution.selection import selected

Parent = strawberry.Parent[dict[str, Any]]
ID_ALONE = {"id", "__typename"}


@dataclass(frozen=True)
class Reference:
    """Where a field leads: to what a loader of the request has for the column of the row, or for each key in it."""

    loader: str
    column: str
    many: bool = False

    def is_met_by_key(self, names: set[str]) -> bool:
        """Whether a selection of these fields needs nothing read: of an authority known to exist the id is the key."""
        return self.loader == "authority" and names <= ID_ALONE


def _resolver(reference: Reference) -> Any:
    async def resolve(root: Parent, info: Info) -> Any:
        key = root[reference.column]
        if reference.is_met_by_key(selected(info)):
            if reference.many:
                return [{"id": each} for each in key]
            return key and {"id": key}
        loader = getattr(info.context.loaders_of(info), reference.loader)
        if reference.many:
            return await loader.load_many(key)
        return key and await loader.load(key)

    resolve.reference = reference  # type: ignore[attr-defined]  # for service.api.execution.compiled
    return resolve


def authority(column: str) -> Any:
    """A resolver of the authority whose id is in a column; null where that is null."""
    return _resolver(Reference("authority", column))


def authorities(column: str) -> Any:
    """A resolver of the authorities whose ids are in a column, in their order."""
    return _resolver(Reference("authority", column, many=True))


def state(column: str) -> Any:
    """A resolver of the Member State whose code is in a column."""
    return _resolver(Reference("state", column))


def region(column: str) -> Any:
    """A resolver of the region whose code is in a column; null where that is null."""
    return _resolver(Reference("region", column))


def regions_of(column: str) -> Any:
    """A resolver of the regions of the Member State whose code is in a column."""
    return _resolver(Reference("regions_of", column))


def area(column: str) -> Any:
    """A resolver of the legislative area whose code is in a column; null where that is null."""
    return _resolver(Reference("area", column))


def change(column: str) -> Any:
    """A resolver of the change whose id is in a column."""
    return _resolver(Reference("change", column))
