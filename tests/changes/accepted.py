"""Of each mutation one input that is accepted on the network of network.yaml, and who asks for it."""

from typing import Any

from tests.changes.client import OPERATOR

USER = {"username": "m.mueller", "name": "Maria Müller", "email": "maria@example.org"}
WHY: dict[str, Any] = {"reason": "It lost its mandate."}
STELLE: dict[str, Any] = {
    "id": "stelle",
    "name": "Stelle",
    "region": "BY1",
    "areas": [{"area": "SD", "role": "DIMIC", "territory": "BY"}],
    "externalIds": [{"scheme": "ags", "value": "1"}],
}
NEU: dict[str, Any] = {
    "id": "neu",
    "name": "Neu",
    "region": "BY1",
    "areas": [{"area": "SD"}],
    "firstUser": USER,
}
FILES = [
    {
        "name": "authorities.csv",
        "content": "id,state,region,type,name,registered_by\nneu,DE,BY1,CA,Neu,regierung\n",
    },
    {"name": "access.csv", "content": "authority,area,role\nneu,SD,CA\n"},
]

ACCEPTED: dict[str, tuple[str, dict[str, Any]]] = {
    "registerSdimic": ("bund", {"id": "hamburg", "name": "Behörde", "region": "HH"}),
    "registerDimic": ("bayern", STELLE),
    "registerCompetentAuthority": ("regierung", NEU),
    "grantAccess": ("wirtschaft", {"authority": "arzt", "area": "SD", "role": "CA"}),
    "changeAreaRole": ("bund", {"authority": "amt", "area": "SD", "role": "DIMIC"}),
    "replaceValidatingCoordinator": ("regierung", {"authority": "kreis", "successor": "bayern"}),
    "replaceValidatingCoordinatorEverywhere": (
        "bund",
        {"coordinator": "regierung", "successor": "bund", **WHY},
    ),
    "replaceAccessCoordinator": (
        "regierung",
        {"authority": "kreis", "area": "SD", "successor": "wirtschaft"},
    ),
    "replaceAccessCoordinatorEverywhere": ("bund", {"coordinator": "wirtschaft", "successor": "bund", **WHY}),
    "addRequestCoordinators": (
        "kammer",
        {"authorities": ["arzt", "kreis"], "area": "PQ", "coordinators": ["bund"]},
    ),
    "removeRequestCoordinator": ("bildung", {"authority": "arzt", "area": "PQ", "coordinator": "bildung"}),
    "setReferralOptOut": ("bildung", {"authority": "arzt", "area": "PQ", "optOut": True}),
    "linkAuthorities": ("bayern", {"observer": "stadt", "observed": "arzt"}),
    "unlinkAuthorities": ("regierung", {"observer": "kreis", "observed": "stadt"}),
    "updateRegistrationData": ("regierung", {"authority": "kreis", "name": "Kreis", "languages": ["de"]}),
    "updateAreaSettings": (
        "bund",
        {"authority": "bahn", "area": "TD", "keywords": [], "flags": ["APPROVE_REPLIES"]},
    ),
    "withdrawAccess": ("kammer", {"authority": "kreis", "area": "PQ"}),
    "deactivateAuthority": ("bund", {"authority": "bildung"}),
    "reactivateAuthority": ("bayern", {"authority": "alt"}),
    "takeOverValidation": ("bund", {"authority": "verwaist"}),
    "importNetwork": ("bund", {"files": FILES}),
    "createMemberState": (
        OPERATOR,
        {"code": "MT", "name": "Malta", "nimic": {"id": "malta", "name": "Malta"}},
    ),
    "replaceNimic": (OPERATOR, {"state": "DE", "successor": "amt"}),
    "createRegion": (OPERATOR, {"code": "BB", "state": "DE", "name": "Brandenburg", "latitude": 52.4}),
    "updateRegion": (OPERATOR, {"code": "BY1", "name": "Oberbayern"}),
    "createLegislativeArea": (
        OPERATOR,
        {"code": "PW", "name": "Posting of Workers", "keywords": ["building"]},
    ),
    "updateLegislativeArea": (OPERATOR, {"code": "SD", "keywords": ["building", "catering", "crafts"]}),
}
