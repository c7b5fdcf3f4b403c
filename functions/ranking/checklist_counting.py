"""The lines of a county's branches, counted where the tree has them now; it stays in a warm function for a minute."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from functions.ranking import trees
from functions.ranking.checklist_rules import KINDS, Owing, span
from functions.ranking.checklist_tables import BranchSigns
from functions.ranking.checklist_tallies import LineTally, tally, tally_all
from functions.ranking.lineage import Node
from functions.ranking.tables import Above

FRESH_SECONDS = 60


@dataclass
class Warm:
    """What a warm function knows, and until when to trust it: the trees of counties, and what stands above them."""

    trees: dict[str, tuple[Mapping[str, Node], float]] = field(default_factory=dict)
    above: tuple[Mapping[str, Above], float] = ({}, 0.0)

    def clear(self) -> None:
        self.trees.clear()
        self.above = {}, 0.0


WARM = Warm()


@dataclass(frozen=True)
class Counted:
    """How many lines of a period are in which state: of each branch, of each committee above branches, and of all.
    `nodes`: what these organisations are."""

    branches: Mapping[str, LineTally]
    committees: Mapping[str, LineTally]
    nodes: Mapping[str, Node]
    total: LineTally
    as_of: datetime


@dataclass(frozen=True)
class Checklists:
    """A county's tree, and what is kept of each branch."""

    nodes: Mapping[str, Node]
    known: Mapping[str, BranchSigns]
    as_of: datetime

    def count(self, top: str, period: str, today: date) -> Counted:
        """Every branch on or below an organisation of the county that stands, and the committees between."""
        branches, parts = dict[str, LineTally](), defaultdict[str, list[LineTally]](list)
        for own, above in self._below(top):
            branches[own] = tally(*self._kept(own, span(period)[0].year), period, today)
            for committee in above[1 : above.index(top)]:
                parts[committee].append(branches[own])
        sums = {own: LineTally.total(of_it) for own, of_it in parts.items()}
        return Counted(branches, sums, self.nodes, LineTally.total(branches.values()), self.as_of)

    def sums(self, top: str, year: int, today: date) -> dict[str, LineTally]:
        """What all branches on or below an organisation come to, by period of a year."""
        own = [branch for branch, _ in self._below(top)]
        return tally_all((self._kept(branch, year) for branch in own), year, today)

    def _below(self, top: str) -> Iterator[tuple[str, list[str]]]:
        """Branches, each with the organisations from itself to the root."""
        owing = (own for own, node in self.nodes.items() if node.kind in KINDS)
        placed = ((own, [own, *trees.above(own, self.nodes)]) for own in owing)
        return ((own, above) for own, above in placed if top in above)

    def _kept(self, branch_id: str, year: int) -> tuple[Owing, str]:
        row = self.known.get(branch_id)
        return (row.owing, row.of(year)) if row else (Owing(), "")


def tree(county_id: str) -> Mapping[str, Node]:
    """What stands in a county. No read warm, one cold."""
    nodes, until = WARM.trees.get(county_id, ({}, 0.0))
    if until < time.monotonic():
        nodes = trees.standing(trees.tree(county_id))
        WARM.trees[county_id] = nodes, time.monotonic() + FRESH_SECONDS
    return nodes


def of_county(county_id: str, at: datetime) -> Checklists:
    """One read more than the tree."""
    known = {row.sk: row for row in BranchSigns.query(BranchSigns.partition(county_id))}
    return Checklists(tree(county_id), known, at)


def above_counties() -> Mapping[str, Above]:
    places, until = WARM.above
    if until < time.monotonic():
        places = trees.above_counties()
        WARM.above = places, time.monotonic() + FRESH_SECONDS
    return places
