"""Every request that asks too much is refused for what is too much of it, while a neighbour is answered."""

import asyncio

import pytest

from bench.hostile import HOSTILE, Hostile
from tests.api.client import Api
from tests.api.files import Files

NEIGHBOUR = 'query { authority(id: "stadt") { id } }'
BAD_REQUEST = {200, 400, 413}
"""200 is for what is wrong with a document."""


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_request_is_refused_by_its_limit_while_a_neighbour_is_answered(
    api: Api, network: Files, hostile: Hostile
) -> None:
    with api.statements() as ran:
        before, refused, after = await asyncio.gather(
            api.ask(NEIGHBOUR), api.post(hostile.body), api.ask(NEIGHBOUR)
        )
    assert before == after == {"authority": {"id": "stadt"}}
    assert len(ran) == 2  # those of the neighbours
    answer = refused.json()
    assert answer.keys() <= {"errors", "extensions", "data"}
    assert answer.get("data") is None or not any(answer["data"].values())
    first = answer["errors"][0]
    assert first["extensions"]["code"] == hostile.code
    assert hostile.words in first["message"]
    assert refused.status_code in (BAD_REQUEST if hostile.code == "BAD_REQUEST" else {200})
    assert len(answer["errors"]) <= 11
    assert len(refused.content) < 100_000
