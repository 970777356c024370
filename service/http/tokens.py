"""Bearer tokens: for whom the bearer acts, signed with a secret of this service. What an authority may do is never in a token.

HS256 only. A token names its secret by `kid`, so that secrets can be replaced one after the other: the first signs,
all verify.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt

from service.model.identifiers import Actor, id_of

ISSUER = AUDIENCE = "authority-network"
RECONCILIATION = "authority-network/reconciliation"
"""Audience of tokens that stand in the address of the reconciliation service, and are good for nothing else."""
READING = "authority-network/reading"
"""Audience of tokens that stand in a link to the pages: they ask queries and change nothing."""
ALGORITHM = "HS256"
LIFETIME = timedelta(hours=1)
BOOKMARKS = "authority-network/bookmark"
"""Audience of bookmarks, which say how far into the database somebody has seen; they speak for nobody."""
LIFETIMES = {
    AUDIENCE: LIFETIME,
    RECONCILIATION: timedelta(hours=12),
    READING: timedelta(hours=12),
    BOOKMARKS: timedelta(hours=1),
}
"""By audience; matching a spreadsheet or reading a map may take a working day. No token is good for longer, whoever signed it."""
MOST_AHEAD = timedelta(seconds=60)
"""How far the clock of who signed may be ahead of this one."""
SHORTEST_SECRET = 32
CLAIMS = ["exp", "iat", "iss", "aud", "sub"]


class WrongSecrets(ValueError):
    """The secrets cannot be used; the message says why."""


class BadToken(Exception):
    """The token is not one of ours or is no longer good; the message says why."""


class Expired(BadToken):
    """The token was one of ours."""


def parse_secrets(text: str) -> dict[str, str]:
    """`kid:secret;…` as a mapping in that order. Raises WrongSecrets; no secret is in its message."""
    found: dict[str, str] = {}
    for number, part in enumerate(filter(None, map(str.strip, text.split(";"))), 1):
        kid, colon, secret = part.partition(":")
        if not colon or not kid:
            raise WrongSecrets(f"part {number} is not of the form kid:secret")
        if kid in found:
            raise WrongSecrets(f"the kid {kid} is there twice")
        if len(secret) < SHORTEST_SECRET:
            raise WrongSecrets(f"the secret of {kid} has fewer than {SHORTEST_SECRET} characters")
        found[kid] = secret
    if not found:
        raise WrongSecrets("it holds no secret, of the form kid:secret")
    return found


def kept_secrets(data_dir: Path) -> dict[str, str]:
    """The secrets kept in the data directory, made when absent; readable by this user alone. Raises WrongSecrets."""
    path = data_dir / "token_secrets"
    try:
        if not path.exists():
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}.new")
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"k1:{secrets.token_urlsafe(48)}\n")
            try:
                path.hardlink_to(draft)  # whole or not at all, and never over another process's
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return parse_secrets(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSecrets(f"{path} cannot be used: {error}") from error
    except WrongSecrets as error:
        raise WrongSecrets(f"{path}: {error}") from error


def issue(kept: Mapping[str, str], actor: Actor, now: datetime, audience: str = AUDIENCE) -> str:
    """A token of the lifetime of its audience, signed with the first secret.

    The claim `operator`, not the subject, makes it the operator's.
    """
    return sign(kept, actor.name, now, audience, {"operator": True} if actor.operator else {})


def sign(
    kept: Mapping[str, str], subject: str, now: datetime, audience: str, more: Mapping[str, object]
) -> str:
    """A token about a subject, with more claims, of the lifetime of its audience, signed with the first secret."""
    kid, secret = next(iter(kept.items()))
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": subject,
        "iat": now,
        "exp": now + LIFETIMES[audience],
        **more,
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM, headers={"kid": kid})


def verify(kept: Mapping[str, str], token: str, *audiences: str) -> Actor:
    """Whom the token speaks for, to one of these audiences, or to AUDIENCE where none is given. Raises BadToken."""
    claims = claims_of(kept, token, *(audiences or (AUDIENCE,)))
    operator, reads_only = claims.get("operator", False), claims["aud"] == READING
    if operator is True:
        return Actor(None, True, reads_only)
    if operator is not False or not claims["sub"]:
        raise BadToken("The token is not one of this service.")
    return Actor(id_of(claims["sub"]), False, reads_only)


def claims_of(kept: Mapping[str, str], token: str, *audiences: str) -> dict[str, Any]:
    """What the token says, signed by us for one of these audiences and at this time.

    Raises BadToken, of one whose time is over Expired.
    """
    try:
        claimed = jwt.decode(token, options={"verify_signature": False}).get("aud")
        audience = claimed if isinstance(claimed, str) and claimed in audiences else audiences[0]
        secret = kept.get(str(jwt.get_unverified_header(token).get("kid")))
        if secret is None:
            raise BadToken("The token was not signed with a secret of this service.")
        claims = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=ISSUER,
            options={"require": CLAIMS, "strict_aud": True, "verify_iat": False},
        )
        issued, expires = (datetime.fromtimestamp(_seconds(claims[name]), UTC) for name in ("iat", "exp"))
    except jwt.ExpiredSignatureError:
        raise Expired("The token has expired.") from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError, RecursionError):
        raise BadToken("The token is not one of this service.") from None
    if issued > datetime.now(UTC) + MOST_AHEAD:
        raise BadToken("The token was issued in the future: the clock of who signed it is wrong.")
    if expires - issued > LIFETIMES[audience]:
        hours = LIFETIMES[audience] // timedelta(hours=1)
        raise BadToken(
            f"The token is good for too long: `exp` may be {hours} hour{'s' if hours > 1 else ''} after `iat` at most."
        )
    return claims


def _seconds(claim: object) -> float:
    """A time in a token, in seconds since 1970. Raises TypeError."""
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        raise TypeError(claim)
    return claim
