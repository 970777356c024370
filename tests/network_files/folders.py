"""Folders of network files for tests: a small sound network, and ways to spoil it."""

import csv
from collections.abc import Mapping
from pathlib import Path

Rows = list[dict[str, str]]

SOUND: Mapping[str, str] = {
    "states.csv": "code,name,nimic\nDE,Deutschland,bund\n",
    "regions.csv": (
        "code,state,parent,name\nDE2,DE,,Bayern\nDE21,DE,DE2,Oberbayern\nDE212,DE,DE21,München\nDE1,DE,,Baden-Württemberg\n"
    ),
    "areas.csv": (
        "code,name,requires_professions,keywords\nSD,Services,false,building;crafts\nPQ,Professional Qualifications,true,health\n"
    ),
    "authorities.csv": (
        "id,state,region,type,name,registered_by,validating_coordinator,external_ids\n"
        "bund,DE,,NIMIC,Bundesverwaltungsamt,,,\n"
        "land,DE,DE2,SDIMIC,Bayerisches Staatsministerium für Wirtschaft,bund,,\n"
        "regierung,DE,DE21,DIMIC,Regierung von Oberbayern,land,,\n"
        "kammer,DE,,DIMIC,Bundesärztekammer,bund,,\n"
        'stadt,DE,DE212,CA,"München, Landeshauptstadt",regierung,,ags:09162000\n'
        "kreis,DE,DE21,CA,Landkreis Ebersberg,bund,regierung,ags:09175\n"
    ),
    "access.csv": (
        "authority,area,role,territory,access_coordinator,request_coordinators,referral_opt_outs,keywords,professions,flags\n"
        "regierung,SD,DIMIC,DE21,land,,,,,\n"
        "kammer,PQ,DIMIC,,bund,,,,Arzt,\n"
        "stadt,SD,CA,,regierung,land;regierung,land,building,,APPROVE_REQUESTS\n"
        "stadt,PQ,CA,,kammer,,,health,Arzt,\n"
        "kreis,SD,CA,,regierung,,,,,\n"
    ),
    "links.csv": "observer,observed\nkreis,stadt\n",
}
"""A NIMIC, an SDIMIC of Bayern, a DIMIC of Oberbayern it registered, a national DIMIC, and two authorities."""


def write_folder(
    directory: Path, files: Mapping[str, str | bytes] | None = None, /, **changed: str | bytes
) -> Path:
    """Write network files into a new folder; `changed` names files without ending."""
    content = {
        **(SOUND if files is None else files),
        **{f"{name}.csv": text for name, text in changed.items()},
    }
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (directory / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return directory


def read_rows(path: Path) -> Rows:
    """The rows of one file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def replaced(file: str, old: str, new: str) -> str:
    """One of the sound files with a text in it replaced; the text must be there."""
    assert old in SOUND[f"{file}.csv"], old
    return SOUND[f"{file}.csv"].replace(old, new)


def added(file: str, *lines: str) -> str:
    """One of the sound files with more lines."""
    return SOUND[f"{file}.csv"] + "".join(f"{line}\n" for line in lines)


def bytes_of(directory: Path) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {path.name: path.read_bytes() for path in directory.iterdir()}
