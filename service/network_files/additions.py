"""What a NIMIC may add by network files: what it, or a coordinator named as registrar or giver, may do itself (R14–R18)."""

from collections.abc import Iterator, Mapping

from service.model import AuthorityType
from service.network import Access, Authority, Network
from service.network_files.columns import BY_KIND
from service.network_files.merging import Judgement
from service.network_files.reading import Folder
from service.network_files.references import row_at
from service.network_files.report import Entry, Severity
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.situation import Situation
from service.rules.soundness import Place
from service.rules.violation import Violation


def forbidden_additions(
    folder: Folder, existing: Network, judgement: Judgement, nimic: str, elsewhere: Mapping[str, str]
) -> list[Entry]:
    """What of a sound import is no addition that the NIMIC may make, one entry a violation.

    `elsewhere`: new ids that authorities of other states have already, with those states. Rules: R2, R12, R14–R16, R18,
    R25, R52–R54, R63, R77, R80.
    """
    network = judgement.network
    state = network.authorities[nimic].state
    found = []
    for place in sorted(judgement.changed):
        violations = [*_violations(network, existing, place, place in folder.rows, state)]
        if place[0] == "authorities" and (taken := elsewhere.get(place[1][0])):
            detail = f"an authority with the id {place[1][0]} is registered already, in {taken}"
            violations.append(Violation(Rule.R2, detail))
        for violation in violations:
            row = folder.rows.get(place)
            file, line = BY_KIND[place[0]].name, row.line if row else 0
            found.append(Entry(file, line, "", Severity.REFUSED, violation.rule, violation.detail))
    return found


def _violations(
    network: Network, existing: Network, place: Place, in_files: bool, state: str
) -> Iterator[Violation]:
    kind, key = place
    if kind in ("states", "regions", "areas"):
        yield Violation(Rule.R80, "states, regions and legislative areas are the operator's")
    elif row_at(existing, place) is not None:
        if in_files:
            yield Violation(
                Rule.R80, f"{' '.join(key)} is there already: files of a NIMIC add and edit nothing"
            )
    elif kind == "authorities":
        yield from _registering(network, network.authorities[key[0]], state)
    elif kind == "access":
        access = network.access[key[0], key[1]]
        yield from _giving(network, access, network.authorities[access.authority])
    elif network.authorities[key[0]].state != state:
        yield Violation(Rule.R25, f"{key[0]} is an authority of another state")


def _registering(network: Network, body: Authority, state: str) -> Iterator[Violation]:
    if body.state != state:
        yield Violation(Rule.R25, f"{body.id} would be an authority of another state")
    elif body.type is AuthorityType.NIMIC or body.registered_by is None:
        yield Violation(Rule.R12, f"{body.id}: a NIMIC is registered by the operator")
    else:
        given = [access for access in network.accesses(body.id) if access.granted_by == body.registered_by]
        yield from guards.registering(Situation(network, body.registered_by), body.type, body.region, given)


def _giving(network: Network, access: Access, body: Authority) -> Iterator[Violation]:
    if access.granted_by is None or access.granted_by == body.registered_by:
        return  # asked with its registration
    situation = Situation(network, access.granted_by)
    yield from guards.acting(situation)
    yield from guards.giving_access(situation, access, body.region)
