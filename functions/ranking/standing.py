"""A member's ranks at every level, exact as of the last run, beside the points of now.

At most two calls: the instants of the latest runs (of the county, and of the night above it) with the branch's board,
then the histograms of those instants. The instants (for a minute) and the histograms (which never change) stay in a
warm function, which then reads the board alone. Each level says of which instant it is.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from functions.ranking import band_rules, packing
from functions.ranking.band_rules import DEFAULT, Thresholds
from functions.ranking.histogram import Histogram, decode
from functions.ranking.models import LevelStanding, StandingOut
from functions.ranking.rules import BRANCH
from functions.ranking.tables import Current, RankRow, read_together
from kernel import directory, scoreboard, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now
from kernel.errors import NotFound
from kernel.scoreboard import Board, Scoreboard, TooOld

FRESH_SECONDS = 60
MOST_HISTOGRAMS = 400

Level = tuple[str | None, Histogram, Thresholds, Mapping[str, str]]


@dataclass
class Warm:
    """What a warm function knows: each county's instant and until when to trust it, and histograms by their key."""

    instants: dict[tuple[str, str], tuple[str | None, float]] = field(default_factory=dict)
    histograms: dict[tuple[str, str], Level] = field(default_factory=dict)

    def clear(self) -> None:
        self.instants.clear()
        self.histograms.clear()


WARM = Warm()


@dataclass(frozen=True)
class Where:
    """The organisations above a branch, nearest first: those of its county, and those above the county."""

    county_id: str
    inside: list[str]
    above: list[str]

    @classmethod
    def of(cls, path: str, county_id: str) -> "Where":
        ids = directory.ancestors(path)
        at = ids.index(county_id)
        return cls(county_id, ids[at:-1][::-1], ids[:at][::-1])


@dataclass(frozen=True)
class Runs:
    """The instants of the latest run of a county, and of the latest above it; None before there was one."""

    season: str
    county: str | None
    above: str | None


@dataclass(frozen=True)
class Present:
    """A member's points at an instant, and those of everybody who was on the branch's board then."""

    at: datetime
    member_id: str
    points: int
    everybody: Sequence[int]


def standing(caller: Asking) -> StandingOut:
    """Raises `NotFound` for somebody who is on no board."""
    who, today = caller.principal, business_day(now())
    caller.may("ranking.standing", Target(member_id=who.member_id))
    season = seasons.season_of(today)
    where = Where.of(str(who.branch_path), str(who.county_id))
    runs, item = _runs_and_board(season, where, str(who.branch_id))
    slot = _slot(item, str(who.member_id))
    if item is None or slot is None:
        return _before_the_first_night(str(who.member_id), str(who.county_id), str(who.branch_id), today)
    told = _unranked(str(who.member_id), season, scoreboard.points_of(item.board, slot))
    return told.model_copy(update=_ranks(item, slot, where, runs))


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


def _ranks(item: Scoreboard, slot: int, where: Where, runs: Runs) -> dict[str, object]:
    """What the runs say of the member in this slot: of the county's, and of the night's above it; nothing where the
    deltas do not reach back, and where the member has come to the branch since."""
    inside = _present(item, slot, runs.county)
    if inside is None:
        return {}
    outside = _present(item, slot, runs.above) if where.above else None
    told = levels(item.branch_id, where, runs, inside, outside)
    return {"as_of": inside.at, "points_as_of": inside.points, "levels": told}


def levels(branch_id: str, where: Where, runs: Runs, inside: Present, outside: Present | None) -> list[LevelStanding]:
    """The ranks in a branch, and in each organisation above it that the runs ranked."""
    found = _histograms(where, runs)
    thresholds = next((found[own][2] for own in where.inside if own in found), DEFAULT)
    own_branch: Level = BRANCH, Histogram.of(Counter(inside.everybody)), thresholds, {}
    told = [_among(branch_id, own_branch, inside)]
    told += [_among(own, found[own], inside) for own in where.inside if own in found]
    told += [_among(own, found[own], outside) for own in where.above if outside and own in found]
    return told


def _present(item: Scoreboard, slot: int, as_of: str | None) -> Present | None:
    """The member's points at an instant and those of all who were on the board; None if the member was not."""
    if as_of is None:
        return None
    try:
        everybody, packed = scoreboard.present(item.board, instant(as_of))
    except TooOld:
        return None
    member_id, points = scoreboard.member_ids(item.board)[slot - 1], scoreboard.numbers(packed)
    there = scoreboard.slot_of(Board(everybody), member_id)
    return None if there is None else Present(instant(as_of), member_id, points[there], points[1:])


def _among(organisation_id: str, found: Level, present: Present) -> LevelStanding:
    level, histogram, thresholds, ruled = found
    best, points = histogram.best, present.points
    return LevelStanding(
        organisation_id=organisation_id,
        level=level,
        rank=histogram.rank(points),
        members=histogram.members,
        band=band_rules.ruled(ruled, present.member_id) or band_rules.band(points, best, thresholds),
        warning=band_rules.warned(points, best, thresholds),
        to_next=band_rules.to_next(points, best, thresholds),
        points=points,
        as_of=present.at,
    )


def _runs_and_board(season: str, where: Where, branch_id: str) -> tuple[Runs, Scoreboard | None]:
    """The instants of the latest runs, known for a minute, with the branch's board: one call."""
    trees = (where.county_id, *where.above[-1:])
    unknown = [tree for tree in trees if WARM.instants.get((season, tree), ("", 0.0))[1] < time.monotonic()]
    board_key = (Scoreboard, (Scoreboard.partition(season, where.county_id), Scoreboard.place(branch_id)))
    board, *found = read_together([board_key, *[(Current, Current.key_of(season, tree)) for tree in unknown]])
    for tree, current in zip(unknown, found, strict=True):
        told = current.as_of if isinstance(current, Current) else None
        WARM.instants[season, tree] = (told, time.monotonic() + FRESH_SECONDS)
    known = [WARM.instants[season, tree][0] for tree in trees]
    return Runs(season, known[0], known[1] if where.above else None), board if isinstance(board, Scoreboard) else None


def _histograms(where: Where, runs: Runs) -> dict[str, Level]:
    """Level and histogram of each organisation that the runs ranked; what is not warm comes in one call."""
    keys = {o: RankRow.key_of(runs.season, o, runs.county) for o in where.inside if runs.county}
    keys |= {o: RankRow.key_of(runs.season, o, runs.above) for o in where.above if runs.above}
    missing = [key for key in keys.values() if key not in WARM.histograms]
    if len(WARM.histograms) + len(missing) > MOST_HISTOGRAMS:
        WARM.histograms.clear()
        missing = list(keys.values())
    if missing:
        for row in read_together([(RankRow, key) for key in missing]):
            if isinstance(row, RankRow):
                WARM.histograms[row.pk, row.sk] = (
                    row.level,
                    decode(row.histogram),
                    packing.thresholds_of(row),
                    row.ruled or {},
                )
    return {o: WARM.histograms[key] for o, key in keys.items() if key in WARM.histograms}
