"""Who stands above whom in a county: as the paths of its boards say, else as its tree does. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

STEP = 27  # characters of a path: an id and a slash


@dataclass(frozen=True)
class Node:
    """An organisation of the county's tree; the county itself has the parent that is above it, or none."""

    parent_id: str
    level: str
    kind: str


@dataclass(frozen=True)
class Lineage:
    """Chains of organisations, the county first. Boards that stand side by side stand below the same one."""

    county_id: str
    chains: Sequence[Sequence[str]]
    below: Sequence[int]  # the chain above each board; the county's own board has an empty one
    homes: Sequence[int]  # the chain of those who count its members: a general branch is among them itself
    general: Mapping[str, int]  # boards of organisations that have others below them → which they are
    others: Mapping[str, str]  # organisations without a board → what each stands below

    @classmethod
    def of(cls, county_id: str, tree: Mapping[str, Node], ids: Sequence[str], paths: Sequence[str]) -> "Lineage":
        """`ids` and `paths`: of the boards. Raises `ValueError` for one that is not of the county."""
        numbers, boards = dict[str, int](), set(ids)
        above = [path[:-STEP] for path in paths]
        if county_id in boards:
            above[ids.index(county_id)] = county_id
        below = [numbers.setdefault(path, len(numbers)) for path in above]
        chains = [[] if path == county_id else _within(county_id, path) for path in numbers]
        others = {own: tree[own].parent_id for own in tree.keys() - boards}
        others |= {own: parent for parent, own in _steps(chains) if own not in boards}
        others.pop(county_id, None)
        homes, above_some = list(below), {county_id, *others.values(), *chain.from_iterable(chains)}
        general = {own: ids.index(own) for own in above_some & boards}
        for own, place in general.items():
            homes[place] = len(chains)
            chains.append([*chains[below[place]], own])
        return cls(county_id, chains, below, homes, general, others)

    def levels(self) -> list[list[str]]:
        """The organisations with others below them; of a chain no two are on one level, wherever copies of a tree that
        moves disagree."""
        depths = dict.fromkeys((self.county_id, *self.others.values(), *chain.from_iterable(self.chains)), 0)
        for _ in depths:  # ends even where paths go in circles
            before = list(depths.values())
            for above, own in _steps(self.chains):
                depths[own] = max(depths[own], depths[above] + 1)
            if before == list(depths.values()):
                break
        return [sorted(own for own in depths if depths[own] == depth) for depth in sorted(set(depths.values()))]


def _steps(chains: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What is above, and what is directly below it."""
    return chain.from_iterable(map(pairwise, chains))


def _within(county_id: str, path: str) -> list[str]:
    ids = path.strip("/").split("/")
    return ids[ids.index(county_id) :]
