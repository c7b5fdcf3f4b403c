"""What one person asks for and another must stand for: awards of points, erasures (`domain.md` 7.3, 13.4)."""

from functions.notices.decision_rules import AWARD_DUE, ERASURE_DUE
from functions.notices.obligation_facts import ITS_COUNTY, Met, Owed, Told, order_of
from kernel.authority import Role
from kernel.clock import business_day
from kernel.events import (
    AwardConfirmed,
    AwardProposed,
    AwardRefused,
    ErasureRequested,
    ErasureWithdrawn,
    MemberErased,
)
from kernel.journal import Act


def award_proposed(act: Act, event: AwardProposed) -> list[Told]:
    """The reviewers of the committee above decide; who proposes is of the branch, or administers the county."""
    where = (event.award_id, event.branch_id, event.county_id, event.path)
    return [_waits(act, AWARD_DUE, where, {"awardId": event.award_id})]


def award_decided(act: Act, event: AwardConfirmed | AwardRefused) -> list[Told]:
    return [Met(AWARD_DUE, event.award_id, event.branch_id, event.county_id, "", order_of(act))]


def erasure_requested(act: Act, event: ErasureRequested) -> list[Told]:
    """Another of the county's administrators than the one who asked confirms."""
    where = (event.member_id, event.branch_id, event.county_id, event.path)
    return [_waits(act, ERASURE_DUE, where, {"memberId": event.member_id, "ruler": [ITS_COUNTY, Role.COUNTY_ADMIN]})]


def erasure_over(act: Act, event: ErasureWithdrawn | MemberErased) -> list[Told]:
    return [Met(ERASURE_DUE, event.member_id, event.branch_id, event.county_id, "", order_of(act))]


def _waits(act: Act, code: str, where: tuple[str, str, str, str], facts: dict[str, object]) -> Owed:
    day = business_day(act.fact_at)
    return Owed(code, *where, order_of(act), code, day, facts | {"since": day.isoformat()})
