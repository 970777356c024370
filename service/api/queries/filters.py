"""Which authorities a list holds: the argument `where`."""

import asyncio
from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.types.checks import words_searched
from service.api.types.errors import BadInput
from service.model.identifiers import OTHER_CODE, AuthorityType, Role, Status, code_of
from service.network_files.cells import shown
from service.statements import authorities


@strawberry.input(description="The role an authority plays, in some area or in the one named.")
class RoleFilter:
    role: Role = strawberry.field(description="The role.")
    area: str | None = strawberry.field(default=None, description="Code of the legislative area; null: any.")


@strawberry.input(description="Which authorities: those that meet everything said.")
class AuthorityFilter:
    state: str | None = strawberry.field(default=None, description="Code of their Member State.")
    region: str | None = strawberry.field(
        default=None, description="Code of their region; its sub-regions count too."
    )
    area: str | None = strawberry.field(
        default=None, description="Code of a legislative area to which they have access."
    )
    type: AuthorityType | None = strawberry.field(default=None, description="What they are.")
    role: RoleFilter | None = strawberry.field(default=None, description="The role they play (R60).")
    keyword: str | None = strawberry.field(
        default=None, description="A keyword they have, in `area` if that is said."
    )
    search: str | None = strawberry.field(
        default=None,
        description="Part of one of their names, whatever its case, marks, punctuation and script.",
    )
    coordinated_by: strawberry.ID | None = strawberry.field(
        default=None, description="Id of their Validating, Access or Request Coordinator (R61)."
    )
    status: Status | None = strawberry.field(default=None, description="Whether they take part.")


Where = Annotated[AuthorityFilter | None, strawberry.argument(description="Which of them; null: all.")]


def filters_of(where: AuthorityFilter | None) -> authorities.Where:
    """What a statement filters by. Raises BadInput."""
    where = where or AuthorityFilter()
    return {
        "state": _code(where.state),
        "region": _code(where.region),
        "area": _code(where.area),
        "type": where.type,
        "role": where.role.role if where.role else None,
        "role_area": _code(where.role.area) if where.role else None,
        "keyword": where.keyword,
        "search": words_searched("search", where.search),
        "coordinated_by": where.coordinated_by,
        "status": where.status,
    }


def _code(text: str | None) -> str | None:
    return None if text is None else code_of(text)


async def refuse_unknown_codes(info: Info, where: authorities.Where) -> None:
    """Refuse codes that no state, region or area has: of an empty page, which they would explain. Raises BadInput."""
    loaders = info.context.loaders
    asked: list[tuple[str, str | None, Any, str]] = [
        ("state", where["state"], loaders.state, "Member State"),
        ("region", where["region"], loaders.region, "region"),
        ("area", where["area"], loaders.area, "legislative area"),
        ("role.area", where["role_area"], loaders.area, "legislative area"),
    ]
    said = [(path, code, loader, kind) for path, code, loader, kind in asked if code is not None]
    found = await asyncio.gather(*(loader.load(code) for _, code, loader, _ in said))
    unknown = [
        f"`where.{path}`: there is no {kind} with the code {shown(code)}{_meant(path, code)}."
        for (path, code, _, kind), row in zip(said, found, strict=True)
        if row is None
    ]
    if unknown:
        raise BadInput(" ".join(unknown))


def _meant(path: str, code: str) -> str:
    return f"; try its other code, {OTHER_CODE[code]}" if path == "state" and code in OTHER_CODE else ""
