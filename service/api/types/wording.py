"""Sentences of the rules as the interface shows them: in English, and what to word them from in another language."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.types import enums  # noqa: F401  # describes the enumerations before they are used
from service.api.types.price import price
from service.rules.arguments import ArgumentKind
from service.rules.wording import Detail

if TYPE_CHECKING:
    from service.api.types.objects import Authority

Row = dict[str, Any]


@strawberry.type(description="One argument of a sentence.")
class Argument:
    name: str = strawberry.field(description="Its name, which means the same in every sentence that has it.")
    kind: ArgumentKind = strawberry.field(description="What its values are.")
    values: list[str] = strawberry.field(
        description="Its value; the first of several; none where the sentence says that there is none."
    )
    authorities: list[Annotated["Authority", strawberry.lazy("service.api.types.objects")] | None] = (
        strawberry.field(
            resolver=reference.authorities("authorities"),
            metadata=price(items=1),
            description="Where the values are ids of authorities, those authorities, null for one that does not exist; else none.",
        )
    )
    more: int = strawberry.field(description="How many values there are beside these.")


@strawberry.interface(
    description="A sentence in English, with what to word it from in another language (docs/codes.md)."
)
class Worded:
    detail: str = strawberry.field(description="The sentence in English; it ends without a full stop.")
    code: str = strawberry.field(
        description="Which sentence it is, as `NO_IMI_COORDINATOR`; stable. Later versions add codes: show `detail` for one "
        "that is not known."
    )
    arguments: list[Argument] = strawberry.field(
        description="What it speaks of, by name, in the order of the English text.", metadata=price(items=4)
    )

    @classmethod
    def is_type_of(cls, obj: Any, _info: Any) -> bool:
        """Of a row the field it stands in says what it is: none answers the interface itself."""
        return isinstance(obj, dict)


def detail_row(detail: Detail) -> Row:
    """A sentence as the interface shows it."""
    return {"detail": str(detail), "code": detail.code.name, "arguments": argument_rows(detail)}


def argument_rows(detail: Detail) -> list[Row]:
    """The arguments of a sentence as the interface shows them."""
    return [
        {
            "name": each.name,
            "kind": each.kind,
            "values": list(each.values),
            "authorities": list(each.values) if each.kind is ArgumentKind.AUTHORITY else [],
            "more": each.more,
        }
        for each in detail.arguments
    ]
