"""The rules of the guidance, R1–R83: what each says, where it comes from and how this service holds it.

The ids are stable; code, tests, error payloads and documentation cite them. Source: domain.md §3.
"""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """The id of a rule."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8 = "R8"
    R9 = "R9"
    R10 = "R10"
    R11 = "R11"
    R12 = "R12"
    R13 = "R13"
    R14 = "R14"
    R15 = "R15"
    R16 = "R16"
    R17 = "R17"
    R18 = "R18"
    R19 = "R19"
    R20 = "R20"
    R21 = "R21"
    R22 = "R22"
    R23 = "R23"
    R24 = "R24"
    R25 = "R25"
    R26 = "R26"
    R27 = "R27"
    R28 = "R28"
    R29 = "R29"
    R30 = "R30"
    R31 = "R31"
    R32 = "R32"
    R33 = "R33"
    R34 = "R34"
    R35 = "R35"
    R36 = "R36"
    R37 = "R37"
    R38 = "R38"
    R39 = "R39"
    R40 = "R40"
    R41 = "R41"
    R42 = "R42"
    R43 = "R43"
    R44 = "R44"
    R45 = "R45"
    R46 = "R46"
    R47 = "R47"
    R48 = "R48"
    R49 = "R49"
    R50 = "R50"
    R51 = "R51"
    R52 = "R52"
    R53 = "R53"
    R54 = "R54"
    R55 = "R55"
    R56 = "R56"
    R57 = "R57"
    R58 = "R58"
    R59 = "R59"
    R60 = "R60"
    R61 = "R61"
    R62 = "R62"
    R63 = "R63"
    R64 = "R64"
    R65 = "R65"
    R66 = "R66"
    R67 = "R67"
    R68 = "R68"
    R69 = "R69"
    R70 = "R70"
    R71 = "R71"
    R72 = "R72"
    R73 = "R73"
    R74 = "R74"
    R75 = "R75"
    R76 = "R76"
    R77 = "R77"
    R78 = "R78"
    R79 = "R79"
    R80 = "R80"
    R81 = "R81"
    R82 = "R82"
    R83 = "R83"


class Held(StrEnum):
    """How a rule is held, which is also the kind of evidence that it needs."""

    GUARD = "GUARD"
    DEFAULT = "DEFAULT"
    QUERY = "QUERY"
    PROSE = "PROSE"
    USERS = "USERS"
    REQUESTS = "REQUESTS"


@dataclass(frozen=True)
class Entry:
    """What a rule says, its source (§ a section, A an action, fn a footnote of the guidance) and how it is held."""

    text: str
    source: str
    held: tuple[Held, ...]


_GUARD, _DEFAULT, _QUERY, _PROSE, _USERS, _REQUESTS = Held

CATALOGUE: dict[Rule, Entry] = {
    Rule.R1: Entry(
        "Shared by all areas: authority database, simple request workflow, machine translation",
        "§1.1",
        (_PROSE,),
    ),
    Rule.R2: Entry(
        "An authority is registered once; compare with those registered before registering",
        "§1.1, A1(5), A3, A6",
        (_GUARD,),
    ),
    Rule.R3: Entry(
        "Role is per area; one body may be CA in one and coordinator in another", "§1.1, A4.1(2)", (_GUARD,)
    ),
    Rule.R4: Entry("Question sets are per area", "§1.2", (_PROSE, _REQUESTS)),
    Rule.R5: Entry(
        "Keywords and flags per authority and area; PQ also needs professions", "§1.2, fn2", (_GUARD,)
    ),
    Rule.R6: Entry("User rights per area", "§1.2", (_GUARD, _USERS)),
    Rule.R7: Entry("A coordinator may also act as CA: send and receive requests", "§2.1", (_GUARD,)),
    Rule.R8: Entry("Exactly one NIMIC per state; it may keep or delegate coordination", "§2.2.1", (_GUARD,)),
    Rule.R9: Entry(
        "DIMIC: one or more areas; whole state or one region; several DIMICs per area allowed",
        "§2.2.2, 3.1.3",
        (_GUARD,),
    ),
    Rule.R10: Entry(
        "SDIMIC: its region, all areas; like a NIMIC there but for R14, R22, R46", "§2.2.3", (_GUARD,)
    ),
    Rule.R11: Entry(
        "SDIMICs and DIMICs are optional; roles need not mirror the administrative hierarchy",
        "§2.2",
        (_PROSE,),
    ),
    Rule.R12: Entry(
        "The NIMIC itself is registered by the Commission, i.e. by the operator of the service",
        "outside",
        (_GUARD,),
    ),
    Rule.R13: Entry("Functions of a coordinator: administrative, support, content", "§2.1.1–3", (_PROSE,)),
    Rule.R14: Entry("register SDIMIC: NIMIC yes; SDIMIC no; DIMIC no", "§2.2", (_GUARD,)),
    Rule.R15: Entry("register DIMIC: NIMIC yes; SDIMIC yes, its region; DIMIC no", "§2.2", (_GUARD,)),
    Rule.R16: Entry(
        "register CA: NIMIC yes; SDIMIC yes, its region; DIMIC yes, its territory and areas",
        "§2.2",
        (_GUARD,),
    ),
    Rule.R17: Entry("manage registration data (as VC): NIMIC yes; SDIMIC yes; DIMIC yes", "§2.2", (_GUARD,)),
    Rule.R18: Entry(
        "give access to an area (becoming AC): NIMIC all areas; SDIMIC all areas, its region; DIMIC its own areas, its territory",
        "§2.2",
        (_GUARD,),
    ),
    Rule.R19: Entry("manage area settings (as AC): NIMIC yes; SDIMIC yes; DIMIC yes", "§2.2", (_GUARD,)),
    Rule.R20: Entry("train and support: NIMIC yes; SDIMIC yes; DIMIC yes", "§2.2", (_PROSE,)),
    Rule.R21: Entry(
        "monitor progress of requests: NIMIC yes; SDIMIC yes; DIMIC yes", "§2.2", (_QUERY, _REQUESTS)
    ),
    Rule.R22: Entry("be the Commission's interlocutor: NIMIC yes; SDIMIC no; DIMIC no", "§2.2", (_PROSE,)),
    Rule.R23: Entry(
        "disseminate information nationally: NIMIC yes; SDIMIC yes; DIMIC yes", "§2.2", (_PROSE,)
    ),
    Rule.R24: Entry(
        "take part in the workflow: referral, approval (as RC): NIMIC yes; SDIMIC yes; DIMIC yes",
        "§2.2",
        (_GUARD,),
    ),
    Rule.R25: Entry("Both ends of every edge are in the same Member State", "§3, 3.2", (_GUARD,)),
    Rule.R26: Entry("Exactly 1 VC per authority", "§3.1", (_GUARD,)),
    Rule.R27: Entry("Exactly 1 AC per authority and area; may differ between areas", "§3.1, fn3", (_GUARD,)),
    Rule.R28: Entry("At least 1 RC per authority and area", "§3.1, 3.1.3", (_GUARD,)),
    Rule.R29: Entry("One coordinator may hold all three, or three different ones", "§3.1", (_GUARD,)),
    Rule.R30: Entry(
        "Registering makes the registrar VC, and AC and RC for each area given", "§3.1.1", (_DEFAULT,)
    ),
    Rule.R31: Entry(
        "The VC manages registration data: official name, first user's password", "§3.1.1", (_QUERY,)
    ),
    Rule.R32: Entry("The AC manages keywords and flags of the area it granted", "§3.1.1", (_QUERY,)),
    Rule.R33: Entry("The RC may approve and referee", "§3.1.1", (_QUERY, _REQUESTS)),
    Rule.R34: Entry(
        "VC change: after registration; one leaves only by naming a successor", "§3.1.1.1", (_GUARD,)
    ),
    Rule.R35: Entry(
        "AC change: during or after registration; the outgoing AC is replaced as RC too; VC untouched",
        "§3.1.1.2",
        (_GUARD,),
    ),
    Rule.R36: Entry(
        "Giving an existing authority a new area makes the giver AC and RC there; VC stays",
        "§3.1.2, A3, A5",
        (_GUARD,),
    ),
    Rule.R37: Entry(
        "Default RC is the giver of access; more can be added during or after", "§3.1.3", (_DEFAULT,)
    ),
    Rule.R38: Entry("An RC may leave only while another RC remains", "§3.1.3", (_GUARD,)),
    Rule.R39: Entry(
        "With several RCs the authority picks one for every request it sends or receives",
        "§3.1.3",
        (_QUERY, _REQUESTS),
    ),
    Rule.R40: Entry(
        "RCs are added by the AC; others ask the AC, or the authority itself, which may add it",
        "fn7",
        (_GUARD,),
    ),
    Rule.R41: Entry("The AC is replaced by the AC only; others ask it", "fn8", (_GUARD,)),
    Rule.R42: Entry(
        "Approval is a national choice; each coordinator may opt out of referral per authority and area, by flag",
        "fn5",
        (_GUARD, _REQUESTS),
    ),
    Rule.R43: Entry(
        "LINKED_TO: the observer sees the observed authority's requests in the monitoring view",
        "§3.2",
        (_QUERY,),
    ),
    Rule.R44: Entry(
        "Any VC, AC or RC edge lets the coordinator monitor the requests of the authority", "§3.1", (_QUERY,)
    ),
    Rule.R45: Entry("A NIMIC monitors every authority of its Member State", "§3.1", (_QUERY,)),
    Rule.R46: Entry(
        "An SDIMIC monitors authorities of its region only if registered by itself or by a DIMIC it created",
        "§3.1",
        (_QUERY,),
    ),
    Rule.R47: Entry(
        '"Requests for which I am the Coordinator" = linked to this RC; "Requests of other authorities" = all other visible ones',
        "§3.1.3, 3.2",
        (_QUERY, _REQUESTS),
    ),
    Rule.R48: Entry(
        "Monitoring view, nothing else: both authorities with country and email, status, request number, area, question set, target date",
        "§3.2",
        (_QUERY, _REQUESTS),
    ),
    Rule.R49: Entry(
        "Coordinators register; later versions: an authority asks to be registered, the coordinator validates the data and confirms",
        "Part 2",
        (_PROSE,),
    ),
    Rule.R50: Entry("Coordinators first, then CAs", "Part 2, A3.2, A5", (_PROSE,)),
    Rule.R51: Entry(
        "Planning: list the authorities, choose the pilot subset, decide roles, decide coordinators and links, compare with those registered",
        "A1",
        (_PROSE,),
    ),
    Rule.R52: Entry("Registering an SDIMIC: LDA of the NIMIC only", "A2", (_GUARD,)),
    Rule.R53: Entry("Registering a DIMIC or granting that role: LDA of NIMIC or SDIMIC", "A3, A4", (_GUARD,)),
    Rule.R54: Entry(
        "Registering a CA or granting access as CA: LDA of NIMIC, SDIMIC or that area's DIMIC",
        "A5, A6, fn10",
        (_GUARD,),
    ),
    Rule.R55: Entry(
        "A new area gives every LDA of the authority all user rights of that area",
        "A3.3, A5.3",
        (_DEFAULT, _USERS),
    ),
    Rule.R56: Entry(
        "The authority itself gives its other users rights (Referral Handler in a coordinator, Request Handler in a CA)",
        "A3.3, A5.3",
        (_USERS,),
    ),
    Rule.R57: Entry(
        "First user: username told outside the system; an automatic email carries a temporary password and log-in help, never the username",
        "A4.3, A6.3",
        (_USERS,),
    ),
    Rule.R58: Entry("An authority registers as many users as it needs", "A4.3", (_GUARD, _USERS)),
    Rule.R59: Entry(
        "Official name only; the coordinator abbreviations must not appear in it", "A4.1(2)", (_GUARD,)
    ),
    Rule.R60: Entry(
        'Coordinators are found by type "IMI Coordinators" or keyword "Delegated IMI Coordinator"; results show the role per area',
        "A4.1(2)",
        (_QUERY,),
    ),
    Rule.R61: Entry(
        "Default list: authorities I coordinate; widened: all of my state", "A3.1, A5.1", (_QUERY,)
    ),
    Rule.R62: Entry(
        "The choice of authority type is offered only to whom more than one type is open",
        "A4.1, A6.1",
        (_DEFAULT,),
    ),
    Rule.R63: Entry("A DIMIC registering an authority gets the role CA, no other", "fn10", (_GUARD,)),
    Rule.R64: Entry("Tell a new DIMIC which tasks it takes over", "A3.4, A4.4", (_PROSE,)),
    Rule.R65: Entry(
        "Decision tree 1, nominate a DIMIC. Registered already in any role? Yes: add the area as DIMIC with settings, set relations to existing authorities, inform. No: register as DIMIC with settings, relations, inform and give the first username",
        "Part 2",
        (_QUERY,),
    ),
    Rule.R66: Entry(
        "Decision tree 2, nominate a CA: the same with role CA; the relation step links it to all relevant coordinators",
        "Part 2",
        (_QUERY,),
    ),
    Rule.R67: Entry(
        "Grant wizard: list → find → open → add area → role → keywords → request settings → relations → inform",
        "A3.1, A5.1",
        (_QUERY,),
    ),
    Rule.R68: Entry(
        "Register wizard: type → data → first user → area and role → keywords → request settings → relations → inform",
        "A4.1, A6.1",
        (_QUERY,),
    ),
    Rule.R69: Entry(
        "Add RCs: eligible coordinators, searchable, several at once", "A3.2.1, A5.2, A6.2", (_GUARD,)
    ),
    Rule.R70: Entry(
        "Replace the AC of all authorities a coordinator looks after, in one act, when it loses its mandate",
        "A3.2.2",
        (_GUARD,),
    ),
    Rule.R71: Entry(
        "After a new DIMIC: check which authorities already there need it as RC or AC",
        "A3.2, A4.2",
        (_GUARD, _QUERY),
    ),
    Rule.R72: Entry(
        "Only users acting for an authority use the service; the authority grants and revokes their rights",
        "outside",
        (_GUARD, _USERS),
    ),
    Rule.R73: Entry("Only those taking part in a procedure see its personal data", "outside", (_REQUESTS,)),
    Rule.R74: Entry(
        "Personal data of a request blocked 6 months after closure (18 where the area says so), erased after 3 years",
        "outside",
        (_REQUESTS,),
    ),
    Rule.R75: Entry("A CA answers within the target date", "outside", (_REQUESTS,)),
    Rule.R76: Entry(
        "Who changes the network acts as LDA of its authority", "Part 2, A2–A6", (_GUARD, _USERS)
    ),
    Rule.R77: Entry(
        "Both ends of a new relation, and the actor, are active; a deactivated authority is frozen, but for reactivation, take-over of its validation and the bulk hand-overs",
        "decided",
        (_GUARD,),
    ),
    Rule.R78: Entry(
        "No relation of an authority with itself; validation forms no circle", "decided", (_GUARD,)
    ),
    Rule.R79: Entry(
        "A change that changes nothing is refused; a bulk change that finds nothing to move is accepted and says so",
        "decided",
        (_GUARD,),
    ),
    Rule.R80: Entry(
        "An act belongs to the holder named in §6 where the source names none", "decided", (_GUARD,)
    ),
    Rule.R81: Entry(
        'Who holds a VC, AC or RC edge covers what it holds, at all times (§6, "Who covers what")',
        "§2.2, 3.1; decided",
        (_GUARD,),
    ),
    Rule.R82: Entry(
        "NIMIC: root of its state, no VC, AC, RC, no area access. SDIMIC: coordinates by its type; one active one per region",
        "§2.2; decided",
        (_GUARD,),
    ),
    Rule.R83: Entry("An authority has at least one area; an SDIMIC may have none", "A5; decided", (_GUARD,)),
}
