"""From the boards of a county's branches to what every organisation above them publishes. Pure.

In Python a branch costs no more than its path: its members are sorted and counted in columns, with all of the county's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from functions.ranking.columns import Numbers, best_first, by_average, ids_of, plain
from functions.ranking.levels import Level
from functions.ranking.lineage import Lineage, Node
from functions.ranking.ranked import Below, Best, Branch, Ranked, Ranks
from functions.ranking.rules import TOP_KEPT, top_kept
from kernel.scoreboard import ID_SIZE, POINTS_SIZE


@dataclass(frozen=True)
class County:
    """The members of a county in the order of its boards, and their order in every organisation."""

    lineage: Lineage
    own: Numbers  # points of each branch itself
    members: bytes
    branches: Level
    levels: Sequence[Level]

    @classmethod
    def of(cls, county_id: str, tree: Mapping[str, Node], boards: Iterable[Branch]) -> "County":
        """Raises `ValueError` for a board that is not of the county, or has other members than points."""
        ids, paths, members, packed = list(zip(*boards, strict=True)) or ((),) * len(Branch._fields)
        lineage = Lineage.of(county_id, tree, ids, paths)
        sizes = _sizes(members, packed)
        points, own = _unpacked(packed, sizes + 1)
        order, homes = best_first(points), np.array(lineage.homes, np.intp)
        branches = Level.of(ids, np.arange(len(ids)), sizes, points, order)
        levels = [Level.of(one, _on(one, lineage.chains)[homes], sizes, points, order) for one in lineage.levels()]
        return cls(lineage, own, b"".join(members), branches, levels)

    def ranked(self) -> list[Ranked]:
        """One of each organisation that has others below it, the county's among them."""
        boards = self._boards()
        return [one for level in self.levels for one in self._published(level, boards)]

    def ranks(self) -> Ranks:
        size = len(self.branches.points)
        above = [(level.ids, plain(level.ranks(size))) for level in self.levels]
        return Ranks(plain(self.branches.ranks(size)), {own: row for ids, row in above for own in ids})

    def _published(self, level: Level, boards: Mapping[str, Below]) -> Iterator[Ranked]:
        ids, members, county = ids_of(self.members), level.members.tolist(), self.lineage.county_id
        # The county's own list is whole, for the organisations above it to choose from.
        kept = [TOP_KEPT if own == county else top_kept(size) for own, size in zip(level.ids, members, strict=True)]
        best = (Best(ids[places].tobytes(), points) for places, points in level.best(kept))
        below = map(boards.__getitem__, level.ids)
        return map(Ranked, level.ids, level.histograms(), best, below, members, level.totals.tolist())

    def _boards(self) -> dict[str, Below]:
        """Of each organisation those directly below it, of equals in the order of their ids."""
        above = list(chain.from_iterable(level.ids for level in self.levels))
        names = [*self.branches.ids, *self.lineage.others]
        tallies, parents = self._tallies(above), self._parents(above)
        by_id = np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)
        order = by_id[by_average(parents[by_id], *tallies[:2, by_id])]
        bounds = parents[order].searchsorted(np.arange(len(above) + 1)).tolist()
        told = [[names[place] for place in order.tolist()], *tallies[:, order].tolist()]
        parts = (slice(begin, end) for begin, end in pairwise(bounds))
        return {one: Below(*(column[part] for column in told)) for one, part in zip(above, parts, strict=True)}

    def _tallies(self, above: Sequence[str]) -> Numbers:
        """Members, totals and own points of the branches and then the others; of `above` with all that is below."""
        branches = len(self.branches.ids)
        tallies = np.zeros((3, branches + len(self.lineage.others) + 1), np.int64)  # the last is nobody's: the county's
        tallies[:, :branches] = self.branches.members, self.branches.totals, self.own
        lines = {own: line for line, own in enumerate(self.lineage.others, branches)}
        places = [lines.get(own, self.lineage.general.get(own, -1)) for own in above]
        tallies[0, places] = np.concatenate([level.members for level in self.levels])
        tallies[1, places] = np.concatenate([level.totals for level in self.levels])
        return tallies[:, :-1]

    def _parents(self, above: Sequence[str]) -> Numbers:
        """Of the branches and then the others; one past the last above of the county."""
        lineage, numbers = self.lineage, {own: number for number, own in enumerate(above)}
        nearest = np.array([numbers[one[-1]] if one else len(above) for one in lineage.chains], np.intp)
        others = np.array([numbers[parent] for parent in lineage.others.values()], np.intp)
        return np.concatenate([nearest[np.array(lineage.below, np.intp)], others])


def _sizes(members: Sequence[bytes], packed: Sequence[bytes]) -> Numbers:
    """How many members each board has. Raises `ValueError` for one that has other members than points."""
    held, told = (np.fromiter(map(len, column), np.intp, len(column)) for column in (members, packed))
    if (held * POINTS_SIZE != (told - POINTS_SIZE) * ID_SIZE).any():
        raise ValueError("a board has other members than points")
    return held // ID_SIZE


def _unpacked(packed: Sequence[bytes], slots: Numbers) -> tuple[Numbers, Numbers]:
    """The points of all members, and the branches' own; `slots`: of each branch."""
    row = np.frombuffer(b"".join(packed), np.int32)
    begins = slots.cumsum() - slots
    of_members = np.ones(len(row), bool)
    of_members[begins] = False
    return row[of_members], row[begins]


def _on(level: Sequence[str], chains: Sequence[Sequence[str]]) -> Numbers:
    """Which organisation of a level each chain has; one past the last if none."""
    numbers = {own: number for number, own in enumerate(level)}
    return np.array([next((numbers[own] for own in chain if own in numbers), len(level)) for chain in chains], np.intp)
