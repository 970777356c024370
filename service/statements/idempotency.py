"""Reading what a change asks of the past: what was done under a key, whose a username is."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AuthorityId, ChangeId, Instant


class FirstUserRow(TypedDict):
    """The first user that came with a registration; the username is folded."""

    username: str
    name: str
    email: str


class KeptChangeRow(TypedDict):
    """A change that was made under an idempotency key."""

    id: ChangeId
    at: Instant
    action: str
    input: str
    before: str | None
    after: str | None
    first_user: FirstUserRow | None


class UsernameOwnerRow(TypedDict):
    """For whom a user acts."""

    authority: AuthorityId


@statement
async def kept_change(tx: Reader, *, actor: str, key: str) -> KeptChangeRow | None: ...


@statement
async def username_owner(tx: Reader, *, username: str) -> UsernameOwnerRow | None: ...
