"""Boards of Party groups."""

from datetime import datetime

from functions.points.models import BoardLine, Definition, Normalised
from kernel.ids import Id
from kernel.model import Model


class GroupLine(Model):
    """A group by rank; equal averages share one. `pointsPerMember` and `rank` are empty where nobody counts and, for
    members of the branch, where so few count that it would say what one person has."""

    group_id: Id
    points_per_member: float | None
    rank: int | None
    eligible: int
    left_out: int


class OwnPlace(Model):
    """Where a member stands in their group: one more than the number of those with more points; of how many."""

    group_id: Id
    points: int
    rank: int
    members: int


class GroupsBoard(Model):
    """The live board of a branch's groups. `ungrouped`: who is on the board and in none of them. `own`: the caller's
    place in their group, if they are in one of these."""

    branch_id: Id
    season: str
    groups: list[GroupLine]
    ungrouped: int
    own: OwnPlace | None
    definition: Definition
    as_of: datetime


class GroupBoard(Model):
    """The live board of one group: its members by rank among themselves; equal points share a rank."""

    group_id: Id
    branch_id: Id
    season: str
    normalised: Normalised
    members: list[BoardLine]
    as_of: datetime
