"""Of each mutation of a network an act that the demonstration network accepts, and what it does to the files."""

from dataclasses import dataclass
from typing import Any

from tests.changes.client import OPERATOR
from tests.demo import edits

BUND, LAND, REGIERUNG, KULTUS, KAMMER, STADT = (
    "de/bundesverwaltungsamt",
    "de-by/wirtschaftsministerium",
    "de-by/regierung-von-oberbayern",
    "de-by/kultusministerium",
    "de-by/handwerkskammer-fur-munchen-und-oberbayern",
    "de/lau/09174115",
)
"""The NIMIC; an SDIMIC; a DIMIC it created for Services, its city's VC, AC and RC; one for Professional Qualifications; RC."""
NL, GRONINGEN, APPINGEDAM = "nl/ministerie-van-economische-zaken", "nl/lau/GM0014", "nl/lau/GM0003"
EL, PL = "gr/mindev", "pl/ministerstwo-rozwoju"
WIRTSCHAFT = "de/bundesministerium-fur-wirtschaft-und-technologie"
AGENTUR, KMK = "de/bundesagentur-fur-arbeit", "de/kultusministerkonferenz"
OBSERVER, OBSERVED = "de-be/architektenkammer-berlin", "de-be/bezirksamt-friedrichshain-kreuzberg"
LAND_BERLIN = "de-be/wirtschaftsministerium"
WHY = "Its mandate was taken over."


@dataclass(frozen=True)
class Act:
    """Who asks for what; `subject` is the authority it is about, if it is about one."""

    actor: str
    input: dict[str, Any]
    edit: edits.Edit
    subject: str | None = None


CITIES = [STADT, "de/lau/09162000"]
ACTS: dict[str, Act] = {
    "registerSdimic": Act(
        PL,
        {
            "id": "pl/nowy",
            "name": "Qwerty Zażółć",
            "nameLanguage": "pl",
            "otherNames": [{"language": "en", "name": "Qwerty Yellowed"}],
            "externalIds": [{"scheme": "regon", "value": "12 34"}],
            "email": "office@nowy.example",
            "phone": "+48 1",
            "address": "ul. Nowa 1",
            "languages": ["en", "pl"],
            "region": "PL-02",
            "areas": [{"area": "SD", "keywords": ["Crafts"], "flags": ["APPROVE_REPLIES"]}],
        },
        edits.registered(
            "pl/nowy",
            PL,
            {
                "state": "PL",
                "region": "PL-02",
                "type": "SDIMIC",
                "name": "Qwerty Zażółć",
                "name_language": "pl",
                "other_names": "en=Qwerty Yellowed",
                "external_ids": "regon:12 34",
                "email": "office@nowy.example",
                "phone": "+48 1",
                "address": "ul. Nowa 1",
                "languages": "en;pl",
            },
            [{"area": "SD", "role": "CA", "keywords": "Crafts", "flags": "APPROVE_REPLIES"}],
        ),
        "pl/nowy",
    ),
    "registerDimic": Act(
        LAND,
        {
            "id": "de/neu",
            "name": "Qwertz Umlaut",
            "region": "DE21",
            "areas": [
                {"area": "SD", "role": "DIMIC", "territory": "DE21", "keywords": ["Crafts"]},
                {"area": "TD", "role": "CA", "requestCoordinators": [BUND]},
            ],
        },
        edits.registered(
            "de/neu",
            LAND,
            {
                "state": "DE",
                "region": "DE21",
                "type": "DIMIC",
                "name": "Qwertz Umlaut",
                "appointed_by": f"SD={LAND}",
            },
            [
                {"area": "SD", "role": "DIMIC", "territory": "DE21", "keywords": "Crafts"},
                {"area": "TD", "role": "CA", "request_coordinators": ";".join(sorted([BUND, LAND]))},
            ],
        ),
        "de/neu",
    ),
    "registerCompetentAuthority": Act(
        REGIERUNG,
        {
            "id": "de/neu",
            "name": "Qwertz Umlaut",
            "region": "DE217",
            "areas": [{"area": "SD", "accessCoordinator": KAMMER}],
        },
        edits.registered(
            "de/neu",
            REGIERUNG,
            {"state": "DE", "region": "DE217", "type": "CA", "name": "Qwertz Umlaut"},
            [{"area": "SD", "role": "CA", "access_coordinator": KAMMER, "request_coordinators": KAMMER}],
        ),
        "de/neu",
    ),
    "grantAccess": Act(
        KULTUS,
        {
            "authority": STADT,
            "area": "PQ",
            "role": "CA",
            "professions": ["Architect"],
            "requestCoordinators": [BUND],
        },
        edits.new(
            "access",
            authority=STADT,
            area="PQ",
            role="CA",
            professions="Architect",
            granted_by=KULTUS,
            granted_at=edits.NOW,
            access_coordinator=KULTUS,
            request_coordinators=";".join(sorted([BUND, KULTUS])),
        ),
        STADT,
    ),
    "changeAreaRole": Act(
        NL,
        {"authority": GRONINGEN, "area": "SD", "role": "DIMIC", "territory": "NL113"},
        edits.both(
            edits.cell(GRONINGEN, type="DIMIC", appointed_by=f"SD={NL}"),
            edits.access(GRONINGEN, "SD", role="DIMIC", territory="NL113"),
        ),
        GRONINGEN,
    ),
    "replaceValidatingCoordinator": Act(
        REGIERUNG,
        {"authority": STADT, "successor": KULTUS},
        edits.cell(STADT, validating_coordinator=KULTUS),
        STADT,
    ),
    "replaceValidatingCoordinatorEverywhere": Act(
        LAND,
        {"coordinator": REGIERUNG, "successor": KULTUS, "reason": WHY, "region": "DE217"},
        edits.validated_by(REGIERUNG, KULTUS, "DE217"),
        REGIERUNG,
    ),
    "replaceAccessCoordinator": Act(
        REGIERUNG,
        {"authority": STADT, "area": "SD", "successor": KAMMER},
        edits.access(STADT, "SD", access_coordinator=KAMMER, request_coordinators=KAMMER),
        STADT,
    ),
    "replaceAccessCoordinatorEverywhere": Act(
        REGIERUNG,
        {
            "coordinator": REGIERUNG,
            "successor": LAND,
            "reason": WHY,
            "area": "SD",
            "withRequestCoordination": True,
        },
        edits.handed_over(REGIERUNG, LAND, "SD"),
        REGIERUNG,
    ),
    "addRequestCoordinators": Act(
        REGIERUNG,
        {"authorities": CITIES, "area": "SD", "coordinators": [WIRTSCHAFT]},
        edits.with_request_coordinator(CITIES, "SD", WIRTSCHAFT),
    ),
    "removeRequestCoordinator": Act(
        KAMMER,
        {"authority": STADT, "area": "SD", "coordinator": KAMMER},
        edits.access(STADT, "SD", request_coordinators=REGIERUNG),
        STADT,
    ),
    "setReferralOptOut": Act(
        KAMMER,
        {"authority": STADT, "area": "SD", "optOut": True},
        edits.access(STADT, "SD", referral_opt_outs=KAMMER),
        STADT,
    ),
    "linkAuthorities": Act(
        REGIERUNG,
        {"observer": OBSERVER, "observed": STADT},
        edits.new("links", observer=OBSERVER, observed=STADT),
        STADT,
    ),
    "unlinkAuthorities": Act(
        OBSERVER,
        {"observer": OBSERVER, "observed": OBSERVED},
        edits.without("links", observer=OBSERVER, observed=OBSERVED),
        OBSERVED,
    ),
    "updateRegistrationData": Act(
        REGIERUNG,
        {
            "authority": STADT,
            "name": "Dachau, Große Kreisstadt",
            "nameLanguage": None,
            "otherNames": [{"language": "en", "name": "City of Dachau"}],
            "region": "DE212",
            "externalIds": [{"scheme": "ags", "value": "09 174 115"}],
            "email": None,
            "phone": "+49 8131",
            "address": "Rathaus",
            "languages": ["de", "en"],
        },
        edits.cell(
            STADT,
            name="Dachau, Große Kreisstadt",
            name_language="",
            other_names="en=City of Dachau",
            region="DE212",
            external_ids="ags:09 174 115",
            email="",
            phone="+49 8131",
            address="Rathaus",
            languages="de;en",
        ),
        STADT,
    ),
    "updateAreaSettings": Act(
        REGIERUNG,
        {"authority": STADT, "area": "SD", "keywords": ["Crafts"], "flags": ["APPROVE_REQUESTS"]},
        edits.access(STADT, "SD", keywords="Crafts", flags="APPROVE_REQUESTS"),
        STADT,
    ),
    "withdrawAccess": Act(
        KMK,
        {"authority": AGENTUR, "area": "PQ"},
        edits.without("access", authority=AGENTUR, area="PQ"),
        AGENTUR,
    ),
    "deactivateAuthority": Act(
        LAND_BERLIN, {"authority": OBSERVER}, edits.cell(OBSERVER, status="INACTIVE"), OBSERVER
    ),
    "reactivateAuthority": Act(
        NL, {"authority": APPINGEDAM}, edits.cell(APPINGEDAM, status="ACTIVE"), APPINGEDAM
    ),
    "replaceNimic": Act(
        OPERATOR,
        {"state": "EL", "nimic": {"id": "gr/neo", "name": "Κβέρτι", "languages": ["el"]}},
        edits.nimic_replaced(EL, "gr/neo", {"name": "Κβέρτι", "languages": "el"}),
        "gr/neo",
    ),
}
