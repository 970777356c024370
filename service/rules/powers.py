"""What each coordinator may do: the table of §2.2 (R14–R24) as data, and the guard that reads it.

An empty cell of the table in the guidance is read as yes (domain.md §3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.model.identifiers import AuthorityType
from service.model.network import Places
from service.rules.catalogue import Rule
from service.rules.coverage import Coordinator
from service.rules.violation import Violation
from service.rules.wording import Code

NIMIC, SDIMIC, DIMIC, CA = AuthorityType


class Reach(StrEnum):
    """How far a power reaches."""

    NOWHERE = "NOWHERE"
    STATE = "STATE"
    REGION = "REGION"
    TERRITORY = "TERRITORY"
    HELD = "HELD"


class Power(StrEnum):
    """What the table of §2.2 gives or withholds, in its order."""

    REGISTER_SDIMIC = "REGISTER_SDIMIC"
    REGISTER_DIMIC = "REGISTER_DIMIC"
    REGISTER_CA = "REGISTER_CA"
    MANAGE_REGISTRATION_DATA = "MANAGE_REGISTRATION_DATA"
    GRANT_ACCESS = "GRANT_ACCESS"
    MANAGE_AREA_SETTINGS = "MANAGE_AREA_SETTINGS"
    TRAIN_AND_SUPPORT = "TRAIN_AND_SUPPORT"
    MONITOR_REQUESTS = "MONITOR_REQUESTS"
    SPEAK_WITH_THE_COMMISSION = "SPEAK_WITH_THE_COMMISSION"
    DISSEMINATE_INFORMATION = "DISSEMINATE_INFORMATION"
    TAKE_PART_IN_THE_WORKFLOW = "TAKE_PART_IN_THE_WORKFLOW"


@dataclass(frozen=True)
class Row:
    """One row of the table: its rule, and how far the power of each coordinator reaches."""

    rule: Rule
    nimic: Reach
    sdimic: Reach
    dimic: Reach

    def of(self, kind: AuthorityType) -> Reach:
        """How far the power of an authority of this type reaches; a plain CA has none."""
        return {NIMIC: self.nimic, SDIMIC: self.sdimic, DIMIC: self.dimic, CA: Reach.NOWHERE}[kind]


_NOWHERE, _STATE, _REGION, _TERRITORY, _HELD = Reach

POWERS: Mapping[Power, Row] = {
    Power.REGISTER_SDIMIC: Row(Rule.R14, _STATE, _NOWHERE, _NOWHERE),
    Power.REGISTER_DIMIC: Row(Rule.R15, _STATE, _REGION, _NOWHERE),
    Power.REGISTER_CA: Row(Rule.R16, _STATE, _REGION, _TERRITORY),
    Power.MANAGE_REGISTRATION_DATA: Row(Rule.R17, _HELD, _HELD, _HELD),
    Power.GRANT_ACCESS: Row(Rule.R18, _STATE, _REGION, _TERRITORY),
    Power.MANAGE_AREA_SETTINGS: Row(Rule.R19, _HELD, _HELD, _HELD),
    Power.TRAIN_AND_SUPPORT: Row(Rule.R20, _STATE, _REGION, _TERRITORY),
    Power.MONITOR_REQUESTS: Row(Rule.R21, _STATE, _HELD, _HELD),
    Power.SPEAK_WITH_THE_COMMISSION: Row(Rule.R22, _STATE, _NOWHERE, _NOWHERE),
    Power.DISSEMINATE_INFORMATION: Row(Rule.R23, _STATE, _REGION, _TERRITORY),
    Power.TAKE_PART_IN_THE_WORKFLOW: Row(Rule.R24, _HELD, _HELD, _HELD),
}


def lacking(
    actor: Coordinator, power: Power, *, region: str | None, area: str | None, places: Places
) -> Iterator[Violation]:
    """What the actor lacks of a power over an authority of this region, in this area where one is named. Rules: R14–R16, R18."""
    reach, rule = POWERS[power].of(actor.type), POWERS[power].rule
    if reach is Reach.NOWHERE:
        yield Violation(rule, Code.MAY_NOT(type=actor.type, power=power))
    elif reach is Reach.REGION and not places.within(region, actor.region):
        yield Violation(
            rule, Code.MAY_IN_ITS_REGION_ONLY(power=power, own_region=actor.region, region=region)
        )
    elif reach is Reach.TERRITORY:
        if area is None:
            if not actor.covers_region(region, places):
                yield Violation(rule, Code.MAY_IN_ITS_TERRITORIES_ONLY(power=power, region=region))
        elif not actor.covers_area(area, region, places):
            yield Violation(rule, Code.MAY_IN_ITS_AREAS_ONLY(power=power, area=area, region=region))
