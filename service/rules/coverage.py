"""Who covers what (domain.md §6, R81): pure facts of a coordinator held against what it would hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.model.identifiers import AuthorityType
from service.model.network import Places


@dataclass(frozen=True)
class Coordinator:
    """What decides a coordinator's reach: its type, an SDIMIC's region, a DIMIC's areas with their territories.

    A territory of None is the whole state.
    """

    type: AuthorityType
    region: str | None
    territories: Mapping[str, str | None]

    @property
    def coordinates(self) -> bool:
        """Whether it is an IMI Coordinator at all."""
        return self.type is not AuthorityType.CA

    def covers_region(self, region: str | None, places: Places) -> bool:
        """Validation: the authority's region lies in the coordinator's reach, in any of its areas."""
        if self.type is AuthorityType.NIMIC:
            return True
        if self.type is AuthorityType.SDIMIC:
            return places.within(region, self.region)
        return any(reaches(territory, region, places) for territory in self.territories.values())

    def covers_area(self, area: str, region: str | None, places: Places) -> bool:
        """Access and requests: the area and the authority's region lie in the coordinator's reach."""
        if self.type is AuthorityType.DIMIC:
            return area in self.territories and reaches(self.territories[area], region, places)
        return self.covers_region(region, places)


def reaches(territory: str | None, region: str | None, places: Places) -> bool:
    """Whether a DIMIC's territory holds a region: the whole state does, a region its own and its sub-regions."""
    return territory is None or places.within(region, territory)
