"""What `ranking` is asked and what it answers."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from functions.ranking.band_rules import Band
from kernel.ids import Id
from kernel.model import Command, Model

Of = Literal["members", "organisations"]


class StartRanking(Command):
    """Rank the county of an organisation, as of now or as of an instant of the last 24 hours."""

    organisation_id: Id
    as_of: AwareDatetime | None = None


class RankingRun(Model):
    """`DONE` runs say how much they ranked and the instant that they hold for."""

    run_id: Id
    county_id: Id
    season: str
    state: Literal["STARTED", "DONE"]
    as_of: datetime
    organisations: int | None = None
    members: int | None = None


class LevelStanding(Model):
    """A rank among the members of one organisation; `band` is the list: gold, silver, yellow or black.

    `points` are those of `as_of`, which above counties is the night's. `warning`: the list is left with a little less;
    `to_next`: points that are missing to the next better one.
    """

    organisation_id: Id
    level: str | None
    rank: int
    members: int
    band: Band | None
    warning: bool
    to_next: int | None
    points: int
    as_of: datetime


class StandingOut(Model):
    """The caller's points now, and what they were and meant as of the last run; no levels before the first run."""

    member_id: Id
    season: str
    points: int
    as_of: datetime | None
    points_as_of: int | None
    levels: list[LevelStanding]


class MemberLine(Model):
    member_id: Id
    points: int
    rank: int
    band: Band | None


class OrganisationLine(Model):
    """`average` is points per member, the sum of the members' points by their number, rounded to hundredths."""

    organisation_id: Id
    members: int
    average: float | None
    points: int
    rank: int | None
    band: Band | None


class RankingPage(Model):
    """A board as of an instant. `complete` says whether the caller sees all that was published of it."""

    organisation_id: Id
    level: str | None
    season: str
    of: Of
    members: int
    complete: bool
    items: list[MemberLine | OrganisationLine]
    as_of: datetime
    next: str | None = None
