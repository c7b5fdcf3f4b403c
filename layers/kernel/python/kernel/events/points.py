"""Events of rules and the ledger."""

from datetime import date
from typing import Literal

from kernel.events.model import Event
from kernel.events.subjects import OfExemption
from kernel.ids import Id, MemberId, OrganisationId


class RuleSetPublished(Event):
    organisation_id: OrganisationId
    rule_set_id: Id
    effective_from: date


class RulesSimulated(Event):
    """Somebody tried rules on what was counted at an organisation and below it in a season."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    simulation_id: Id
    season: str


class PointsPosted(Event):
    """Ledger rows were written for accounts of one branch; `total` is their sum."""

    branch_id: OrganisationId
    county_id: OrganisationId
    season: str
    rows: int
    total: int


class PointsDisputed(Event):
    """A member says that a line is wrong; the committee rules on it by `due_on`. The words are in no event."""

    dispute_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    committee_id: OrganisationId
    due_on: date


class PointsDisputeRuled(Event):
    """Upheld, the line of this source is taken back. The reason is in no event."""

    dispute_id: Id
    member_id: MemberId
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    source_id: Id
    line: str
    outcome: Literal["upheld", "dismissed"]


class AwardProposed(Event):
    """Somebody proposes points for what no machine sees; another person decides. Why is in no event. `member_id` is to
    have them; none: the branch, or an older event."""

    award_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    member_id: MemberId | None = None


class AwardConfirmed(Event):
    """A second person stands for it: `account`, a member or the branch, has what the rule gives for that day."""

    award_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    to: Literal["member", "branch"]
    account: Id
    rule_id: str
    held_on: date


class AwardRefused(Event):
    award_id: Id
    branch_id: OrganisationId
    county_id: OrganisationId


class ExemptionRecorded(OfExemption):
    """It is on record from now on."""


class ExemptionEnded(OfExemption):
    """It ends sooner than was recorded."""
