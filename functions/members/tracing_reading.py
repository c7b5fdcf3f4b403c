"""Cases of members whom nobody can reach, as those who answer for them see them."""

from datetime import date
from typing import Any

from functions.members import floating_rules, waiting
from functions.members.floating_rules import day
from functions.members.surroundings import Around, around
from functions.members.tables import Member
from functions.members.tracing_models import AttemptOut, LostCaseOut, LostCaseWithAttemptsOut
from functions.members.tracing_tables import Attempt, LostCase
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import NotFound
from kernel.model import Page
from kernel.table import Row
from kernel.together import find_both

READ = "members.lost.read"
LATEST = 100


def found(
    caller: Asking, member_id: str, action: str, *beside: Row, of_owner: bool = False
) -> tuple[Member, LostCase | None, Around]:
    """The member, the open case, the home and rows `beside`, once the caller may. Raises `NotFound`, `Forbidden`."""
    pk = Member.partition(member_id)
    member, case = find_both((Member, (pk, "NOW")), (LostCase, (pk, "LOST")))
    if member is None:
        raise NotFound
    here = around(member.branch_id, *beside)
    owner = case.owner_id if case is not None and of_owner else None
    caller.may(action, Target(path=here.branch.path, member_id=owner))
    return member, case, here


def one(caller: Asking, member_id: str) -> LostCaseWithAttemptsOut:
    """The open case with its attempts. Raises `NotFound` if there is none."""
    member, case, _ = found(caller, member_id, READ)
    if case is None:
        raise NotFound
    rows = Attempt.query(
        member.pk,
        Attempt.sk.startswith(Attempt.PREFIX),
        consistent_read=True,
        scan_index_forward=False,
        limit=LATEST,
        page_size=LATEST,
    )
    latest = [_attempt(row) for row in rows if row.case_id == case.case_id]
    return LostCaseWithAttemptsOut(**shown(case, member).model_dump(), latest=latest)


def _attempt(row: Attempt) -> AttemptOut:
    return AttemptOut.model_validate({"on": row.on, "channel": row.channel, "by": row.by})


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> Page[LostCaseOut]:
    """The open cases of a branch, the one whose next step can be taken first at the head."""
    caller.may(READ, Target(path=directory.organisation(branch_id).path))
    return _named(*waiting.of_place_with_members(LostCase, branch_id, cursor, limit))


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[LostCaseOut]:
    """The open cases below a county or a committee of it, in the same order."""
    committee = directory.organisation(organisation_id)
    caller.may(READ, Target(path=committee.path))
    return _named(*waiting.of_committee_with_members(LostCase, committee, cursor, limit))


def _named(page: list[LostCase], following: str | None, members: dict[str, Member]) -> Page[LostCaseOut]:
    return Page(items=[shown(case, members.get(case.member_id)) for case in page], as_of=now(), next=following)


def shown(case: LostCase, member: Member | None) -> LostCaseOut:
    facts: dict[str, Any] = {n: getattr(case, n) for n in LostCaseOut.model_fields if n in case.get_attributes()}
    due = floating_rules.case_due(case.state, date.fromisoformat(case.lost_since), day(case.suspended_on))
    named = {"id": case.case_id, "member_id": case.member_id, "name": member.name if member else None, "due_on": due}
    return LostCaseOut.model_validate(facts | named)
