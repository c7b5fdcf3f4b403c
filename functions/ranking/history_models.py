"""Charts over closed seasons."""

from datetime import datetime

from kernel.ids import Id
from kernel.model import Model


class OrganisationPoint(Model):
    """`rank` among `siblings` organisations below the same one, by points per member."""

    season: str
    as_of: datetime
    members: int
    total: int
    average: float | None
    rank: int | None
    siblings: int


class OrganisationHistory(Model):
    organisation_id: Id
    items: list[OrganisationPoint]
    as_of: datetime


class LevelRank(Model):
    organisation_id: Id
    level: str | None
    rank: int
    members: int


class MemberPoint(Model):
    """Points of a season and the ranks that they gave, in the branch and above it in the county."""

    season: str
    as_of: datetime
    points: int
    levels: list[LevelRank]


class MemberHistory(Model):
    member_id: Id
    branch_id: Id
    items: list[MemberPoint]
    as_of: datetime
