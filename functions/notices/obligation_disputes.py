"""What members say against a line, their points or a list: who must rule on it, and until when (`domain.md` 4.3, 7)."""

from functions.notices import decision_rules
from functions.notices.obligation_facts import ITS_COUNTY, Met, Owed, Told, order_of
from kernel.authority import Role
from kernel.clock import business_day
from kernel.events import (
    AttendanceDisputed,
    AttendanceDisputeRuled,
    ListAppealed,
    ListAppealRuled,
    PointsDisputed,
    PointsDisputeRuled,
)
from kernel.ids import derived_id
from kernel.journal import Act


def attendance_disputed(act: Act, event: AttendanceDisputed) -> list[Told]:
    """The branch rules while its record is open, the county once it is approved."""
    code, due = decision_rules.ATTENDANCE_DISPUTE_DUE, event.answer_by
    ruler = [ITS_COUNTY, Role.REVIEWER] if event.by_committee else [event.branch_id, Role.SECRETARY]
    facts = {"activityId": event.activity_id, "dueOn": due.isoformat(), "ruler": ruler}
    where = (_line(event), event.branch_id, event.county_id, "")
    return [Owed(code, *where, order_of(act), code, due, facts)]


def attendance_ruled(act: Act, event: AttendanceDisputeRuled) -> list[Told]:
    where = (_line(event), event.branch_id, event.county_id, "")
    return [Met(decision_rules.ATTENDANCE_DISPUTE_DUE, *where, order_of(act))]


def _line(event: AttendanceDisputed | AttendanceDisputeRuled) -> str:
    """A member disputes one line of an activity, perhaps again after a ruling of the branch."""
    return derived_id("attendance-dispute", event.activity_id, event.member_id)


def points_disputed(act: Act, event: PointsDisputed) -> list[Told]:
    code, due = decision_rules.POINTS_DISPUTE_DUE, event.due_on
    facts = {
        "disputeId": event.dispute_id,
        "committeeId": event.committee_id,
        "dueOn": due.isoformat(),
        "ruler": [event.committee_id, Role.REVIEWER],
    }
    where = (event.dispute_id, event.branch_id, event.county_id, event.path)
    return [Owed(code, *where, order_of(act), code, due, facts)]


def points_ruled(act: Act, event: PointsDisputeRuled) -> list[Told]:
    where = (event.dispute_id, event.branch_id, event.county_id, event.path)
    return [Met(decision_rules.POINTS_DISPUTE_DUE, *where, order_of(act))]


def list_appealed(act: Act, event: ListAppealed) -> list[Told]:
    """The county's administrators rule, of the lists of its townships too."""
    code, day = decision_rules.LIST_APPEAL_DUE, business_day(act.fact_at)
    ruler = [ITS_COUNTY, Role.COUNTY_ADMIN]
    facts = {"appealId": event.appeal_id, "since": day.isoformat(), "ruler": ruler}
    where = (event.appeal_id, event.organisation_id, event.county_id, "")
    return [Owed(code, *where, order_of(act), code, day, facts)]


def list_ruled(act: Act, event: ListAppealRuled) -> list[Told]:
    where = (event.appeal_id, event.organisation_id, event.county_id, "")
    return [Met(decision_rules.LIST_APPEAL_DUE, *where, order_of(act))]
