"""The rules of a resulting network, one spoilt row at a time: what the report says, and that nothing was written.

The rules are pure, so these tests need no graph: the folder is judged against an empty network.
"""

from pathlib import Path

import pytest

from service.model.identifiers import Instant
from service.model.network import Network
from service.network_files.merging import judge
from service.network_files.reading import read_folder
from service.network_files.report import Severity
from service.rules.catalogue import Rule
from tests.network_files.folders import added, replaced, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")
SDIMIC = "land,DE,DE2,SDIMIC,Bayerisches Staatsministerium für Wirtschaft,bund,,"
STADT = 'stadt,DE,DE212,CA,"München, Landeshauptstadt",regierung,,ags:09162000'
DEACTIVATED = (
    "id,state,region,type,name,registered_by,validating_coordinator,status\n"
    "bund,DE,,NIMIC,Bundesverwaltungsamt,,,\n"
    "land,DE,DE2,SDIMIC,Bayerisches Staatsministerium für Wirtschaft,bund,,\n"
    "regierung,DE,DE21,DIMIC,Regierung von Oberbayern,land,,INACTIVE\n"
    "kammer,DE,,DIMIC,Bundesärztekammer,bund,,\n"
    'stadt,DE,DE212,CA,"München, Landeshauptstadt",regierung,,\n'
    "kreis,DE,DE21,CA,Landkreis Ebersberg,bund,regierung,\n"
)


def refusals(directory: Path) -> set[tuple[str, int, str, str]]:
    """(file, row, column, rule) of every refused row."""
    judgement = judge(read_folder(directory), Network(), NOW)
    return {
        (entry.file.removesuffix(".csv"), entry.row, entry.column, entry.rule or "")
        for entry in judgement.entries
        if entry.severity is Severity.REFUSED and not entry.message.startswith("needs")
    }


def test_a_sound_network_is_accepted_whole(tmp_path: Path) -> None:
    judgement = judge(read_folder(write_folder(tmp_path)), Network(), NOW)
    assert judgement.entries == ()
    assert len(judgement.changed) == 1 + 4 + 2 + 6 + 5 + 1


CASES = {
    Rule.R2: [
        ("one body under two ids", {"authorities": added("authorities", "stadt2,DE,DE212,CA,Stadt,regierung,,AGS: 0916-2000"), "access": added("access", "stadt2,SD,CA,,regierung,,,,,")}, {("authorities", 6, "external_ids"), ("authorities", 8, "external_ids")}),
        ("one id in two rows", {"authorities": added("authorities", STADT)}, {("authorities", 6, "id"), ("authorities", 8, "id")}),
    ],
    Rule.R3: [
        ("two accesses to one area", {"access": added("access", "stadt,SD,CA,,regierung,,,,,")}, {("access", 4, "authority"), ("access", 7, "authority")}),
        ("a DIMIC called CA", {"authorities": replaced("authorities", "kammer,DE,,DIMIC", "kammer,DE,,CA")}, {("authorities", 5, "type")}),
    ],
    Rule.R5: [
        ("no profession where the area asks for one", {"access": replaced("access", "stadt,PQ,CA,,kammer,,,health,Arzt,", "stadt,PQ,CA,,kammer,,,health,,")}, {("access", 5, "professions")}),
        ("a keyword that the area does not know", {"access": replaced("access", "building,,APPROVE", "fishing,,APPROVE")}, {("access", 4, "keywords")}),
    ],
    Rule.R8: [
        ("a second active NIMIC", {"authorities": added("authorities", "zweites,DE,,NIMIC,Zweites Amt,,,")}, {("authorities", 8, "type")}),
    ],
    Rule.R9: [
        ("a DIMIC without an area", {"authorities": replaced("authorities", "kreis,DE,DE21,CA", "kreis,DE,DE21,DIMIC")}, {("authorities", 7, "type")}),
        ("a territory of a CA", {"access": replaced("access", "kreis,SD,CA,,", "kreis,SD,CA,DE21,")}, {("access", 6, "territory")}),
    ],
    Rule.R10: [
        ("regions in a circle", {"regions": replaced("regions", "DE2,DE,,", "DE2,DE,DE212,")}, {("regions", 2, "parent"), ("regions", 3, "parent"), ("regions", 4, "parent")}),
    ],
    Rule.R12: [
        ("an authority registered by nobody", {"authorities": replaced("authorities", "Landkreis Ebersberg,bund,", "Landkreis Ebersberg,,")}, {("authorities", 7, "registered_by")}),
    ],
    Rule.R14: [
        ("an SDIMIC that a DIMIC registered", {"authorities": replaced("authorities", SDIMIC, SDIMIC.replace(",bund,,", ",kammer,bund,"))}, {("authorities", 3, "registered_by")}),
    ],
    Rule.R42: [
        ("an opt-out of one who coordinates no requests", {"access": replaced("access", "land;regierung,land,", "land;regierung,bund,")}, {("access", 4, "referral_opt_outs")}),
    ],
    Rule.R43: [
        ("a link to one who is CA nowhere", {"links": added("links", "stadt,kammer")}, {("links", 3, "observed")}),
    ],
    Rule.R59: [
        ("an abbreviation in a name", {"authorities": replaced("authorities", "Landkreis Ebersberg", "DIMIC Bayern")}, {("authorities", 7, "name")}),
        ("an abbreviation joined by a line", {"authorities": replaced("authorities", "Landkreis Ebersberg", "Bayern_sdimic-Stelle")}, {("authorities", 7, "name")}),
        ("an abbreviation in wide letters", {"authorities": replaced("authorities", "Landkreis Ebersberg", "ＮＩＭＩＣ Bund")}, {("authorities", 7, "name")}),
    ],
    Rule.R77: [
        ("a deactivated coordinator", {"authorities": DEACTIVATED}, {("authorities", 6, "validating_coordinator"), ("authorities", 7, "validating_coordinator"), ("access", 4, "access_coordinator"), ("access", 4, "request_coordinators"), ("access", 6, "access_coordinator"), ("access", 6, "request_coordinators")}),
    ],
    Rule.R78: [
        ("an authority that validates itself", {"authorities": replaced("authorities", "Oberbayern,land,,", "Oberbayern,land,regierung,")}, {("authorities", 4, "validating_coordinator")}),
        ("validation in a circle", {"authorities": replaced("authorities", "Bundesärztekammer,bund,,", "Bundesärztekammer,bund,zweite,") + "zweite,DE,,DIMIC,Zweite Kammer,bund,kammer,\n", "access": added("access", "zweite,PQ,DIMIC,,bund,,,,Arzt,")}, {("authorities", 5, "validating_coordinator"), ("authorities", 8, "validating_coordinator")}),
    ],
    Rule.R81: [
        ("a Validating Coordinator that does not reach there", {"authorities": replaced("authorities", "kreis,DE,DE21,", "kreis,DE,DE1,")}, {("authorities", 7, "validating_coordinator"), ("access", 6, "access_coordinator"), ("access", 6, "request_coordinators")}),
        ("an Access Coordinator of another area", {"access": replaced("access", "kreis,SD,CA,,regierung", "kreis,SD,CA,,kammer")}, {("access", 6, "access_coordinator"), ("access", 6, "request_coordinators")}),
        ("a DIMIC that has its access from a DIMIC", {"access": added("access", "kreis,PQ,DIMIC,,kammer,,,,Arzt,"), "authorities": replaced("authorities", "kreis,DE,DE21,CA", "kreis,DE,DE21,DIMIC")}, {("access", 7, "access_coordinator")}),
        ("an SDIMIC validated by a DIMIC", {"authorities": replaced("authorities", SDIMIC, SDIMIC.replace(",bund,,", ",bund,kammer,"))}, {("authorities", 3, "validating_coordinator")}),
        ("a coordinator that is none", {"access": replaced("access", "stadt,SD,CA,,regierung", "stadt,SD,CA,,kreis")}, {("access", 4, "access_coordinator")}),
    ],
    Rule.R82: [
        ("a validated NIMIC", {"authorities": replaced("authorities", "Bundesverwaltungsamt,,,", "Bundesverwaltungsamt,,kammer,")}, {("authorities", 2, "validating_coordinator")}),
        ("a NIMIC with area access", {"access": added("access", "bund,SD,CA,,kammer,,,,,")}, {("access", 7, "")}),
        ("a second active SDIMIC of a region", {"authorities": added("authorities", "land2,DE,DE2,SDIMIC,Zweites Ministerium,bund,,")}, {("authorities", 3, "type"), ("authorities", 8, "type")}),
    ],
    Rule.R83: [
        ("an authority without an area", {"authorities": added("authorities", "leer,DE,DE21,CA,Leeres Amt,bund,,")}, {("authorities", 8, "type")}),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "files", "places"),
    [
        pytest.param(rule, files, places, id=f"{rule} {said}", marks=pytest.mark.rule(rule, "refuses"))
        for rule, cases in CASES.items()
        for said, files, places in cases
    ],
)
def test_a_row_at_fault_is_refused_by_its_rule(
    rule: Rule, files: dict[str, str], places: set[tuple[str, int, str]], tmp_path: Path
) -> None:
    """What a refused row leaves behind may be refused by other rules; of its own rule it is these rows and no other."""
    found = refusals(write_folder(tmp_path, **files))
    assert {entry[:3] for entry in found if entry[3] == rule} == places
