"""Words in names of public bodies that tell none from another, by language: fillers, kinds of bodies, countries.

A name is read in the languages of its state and its own, so that an article of one language stays a place of another:
`Die` is a French town, `Ne` an Italian one. Words stand here in Latin letters or their own; all are compared as
`names.words` writes them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from service.model.names import words

LANGUAGES = {
    "AT": "de", "BE": "nl fr de", "BG": "bg", "HR": "hr", "CY": "el tr en", "CZ": "cs", "DK": "da", "EE": "et",
    "FI": "fi sv", "FR": "fr", "DE": "de", "EL": "el", "GR": "el", "HU": "hu", "IE": "en ga", "IT": "it de fr",
    "LV": "lv", "LT": "lt", "LU": "fr de lb", "MT": "mt en", "NL": "nl fy", "PL": "pl", "PT": "pt", "RO": "ro",
    "SK": "sk", "SI": "sl it hu", "ES": "es ca gl eu", "SE": "sv", "IS": "is", "LI": "de", "NO": "no", "CH": "de fr it",
    "UK": "en", "GB": "en",
}  # fmt: skip
"""Languages in which the bodies of a state are named; of another state, English."""

FILLERS = {
    "bg": "и в във на за от по при към с със",
    "ca": "a al als amb d de del dels el els en i l la les o per",
    "cs": "a do k na o od po pro pri s u v ve z za ze",
    "da": "af den det en et for fra i med og om over på til ved",
    "de": "am an auf bei beim dem den der des das die durch für f d u i im in ins nach o und über vom von vor zu zum zur a",
    "el": "για η και με οι ο σε στα στη στην στις στο στον τα της τη την τις το του τον των από επί",
    "en": "a an and at by for in of on the to with",
    "es": "a al con de del e el en la las lo los o para por y",
    "et": "ja",
    "eu": "eta",
    "fi": "ja sekä",
    "fr": "a au aux d de des du en et l la le les ou par pour sur",
    "fy": "de en fan foar it",
    "ga": "agus an na",
    "gl": "a as da das de do dos e en o os para por",
    "hr": "i na o od po pri s sa u za",
    "hu": "a az es",
    "is": "a af fyrir í i og til um við",
    "it": "a ad agli ai al all alla alle allo con d da dai dal dall dalla de degli dei del dell della delle dello di e ed gli i il in l la le lo nei nel nell nella o per su sul sulla sull un tra",
    "lb": "a am an de den der d fir vun",
    "lt": "ir del prie uz su",
    "lv": "un par ar uz",
    "mt": "il ta tal ghal u",
    "nl": "aan bij d de den der des en het in met n of op s t te ten ter tot uit van voor",
    "no": "av for fra i med og om på til ved",
    "pl": "dla do i na o od po pod przy u w we z za ze",
    "pt": "a ao aos as com da das de do dos e em na nas no nos o os para pela pelo por",
    "ro": "a al ale cu de din in la pe pentru si",
    "sk": "a do k na o od po pre pri s so u v vo z za zo",
    "sl": "in iz na o ob od po pri s v z za",
    "sv": "av den det en ett för från i med och om på till vid över",
    "tr": "ve",
}
"""Articles, prepositions and conjunctions, which tell no body from another."""

_FOR = "fur fuer for foer pour per para pentru til till voor dla pre pro za gia ghal fir foar"
PURPOSE = frozenset(_FOR.split())
"""Prepositions before what a body is for: what stands before them may be its short name."""

MUNICIPALITY, TOWN, MARKET, HALL = "municipality", "town", "market town", "town hall"
MUNICIPAL = frozenset({MUNICIPALITY, TOWN, MARKET, HALL})
"""What a municipality may be called. Where a state has towns beside rural municipalities, both may bear one name."""
KINDS: dict[str, dict[str, str]] = {
    MUNICIPALITY: {
        "bg": "община кметство",
        "ca": "ajuntament municipi ciutat",
        "cs": "obec obce obecni",
        "da": "kommune",
        "de": "gemeinde ortsgemeinde einheitsgemeinde gemeindeverwaltung munizipalgemeinde",
        "el": "δημος δημου κοινοτητα",
        "en": "city town municipality municipal local borough",
        "es": "ayuntamiento municipio ciudad concejo",
        "et": "vald vallavalitsus",
        "eu": "udala udal",
        "fi": "kunta kunnan",
        "fr": "mairie commune ville communale",
        "fy": "gemeente",
        "gl": "concello",
        "hr": "opcina",
        "hu": "kozseg kozsegi nagykozseg",
        "is": "sveitarfelag kaupstadur baer",
        "it": "comune citta municipio",
        "lb": "gemeng stad",
        "lv": "novads novada",
        "mt": "kunsill lokali local",
        "nl": "gemeente stad stadsbestuur gemeentebestuur",
        "no": "kommune",
        "pl": "gmina gminy",
        "pt": "municipio municipal camara cidade",
        "ro": "comuna comunei",
        "sk": "obec obce obecny",
        "sl": "obcina",
        "sv": "kommun kommuns stad stads kommunen",
    },
    TOWN: {
        "bg": "град",
        "cs": "mesto mesta mestsky statutarni",
        "de": "stadt stadtgemeinde landeshauptstadt hansestadt",
        "et": "linn",
        "fi": "kaupunki kaupungin",
        "hr": "grad",
        "hu": "varos varosi megyei jogu",
        "lt": "miestas miesto",
        "lv": "pilseta pilsetas",
        "pl": "miasto miasta",
        "ro": "municipiul municipiului orasul orasului",
        "sk": "mesto mesta mestsky",
        "sl": "mestna",
    },
    MARKET: {"de": "markt marktgemeinde", "cs": "mestys"},
    HALL: {
        "cs": "magistrat",
        "de": "magistrat stadtverwaltung rathaus",
        "et": "linnavalitsus",
        "hu": "onkormanyzat onkormanyzata",
        "lt": "savivaldybe savivaldybes",
        "lv": "dome pasvaldiba",
        "ro": "primaria",
    },
    "county": {
        "da": "amt",
        "de": "landkreis kreis",
        "en": "county",
        "et": "maakond",
        "fr": "departement",
        "hr": "zupanija",
        "hu": "megye varmegye",
        "lt": "rajonas rajono",
        "pl": "powiat powiatu starostwo",
        "ro": "judetul judetului judetean",
        "sv": "lan lans",
        "cs": "okres",
        "sk": "okres",
    },
    "region": {
        "bg": "област",
        "cs": "kraj",
        "da": "region",
        "de": "land bundesland region",
        "el": "περιφερεια",
        "en": "region",
        "fr": "region",
        "it": "regione",
        "pl": "wojewodztwo wojewodztwa",
        "pt": "regiao",
        "ro": "regiunea",
        "sk": "kraj",
        "sv": "region",
        "es": "comunidad",
    },
    "province": {
        "de": "provinz",
        "en": "province",
        "es": "provincia diputacion",
        "fr": "province",
        "it": "provincia",
        "nl": "provincie",
    },
    "prefecture": {"fr": "prefecture", "it": "prefettura", "en": "prefecture"},
    "ministry": {
        "bg": "министерство",
        "ca": "ministeri",
        "cs": "ministerstvo",
        "da": "ministeriet",
        "de": "ministerium",
        "el": "υπουργειο",
        "en": "ministry",
        "es": "ministerio",
        "et": "ministeerium",
        "fi": "ministerio",
        "fr": "ministere",
        "hr": "ministarstvo",
        "hu": "miniszterium",
        "is": "raduneyti",
        "it": "ministero",
        "lt": "ministerija",
        "lv": "ministrija",
        "mt": "ministeru",
        "nl": "ministerie",
        "no": "departementet",
        "pl": "ministerstwo",
        "pt": "ministerio",
        "ro": "ministerul",
        "sk": "ministerstvo",
        "sl": "ministrstvo",
        "sv": "departementet",
    },
    "agency": {
        "bg": "агенция",
        "da": "styrelsen",
        "de": "agentur",
        "en": "agency",
        "es": "agencia",
        "fr": "agence",
        "hr": "agencija",
        "it": "agenzia",
        "nl": "agentschap",
        "pl": "agencja",
        "pt": "agencia",
        "ro": "agentia",
        "sl": "agencija",
        "sk": "agentura",
        "cs": "agentura",
        "fi": "virasto",
        "no": "direktoratet direktorat",
        "lt": "agentura",
        "lv": "agentura",
    },
    "court": {
        "bg": "съд",
        "cs": "soud",
        "de": "gericht",
        "el": "δικαστηριο",
        "en": "court",
        "es": "tribunal",
        "fr": "tribunal",
        "hr": "sud",
        "it": "tribunale",
        "nl": "rechtbank",
        "pl": "sad",
        "sk": "sud",
        "sl": "sodisce",
    },
    "chamber": {
        "de": "kammer",
        "en": "chamber",
        "el": "επιμελητηριο",
        "fr": "chambre",
        "it": "camera",
        "nl": "kamer",
        "pl": "izba",
        "hr": "komora",
        "cs": "komora",
        "sk": "komora",
        "sl": "zbornica",
        "ro": "camera",
        "es": "camara",
    },
    "police": {
        "de": "polizei",
        "en": "police",
        "fr": "police",
        "it": "polizia",
        "nl": "politie",
        "pl": "policja policji",
        "es": "policia",
    },
    "university": {
        "de": "universitat universitaet",
        "en": "university",
        "el": "πανεπιστημιο",
        "fr": "universite",
        "it": "universita",
        "es": "universidad",
        "nl": "universiteit",
        "pl": "uniwersytet",
        "sv": "universitet",
        "fi": "yliopisto",
        "cs": "univerzita",
        "sk": "univerzita",
        "pt": "universidade",
        "ro": "universitatea",
        "hr": "sveuciliste",
        "hu": "egyetem",
    },
    "office": {
        "de": "amt",
        "en": "office",
        "cs": "urad",
        "sk": "urad",
        "pl": "urzad",
        "et": "amet",
        "fr": "office",
        "it": "ufficio",
        "nl": "dienst",
        "hr": "ured",
        "sl": "urad",
        "es": "oficina",
        "hu": "hivatal",
    },
    "institute": {
        "de": "institut",
        "en": "institute",
        "fr": "institut",
        "it": "istituto",
        "es": "instituto",
        "pl": "instytut",
        "pt": "instituto",
        "el": "ινστιτουτο",
        "nl": "instituut",
        "sv": "institut",
        "hr": "zavod",
        "sl": "institut",
    },
    "council": {"en": "council", "ro": "consiliul", "fr": "conseil", "nl": "raad", "es": "consejo", "it": "consiglio"},
}  # fmt: skip
"""What kind of body a name says that it is: words of one line mean the same, whatever they are called elsewhere."""

TAILS = {
    MUNICIPALITY: {"de": "flecken gemeinde kurort gemfr gebiet"},
    TOWN: {"de": "stadt st gkst landeshauptstadt kreisstadt freie und hansestadt kreisfreie"},
    MARKET: {"de": "m markt"},
}
"""What stands behind the comma of a municipality's name, as registers cut it short: `Regen, St`. Beside it whatever ends
in `stadt`.
"""

_QUALITIES = (
    "nowe nowy nowa stare stary stara nove nova novy novo novi stari staro male maly mala velke velky velka wielkie wielki "
    "horni dolni dolne dolny gorne gorny biale biala bialy uj neue neu alte alt"
)
QUALITIES = frozenset(_QUALITIES.split())
"""What says nothing of a place without the word behind it: `Nowe Miasto` is no town that is called `Nowe`."""

COUNTRIES = {
    "AT": "österreich österreichs österreichische österreichischer österreichisches republik austria austrian bundesrepublik",
    "BE": "belgië belgique belgien belgische belge belgium royaume koninkrijk",
    "BG": "България Република българска bulgaria republic",
    "HR": "hrvatska hrvatske hrvatski republika republike croatia",
    "CY": "Κύπρου Κυπριακή Δημοκρατία Δημοκρατίας cyprus",
    "CZ": "česká české český republika republiky czech",
    "DK": "danmark danmarks danske dansk",
    "EE": "eesti vabariigi estonia",
    "FI": "suomen suomi finland finlands",
    "FR": "france française français république",
    "DE": "deutschland deutschlands deutsche deutscher deutsches bundesrepublik",
    "EL": "Ελλάδα Ελλάδας Ελλάδος Ελληνική Ελληνικός Ελληνικό Δημοκρατία Δημοκρατίας",
    "HU": "magyar magyarország magyarországi köztársaság",
    "IE": "ireland irish éireann",
    "IT": "italia italiana italiano italy repubblica",
    "LV": "latvijas latvija republikas republika",
    "LT": "lietuvos lietuva respublikos respublika",
    "LU": "luxembourg luxembourgeois luxembourgeoise grand duché letzebuerg",
    "MT": "malta maltese",
    "NL": "nederland nederlandse netherlands koninkrijk",
    "PL": "polska polski polskie polskiej rzeczypospolitej poland",
    "PT": "portugal portuguesa português república",
    "RO": "românia româniei român română romania",
    "SK": "slovenská slovenskej slovenský slovenské republika republiky",
    "SI": "slovenije slovenija slovenski republika republike",
    "ES": "españa española español spain",
    "SE": "sverige sveriges svenska svensk",
    "IS": "íslands ísland iceland",
    "LI": "liechtenstein liechtensteinische fürstentum",
    "NO": "norge norges norske norsk",
}
"""What says of a body that it is of its state, which others of the state are too."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of some languages and of one state, as names are compared."""

    fillers: frozenset[str]
    kinds: dict[str, str]
    tails: dict[str, str]
    country: frozenset[str]


@lru_cache(maxsize=1000)
def vocabulary(state: str | None, language: str | None = None) -> Vocabulary:
    """The words in which a name is read: of the languages of its state and its own; of all where no state is said."""
    spoken = set(FILLERS) if state is None else set(LANGUAGES.get(state, "" if language else "en").split())
    if language:
        spoken.add(language.casefold().partition("-")[0])
    return Vocabulary(
        fillers=_words(FILLERS, spoken),
        kinds=_by_word(KINDS, spoken),
        tails=_by_word(TAILS, spoken),
        country=_words(COUNTRIES, {state}),
    )


def _words(by_key: dict[str, str], keys: Collection[str | None]) -> frozenset[str]:
    texts = [text for key, text in by_key.items() if key in keys]
    return frozenset(form for text in texts for forms in words(text) for form in forms)


def _by_word(kinds: dict[str, dict[str, str]], spoken: Collection[str | None]) -> dict[str, str]:
    return {word: kind for kind, by_language in kinds.items() for word in _words(by_language, spoken)}
