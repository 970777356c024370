"""How the values of a selection become what is sent, column by column: a tree with a completion for each type and field.

`service.api.execution.compiled` makes the trees. What lies behind references is read before, a level at a time, by the loaders of
the request.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, cast

from graphql import GraphQLEnumType, GraphQLObjectType

from service.api.execution.loaders import Loaders

Values = list[Any]


class Unfit(Exception):
    """A value does not fit its type."""


class Completion(ABC):
    """How the values of one type become what is sent."""

    reads = False
    """Whether anything below is behind a reference."""

    @abstractmethod
    def complete(self, values: Values, loaders: Loaders) -> Values:
        """What is sent of each, in order. Raises Unfit, and whatever a value that does not fit raises."""

    @abstractmethod
    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Read what references below these values lead to."""


class Leaf(Completion):
    """A scalar: values of its own class go as they are, others through its own coercion."""

    CLASSES: Mapping[str, type] = {"String": str, "ID": str, "Boolean": bool}

    def __init__(self, of: Any) -> None:
        self._class = self.CLASSES.get(of.name)
        self._coerce = of.coerce_output_value

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """The values themselves, if all are of the class."""
        if self._class is not None and set(map(type, values)) <= {self._class}:
            return values
        return [_there(self._coerce(value)) for value in values]

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Nothing: a leaf leads nowhere."""


class Int(Leaf):
    """Integers of 32 bits."""

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """The values themselves, if they are such."""
        if set(map(type, values)) <= {int} and (not values or -(2**31) <= min(values) <= max(values) < 2**31):
            return values
        return super().complete(values, loaders)


class Enumeration(Leaf):
    """A value of an enumeration, by its name; each is coerced once."""

    def __init__(self, of: GraphQLEnumType) -> None:
        super().__init__(of)
        self._names: dict[Any, Any] = {}

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """The names."""
        for value in set(values) - self._names.keys():
            self._names[value] = _there(self._coerce(value))
        return [self._names[value] for value in values]


class Nullable(Completion):
    """Values of which some may be null."""

    def __init__(self, inner: Completion) -> None:
        self._inner = inner
        self.reads = inner.reads

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """Null stays null."""
        if None not in values:
            return self._inner.complete(values, loaders)
        done = iter(self._inner.complete([value for value in values if value is not None], loaders))
        return [None if value is None else next(done) for value in values]

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Of those that are not null."""
        await self._inner.fetch([value for value in values if value is not None], loaders)


class Required(Completion):
    """Values none of which may be null."""

    def __init__(self, inner: Completion) -> None:
        self._inner = inner
        self.reads = inner.reads

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """What is within; a null is found."""
        if None in values:
            raise Unfit
        return self._inner.complete(values, loaders)

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Of all; a null is found when they are completed."""
        await self._inner.fetch(values, loaders)


class Lists(Completion):
    """Lists: the items of all of them are completed together."""

    def __init__(self, item: Completion) -> None:
        self._item = item
        self.reads = item.reads

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """One list for each."""
        if not set(map(type, values)) <= {list, tuple}:
            raise Unfit
        done = iter(self._item.complete([*chain.from_iterable(values)], loaders))
        return [[*islice(done, len(value))] for value in values]

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Of all items."""
        await self._item.fetch([*chain.from_iterable(values)], loaders)


class Objects(Completion):
    """Rows of one type: field by field, each of all rows."""

    def __init__(self, of: GraphQLObjectType, fields: Mapping[str, "Field"]) -> None:
        self._is_type_of = of.is_type_of
        self._keys, self._fields = tuple(fields), tuple(fields.values())
        self._reading = [field for field in self._fields if field.completion.reads]
        self.reads = bool(self._reading)

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """One object for each row, its fields in the order of the selection."""
        if not self._keys:
            return [{} for _ in values]
        if self._is_type_of is not None and not all(
            self._is_type_of(row, cast("Any", None)) for row in values
        ):
            raise Unfit
        columns = [field.complete(values, loaders) for field in self._fields]
        return [dict(zip(self._keys, row, strict=True)) for row in zip(*columns, strict=True)]

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Of all fields at once, so that a level is one read of each kind of thing."""
        if values:
            await asyncio.gather(*(field.fetch(values, loaders) for field in self._reading))


@dataclass(frozen=True)
class Field:
    """What a field takes from its row, and how that is completed."""

    take: Callable[[dict[str, Any]], Any]
    completion: Completion

    def complete(self, rows: Values, loaders: Loaders) -> Values:
        """What is sent of it, for each row."""
        return self.completion.complete([*map(self.take, rows)], loaders)

    async def fetch(self, rows: Values, loaders: Loaders) -> None:
        """Read what lies behind it."""
        await self.completion.fetch([*map(self.take, rows)], loaders)


class Referred(Completion):
    """What keys lead to: every one is read once, and completed once."""

    def __init__(self, loader: str, inner: Completion, *, by_key: bool) -> None:
        self._loader, self._inner, self._by_key = loader, inner, by_key
        self.reads = not by_key

    def complete(self, values: Values, loaders: Loaders) -> Values:
        """What is sent of each key's thing."""
        keys = [*dict.fromkeys(values)]
        done = dict(zip(keys, self._inner.complete(self._things(keys, loaders), loaders), strict=True))
        return [done[key] for key in values]

    async def fetch(self, values: Values, loaders: Loaders) -> None:
        """Read the things, then what lies behind those."""
        keys = [key for key in dict.fromkeys(values) if key is not None]
        things = await getattr(loaders, self._loader).load_many(keys)
        if self._inner.reads:
            await self._inner.fetch(things, loaders)

    def _things(self, keys: Values, loaders: Loaders) -> Values:
        if self._by_key:
            return [None if key is None else {"id": key} for key in keys]
        loader = getattr(loaders, self._loader)
        return [None if key is None else loader.known(key) for key in keys]


def _there(value: Any) -> Any:
    if value is None:
        raise Unfit
    return value
