"""What a field costs, said where the field is defined; service.api.admission.cost adds up the fields of a request."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField
from strawberry.schema.schema_converter import GraphQLCoreConverter


@dataclass(frozen=True, kw_only=True)
class Price:
    """The units of a field itself, and how many times what is selected below it is paid. High estimates."""

    units: int = 1
    """About the work of one plain field of one object."""
    items: int = 10
    """How many its list holds where nothing else is known."""
    paged: bool = False
    """Whether its list holds what the page asked for above it: `first`, or `each` of the field above."""
    least: int = 0
    """The least that a paged list is priced as, however few are asked for."""
    named: str | None = None
    """The argument of a list whose items it follows."""
    each: int | None = None
    """Of lists: how many the paged lists of each item hold. Without it they hold `first` of the field."""
    bulk: int | None = None
    """Of mutations: how many relations one moves that names no authorities. Then `each` and `first` mean nothing."""


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
