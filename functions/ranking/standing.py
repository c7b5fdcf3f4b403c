"""A member's ranks at every level, exact as of the county's last run, beside the points of now.

At most two calls: the county's instant with the branch's board, then the histograms of that instant. Both the instant
(for a minute) and the histograms (which never change) stay in a warm function, which then reads the board alone.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from functions.ranking import rules
from functions.ranking.histogram import Histogram, decode
from functions.ranking.models import LevelStanding, StandingOut
from functions.ranking.tables import Current, Key, RankRow, read_together
from kernel import directory, scoreboard, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now
from kernel.errors import NotFound
from kernel.scoreboard import Board, Scoreboard, TooOld

FRESH_SECONDS = 60
MOST_HISTOGRAMS = 400
BRANCH = "BRANCH"

Level = tuple[str | None, Histogram]


@dataclass
class Warm:
    """What a warm function knows: each county's instant and until when to trust it, and histograms by their key."""

    instants: dict[tuple[str, str], tuple[str | None, float]] = field(default_factory=dict)
    histograms: dict[tuple[str, str], Level] = field(default_factory=dict)

    def clear(self) -> None:
        self.instants.clear()
        self.histograms.clear()


WARM = Warm()


def standing(caller: Asking) -> StandingOut:
    """Raises `NotFound` for somebody who is on no board."""
    who, today = caller.principal, business_day(now())
    caller.may("ranking.standing", Target(member_id=who.member_id))
    season = seasons.season_of(today)
    as_of, item = _instant_and_board(season, str(who.county_id), str(who.branch_id))
    slot = _slot(item, str(who.member_id))
    if item is None or slot is None:
        return _before_the_first_night(str(who.member_id), str(who.county_id), str(who.branch_id), today)
    told = _unranked(str(who.member_id), season, scoreboard.points_of(item.board, slot))
    above = _above(str(who.branch_path), str(who.county_id))
    return told.model_copy(update=_ranks(item, slot, above, season, as_of)) if as_of else told


def _slot(item: Scoreboard | None, member_id: str) -> int | None:
    """The slot of a member who is on the board."""
    slot = scoreboard.slot_of(item.board, member_id) if item else None
    return slot if item and slot is not None and scoreboard.is_on(item.board, slot) else None


def _before_the_first_night(member_id: str, county_id: str, branch_id: str, today: date) -> StandingOut:
    """A season that has begun stands at nothing until its boards are there. Raises `NotFound` in any other month."""
    season, *last = seasons.open_seasons(today)
    for before in last:
        (item,) = read_together([(Scoreboard, (Scoreboard.partition(before, county_id), Scoreboard.place(branch_id)))])
        if isinstance(item, Scoreboard) and _slot(item, member_id) is not None:
            return _unranked(member_id, season, 0)
    raise NotFound


def _unranked(member_id: str, season: str, points: int) -> StandingOut:
    return StandingOut(member_id=member_id, season=season, points=points, as_of=None, points_as_of=None, levels=[])


def _ranks(item: Scoreboard, slot: int, above: Sequence[str], season: str, as_of: str) -> dict[str, object]:
    """What the run of that instant says of the member in this slot; nothing where the deltas do not reach back, and
    where the member has come to the branch since."""
    at = instant(as_of)
    try:
        everybody, packed = scoreboard.present(item.board, at)
    except TooOld:
        return {}
    there = scoreboard.slot_of(Board(everybody), scoreboard.member_ids(item.board)[slot - 1])
    if there is None:
        return {}
    points = scoreboard.points_of(Board(points=packed), there)
    levels = [_in_branch(item.branch_id, points, scoreboard.numbers(packed)[1:])]
    for organisation, (level, histogram) in _histograms(season, above, as_of):
        levels.append(
            LevelStanding(
                organisation_id=organisation,
                level=level,
                rank=histogram.rank(points),
                members=histogram.members,
                band=rules.band(points, histogram.best),
            )
        )
    return {"as_of": at, "points_as_of": points, "levels": levels}


def _in_branch(branch_id: str, points: int, everybody: Sequence[int]) -> LevelStanding:
    return LevelStanding(
        organisation_id=branch_id,
        level=BRANCH,
        rank=1 + sum(other > points for other in everybody),
        members=len(everybody),
        band=rules.band(points, max(everybody)),
    )


def _above(path: str, county_id: str) -> list[str]:
    """The organisations of the county above a branch, nearest first."""
    ids = directory.ancestors(path)
    return ids[ids.index(county_id) : -1][::-1]


def _instant_and_board(season: str, county_id: str, branch_id: str) -> tuple[str | None, Scoreboard | None]:
    known, until = WARM.instants.get((season, county_id), (None, 0.0))
    wanted: list[Key] = [(Scoreboard, (Scoreboard.partition(season, county_id), Scoreboard.place(branch_id)))]
    if until < time.monotonic():
        wanted.append((Current, Current.key_of(season, county_id)))
    board, *current = read_together(wanted)
    if current:
        known = current[0].as_of if isinstance(current[0], Current) else None
        WARM.instants[season, county_id] = (known, time.monotonic() + FRESH_SECONDS)
    return known, board if isinstance(board, Scoreboard) else None


def _histograms(season: str, organisations: Sequence[str], as_of: str) -> list[tuple[str, Level]]:
    """Level and histogram of each that the run ranked, in their order; what is not warm comes in one call."""
    keys = {o: RankRow.key_of(season, o, as_of) for o in organisations}
    missing = [key for key in keys.values() if key not in WARM.histograms]
    if len(WARM.histograms) + len(missing) > MOST_HISTOGRAMS:
        WARM.histograms.clear()
        missing = list(keys.values())
    if missing:
        for row in read_together([(RankRow, key) for key in missing]):
            if isinstance(row, RankRow):
                WARM.histograms[row.pk, row.sk] = (row.level, decode(row.histogram))
    return [(o, WARM.histograms[key]) for o, key in keys.items() if key in WARM.histograms]
