"""What any client may ask, and what no answer may be."""

import json
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from tests.api.client import GRAPHQL, Api, token

ACTORS = [None, "bund", "bayern", "wirtschaft", "regierung", "kammer", "kreis", "alt", "paris", "nobody"]
TIMES = {"DateTime": st.sampled_from([nodes.String("2026-01-01T00:00:00Z"), nodes.String("yesterday")])}


async def sound(api: Api, actor: str | None, body: dict[str, Any]) -> httpx.Response:
    """The response to a request of an authority, or of the operator; it is not one to a fault of the service."""
    response = await api.http.post(
        GRAPHQL,
        content=json.dumps(body).encode(),  # escapes what is no text, as JSON may
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token(actor)}"},
    )
    assert response.status_code < 500, response.text
    for error in response.json().get("errors", ()):
        assert error["extensions"]["code"] != "UNEXPECTED", (body, error)
        assert "Traceback" not in error["message"]
    return response
