"""Registering authorities and giving them access to areas (Part 2, A2–A6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.changes.draft import Draft
from service.database.graph import Reader, Writer
from service.model.identifiers import AuthorityId, AuthorityType, Role, StateCode
from service.model.names import fold
from service.model.network import Access, Authority, row
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code
from service.statements import authorities as statements
from service.statements import idempotency, writing
from service.statements.idempotency import FirstUserRow
from service.storage.similar_authorities import similar_authorities


@dataclass(frozen=True)
class FirstUser:
    """The first user of a new authority, its Local Data Administrator, who learns the username outside the system (R57)."""

    username: str
    name: str
    email: str

    def as_kept(self) -> FirstUserRow:
        """The user as the graph keeps it."""
        return {"username": fold(self.username), "name": self.name, "email": self.email}


class UsernameTaken(Exception):
    """Another user has this username already."""


async def register_sdimic(
    draft: Draft,
    *,
    body: Authority,
    areas: Sequence[Access],
    first_user: FirstUser | None = None,
    confirm_similar: bool = False,
) -> None:
    """Register an SDIMIC: the NIMIC's act; the region it lies in is the one it coordinates.

    Rules: R2, R7, R10, R14, R30, R52, R57, R59, R68, R77, R82. Raises Refused, NotFound, UsernameTaken.
    """
    await _register(draft, AuthorityType.SDIMIC, body, areas, first_user, confirm_similar=confirm_similar)


async def register_dimic(
    draft: Draft,
    *,
    body: Authority,
    areas: Sequence[Access],
    first_user: FirstUser | None = None,
    confirm_similar: bool = False,
) -> None:
    """Register a DIMIC with its areas, in at least one of them as DIMIC: the act of the NIMIC or of an SDIMIC.

    Rules: R2, R9, R10, R15, R18, R30, R53, R57, R59, R65, R68, R77, R81, R83. Raises Refused, NotFound, UsernameTaken.
    """
    await _register(draft, AuthorityType.DIMIC, body, areas, first_user, confirm_similar=confirm_similar)


async def register_competent_authority(
    draft: Draft,
    *,
    body: Authority,
    areas: Sequence[Access],
    first_user: FirstUser | None = None,
    confirm_similar: bool = False,
) -> None:
    """Register a Competent Authority with its areas: the act of the NIMIC, an SDIMIC or a DIMIC.

    Rules: R2, R16, R18, R30, R54, R57, R59, R63, R66, R68, R77, R81, R83. Raises Refused, NotFound, UsernameTaken.
    """
    await _register(draft, AuthorityType.CA, body, areas, first_user, confirm_similar=confirm_similar)


async def grant_access(draft: Draft, *, authority: str, access: Access) -> None:
    """Give an authority that is there an area it has not: the giver becomes Access and Request Coordinator of it.

    The Validating Coordinator stays. Rules: R3, R7, R18, R36, R37, R53, R54, R63, R65–R67, R77, R81, R82. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    await _see_places_and_holders(draft, [access])
    draft.forbid(guards.acting(draft.situation, authority))
    given = _given(draft, authority, access)
    draft.forbid(guards.giving_access(draft.situation, given, draft.before.authorities[authority].region))
    if (authority, access.area) in draft.before.access:
        detail = Code.ACCESS_HELD_ALREADY(authority=authority, area=access.area)
        draft.forbid([Violation(Rule.R3, detail)])
        draft.refuse_now()
    draft.put(given)
    _name_its_type(draft, authority, [given])


async def _register(
    draft: Draft,
    kind: AuthorityType,
    body: Authority,
    areas: Sequence[Access],
    first_user: FirstUser | None,
    *,
    confirm_similar: bool,
) -> None:
    draft.subject = body.id
    await draft.require_region(body.region)
    await _see_places_and_holders(draft, areas)
    await draft.see_validators_of(draft.actor)
    given = [_given(draft, body.id, access) for access in areas]
    draft.forbid(guards.registering(draft.situation, kind, body.region, given))
    draft.forbid(_twice(areas))
    registered = replace(
        body,
        type=kind,
        state=draft.before.authorities[draft.actor].state,
        registered_by=draft.actor,
        validating_coordinator=draft.actor,
    )
    new = await new_authority(draft, registered, confirm_similar=confirm_similar)
    for access in given:
        draft.put(access)
    _name_its_type(draft, new.id, given, kind)
    if first_user is not None:
        await _keep_first_user(draft, new.id, first_user)


async def new_authority(draft: Draft, body: Authority, *, confirm_similar: bool) -> Authority:
    """Put a new authority, registered now. `confirm_similar`: it is another body than those with a like name.

    Rules: R2. Raises Refused.
    """
    await _require_free_id(draft, body.id)
    new = replace(body, registered_at=draft.now)
    await draft.see_rivals(new)
    if not confirm_similar:
        draft.forbid(await _likenesses(draft.tx, new))
    draft.put(new)
    draft.revisions[new.id] = 0
    return new


def _given(draft: Draft, authority: str, access: Access) -> Access:
    """The access as it comes to be: the giver is its coordinator but where another is named (R30, R36, R37).

    Request Coordinators are added first; then the Access Coordinator is replaced, as Request Coordinator too (R35).
    """
    holder = access.access_coordinator or draft.actor
    return replace(
        access,
        authority=authority,
        access_coordinator=holder,
        request_coordinators=tuple(sorted({holder, *access.request_coordinators})),
        granted_by=draft.actor,
        granted_at=draft.now,
    )


def _name_its_type(draft: Draft, id: str, given: Sequence[Access], kind: AuthorityType | None = None) -> None:
    """The type that follows from the roles, and who appointed it for them (R46)."""
    body = draft.after.authorities[id]
    appointed = {(access.area, draft.actor) for access in given if access.role is Role.DIMIC}
    if kind is None and appointed and body.type is AuthorityType.CA:
        kind = AuthorityType.DIMIC
    draft.put(
        replace(body, type=kind or body.type, appointed_by=tuple(sorted({*body.appointed_by, *appointed})))
    )


def _twice(areas: Sequence[Access]) -> list[Violation]:
    named = [access.area for access in areas]
    again = sorted({area for area in named if named.count(area) > 1})
    return [Violation(Rule.R3, Code.AREA_NAMED_TWICE(area=area)) for area in again]


async def _see_places_and_holders(draft: Draft, areas: Sequence[Access]) -> None:
    for access in areas:
        draft.require_area(access.area)
        await draft.require_region(access.territory)
    holders = {
        id for access in areas for id in (access.access_coordinator, *access.request_coordinators) if id
    }
    await draft.see_from_afar(*sorted(holders))


async def _likenesses(tx: Reader, body: Authority) -> list[Violation]:
    """Bodies of the state that may be the same by their names: refused until the client says that it is another (R2)."""
    found: dict[AuthorityId, Violation] = {}
    for name in dict.fromkeys([body.name, *(name for _, name in body.other_names)]):
        for like in await similar_authorities(tx, states=[StateCode(body.state)], name=name, external_ids=()):
            detail = Code.NAME_LIKE_ANOTHER(name=name, other_name=like["name"], authority=like["id"])
            other = (row("authorities", like["id"]),)
            found.setdefault(like["id"], Violation(Rule.R2, detail, others=other))
    return list(found.values())


async def _require_free_id(draft: Draft, id: str) -> None:
    """Forbid an id that is taken; the refusal also lists what else forbids the registration, where the two do not mix."""
    if (await statements.authorities_by_id(draft.tx, ids=[AuthorityId(id)]))["authorities"]:
        other = (row("authorities", id),)
        draft.forbid([Violation(Rule.R2, Code.ID_TAKEN(authority=id), others=other)])
        if id in draft.before.authorities:
            draft.refuse_now()


async def _keep_first_user(draft: Draft, authority: str, user: FirstUser) -> None:
    """The first user, kept with the change. Raises UsernameTaken, which does not say whose the username is."""
    kept = user.as_kept()
    if await idempotency.username_owner(draft.tx, username=kept["username"]) is not None:
        raise UsernameTaken(f"The username {user.username} is taken.")

    async def keep(tx: Writer) -> None:
        await writing.put_first_user(
            tx,
            authority=AuthorityId(authority),
            **kept,
            now=draft.now,
            change=draft.change,
        )

    draft.afterwards.append(keep)
