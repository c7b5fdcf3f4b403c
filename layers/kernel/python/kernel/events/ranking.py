"""Events of runs."""

from datetime import date, datetime
from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, MemberId, OrganisationId


class RankingStarted(Event):
    """A run was started by hand."""

    run_id: Id
    county_id: OrganisationId
    as_of: datetime


class RankingPublished(Event):
    run_id: Id
    county_id: OrganisationId
    season: str
    as_of: datetime
    organisations: int
    members: int


class BandsSet(Event):
    """A committee set the thresholds of the lists for its subtree from a day on: shares of the best, or points."""

    organisation_id: OrganisationId
    effective_on: date
    basis: Literal["SHARE", "POINTS"]
    gold: int
    silver: int
    yellow: int
    warning: int


class ListAppealed(Event):
    """A member says that the list of an organisation that they are on is not right; why, is in no event."""

    appeal_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    member_id: MemberId


class ListAppealRuled(Event):
    """On which list the member is until the season ends; none, and it stays as it was."""

    appeal_id: Id
    organisation_id: OrganisationId
    county_id: OrganisationId
    member_id: MemberId
    band: str | None


class TaskLineRuled(Event):
    """A committee excused a line of a branch's checklist, or said that it does not apply; without a decision it took
    that back. Why, is in no event."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    type: str
    period: str
    decision: Literal["EXCUSED", "NOT_APPLICABLE"] | None


class SeasonClosed(Event):
    """A month, a quarter or a year of a county is sealed in a snapshot of this SHA-256."""

    county_id: OrganisationId
    season: str
    as_of: datetime
    organisations: int
    members: int
    sha256: str


class WeeklyRanksChosen(Event):
    """A member wants to be told each week how their ranks changed, or no longer."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    wanted: bool


class RankWeekEnded(Event):
    """A county was ranked for the night in which a week ended, and somebody there wants to be told what changed."""

    county_id: OrganisationId
    season: str
    as_of: datetime


class LevelChange(Event):
    """A member's points, rank and how many were ranked, in one organisation: as of the week before, and now."""

    organisation_id: OrganisationId
    level: str | None
    points_before: int
    points: int
    rank_before: int
    rank: int
    members_before: int
    members: int


class RankChanged(Event):
    """What changed for a member who wants to be told, from the branch up; no one else's points or ranks."""

    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    season: str
    since: datetime
    as_of: datetime
    levels: tuple[LevelChange, ...]
