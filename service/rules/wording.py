"""Every sentence that a rule gives as its detail: a code, the names of its arguments, and its text in English.

    Code.NO_IMI_COORDINATOR(coordinator="DE-1")    the Detail “DE-1 is no IMI Coordinator”

The text is made of nothing but code and arguments, so that a client can word the same in any language. A code is never
renamed and never takes other arguments; a sentence that says something else gets a new code.
"""

from enum import Enum, unique
from string import Formatter

from service.rules.arguments import Argument, Value, argument


class Detail(str):
    """A sentence in English, with the code and the arguments that it is made of, and what it stands in (`at`, outermost first)."""

    __slots__ = ("arguments", "at", "code")

    code: "Code"
    arguments: tuple[Argument, ...]
    at: tuple["Detail", ...]

    def __new__(
        cls, code: "Code", arguments: tuple[Argument, ...], at: tuple["Detail", ...] = ()
    ) -> "Detail":
        """Make the text of the parts."""
        text = code.value.format(**{each.name: str(each) for each in arguments})
        made = super().__new__(cls, ": ".join([*at, text]))
        made.code, made.arguments, made.at = code, arguments, at
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What a copy is made of."""
        return Detail, (self.code, self.arguments, self.at)

    def within(self, place: "Detail") -> "Detail":
        """The same of something that stands in a place, which is named before it."""
        return Detail(self.code, self.arguments, (place, *self.at))


@unique
class Code(Enum):
    """The sentences: the stable code of each, and its text in English."""

    # why somebody monitors
    MONITOR_LINKED = "{monitor} is linked to {authority}"
    MONITOR_VALIDATES = "{monitor} is the Validating Coordinator of {authority}"
    MONITOR_GRANTS_ACCESS = "{monitor} is the Access Coordinator of {authority} in {area}"
    MONITOR_COORDINATES_REQUESTS = "{monitor} is a Request Coordinator of {authority} in {area}"
    MONITOR_IS_THE_NIMIC = "the NIMIC of a Member State monitors every authority of it"
    MONITOR_REGISTERED = "{monitor} registered {authority}, which lies in its region"
    MONITOR_APPOINTED_REGISTRAR = (
        "{authority} lies in the region of {monitor} and was registered by {registrar}, which {monitor} appointed as DIMIC "
        "in {area}"
    )
    MONITOR_REGISTERED_REGISTRAR = (
        "{authority} lies in the region of {monitor} and was registered by {registrar}, which {monitor} registered and "
        "which is or was a DIMIC"
    )

    # why somebody does not
    MONITOR_IS_THE_AUTHORITY = "an authority does not monitor itself"
    MONITOR_INACTIVE = "{monitor} is deactivated and monitors nothing"
    MONITOR_NOT_LINKED = "no link from {monitor} to {authority}"
    MONITOR_HOLDS_NOTHING = "{monitor} is neither Validating, Access nor Request Coordinator of {authority}"
    MONITOR_NOT_THE_NIMIC = "{monitor} is not the NIMIC of {state}"
    MONITOR_NO_SDIMIC = "{monitor} is no SDIMIC"
    MONITOR_WITHOUT_REGION = "{monitor} has no region"
    AUTHORITY_WITHOUT_REGION = "{authority} lies in no region, {monitor} coordinates {own_region}"
    AUTHORITY_OUTSIDE_REGION = "{authority} lies in {region}, outside {own_region}"
    AUTHORITY_WITHOUT_REGISTRAR = "nobody is recorded as the registrar of {authority}"
    REGISTRAR_NOT_CREATED = "{authority} was registered by {registrar}, which {monitor} did not create"
    REGISTRAR_NEVER_DIMIC = (
        "{authority} was registered by {registrar}, which {monitor} registered but which never was a DIMIC"
    )

    # who acts
    ACTOR_INACTIVE = "{actor} is deactivated and changes nothing"
    TOKEN_OF_NOBODY = "the token is of {authority}, which is not registered"
    OPERATOR_ACTS_FOR_NOBODY = "who changes a network acts for an authority: the operator's token is of none"
    OPERATORS_ACT = "{mutation} is the operator's"
    IMPORT_OF_THE_OPERATOR = "who adds acts for a NIMIC: the operator imports by the command line"
    IMPORT_OF_THE_NIMIC = "network files are imported by the NIMIC, {actor} is a {type}"

    # powers
    MAY_NOT = "a {type} may not {power}"
    MAY_IN_ITS_REGION_ONLY = "an SDIMIC may {power} in its region {own_region} only, not in {region}"
    MAY_IN_ITS_TERRITORIES_ONLY = "a DIMIC may {power} in its areas and territories only, not in {region}"
    MAY_IN_ITS_AREAS_ONLY = "a DIMIC may {power} in its areas and territories only, not in {area} in {region}"
    DIMIC_REGISTERS_CAS_ONLY = "a DIMIC registers Competent Authorities, never a {type}"
    DIMIC_GIVES_THE_ROLE_CA_ONLY = "a DIMIC gives the role CA, not DIMIC in {area}"
    APPOINTED_OUTSIDE_REGION = "{actor} appoints DIMICs of its region {own_region} only, not of {region}"
    TERRITORY_OUTSIDE_REGION = (
        "the territory in {area} lies in the region {own_region} of {actor}, and is not {territory}"
    )
    ROLE_DIMIC_OF_NIMIC_OR_SDIMIC = (
        "only a NIMIC or an SDIMIC gives or takes the role DIMIC, {actor} is neither"
    )

    # acts that belong to the holder of a relation
    ACCESS_WITHDRAWN_BY_HOLDER = "access is withdrawn by its Access Coordinator {holder}, not by {actor}"
    SETTINGS_EDITED_BY_HOLDER = "settings are edited by the Access Coordinator {holder}, not by {actor}"
    OWN_SETTINGS_ONLY = "of itself {actor} edits keywords and professions, not {settings}"
    DATA_MANAGED_BY_HOLDER = "registration data are managed by {holder}, not by {actor}"
    DATA_MANAGED_BY_COORDINATOR = "registration data are managed by {holder}, the operator's are NIMICs"
    NAME_OF_HOLDER = "the official name is the Validating Coordinator's, {holder}"
    OWN_CONTACT_DATA_ONLY = "of itself {actor} edits its contact data, not {columns}"
    VALIDATION_OF_HOLDER = "only the Validating Coordinator {holder} hands it over"
    VALIDATION_OF_NIMIC = "a NIMIC has none"
    SUCCESSOR_NEEDED = "a Validating Coordinator leaves only by naming a successor"
    TAKEN_OVER_BY_NIMIC = "only the NIMIC takes over validation, {actor} is a {type}"
    VALIDATOR_ACTIVE = "{holder} is an active coordinator and leaves only by naming a successor"
    ACCESS_COORDINATOR_REPLACES_ITSELF = (
        "the Access Coordinator is replaced by itself only, which is {holder}"
    )
    REQUEST_COORDINATORS_ADDED_BY = (
        "Request Coordinators of {authority} in {area} are added by its Access Coordinator {holder} or by itself: ask one "
        "of them"
    )
    REQUEST_COORDINATOR_REMOVED_BY = (
        "{coordinator} leaves by itself or is removed by the Access Coordinator {holder}"
    )
    LAST_REQUEST_COORDINATOR = "{coordinator} is the last Request Coordinator: add another before"
    OPT_OUT_OF_ANOTHER = (
        "{actor} is no Request Coordinator of {authority} in {area}: each opts out for itself"
    )
    LINK_BEGUN_BY = "a link is the matter of the Validating Coordinator {holder} of {observed}, the NIMIC"
    LINK_ENDED_BY = (
        "a link is the matter of the Validating Coordinator {holder} of {observed}, the NIMIC or the observer"
    )
    LINK_OF_NIMIC = "a link of {observed}, a NIMIC, is the matter of that NIMIC"
    DEACTIVATED_BY_HOLDER = "{authority} is deactivated by its Validating Coordinator {holder}"
    REACTIVATED_BY_HOLDER = "{authority} is reactivated by its Validating Coordinator {holder}"
    NIMIC_REPLACED_BY_OPERATOR = "{authority} is the NIMIC: the operator replaces it"
    FORMER_NIMIC = "{authority} is a former NIMIC: the operator makes one NIMIC again"
    SEATS_HANDED_OVER_BY = (
        "the seats of {coordinator} are handed over by itself, the NIMIC or the SDIMIC that appointed it"
    )
    NOT_APPOINTED_FOR_SEAT = "{actor} did not appoint {coordinator} for {area}, its seat at {authority}"

    # who may hold a relation
    NO_IMI_COORDINATOR = "{coordinator} is no IMI Coordinator"
    WOULD_BE_NO_IMI_COORDINATOR = "{coordinator} would be no IMI Coordinator"
    COORDINATOR_INACTIVE = "{coordinator} is deactivated"
    COORDINATOR_WOULD_BE_INACTIVE = "{coordinator} would be deactivated"
    DOES_NOT_COVER = "{coordinator} does not cover {place}"
    WOULD_NOT_COVER = "{coordinator} would not cover {place}"
    DOES_NOT_COVER_AREA = "{coordinator} does not cover {area} in {place}"
    WOULD_NOT_COVER_AREA = "{coordinator} would not cover {area} in {place}"
    DOES_NOT_COVER_SEAT = "{coordinator} does not cover {place}, the seat at {authority}"
    DOES_NOT_COVER_SEAT_IN_AREA = "{coordinator} does not cover {area} in {place}, the seat at {authority}"
    OWN_SUCCESSOR = "{coordinator} would be its own successor"
    NO_OTHER_COORDINATOR = "there is no other coordinator that may hold {relation} here"
    NO_OTHER_OBSERVER = "there is no other Competent Authority that may observe it"
    SDIMIC_VALIDATED_BY_NIMIC = "an SDIMIC is validated by the NIMIC alone"
    ACCESS_COORDINATOR_OF_A_DIMIC = (
        "where an authority is DIMIC, its Access Coordinator is the NIMIC or the SDIMIC of its region"
    )

    # relations
    OF_ANOTHER_STATE_THAN_ACTOR = "{authority} is an authority of another state than {actor}"
    OF_ANOTHER_STATE = "{authority} is an authority of another state"
    WOULD_BE_OF_ANOTHER_STATE = "{authority} would be an authority of another state"
    FROZEN = "{authority} is deactivated, hence frozen"
    RELATION_WITH_ITSELF = "no relation of an authority with itself"
    VALIDATION_CIRCLE = "validation goes in a circle: {circle}"
    VALIDATING_COORDINATOR_NEEDED = "an authority has exactly one Validating Coordinator"
    ACCESS_COORDINATOR_NEEDED = "an authority has exactly one Access Coordinator in each area"
    REQUEST_COORDINATOR_NEEDED = "an authority has at least one Request Coordinator in each area"
    NIMIC_IS_THE_ROOT = "a NIMIC is the root of its state: it has none"
    OPT_OUTS_OF_OTHERS = "{authorities}: only a Request Coordinator opts out of referral"
    NO_END_OF_A_LINK = "{authority} is Competent Authority in no area: a link joins two of them"
    NOT_LINKED = "{observer} is not linked to {observed}"

    # registration and data
    ID_TAKEN = "an authority with the id {authority} is registered already"
    ID_TAKEN_IN_STATE = "an authority with the id {authority} is registered already, in {state}"
    NAME_LIKE_ANOTHER = (
        "“{name}” is like “{other_name}”, the name of {authority}: confirm that it is another body"
    )
    NAME_CONFIRMED = "a name like that of {authority}: the file confirms that it is another body"
    RESERVED_WORD = "the official name alone, without the word {word}"
    SAME_EXTERNAL_ID = "{external_id} and {other_external_id} are the same external id"
    EXTERNAL_ID_TAKEN = (
        "{external_id} is an external id of {authorities} too: an authority is registered once"
    )
    EXTERNAL_ID_LIKE_ANOTHER = (
        "{external_id} is like {other_external_id} of {authority}: one body is registered once"
    )
    REGISTRAR_NEEDED = "only a NIMIC is registered by no coordinator: name the registrar"
    SDIMIC_REGISTERED_BY_NIMIC = "{registrar} is no NIMIC: only a NIMIC registers an SDIMIC"
    NIMIC_REGISTERED_BY_OPERATOR = "{authority}: a NIMIC is registered by the operator"

    # types, roles and settings
    ROLE_HELD_ALREADY = "{authority} is {role} in {area} already; a territory is edited with the settings"
    ACCESS_HELD_ALREADY = "{authority} has access to {area} already: one role in each area"
    AREA_NAMED_TWICE = "{area} is named more than once: one role in each area"
    LAST_AREA = "{area} is the last area of {authority}"
    AREA_NEEDED = "an authority has at least one area"
    SDIMIC_WITHOUT_REGION = "an SDIMIC coordinates its region: name it"
    SDIMIC_WITH_ROLE_DIMIC = "an SDIMIC has area access only as CA, not as DIMIC in {areas}"
    NIMIC_WITH_AREAS = "a NIMIC has no area access: it covers every area by its type"
    DIMIC_WITHOUT_ROLE_DIMIC = "a DIMIC has the role DIMIC in at least one area"
    CA_WITH_ROLE_DIMIC = "it has the role DIMIC in {areas}: its type is DIMIC"
    TERRITORY_OF_A_CA = "only the role DIMIC has a territory"
    PROFESSION_NEEDED = "{area} asks for at least one profession"
    KEYWORDS_UNKNOWN = "no keywords of {area}: {keywords}"

    # states, regions and legislative areas
    STATE_EXISTS = "{state} exists already, with its NIMIC {nimic}"
    NIMIC_ALREADY = "{nimic} is the NIMIC of {state} already"
    NIMIC_UNFIT = "{nimic} must be an active authority of the state with type NIMIC"
    ANOTHER_NIMIC = "the state has one active NIMIC, which is {nimic}"
    SEVERAL_SDIMICS = "region {region} has more than one active SDIMIC: {authorities}"
    REGION_EXISTS = "a region {region} exists already: codes are unique over all states"
    REGION_WITHIN_ITSELF = "the region lies within itself: its parents form a circle"
    REGION_OF_ANOTHER_STATE = "{region} is a region of another state"
    PARENT_OF_ANOTHER_STATE = "its parent {region} is a region of another state"
    AREA_EXISTS = "the legislative area {area} exists already"
    KEYWORDS_IN_USE = "{authorities} use {keywords}"
    PROFESSIONS_LACKING = "{authorities} have no profession there"
    CATALOGUE_OF_THE_OPERATOR = "states, regions and legislative areas are the operator's"

    # changes and network files
    CHANGES_NOTHING = "this would change nothing"
    NO_UNFINISHED_IMPORT = "no import of {state} is unfinished"
    ROW_EXISTS = "{key} is there already: files of a NIMIC add and edit nothing"
    ROWS_CLASH = "“{key}” stands in line {lines} too: rows that clash are all refused"
    AREAS_SAID_TWICE = "its areas stand in access.csv too: say them in one of the two"
    HISTORY_STAYS = "is history and stays: {value}"
    APPOINTMENTS_STAY = "may only grow: {appointments} is history and stays"
    MORE_ROWS = "{count} more rows are not listed: mend these and try again"

    # what of network files is worth notice
    BYTE_ORDER_MARK = "a byte order mark stands before the header: left aside"
    SEPARATED_BY_SEMICOLONS = "its values are separated by semicolons: read so"
    SEPARATED_BY_TABS = "its values are separated by tabs: read so"
    NO_NETWORK_FILE = "no network file: left aside"
    STATE_WITH_TWO_CODES = "{value} and {key} are two codes of one state"
    TIME_IN_THE_FUTURE = "{value} is in the future"
    VALUE_OF_NOTHING = "“{value}” is taken as it is: leave the cell empty where there is nothing"
    NO_EMAIL_ADDRESS = "“{value}” is no email address"

    # where something stands
    AT_AUTHORITY = "{authority}"
    AT_VALIDATING_COORDINATOR = "{authority}, its Validating Coordinator"
    AT_ITS_VALIDATING_COORDINATOR = "its Validating Coordinator"
    AT_ACCESS = "{authority} in {area}"
    AT_ACCESS_COORDINATOR = "{authority} in {area}, its Access Coordinator"
    AT_REQUEST_COORDINATORS = "{authority} in {area}, its Request Coordinators"
    AT_LINK = "{observer} → {observed}"
    AT_REGION = "{region}"
    AT_AREA = "{area}"
    AT_STATE = "{state}"
    AT_LINE = "{file} line {line}"
    AT_CELL = "{file} line {line}, {column}"
    WOULD_LEAVE = "would leave {file} “{key}”, {column}"
    FIRST_OF_FAULTS = "the first of {count} faults"

    def __init__(self, template: str) -> None:
        named = (name for _, name, _, _ in Formatter().parse(template) if name is not None)
        self.names = tuple(dict.fromkeys(named))
        """The arguments, in the order of the English text."""

    def __call__(self, **values: Value) -> Detail:
        """The sentence with these values; a list of them by `some`."""
        if values.keys() != set(self.names):
            raise TypeError(
                f"{self.name} takes {', '.join(self.names) or 'no argument'}, not {', '.join(values)}"
            )
        return Detail(self, tuple(argument(name, values[name]) for name in self.names))
