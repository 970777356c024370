"""What the API takes an export writes and an import reads again, at whatever length."""

from dataclasses import replace
from pathlib import Path

import pytest

from service.api.types.checks import MOST_ITEMS, read_lines, read_name, read_text
from service.model.identifiers import Instant
from service.model.network import Area, Network
from service.network_files import write_files
from service.network_files.cells import (
    ID_LENGTH,
    LANGUAGE_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    CellError,
    read_code,
    read_id,
    read_language,
)
from service.network_files.merging import judge
from service.network_files.reading import read_folder
from tests.network_files.folders import write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")
ESCAPED = ";\\"
"""Characters that are written as two each in a list."""


def longest(length: int, number: int = 0) -> str:
    """A text of so many characters, of which most are escaped; another one a number."""
    return f"{number}{ESCAPED * length}"[: length - 1] + "x"


def read_again(network: Network, directory: Path) -> Network:
    write_files(network, directory)
    folder = read_folder(directory)
    assert folder.entries == []
    judgement = judge(folder, Network(), NOW)
    assert not judgement.refused, judgement.entries[:3]
    return judgement.network


def network(directory: Path) -> Network:
    return judge(read_folder(write_folder(directory)), Network(), NOW).network


def test_an_area_of_all_the_keywords_that_the_api_takes_is_imported_again(tmp_path: Path) -> None:
    keywords = tuple(sorted(read_name(longest(NAME_LENGTH, number)) for number in range(MOST_ITEMS // 20)))
    name = read_name(longest(NAME_LENGTH))
    area = Area(read_code(longest(50)), name, requires_professions=False, keywords=keywords)
    whole = network(tmp_path / "in")
    whole.areas[area.code] = area
    assert read_again(whole, tmp_path / "out") == whole


def test_an_authority_of_the_longest_texts_and_lists_that_the_api_takes_is_imported_again(
    tmp_path: Path,
) -> None:
    whole = network(tmp_path / "in")
    languages = [read_language(f"de-{number:08}" + "-abcdefgh" * 2 + "-abcde") for number in range(200)]
    assert {len(language) for language in languages} == {LANGUAGE_LENGTH}
    text = read_text(longest(TEXT_LENGTH))
    id = read_id(longest(ID_LENGTH))
    whole.authorities[id] = replace(
        whole.authorities["stadt"],
        id=id,
        name=read_name(longest(NAME_LENGTH)),
        name_language=languages[0],
        other_names=tuple((language, read_name(longest(NAME_LENGTH))) for language in languages),
        external_ids=tuple(
            sorted((read_id(longest(ID_LENGTH, 1)), read_id(longest(ID_LENGTH, n))) for n in range(500))
        ),
        email=text,
        phone=text,
        address=read_lines(f"{text[:999]}\n{text[1000:]}"),
        languages=tuple(languages),
    )
    whole.access[id, "SD"] = replace(whole.access["stadt", "SD"], authority=id)
    assert read_again(whole, tmp_path / "out") == whole


def test_an_authority_with_as_many_request_coordinators_as_a_state_has_is_imported_again(
    tmp_path: Path,
) -> None:
    whole = network(tmp_path / "in")
    ids = sorted(read_id(longest(ID_LENGTH, number)) for number in range(1000, 3500))
    for id in ids:
        whole.authorities[id] = replace(whole.authorities["regierung"], id=id, appointed_by=(("SD", "land"),))
        whole.access[id, "SD"] = replace(whole.access["regierung", "SD"], authority=id)
    of = whole.access["kreis", "SD"]
    whole.access["kreis", "SD"] = replace(of, request_coordinators=tuple(ids), referral_opt_outs=tuple(ids))
    assert read_again(whole, tmp_path / "out") == whole


@pytest.mark.parametrize("extra", [1, 1000])
def test_a_code_of_a_language_that_could_not_be_imported_again_is_refused_by_both(extra: int) -> None:
    with pytest.raises(CellError):
        read_language("de" + "-abcdefgh" * 3 + "-abcd" + "-ab" * extra)
