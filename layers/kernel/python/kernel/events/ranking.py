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


class SeasonClosed(Event):
    """A month, a quarter or a year of a county is sealed in a snapshot of this SHA-256."""

    county_id: OrganisationId
    season: str
    as_of: datetime
    organisations: int
    members: int
    sha256: str
