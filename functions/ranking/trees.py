"""`ranking`'s own copy of each county's tree: one item per organisation that has others below it.

Comings and goings below an organisation are counted (`kernel.membership`), since those of one organisation are told on
several records: a move that overtakes the founding waits for it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from functions.ranking import tables
from functions.ranking.lineage import Node
from functions.ranking.rules import ABOVE_COUNTIES
from functions.ranking.tables import Above, Children, County, Mark
from kernel import membership, seasons
from kernel.clock import business_day
from kernel.directory import ancestors
from kernel.errors import Changed
from kernel.events import (
    FoundedOrganisation,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    OrganisationsMerged,
)
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes

CAME, WENT = 1, -1
Facts = list[str]  # level, kind


class Copy:
    """What one event changes of the copy of a county: items read once, written together."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], Children] = {}
        self._before: dict[tuple[str, str], str] = {}

    def below(self, county_id: str, parent_id: str) -> Children:
        key = Children.partition(county_id), parent_id
        return self._items.get(key) or self._hold(Children.find(*key) or Children(*key, children=[]))

    def _hold(self, item: Children) -> Children:
        self._before[item.pk, item.sk] = _content(item)
        return self._items.setdefault((item.pk, item.sk), item)

    def step(self, county_id: str, parent_id: str, organisation_id: str, change: int, facts: Facts) -> Facts:
        """Let an organisation come below another, or go from there. Returns what is known of it."""
        item = self.below(county_id, parent_id)
        known = {child[0]: child[1:] for child in item.children}
        held = known.pop(organisation_id, None)
        told = facts if any(facts) else (held or facts)
        if membership.count(item.odd, organisation_id, here=held is not None, change=change):
            known[organisation_id] = told
        item.children = [[own, *rest] for own, rest in known.items()]
        return told

    def knows(self, county_id: str, organisation_id: str, facts: Facts) -> None:
        """What a move said before the founding did: fill in the level and kind where the organisation is."""
        for found in Children.query(Children.partition(county_id), consistent_read=True):
            item = self._items.get((found.pk, found.sk)) or self._hold(found)
            item.children = [[c[0], *facts] if c[0] == organisation_id else c for c in item.children]

    def put(self, writes: Writes, county_id: str) -> None:
        for key, item in self._items.items():
            if _content(item) != self._before[key]:
                writes.put(item, Changed())
        if County.find(County.ALL, county_id) is None:
            writes.put_new(County(sk=county_id), Changed())


def _content(item: Children) -> str:
    return json.dumps([item.children, item.odd])


def take_over(act: Act, event: OrganisationsFounded) -> None:
    """What stands above the counties is kept apart: it never moves (`organisations` refuses)."""

    def attempt(writes: Writes) -> None:
        above = [one for one in event.organisations if one.level in ABOVE_COUNTIES]
        for one in above:
            writes.put_anyway(Above(sk=one.organisation_id, path=one.path, level=one.level))
        if above:
            return
        copy = Copy()
        for parent_id, founded in _by_parent(event.organisations).items():
            for one in founded:
                facts = [one.level, one.kind]
                copy.step(event.county_id, parent_id, one.organisation_id, CAME, facts)
                if not _is_below(copy.below(event.county_id, parent_id), one.organisation_id):
                    copy.knows(event.county_id, one.organisation_id, facts)
        copy.put(writes, event.county_id)

    once(_mark(act), attempt)


def moved(act: Act, event: OrganisationMoved) -> None:
    """The organisation stands below another of its county."""

    def attempt(writes: Writes) -> None:
        copy, own = Copy(), event.organisation_id
        facts = copy.step(event.county_id, _parent(event.old_path), own, WENT, ["", ""])
        copy.step(event.county_id, _parent(event.new_path), own, CAME, facts)
        copy.put(writes, event.county_id)

    once(_mark(act), attempt)
    _mark_dirty(act, event.county_id)


def above(organisation_id: str, nodes: Mapping[str, Node]) -> list[str]:
    """The organisations above one, nearest first, as far as they are known."""
    found: list[str] = []
    while organisation_id in nodes and nodes[organisation_id].parent_id not in found:
        organisation_id = nodes[organisation_id].parent_id
        found.append(organisation_id)
    return found


def closed(act: Act, event: OrganisationsMerged | OrganisationDissolved) -> None:
    """The organisation leaves the board of the one above it."""

    def attempt(writes: Writes) -> None:
        copy = Copy()
        facts = copy.step(event.county_id, _parent(event.path), event.organisation_id, WENT, ["", ""])
        copy.step(event.county_id, Children.CLOSED, event.organisation_id, CAME, facts)
        copy.put(writes, event.county_id)

    once(_mark(act), attempt)
    _mark_dirty(act, event.county_id)


def _mark(act: Act) -> Mark:
    return Mark(Mark.partition(str(act.cause)))


def _mark_dirty(act: Act, county_id: str) -> None:
    tables.mark_dirty(county_id, seasons.season_of(business_day(act.at)), act.at)


def _parent(path: str) -> str:
    above = ancestors(path)[:-1]
    return above[-1] if above else Children.ROOT


def _by_parent(founded: Iterable[FoundedOrganisation]) -> dict[str, list[FoundedOrganisation]]:
    by_parent = defaultdict(list)
    for organisation in founded:
        by_parent[_parent(organisation.path)].append(organisation)
    return by_parent


def _is_below(item: Children, organisation_id: str) -> bool:
    return any(child[0] == organisation_id for child in item.children)


def tree(county_id: str) -> dict[str, Node]:
    """Every organisation of the county that has been heard of, by id; a closed one has the parent `CLOSED`."""
    items = Children.query(Children.partition(county_id), consistent_read=True)
    return {own: Node(item.sk, level, kind) for item in items for own, level, kind in item.children}


def standing(known: Mapping[str, Node]) -> dict[str, Node]:
    """Those that are not closed."""
    return {own: node for own, node in known.items() if node.parent_id != Children.CLOSED}


def path_in(county_id: str, organisation_id: str, nodes: Mapping[str, Node]) -> str | None:
    """The path from the county down to an organisation, as the tree says; None where the tree does not reach."""
    found = above(organisation_id, nodes)
    if county_id not in found:
        return None
    return "/" + "/".join([*found[: found.index(county_id) + 1][::-1], organisation_id]) + "/"


def counties() -> list[str]:
    return [row.sk for row in County.query(County.ALL, consistent_read=True)]


def above_counties() -> dict[str, Above]:
    """Cities, provinces and what is above them, by id."""
    return {row.sk: row for row in Above.query(Above.ALL, consistent_read=True)}
