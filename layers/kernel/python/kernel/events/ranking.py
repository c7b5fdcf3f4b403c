"""Events of runs."""

from datetime import datetime

from kernel.events.model import Event
from kernel.ids import Id, OrganisationId


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
