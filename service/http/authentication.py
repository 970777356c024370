"""Who asks: the bearer token of a request."""

from collections.abc import Mapping

from starlette.datastructures import Headers

from service.http import tokens
from service.model.identifiers import Actor

HOW_TO_SIGN_IN = (
    "Send the header `Authorization: Bearer TOKEN`; on the machine of the service "
    "`authority-network token --as AUTHORITY_ID` or `authority-network token --operator` prints a token of one hour."
)


class Unauthenticated(Exception):
    """The request has no valid token; the message says what to do. `challenge` is the WWW-Authenticate header."""

    def __init__(self, reason: str, challenge: str) -> None:
        super().__init__(f"{reason} {HOW_TO_SIGN_IN}")
        self.challenge = challenge


def authenticate(headers: Headers, secrets: Mapping[str, str], *audiences: str) -> Actor:
    """Who the token of these headers speaks for, which was made for one of these audiences. Raises Unauthenticated."""
    given = headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("This needs a bearer token.", 'Bearer realm="authority-network"')
    try:
        return tokens.verify(secrets, token.strip(), *audiences)
    except tokens.BadToken as refused:
        raise Unauthenticated(
            str(refused),
            f'Bearer realm="authority-network", error="invalid_token", error_description="{refused}"',
        ) from None
