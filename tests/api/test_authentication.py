"""Only who carries a token of this service is answered, and the token says no more than who that is."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from service.http.tokens import ALGORITHM, AUDIENCE, ISSUER, READING
from tests.api.client import GRAPHQL, KEPT, Api, token
from tests.api.files import Files

QUERY = {"query": "{ viewer { operator authority { id } } }"}
NOW = datetime.now(UTC)
CLAIMS = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "bund",
    "iat": NOW,
    "exp": NOW + timedelta(hours=1),
}


def signed(
    claims: dict[str, Any], *, kid: str | None = "k1", key: str | None = None, algorithm: str = ALGORITHM
) -> str:
    """A token made by hand."""
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims, KEPT["k1"] if key is None else key, algorithm=algorithm, headers=headers)


def encoded(part: bytes) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    """A token that asks to be believed without a signature."""
    times = {name: int(claims[name].timestamp()) for name in ("iat", "exp")}
    parts = ({"alg": algorithm, "typ": "JWT", "kid": "k1"}, claims | times)
    return ".".join(encoded(json.dumps(part).encode()) for part in parts) + "."


def changed(good: str) -> str:
    """The token with another subject under the same signature."""
    header, _, signature = good.split(".")
    claims = signed(CLAIMS | {"sub": "land"}).split(".")[1]
    return f"{header}.{claims}.{signature}"


BAD = {
    "expired": token("bund", now=NOW - timedelta(hours=2)),
    "issued in the future": token("bund", now=NOW + timedelta(hours=2)),
    "issued more than a minute in the future": signed(
        CLAIMS | {"iat": NOW + timedelta(minutes=10), "exp": NOW + timedelta(minutes=30)}
    ),
    "good for longer than an hour": signed(CLAIMS | {"exp": NOW + timedelta(hours=1, seconds=1)}),
    "good for twelve hours, as for reconciliation": signed(CLAIMS | {"exp": NOW + timedelta(hours=12)}),
    "good for ever": signed(CLAIMS | {"exp": 10**30}),
    "good beyond all numbers": signed(CLAIMS | {"exp": float("inf")}),
    "issued at no time": signed(CLAIMS | {"iat": float("nan")}),
    "issued long before all times": signed(CLAIMS | {"iat": -(10**30)}),
    "issued at a text": signed(CLAIMS | {"iat": "now"}),
    "issued at the digits of a text": signed(CLAIMS | {"iat": str(int(NOW.timestamp()))}),
    "issued at a truth": signed(CLAIMS | {"iat": True}),
    "expiring at a text": signed(CLAIMS | {"exp": str(int(NOW.timestamp()) + 600)}),
    "of another audience": signed(CLAIMS | {"aud": "another"}),
    "of several audiences": signed(CLAIMS | {"aud": [AUDIENCE, "another"]}),
    "of another issuer": signed(CLAIMS | {"iss": "another"}),
    "signed with another secret": signed(CLAIMS, key="another-secret-of-more-than-32-characters"),
    "naming another secret of ours": signed(CLAIMS, kid="k0"),
    "naming an unknown secret": signed(CLAIMS, kid="k9"),
    "naming no secret": signed(CLAIMS, kid=None),
    "of another algorithm": signed(CLAIMS, algorithm="HS512"),
    "without signature": unsigned(CLAIMS, "none"),
    "without signature, in capitals": unsigned(CLAIMS, "NONE"),
    "changed": changed(signed(CLAIMS)),
    **{f"without {name}": signed({k: v for k, v in CLAIMS.items() if k != name}) for name in CLAIMS},
    "of nobody": signed(CLAIMS | {"sub": ""}),
    "of a number": signed(CLAIMS | {"sub": 1}),
    "of an operator by word": signed(CLAIMS | {"operator": "true"}),
    "of an operator by number": signed(CLAIMS | {"operator": 1}),
    "no token": "abc",
    "two dots": "..",
    "longer than any": "a" * 60_000,
    "not base64": "ü.ü.ü",
    "nested": f"{encoded(b'[' * 20_000)}.{encoded(b'{}')}.",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_a_token_is_refused(api: Api, bad: str) -> None:
    response = await api.http.post(GRAPHQL, json=QUERY, headers={b"Authorization": f"Bearer {bad}".encode()})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith(
        'Bearer realm="authority-network", error="invalid_token"'
    )
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "authority-network token --as AUTHORITY_ID" in error["message"]


async def test_a_token_of_the_longest_lifetime_and_of_a_clock_a_little_ahead_is_good(
    api: Api, network: Files
) -> None:
    for seconds in (0, 30):
        issued = datetime.now(UTC) + timedelta(seconds=seconds)
        good = signed(CLAIMS | {"iat": issued, "exp": issued + timedelta(hours=1)})
        assert (await api.post(QUERY, Authorization=f"Bearer {good}")).status_code == 200


async def test_a_token_of_too_long_a_lifetime_and_one_of_the_future_are_told_apart(api: Api) -> None:
    for bad, said in (
        ("good for longer than an hour", "`exp` may be 1 hour after `iat`"),
        ("issued more than a minute in the future", "issued in the future"),
    ):
        response = await api.post(QUERY, Authorization=f"Bearer {BAD[bad]}")
        assert said in response.json()["errors"][0]["message"]


async def test_an_expired_token_is_told_apart(api: Api) -> None:
    response = await api.post(QUERY, Authorization=f"Bearer {BAD['expired']}")
    assert response.json()["errors"][0]["message"].startswith("The token has expired.")


GOOD = token("bund")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", "Bearer")],
        [("Authorization", "Bearer ")],
        [("Authorization", GOOD)],
        [("Authorization", f"Basic {GOOD}")],
        [("Authorization", f"Bearer {GOOD}"), ("Authorization", f"Bearer {GOOD}")],
        [("X-Authorization", f"Bearer {GOOD}")],
    ],
    ids=["none", "empty", "no token", "blank token", "no scheme", "other scheme", "twice", "another header"],
)
@pytest.mark.parametrize("method", ["POST", "GET", "HEAD"])
async def test_a_request_without_one_bearer_token_is_refused(
    api: Api, headers: list[tuple[str, str]], method: str
) -> None:
    request = api.http.build_request(
        method, GRAPHQL, params=QUERY if method != "POST" else None, headers=headers
    )
    if not any(name == "Authorization" for name, _ in headers):
        del request.headers["Authorization"]
    response = await api.http.send(request)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="authority-network"'


async def test_who_is_refused_does_not_learn_whether_the_request_was_good(api: Api) -> None:
    for body in (b"{", b"", b'{"query": "{ nothing }"}'):
        assert (await api.post(body, Authorization="Bearer abc")).status_code == 401


async def test_the_scheme_is_taken_in_any_case(api: Api, network: Files) -> None:
    response = await api.post(QUERY, Authorization=f"bEARER   {GOOD}")
    assert response.json()["data"] == {"viewer": {"operator": False, "authority": {"id": "bund"}}}


async def test_a_token_of_an_older_secret_still_verifies(api: Api, network: Files) -> None:
    older = signed(CLAIMS, kid="k0", key=KEPT["k0"])
    assert (await api.post(QUERY, Authorization=f"Bearer {older}")).status_code == 200


async def test_an_authority_called_operator_is_not_the_operator(api: Api) -> None:
    """The claim makes the operator, not the subject."""
    for who, operator in (("operator", False), (None, True)):
        response = await api.post(QUERY, Authorization=f"Bearer {token(who)}")
        assert response.json()["data"]["viewer"] == {"operator": operator, "authority": None}


async def test_health_needs_no_token_and_nothing_else_is_there(api: Api) -> None:
    headers = {"Authorization": "Bearer abc"}
    for path in ("/health/live", "/health/ready"):
        assert (await api.http.get(path, headers=headers)).status_code == 200
    for path in ("/graphql/more", "/health", "/health/"):
        response = await api.http.get(path, headers=headers)
        assert response.status_code == 404, path


def reading(**claims: Any) -> dict[str, str]:
    """The header with a token of a link to the pages."""
    made = CLAIMS | {"aud": READING, "exp": NOW + timedelta(hours=12)} | claims
    return {"Authorization": f"Bearer {signed(made)}"}


async def test_a_token_that_only_reads_is_answered_for_twelve_hours(api: Api, network: Files) -> None:
    answer = await api.http.post(GRAPHQL, json=QUERY, headers=reading())
    assert answer.json()["data"]["viewer"] == {"operator": False, "authority": {"id": "bund"}}
    for refused in (reading(exp=NOW + timedelta(hours=12, seconds=1)), reading(aud=[READING, AUDIENCE])):
        assert (await api.http.post(GRAPHQL, json=QUERY, headers=refused)).status_code == 401


async def test_a_token_that_only_reads_changes_nothing_and_tries_nothing(api: Api) -> None:
    change = 'mutation { deactivateAuthority(input: {authority: "land"}, dryRun: %s) { __typename } }'
    for dry_run in ("false", "true"):
        refused = await api.http.post(GRAPHQL, json={"query": change % dry_run}, headers=reading())
        assert refused.status_code == 403
        (error,) = refused.json()["errors"]
        assert error["extensions"]["code"] == "BAD_REQUEST"
        assert error["message"].startswith("The token only reads")


@pytest.mark.parametrize("path", ["/network/DE.json", "/reconcile/suggest/entity?prefix=b"])
async def test_a_token_that_only_reads_is_for_the_pages_alone(api: Api, path: str) -> None:
    assert (await api.http.get(path, headers=reading())).status_code == 401
