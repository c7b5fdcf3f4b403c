"""The live board of a branch: one packed item, ranked on reading."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from functions.points import standings
from functions.points.models import BoardLine, BranchBoard, Definition, Normalised
from functions.points.rules import TOP_SHOWN, Standing
from kernel import directory, scoreboard, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.scoreboard import OWN, Board, Scoreboard
from kernel.together import find_many

ACTION = "points.board"


def branch_board(caller: Asking, branch_id: str, season: str | None) -> BranchBoard:
    """Its members by rank in a season (the present one unless named); empty before anybody is enrolled.

    Members see the top and themselves (`domain.md` 7.2); secretaries and the committees above see everybody.
    """
    where, present = directory.organisation(branch_id), now()
    caller.may(ACTION, Target(path=where.path))
    season = season or seasons.season_of(business_day(present))
    key = Scoreboard.partition(season, where.county_id), Scoreboard.place(branch_id)
    item, found = find_many((Scoreboard, key), standings.places(branch_id))
    board = item.board if item else Board()
    lines, complete = ranked(points_of(board).items()), caller.may_by_role(ACTION, where.path)
    return BranchBoard(
        branch_id=branch_id,
        season=season,
        points=scoreboard.points_of(board, OWN),
        normalised=normalised(lines, standings.among(found, Standing, business_day(present)), DEFINITION),
        members=lines if complete else shown(lines, caller.principal.member_id, TOP_SHOWN),
        as_of=present,
    )


DEFINITION = Definition(
    zh="支部党员赛季积分之和除以计入人数（在册党员减去长期流动和登记免于计分的党员），保留两位小数。",
    en="The members' points of the season divided by those who count: everybody on the roll less those who are away "
    "for long or recorded as exempt. Two decimals.",
)


def normalised(
    lines: Sequence[BoardLine], aside: frozenset[str], definition: Definition, fewest: int = 1
) -> Normalised:
    """Who is away for long or exempt counts neither above the line nor below it; `fewest`: who count where the average
    is told."""
    points = [line.points for line in lines if line.member_id not in aside]
    each = average(points)
    return Normalised(
        points_per_member=None if each is None or len(points) < fewest else rounded(each),
        eligible=len(points),
        left_out=len(lines) - len(points),
        definition=definition,
    )


def average(points: Sequence[int]) -> Fraction | None:
    """Exact; None of nobody."""
    return Fraction(sum(points), len(points)) if points else None


def rounded(points: Fraction) -> float:
    """As it is shown: two decimals."""
    return float(round(points, 2))


def points_of(board: Board) -> dict[str, int]:
    """Member → points, of everybody who is on the board now."""
    members, points = scoreboard.present(board)
    return dict(zip(scoreboard.member_ids(Board(members)), scoreboard.numbers(points)[1:], strict=True))


def shown(lines: Iterable[BoardLine], member_id: str | None, top: int) -> list[BoardLine]:
    """What a member sees of a board: the ranks at the top, and the own line."""
    return [line for line in lines if line.rank <= top or line.member_id == member_id]


def ranked(points: Iterable[tuple[str, int]]) -> list[BoardLine]:
    """By points, most first; a rank is one more than the number of members above it (ties share a rank)."""
    lines: list[BoardLine] = []
    for place, (member, value) in enumerate(sorted(points, key=lambda pair: (-pair[1], pair[0])), 1):
        tied = lines[-1].rank if lines and lines[-1].points == value else place
        lines.append(BoardLine(member_id=member, points=value, rank=tied))
    return lines
