"""Subtrees as ranges of the index `tree`: as they stand now, moves under way included, and as they stood on a day.

A range of stored paths is read for what stands below a place, and one more for each move under way that leads there.
What a county was lies in the same index under `WAS#<county>`: the tree of a day is what has not changed since, and of
what has changed the versions of that day. Both are ranges of paths: a page costs what lies between its ends.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from functions.organisations import versions
from functions.organisations.tables import Was
from kernel.directory import Organisation
from kernel.moves import Move
from kernel.subtrees import BEHIND, FIRST, Source, sources

READ_AT_ONCE = 1000
SPARE = 20  # closed ones among what is read
ALL = 1_000_000

Wanted = Callable[[Organisation], bool]
"""Whether an organisation is among those that are listed."""


@dataclass(frozen=True)
class Part:
    """A part of the list below `top`, as far as it is of one tree: at most so many, behind the path `after`."""

    top: Organisation
    tree_id: str
    after: str
    most: int
    deep: bool = True
    wanted: Wanted | None = None

    def sources(self, moves: Iterable[Move]) -> list[Source]:
        """The ranges of the tree, by the moves under way in it."""
        return sources(self.tree_id, self.top.path, (move for move in moves if move.county_id == self.tree_id))

    @property
    def page(self) -> int:
        """Read at once: of a whole subtree what is wanted, of children or of a choice what lies between them too."""
        return min(self.most + SPARE, READ_AT_ONCE) if self.deep and not self.wanted else READ_AT_ONCE

    def behind(self, start: str) -> str:
        """Where to read on behind a path: below it, or behind all that is below it."""
        return start + (FIRST if self.deep or self.after == self.top.path else BEHIND)

    def has(self, found: Organisation) -> bool:
        below = found.path.startswith(self.top.path) and found.path > max(self.after, self.top.path)
        chosen = self.wanted is None or self.wanted(found)
        return below and chosen and (self.deep or found.parent_id == self.top.id)


def present(part: Part, moves: Iterable[Move]) -> list[Organisation]:
    """What stands below, closed ones left out, in the order of the paths."""
    under_way = tuple(moves)
    found = [_read(part, source, under_way) for source in part.sources(under_way)]
    return _merged(part, [(o for o in source if not o.closed) for source in found])


def on_day(part: Part, moves: Iterable[Move], day: str) -> list[Organisation]:
    """What stood below the top, itself as of that day, on that day."""
    under_way = tuple(move for move in moves if move.effective_on <= day)
    found = [_read(part, source, under_way) for source in part.sources(under_way)]
    unchanged = [(o for o in source if versions.held_on(o, day)) for source in found]
    return _merged(part, [*unchanged, _changed(part, day)])


def trees_on(top: Organisation, day: str) -> list[Was]:
    """Counties and cities that stood directly below on a day, as they were; of those that have changed since."""
    return [was for was in _kept(Part(top, top.id, top.path, ALL, deep=False), day) if was.is_of_a_tree_below]


def stored_below(top: Organisation) -> list[Organisation]:
    """Everything that is stored below, closed ones too; no move under way may lead there."""
    span = Organisation.path.between(top.path + FIRST, top.path + BEHIND)
    return list(Organisation.tree.query(top.county_id, span, page_size=READ_AT_ONCE))


def stored_in(move: Move, after: str | None, most: int) -> list[Organisation]:
    """What the index still shows at the old place of a move, as it is stored there."""
    start = (after or move.old_path) + FIRST
    span = Organisation.path.between(start, move.old_path + BEHIND)
    return list(Organisation.tree.query(move.county_id, span, limit=most))


def _read(part: Part, source: Source, moves: tuple[Move, ...]) -> Iterator[Organisation]:
    start = source.start(part.after)
    if start is None:
        return
    first = part.behind(start) if part.after.startswith(source.path) else start
    span = Organisation.path.between(first, source.stored + BEHIND)
    for organisation in Organisation.tree.query(source.county_id, span, page_size=part.page):
        wanted = part.has(organisation.carry(moves))
        if wanted and source.keeps_order(carried=organisation.carried is not None):
            yield organisation


def _changed(part: Part, day: str) -> Iterator[Organisation]:
    return (was for was in _kept(part, day) if not was.is_of_a_tree_below)


def _kept(part: Part, day: str) -> Iterator[Was]:
    """What is kept in the tree, of itself and of the trees below it, of what stood on a day and has changed since."""
    span = Was.path.between(part.behind(part.after), part.top.path + BEHIND)
    of_day = (Was.until > day) & (Was.since.does_not_exist() | (Was.since <= day)) & Was.closed_on.does_not_exist()
    found = Was.tree.query(Was.county(part.tree_id), span, of_day, page_size=READ_AT_ONCE)
    return (was for was in cast("Iterable[Was]", found) if part.has(was))


def _merged(part: Part, sources: Iterable[Iterator[Organisation]]) -> list[Organisation]:
    """Each once: what is rewritten between two reads is met at both its places."""
    by_id = {found.id: found for source in sources for found in islice(source, part.most)}
    return sorted(by_id.values(), key=lambda o: o.path)[: part.most]
