"""What a field costs, said where the field is defined; service.api.admission.cost adds up the fields of a request."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField
from strawberry.schema.schema_converter import GraphQLCoreConverter


@dataclass(frozen=True, kw_only=True)
class Price:
    """A field's own cost in units, and the factor for everything selected below it. High estimates."""

    units: int = 1
    """About the work of one plain field of one object."""
    items: int = 10
    """The assumed length of its list."""
    paged: bool = False
    """Whether a page size above it is the length of its list: that field's `first` argument, or its `each`."""
    least: int = 0
    """The least length of a paged list, however small the page."""
    named: str | None = None
    """The argument whose items the list answers one by one."""
    each: int | None = None
    """For lists: the length of the paged lists in each item; None: the field's `first` argument."""
    bulk: int | None = None
    """For mutations: how many relations are assumed to move if the input names no authorities; `each` is ignored."""


ORDINARY = Price()


def price(**of: Any) -> dict[str, Any]:
    """A price as the metadata of a field: `strawberry.field(..., metadata=price(units=200))`."""
    return {"price": Price(**of)}


def act(*, bulk: int = 1) -> dict[str, Any]:
    """The price of a mutation, as metadata: a transaction behind the lock of a state."""
    return price(units=500, bulk=bulk)


def price_of(field: GraphQLField) -> Price:
    """The price of a field; the ordinary one where none was said, and of the fields of introspection."""
    defined = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    return defined.metadata.get("price", ORDINARY) if defined else ORDINARY
