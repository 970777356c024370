"""No field of the SDL is left out: each is asked for, of the demonstration network, in the tests of this folder."""

from pathlib import Path

import pytest

from tests.api.asked_fields import documents_of, every_field, fields_asked
from tests.demo.acts import ACTS
from tests.demo.changed import document
from tests.demo.test_every_mutation import BY_THE_OPERATOR

pytestmark = pytest.mark.timeout(1200)

ALSO = {*ACTS, *BY_THE_OPERATOR, "importNetwork", "takeOverValidation"}
"""The mutations that test_every_mutation.py asks for; it says that these are all."""
ELSEWHERE = {"EndedImport", "ChangedColumn"}
"""Asked for in tests/changes alone: what ends interrupted imports, and columns that an act changes."""
OF_THEM = {
    *(("Mutation", name) for name in ("finishImport", "undoImport")),
    *(("NetworkChange", name) for name in ("changed", "changedCount")),
}
SHARED = [Path(__file__).parents[1] / "api" / name for name in ("files.py", "drawn.py")]
SHARED.append(Path(__file__).parents[1] / "worded.py")


def test_every_field_of_every_type_is_asked_for_in_these_tests() -> None:
    here = Path(__file__).parent
    files = [*here.glob("test_every_*.py"), here / "asking.py", here / "told.py", *SHARED]
    asked = OF_THEM | fields_asked([*map(document, sorted(ALSO)), *documents_of(files)])
    assert {(type, name) for type, name in every_field() - asked if type not in ELSEWHERE} == set()
