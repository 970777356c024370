"""Whether a body is registered already: `similarAuthorities` (R2)."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.types.checks import no_longer_than
from service.api.types.errors import BadInput
from service.api.types.inputs import ExternalIdInput
from service.api.types.objects import Authority, ExternalId
from service.model.identifiers import state_of
from service.network_files.cells import ID_LENGTH, NAME_LENGTH
from service.storage.similar_authorities import similar_authorities as found_similar

MOST_EXTERNAL_IDS = 20


SoughtState = Annotated[str, strawberry.argument(description="Code of the Member State.")]
SoughtName = Annotated[
    str,
    strawberry.argument(
        description=f"A name of the body, in any script and order of words: at most {NAME_LENGTH} characters."
    ),
]
SoughtIds = Annotated[
    list[ExternalIdInput] | None,
    strawberry.argument(description=f"Ids of the body in other registers, {MOST_EXTERNAL_IDS} at most."),
]


@strawberry.type(description="An authority that may be the body asked about.")
class SimilarAuthority:
    authority: Authority = strawberry.field(
        resolver=reference.authority("id"), description="It; it may be deactivated."
    )
    score: float = strawberry.field(
        description="How like its name is, 0 to 100, whatever case, marks, script and order of the words."
    )
    name: str = strawberry.field(description="The most like of its official names.")
    words: list[str] = strawberry.field(
        description="The words of that name that matched, as it writes them; filler words left out."
    )
    external_ids: list[ExternalId] = strawberry.field(
        description="Those of its external ids that were asked about."
    )


async def similar_authorities(
    info: Info, state: SoughtState, name: SoughtName, external_ids: SoughtIds = None
) -> Any:
    """Those similar, or None where there is no such state. Raises BadInput."""
    no_longer_than(NAME_LENGTH, "name", name, "a name")
    sought = external_ids or []
    if len(sought) > MOST_EXTERNAL_IDS:
        raise BadInput(f"`externalIds` are {len(sought)}; ask about {MOST_EXTERNAL_IDS} at most.")
    for place, each in enumerate(sought):
        no_longer_than(ID_LENGTH, f"externalIds[{place}].scheme", each.scheme)
        no_longer_than(ID_LENGTH, f"externalIds[{place}].value", each.value)
        no_longer_than(2 * ID_LENGTH + 1, f"externalIds[{place}]", f"{each.scheme}:{each.value}")
    found = await info.context.graph.read(
        found_similar,
        states=[state_of(state)],
        name=name,
        external_ids=[(each.scheme, each.value) for each in sought],
    )
    if not found and await info.context.loaders.state.load(state_of(state)) is None:
        return None
    return found
