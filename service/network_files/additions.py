"""What a NIMIC may add by network files: what it, or a coordinator named as registrar or giver, may do itself (R14–R18)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from service.model.identifiers import AuthorityType
from service.model.network import Access, Authority, Network, Place, Places
from service.network_files.columns import BY_KIND
from service.network_files.merging import Judgement
from service.network_files.references import row_at
from service.network_files.report import Entry, Severity
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.situation import Situation
from service.rules.violation import Violation
from service.rules.wording import Code


def forbidden_additions(
    existing: Network, judgement: Judgement, nimic: str, elsewhere: Mapping[str, str]
) -> list[Entry]:
    """What of a sound import is no addition that the NIMIC may make, one entry a violation.

    `elsewhere`: new ids that authorities of other states have already, with those states. Rules: R2, R12, R14–R16, R18,
    R25, R52–R54, R63, R77, R80.
    """
    found = []
    judging = _Judging(existing, judgement.network, judgement.network.authorities[nimic].state)
    for place in sorted(judgement.changed):
        violations = [*judging.violations(place, place in judgement.rows)]
        if place[0] == "authorities" and (taken := elsewhere.get(place[1][0])):
            detail = Code.ID_TAKEN_IN_STATE(authority=place[1][0], state=taken)
            violations.append(Violation(Rule.R2, detail))
        for violation in violations:
            said = (Severity.REFUSED, violation.rule, violation.detail)
            if row := judgement.rows.get(place):
                found.append(row.entry("", *said))
            else:
                found.append(Entry(BY_KIND[place[0]].name, 0, "", *said))
    return found


class _Judging:
    """What the guards ask for again and again is worked out once, not once a row."""

    def __init__(self, existing: Network, network: Network, state: str) -> None:
        self.existing, self.network, self.state = existing, network, state
        self.places = Places(network.regions)
        self.situations: dict[str, Situation] = {}
        self.accesses: dict[str, list[Access]] = defaultdict(list)
        for _, access in sorted(network.access.items()):
            self.accesses[access.authority].append(access)

    def situation(self, actor: str) -> Situation:
        """The network, and who registers or gives in it."""
        if actor not in self.situations:
            self.situations[actor] = Situation(self.network, actor, self.places)
        return self.situations[actor]

    def violations(self, place: Place, in_files: bool) -> Iterator[Violation]:
        """What forbids the addition of one row."""
        kind, key = place
        if kind in ("states", "regions", "areas"):
            yield Violation(Rule.R80, Code.CATALOGUE_OF_THE_OPERATOR())
        elif row_at(self.existing, place) is not None:
            if in_files:
                yield Violation(Rule.R80, Code.ROW_EXISTS(key=" ".join(key)))
        elif kind == "authorities":
            yield from self._registering(self.network.authorities[key[0]])
        elif kind == "access":
            access = self.network.access[key[0], key[1]]
            yield from self._giving(access, self.network.authorities[access.authority])
        elif self.network.authorities[key[0]].state != self.state:
            yield Violation(Rule.R25, Code.OF_ANOTHER_STATE(authority=key[0]))

    def _registering(self, body: Authority) -> Iterator[Violation]:
        if body.state != self.state:
            yield Violation(Rule.R25, Code.WOULD_BE_OF_ANOTHER_STATE(authority=body.id))
        elif body.type is AuthorityType.NIMIC or body.registered_by is None:
            yield Violation(Rule.R12, Code.NIMIC_REGISTERED_BY_OPERATOR(authority=body.id))
        else:
            given = [each for each in self.accesses[body.id] if each.granted_by == body.registered_by]
            yield from guards.registering(self.situation(body.registered_by), body.type, body.region, given)

    def _giving(self, access: Access, body: Authority) -> Iterator[Violation]:
        if access.granted_by is None or access.granted_by == body.registered_by:
            return  # asked with its registration
        situation = self.situation(access.granted_by)
        yield from guards.acting(situation)
        yield from guards.giving_access(situation, access, body.region)
