"""The live boards of Party groups (`domain.md` 1.1): of the members of one, and of all of a branch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.points import branch_boards, standings
from functions.points.branch_boards import ACTION
from functions.points.group_models import GroupBoard, GroupLine, GroupsBoard, OwnPlace
from functions.points.group_tables import GroupsItem
from functions.points.models import Definition
from functions.points.rules import Standing
from kernel import directory, seasons
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import NotFound
from kernel.scoreboard import Board, Scoreboard
from kernel.table import Item
from kernel.together import find_many

PARTY_GROUP = "PARTY_GROUP"
TOP_OF_GROUP = 3  # ranks that members see: a group is small, and its lower half is nobody's business
FEWEST_SHOWN = 3  # who count, below which an average would tell members what one person has

DEFINITION = Definition(
    zh="党小组成员赛季积分之和除以计入人数（在册的小组成员减去长期流动和登记免于计分的党员），保留两位小数；"
    "按未舍入的平均分排名，同分同名次。",
    en="The points of the season of a group's members divided by those who count: its members on the branch's roll "
    "less those who are away for long or recorded as exempt. Two decimals; ranked by the average before rounding, "
    "equal averages share a rank.",
)


@dataclass(frozen=True)
class Stand:
    """A branch as it stands: points of its members, who does not count, who is in which group."""

    season: str
    at: datetime
    points: Mapping[str, int]
    aside: frozenset[str]
    groups: Mapping[str, frozenset[str]]


def of_branch(caller: Asking, branch_id: str, season: str | None) -> GroupsBoard:
    """Its groups by points per member, and the caller's own rank in theirs. A member of the branch sees no average of a
    very small group."""
    where = directory.organisation(branch_id)
    caller.may(ACTION, Target(path=where.path))
    stand = _stand(where.county_id, branch_id, season)
    fewest = 1 if caller.may_by_role(ACTION, where.path) else FEWEST_SHOWN
    grouped = frozenset[str]().union(*stand.groups.values())
    return GroupsBoard(
        branch_id=branch_id,
        season=stand.season,
        groups=_ranked(stand, fewest),
        ungrouped=len(stand.points.keys() - grouped),
        own=_own(stand, caller.principal.member_id),
        definition=DEFINITION,
        as_of=stand.at,
    )


def of_group(caller: Asking, group_id: str, season: str | None) -> GroupBoard:
    """Its members by points. Raises `NotFound` for what is no Party group."""
    group = directory.organisation(group_id)
    branch_id, path = _branch_of(group)
    caller.may(ACTION, Target(path=path))
    stand = _stand(group.county_id, branch_id, season)
    members = stand.groups.get(group_id, frozenset())
    lines = branch_boards.ranked((member, points) for member, points in stand.points.items() if member in members)
    complete = caller.may_by_role(ACTION, path)
    return GroupBoard(
        group_id=group_id,
        branch_id=branch_id,
        season=stand.season,
        normalised=branch_boards.normalised(lines, stand.aside, DEFINITION, 1 if complete else FEWEST_SHOWN),
        members=lines if complete else branch_boards.shown(lines, caller.principal.member_id, TOP_OF_GROUP),
        as_of=stand.at,
    )


def _branch_of(group: Organisation) -> tuple[str, str]:
    """The branch of a group, and its path: whoever may read there may read its groups."""
    if group.kind != PARTY_GROUP or group.parent_id is None:
        raise NotFound
    return group.parent_id, group.path.removesuffix(f"{group.id}/")


def _stand(county_id: str, branch_id: str, season: str | None) -> Stand:
    present = now()
    season = season or seasons.season_of(business_day(present))
    key = Scoreboard.partition(season, county_id), Scoreboard.place(branch_id)
    copies: Sequence[tuple[type[Item], tuple[str, str]]] = [
        *standings.places(branch_id),
        (GroupsItem, GroupsItem.key_of(branch_id)),
    ]
    item, found = find_many((Scoreboard, key), copies)
    aside = standings.among(found, Standing, business_day(present))
    groups = next((one.groups for one in found if isinstance(one, GroupsItem)), {})
    return Stand(season, present, branch_boards.points_of(item.board if item else Board()), aside, groups)


def _ranked(stand: Stand, fewest: int) -> list[GroupLine]:
    """Best average first, then those of which none is told; `fewest`: who count in a group whose average is."""
    counted = {group: _points(stand, members - stand.aside) for group, members in stand.groups.items()}
    means = ((group, branch_boards.average(points)) for group, points in counted.items() if len(points) >= fewest)
    told = {group: each for group, each in means if each is not None}
    lines = [
        GroupLine(
            group_id=group,
            points_per_member=None if each is None else branch_boards.rounded(each),
            rank=None if each is None else 1 + sum(other > each for other in told.values()),
            eligible=len(points),
            left_out=len(_points(stand, stand.groups[group])) - len(points),
        )
        for group, points in counted.items()
        for each in [told.get(group)]
    ]
    return sorted(lines, key=lambda line: (line.rank is None, line.rank, line.group_id))


def _own(stand: Stand, member_id: str | None) -> OwnPlace | None:
    """The caller's rank in their group; of nobody's who is in none, or on the board no more."""
    group = next((group for group, members in stand.groups.items() if member_id in members), None)
    if group is None or member_id is None or member_id not in stand.points:
        return None
    mine, everybody = stand.points[member_id], _points(stand, stand.groups[group])
    rank = 1 + sum(other > mine for other in everybody)
    return OwnPlace(group_id=group, points=mine, rank=rank, members=len(everybody))


def _points(stand: Stand, members: Iterable[str]) -> list[int]:
    return [stand.points[member] for member in members if member in stand.points]
