"""Who monitors whom in a large network, from its rows alone: R43–R46 told once more, each pair with the rules that hold.

tests/scope/oracle.py tells the same for every pair of a small network; here each relation is followed instead.
"""

from collections import Counter, defaultdict

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Network, Places

Pair = tuple[str, str]
"""Monitor, monitored authority."""


def rules_of_pairs(network: Network) -> dict[Pair, Counter[str]]:
    """How many reasons each rule gives each monitor to see an authority; pairs without any are left out."""
    found: dict[Pair, Counter[str]] = defaultdict(Counter)
    places = Places(network.regions)
    dimics = {authority for (authority, _), access in network.access.items() if access.role is Role.DIMIC}
    for observer, observed in network.links:
        found[observer, observed]["R43"] += 1
    for id, authority in network.authorities.items():
        if authority.validating_coordinator:
            found[authority.validating_coordinator, id]["R44"] += 1
        if (nimic := network.states[authority.state].nimic) != id:
            found[nimic, id]["R45"] += 1
        for sdimic, paths in _creators(network, dimics, authority.registered_by).items():
            if places.within(authority.region, network.authorities[sdimic].region):
                found[sdimic, id]["R46"] += paths
    for (id, _), access in network.access.items():
        for coordinator in (access.access_coordinator, *access.request_coordinators):
            if coordinator:
                found[coordinator, id]["R44"] += 1
    return {
        (monitor, authority): rules
        for (monitor, authority), rules in found.items()
        if monitor != authority and network.authorities[monitor].status is Status.ACTIVE
    }


def _creators(network: Network, dimics: set[str], registrar: str | None) -> Counter[str]:
    """The SDIMICs that are a registrar or created it as DIMIC, each with the number of ways in which it did."""
    if registrar is None:
        return Counter()
    found = Counter([registrar])
    body = network.authorities[registrar]
    found.update(sdimic for _, sdimic in body.appointed_by)
    if registrar in dimics and body.registered_by:
        found[body.registered_by] += 1
    return Counter({id: n for id, n in found.items() if network.authorities[id].type is AuthorityType.SDIMIC})
