"""`ranking`'s own copy of each county's tree: one item per organisation that has others below it."""

from collections import defaultdict
from collections.abc import Iterable

from functions.ranking.fold import Node
from functions.ranking.rules import ABOVE_COUNTIES
from functions.ranking.tables import Children, County, Mark
from kernel.directory import ancestors
from kernel.errors import Changed
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def take_over(act: Act, event: OrganisationsFounded) -> None:
    """What stands above the counties is ranked by no run, and left out."""
    if any(o.organisation_id == event.county_id and o.level in ABOVE_COUNTIES for o in event.organisations):
        return

    def attempt(writes: Writes) -> None:
        for parent_id, founded in _by_parent(event.organisations).items():
            key = Children.partition(event.county_id), parent_id
            item = Children.find(*key) or Children(*key, children=[])
            item.children = _with(item.children, founded)
            writes.put(item, Changed())
        if County.find(County.ALL, event.county_id) is None:
            writes.put_new(County(sk=event.county_id), Changed())

    once(Mark(Mark.partition(str(act.cause))), attempt)


def _by_parent(founded: Iterable[FoundedOrganisation]) -> dict[str, list[FoundedOrganisation]]:
    by_parent = defaultdict(list)
    for organisation in founded:
        above = ancestors(organisation.path)[:-1]
        by_parent[above[-1] if above else Children.ROOT].append(organisation)
    return by_parent


def _with(children: list[list[str]], founded: Iterable[FoundedOrganisation]) -> list[list[str]]:
    known = {child[0]: child for child in children}
    return list((known | {o.organisation_id: [o.organisation_id, o.level, o.kind] for o in founded}).values())


def tree(county_id: str) -> dict[str, Node]:
    """Every organisation of the county that has been heard of, by id."""
    items = Children.query(Children.partition(county_id), consistent_read=True)
    return {own: Node(item.sk, level, kind) for item in items for own, level, kind in item.children}


def counties() -> list[str]:
    return [row.sk for row in County.query(County.ALL, consistent_read=True)]
