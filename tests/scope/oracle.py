"""R43–R46 and the filters in plain Python, written from domain.md and knowing nothing of the statements."""

from collections.abc import Iterator

from service.model.identifiers import AuthorityType, Role, Status
from service.model.names import fold
from service.statements.authorities import Where
from tests.networks import Reasons, TestNetwork


def who_monitors_whom(network: TestNetwork) -> Reasons:
    """Every monitor, whom it sees, and all reasons in the order of rule and path."""
    found: Reasons = {}
    for monitor in network.authorities:
        for authority in network.authorities:
            if reasons := sorted(_reasons(network, monitor, authority)):
                found.setdefault(monitor, {})[authority] = [text for _, _, text in reasons]
    return found


def _reasons(network: TestNetwork, monitor: str, authority: str) -> Iterator[tuple[str, list[str], str]]:
    """Rule, the path to order by, and the text of each reason."""
    me, it = network.authorities[monitor], network.authorities[authority]
    if monitor == authority or me.status is Status.INACTIVE:
        return
    # An observer sees those it is linked to, also as a plain CA (R43).
    if (monitor, authority) in network.links:
        yield _reason("R43", (monitor, "LINKED_TO", authority))
    # A coordinator sees those whose VC, AC or RC it is, in whatever area (R44).
    if is_coordinator(network, monitor):
        if it.validating_coordinator == monitor:
            yield _reason("R44", (monitor, "VALIDATES", authority))
        for area in network.areas:
            access = network.access.get((authority, area))
            if access and access.access_coordinator == monitor:
                yield _reason("R44", (monitor, f"GRANTS_ACCESS({area})", authority))
            if access and monitor in access.request_coordinators:
                yield _reason("R44", (monitor, f"COORDINATES_REQUESTS({area})", authority))
    # A NIMIC sees every authority of its Member State (R45).
    if me.type is AuthorityType.NIMIC and me.state == it.state:
        yield _reason("R45")
    # An SDIMIC sees those of its region that were registered by itself or by a DIMIC it created (R46).
    if me.type is AuthorityType.SDIMIC and me.region and me.region in regions_of(network, it.region):
        registrar = it.registered_by
        if registrar == monitor:
            yield _reason("R46", (monitor, "REGISTERED", authority))
        elif registrar:
            for area, coordinator in network.authorities[registrar].appointed_by:
                if coordinator == monitor:
                    yield _reason(
                        "R46",
                        (monitor, f"APPOINTED({area})", registrar),
                        (registrar, "REGISTERED", authority),
                    )
            if network.authorities[registrar].registered_by == monitor and _was_dimic(network, registrar):
                yield _reason("R46", (monitor, "REGISTERED", registrar), (registrar, "REGISTERED", authority))


def _reason(rule: str, *steps: tuple[str, str, str]) -> tuple[str, list[str], str]:
    order = []
    for start, relation, _ in steps:
        name, _, area = relation.rstrip(")").partition("(")
        order.append(f"{name} {start} {area}")
    words = [rule, *(steps[0][:1] if steps else ()), *(word for step in steps for word in step[1:])]
    return rule, order, " ".join(words)


def is_coordinator(network: TestNetwork, id: str) -> bool:
    """NIMIC and SDIMIC by type, a DIMIC by its role in some area, now."""
    return network.authorities[id].type in (AuthorityType.NIMIC, AuthorityType.SDIMIC) or _is_dimic(
        network, id
    )


def _is_dimic(network: TestNetwork, id: str) -> bool:
    return any(owner == id and access.role is Role.DIMIC for (owner, _), access in network.access.items())


def _was_dimic(network: TestNetwork, id: str) -> bool:
    return _is_dimic(network, id) or any(owner == id for owner, _ in network.former)


def regions_of(network: TestNetwork, region: str | None) -> list[str]:
    """A region and those it lies in."""
    found = []
    while region is not None:
        found.append(region)
        region = network.regions[region].parent
    return found


def type_of(network: TestNetwork, id: str) -> str:
    """The type as users see it."""
    kind = network.authorities[id].type
    if kind in (AuthorityType.NIMIC, AuthorityType.SDIMIC):
        return kind
    return "DIMIC" if _is_dimic(network, id) else "CA"


def passes(network: TestNetwork, id: str, where: Where) -> bool:  # a filter a line
    """Whether an authority passes all filters; None is no filter."""
    authority = network.authorities[id]
    accesses = [access for (owner, _), access in network.access.items() if owner == id]
    if where["state"] not in (None, authority.state) or where["status"] not in (None, authority.status):
        return False
    if where["type"] not in (None, type_of(network, id)):
        return False
    if where["region"] and where["region"] not in regions_of(network, authority.region):
        return False
    if where["area"] and (id, where["area"]) not in network.access:
        return False
    name = fold(authority.name)
    if where["search"] and not all(any(form in name for form in forms) for forms in where["search"]):
        return False
    if where["role"] and not any(
        access.role == where["role"] and where["role_area"] in (None, access.area) for access in accesses
    ):
        return False
    if where["keyword"] and not any(
        where["keyword"] in access.keywords and where["area"] in (None, access.area) for access in accesses
    ):
        return False
    coordinators = {authority.validating_coordinator}
    for access in accesses:
        coordinators |= {access.access_coordinator, *access.request_coordinators}
    return where["coordinated_by"] is None or where["coordinated_by"] in coordinators


def in_order(network: TestNetwork, ids: Iterator[str] | list[str], by_id: bool) -> list[str]:
    """By id, or by folded official name and then id."""
    return sorted(ids, key=lambda id: id if by_id else f"{fold(network.authorities[id].name)}\u0001{id}")
