"""Events of rules and the ledger."""

from datetime import date

from kernel.events.model import Event
from kernel.ids import Id, OrganisationId


class RuleSetPublished(Event):
    organisation_id: OrganisationId
    rule_set_id: Id
    effective_from: date


class PointsPosted(Event):
    """Ledger rows were written for accounts of one branch; `total` is their sum."""

    branch_id: OrganisationId
    county_id: OrganisationId
    season: str
    rows: int
    total: int
