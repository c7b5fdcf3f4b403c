"""What is asked and answered of closed seasons."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from functions.ranking.models import LevelStanding
from functions.ranking.periods import PATTERN
from kernel.ids import Id
from kernel.model import Model

Season = Annotated[str, StringConstraints(pattern=PATTERN, max_length=7)]


class ClosedSeason(Model):
    """A month (2026-11), quarter (2026-Q4) or year; `sha256` is that of its snapshot and in the journal."""

    season: str
    as_of: datetime
    members: int
    sha256: str


class ClosedSeasons(Model):
    """All of a county, the latest first."""

    county_id: Id
    items: list[ClosedSeason]
    as_of: datetime


class SeasonStanding(Model):
    """`points` of the season, in the branch where the member was when it closed."""

    member_id: Id
    branch_id: Id
    season: str
    points: int
    levels: list[LevelStanding]
    as_of: datetime
    sha256: str
