"""The live board of a branch: one packed item, ranked on reading."""

from collections.abc import Iterable

from functions.points.models import BoardLine, BranchBoard
from kernel import directory, scoreboard
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.http import Asking
from kernel.scoreboard import OWN, Board, Scoreboard


def branch_board(caller: Asking, branch_id: str, season: str | None) -> BranchBoard:
    """Its members by rank in a season (the present one unless named); empty before anybody is enrolled."""
    where, present = directory.organisation(branch_id), now()
    caller.may("points.board", Target(path=where.path))
    season = season or scoreboard.season_of(business_day(present))
    item = Scoreboard.find(Scoreboard.partition(season, where.county_id), Scoreboard.place(branch_id))
    board = item.board if item else Board()
    return BranchBoard(
        branch_id=branch_id,
        season=season,
        points=scoreboard.points_of(board, OWN),
        members=ranked(zip(scoreboard.member_ids(board), scoreboard.numbers(board.points)[1:], strict=True)),
        as_of=present,
    )


def ranked(points: Iterable[tuple[str, int]]) -> list[BoardLine]:
    """By points, most first; a rank is one more than the number of members above it (ties share a rank)."""
    lines: list[BoardLine] = []
    for place, (member, value) in enumerate(sorted(points, key=lambda pair: (-pair[1], pair[0])), 1):
        tied = lines[-1].rank if lines and lines[-1].points == value else place
        lines.append(BoardLine(member_id=member, points=value, rank=tied))
    return lines
