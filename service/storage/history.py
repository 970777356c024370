"""What a change did to one authority, in words.

The edges that it began and ended around the authority are put in words, and the data that no edge holds as the change
kept. Sentences speak of the authority as “it”; names are today's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.model.identifiers import OPERATOR, Status
from service.model.network import Authority
from service.statements.history import ChangeRow, EdgeRow, GroupRow, SettingsRow

FEW = 3
"""Others that a sentence names one by one."""

_DATA = {
    "name": "official name",
    "name_language": "language of its name",
    "other_names": "names in other languages",
    "external_ids": "external ids",
    "email": "email",
    "phone": "telephone number",
    "web": "website",
    "address": "address",
    "languages": "languages",
}
"""What an authority's row says that is no edge of the graph, in words."""

_SEATS = {
    "VALIDATES": "Validating Coordinator",
    "GRANTS_ACCESS": "Access Coordinator",
    "COORDINATES_REQUESTS": "Request Coordinator",
    "OPTS_OUT_OF_REFERRAL": "Request Coordinator opting out of referral",
}


@dataclass(frozen=True)
class _Group:
    """Edges of one kind, area and direction that began or ended."""

    kind: str
    outgoing: bool
    area: str | None
    count: int
    edges: tuple[EdgeRow, ...]

    @property
    def slot(self) -> tuple[str, bool, str | None]:
        """What an edge that ends and one that begins have in common when one takes the place of the other."""
        return self.kind, self.outgoing, self.area

    @property
    def where(self) -> str:
        return f" in {self.area}" if self.area else ""

    @property
    def settings(self) -> SettingsRow:
        """Of a kind of which there is one in an area: membership, role."""
        return self.edges[0]["settings"]

    def names(self) -> str:
        """The others: a few by name, more by number."""
        if self.count > FEW:
            return f"{self.count:,} authorities"
        names = [edge["name"] for edge in self.edges]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def phrases(self) -> Iterator[str]:
        """What was or is so, a phrase an edge."""
        for edge in self.edges:
            yield _phrase(self, edge)
        if more := self.count - len(self.edges):
            yield f"and {more:,} more of the kind"


def acting(actor: str) -> dict[str, Any]:
    """Who made a change, as the interface tells it: `actor`, an authority's id or null, and whether the `operator` did."""
    by_operator = actor == OPERATOR
    return {"actor": None if by_operator else actor, "operator": by_operator}


def summary(row: ChangeRow, authority: str) -> str:
    """What the change did to the authority, as sentences."""
    ended = {group.slot: group for group in _groups(row, ended=True)}
    began = {group.slot: group for group in _groups(row, ended=False)}
    sentences = [
        sentence
        for slot in sorted({*ended, *began}, key=_order)
        for sentence in _sentences(ended.get(slot), began.get(slot))
    ]
    for column, was, is_ in _data(row, authority):
        before = f" (before: {was})" if was else ""
        sentences.append(f"Its {_DATA[column]}: {is_ or 'none'}{before}")
    return " ".join(
        f"{sentence}." for sentence in sentences or ["Its names, contact data or external ids changed"]
    )


def before(row: ChangeRow, authority: str) -> list[str]:
    """What the change found and left no more, a phrase each."""
    phrases = [phrase for group in _groups(row, ended=True) for phrase in group.phrases()]
    return phrases + [f"{_DATA[column]}: {was}" for column, was, _ in _data(row, authority) if was]


def after(row: ChangeRow, authority: str) -> list[str]:
    """What the change put there, a phrase each."""
    phrases = [phrase for group in _groups(row, ended=False) for phrase in group.phrases()]
    return phrases + [f"{_DATA[column]}: {is_}" for column, _, is_ in _data(row, authority) if is_]


def kept(subject: str | None, differences: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """Rows that differ (`kind`, `key`, `before`, `after`) as a change keeps them: before and after, JSON."""
    found = list(differences)
    before, after = (
        json.dumps(
            {
                "subject": subject,
                "rows": [{"kind": each["kind"], "key": each["key"], "row": each[side]} for each in found],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for side in ("before", "after")
    )
    return before, after


def kept_data(was: Authority, is_: Authority) -> tuple[str, str] | None:
    """What differs of an authority's own data, kept; None where nothing does."""
    columns = [column for column in _DATA if getattr(was, column) != getattr(is_, column)]
    if not columns:
        return None
    before, after = ({column: getattr(side, column) for column in columns} for side in (was, is_))
    return kept(None, [{"kind": "authorities", "key": [is_.id], "before": before, "after": after}])


def phrase(group: GroupRow, edge: EdgeRow) -> str:
    """What an edge says of the authority: `Access Coordinator in SD: Land Bayern`."""
    return _phrase(_group(group), edge)


def _group(row: GroupRow) -> _Group:
    return _Group(row["kind"], row["outgoing"], row["area"], row["count"], tuple(row["edges"]))


def _groups(row: ChangeRow, *, ended: bool) -> list[_Group]:
    return sorted(
        (_group(group) for group in row["groups"] if group["ended"] == ended),
        key=lambda group: _order(group.slot),
    )


_ORDER = (
    "IN_STATE",
    "LOCATED_IN",
    "REGISTERED",
    "VALIDATES",
    "ACTS_IN",
    "APPOINTED",
    "GRANTS_ACCESS",
    "COORDINATES_REQUESTS",
    "OPTS_OUT_OF_REFERRAL",
    "LINKED_TO",
)


def _order(slot: tuple[str, bool, str | None]) -> tuple[int, bool, str]:
    kind, outgoing, area = slot
    own = kind in ("IN_STATE", "LOCATED_IN", "ACTS_IN")
    return (_ORDER.index(kind), outgoing and not own, area or "")


def _phrase(group: _Group, edge: EdgeRow) -> str:
    name, settings = edge["name"], edge["settings"]
    match group.kind, group.outgoing:
        case "IN_STATE", _:
            active = "active" if settings["status"] == Status.ACTIVE else "deactivated"
            return f"{active} in {name}{_as(settings['type'])}"
        case "LOCATED_IN", _:
            return f"lies in {name}"
        case "ACTS_IN", _:
            parts = [f"{settings['role']} in {group.area}{_territory(settings)}", *_lists(settings)]
            return "; ".join(parts)
        case "LINKED_TO", True:
            return f"observes {name}"
        case "LINKED_TO", False:
            return f"observed by {name}"
        case "REGISTERED", True:
            return f"registered {name}"
        case "REGISTERED", False:
            return f"registered by {name}"
        case "APPOINTED", True:
            return f"gave {name} the role DIMIC in {group.area}"
        case "APPOINTED", False:
            return f"given the role DIMIC in {group.area} by {name}"
    seat = f"{_SEATS[group.kind]}{group.where}"
    return f"{seat} of {name}" if group.outgoing else f"{seat}: {name}"


def _sentences(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    """What became of one kind of edge in one area and direction, as sentences without a full stop."""
    some = began or ended
    assert some is not None
    match some.kind:
        case "IN_STATE":
            yield from _membership(ended, began)
        case "LOCATED_IN":
            yield _place(ended, began)
        case "ACTS_IN":
            yield from _role(ended, began)
        case "REGISTERED" if began:
            yield f"It registered {began.names()}" if began.outgoing else f"{began.names()} registered it"
        case "APPOINTED" if began:
            given = f"the role DIMIC{began.where}"
            yield f"It gave {began.names()} {given}" if began.outgoing else f"{began.names()} gave it {given}"
        case "LINKED_TO":
            yield from _links(ended, began)
        case "OPTS_OUT_OF_REFERRAL":
            yield from _opt_outs(ended, began)
        case _:
            yield from _seats(ended, began)


def _membership(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    if began is None or ended is None:
        group = began or ended
        assert group is not None
        is_there = "It is in the network of" if began else "It is no longer in the network of"
        yield f"{is_there} {group.edges[0]['name']}{_as(group.settings['type'])}"
        return
    was, is_ = ended.settings, began.settings
    if was["type"] != is_["type"]:
        yield f"It became {is_['type']}" if is_["type"] else f"It is no longer {was['type']}"
    if was["status"] != is_["status"]:
        yield "It was reactivated" if is_["status"] == Status.ACTIVE else "It was deactivated"
    if was["type"] == is_["type"] and was["status"] == is_["status"]:
        yield "Its membership was written anew"


def _place(ended: _Group | None, began: _Group | None) -> str:
    was = f" (before: {ended.edges[0]['name']})" if ended else ""
    return f"It lies in {began.edges[0]['name'] if began else 'no region'}{was}"


def _role(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    if began is None or ended is None:
        group = began or ended
        assert group is not None
        verb = "It got access to" if began else "It lost its access to"
        settings = "; ".join(
            [f" as {group.settings['role']}{_territory(group.settings)}", *_lists(group.settings)]
        )
        yield f"{verb} {group.area}{settings}"
        return
    was, is_ = ended.settings, began.settings
    if was["role"] != is_["role"]:
        yield f"It became {is_['role']}{began.where}{_territory(is_)} (before: {was['role']}{_territory(was)})"
    elif was["territory"] != is_["territory"]:
        yield f"It is {is_['role']}{began.where}{_territory(is_)} (before:{_territory(was)})"
    for (name, had), (_, has) in zip(_named(was), _named(is_), strict=True):
        if had != has:
            old = ", ".join(had) or "none"
            yield f"Its {name}{began.where}: {', '.join(has) or 'none'} (before: {old})"
    if all(was[key] == is_[key] for key in ("role", "territory", "keywords", "professions", "flags")):
        yield f"Its role{began.where} was written anew"


def _links(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    if ended:
        yield (
            f"It no longer observes {ended.names()}"
            if ended.outgoing
            else f"{ended.names()} no longer {_s(ended, 'observe')} it"
        )
    if began:
        yield (
            f"It observes {began.names()}" if began.outgoing else f"{began.names()} {_s(began, 'observe')} it"
        )


def _seats(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    """Validation, access and requests."""
    some = began or ended
    assert some is not None
    seat = f"{_SEATS[some.kind]}{some.where}"
    if some.outgoing:
        if began:
            yield f"It became {seat} of {began.names()}"
        if ended:
            yield f"It is no longer {seat} of {ended.names()}"
        return
    was = {edge["other"]: edge for edge in ended.edges} if ended else {}
    is_ = {edge["other"]: edge for edge in began.edges} if began else {}
    yield from (f"{is_[id]['name']} became its {seat} anew" for id in sorted(was.keys() & is_.keys()))
    came = [edge["name"] for id, edge in is_.items() if id not in was]
    went = [edge["name"] for id, edge in was.items() if id not in is_]
    if len(came) == len(went) == 1:
        yield f"{came[0]} became its {seat} (before: {went[0]})"
        return
    yield from (f"{name} became its {seat}" for name in came)
    yield from (f"{name} is no longer its {seat}" for name in went)


def _opt_outs(ended: _Group | None, began: _Group | None) -> Iterator[str]:
    for some, verb in ((ended, "no longer {} out of"), (began, "{} out of")):
        if some and some.outgoing:
            yield f"It {verb.format('opts')} referral{some.where} for {some.names()}"
        elif some:
            yield f"{some.names()} {verb.format(_s(some, 'opt'))} referral{some.where}"


def _s(group: _Group, verb: str) -> str:
    return verb if group.count > 1 else f"{verb}s"


def _as(type: str | None) -> str:
    return f" as {type}" if type else ""


def _territory(settings: SettingsRow) -> str:
    if settings["role"] != "DIMIC":
        return ""
    return (
        f" for {settings['territory_name'] or settings['territory']}"
        if settings["territory"]
        else " for the whole state"
    )


def _named(settings: SettingsRow) -> Iterator[tuple[str, list[str]]]:
    yield "keywords", settings["keywords"] or []
    yield "professions", settings["professions"] or []
    yield "flags", settings["flags"] or []


def _lists(settings: SettingsRow) -> list[str]:
    return [f"{name} {', '.join(values)}" for name, values in _named(settings) if values]


def _data(row: ChangeRow, authority: str) -> Iterator[tuple[str, str, str]]:
    """Column, old and new value of what the change kept of the authority's own data, where it was there before."""
    if row["before"] is None or row["after"] is None:
        return
    sides: list[dict[str, Any]] = []
    for text in (row["before"], row["after"]):
        found = [
            each["row"] or {}
            for each in json.loads(text).get("rows", [])
            if each["kind"] == "authorities" and each["key"] == [authority]
        ]
        sides.append(found[0] if found else {})
    was, is_ = sides
    if was:
        for column in _DATA:
            if column in was and column in is_:
                yield column, _value(was[column]), _value(is_[column])


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(" = ".join(each) if isinstance(each, list) else str(each) for each in value)
    return "" if value is None else " ".join(str(value).split())
