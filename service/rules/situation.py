"""What guards judge by: a network as it stands, or the part of it that an act concerns, and who acts."""

from collections.abc import Iterable
from functools import cached_property

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Access, Authority, Network, Places
from service.rules.coverage import Coordinator

NIMIC, SDIMIC, DIMIC, CA = AuthorityType


class Situation:
    """A network, and an authority in it that acts."""

    def __init__(self, network: Network, actor: str, places: Places | None = None) -> None:
        """`places` are those of the network's regions, where they are known already."""
        self.network = network
        self.actor = actor
        if places is not None:
            self.places = places

    @cached_property
    def places(self) -> Places:
        """Which region lies within which."""
        return Places(self.network.regions)

    @cached_property
    def me(self) -> Coordinator:
        """What the actor coordinates."""
        return self.coordinator(self.actor)

    @property
    def acting(self) -> Authority:
        """The actor's own row."""
        return self.network.authorities[self.actor]

    def coordinator(self, id: str) -> Coordinator:
        """What `id` coordinates, by its type and its roles."""
        return coordinator_of(self.network, id)

    def is_active(self, id: str) -> bool:
        """Whether it takes part."""
        return self.network.authorities[id].status is Status.ACTIVE

    def is_nimic(self, id: str) -> bool:
        """Whether it is or was the NIMIC of its state."""
        return self.network.authorities[id].type is NIMIC

    def in_my_region(self, region: str | None) -> bool:
        """Whether a region lies in that of an SDIMIC who acts."""
        return self.places.within(region, self.me.region)

    def covers(self, coordinator: str, access: Access) -> bool:
        """Whether a coordinator covers what an authority is in one area, as its Access or Request Coordinator (R81)."""
        region = self.network.authorities[access.authority].region
        return self.coordinator(coordinator).covers_area(access.area, region, self.places)


def coordinator_of(network: Network, id: str) -> Coordinator:
    """What an authority coordinates, by its type and its roles."""
    return coordinator_with(network.authorities[id], network.accesses(id))


def coordinator_with(authority: Authority, accesses: Iterable[Access]) -> Coordinator:
    """What an authority coordinates that has these roles."""
    territories = {a.area: a.territory for a in accesses if a.role is Role.DIMIC}
    kind = authority.type if authority.type in (NIMIC, SDIMIC) else DIMIC if territories else CA
    return Coordinator(kind, authority.region, territories)
