"""A member moved: their requests for correction wait at the new home from now on; an erasure that waits for a second
person, of another county, for one of that county's administrators."""

from datetime import date

from functions.members.correction_tables import ASKED, Correction
from functions.members.erasure_tables import Erasure
from functions.members.tables import Member
from kernel import directory
from kernel.directory import Organisation
from kernel.events import CorrectionRequested, ErasureRequested
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.together import find_both

ACTION = "members.follow"


def hand_over(act: Act, member_id: str) -> None:
    """List what waits where the member is at home now; each is published again."""
    retrying(lambda: _attempt(act, member_id))


def hand_over_erasure(act: Act, member_id: str) -> None:
    """The request is published again, where those are who can confirm it."""
    retrying(lambda: _request_again(act, member_id))


def _request_again(act: Act, member_id: str) -> None:
    pk = Member.partition(member_id)
    member, waiting = find_both((Member, (pk, "NOW")), (Erasure, (pk, "ERASURE")))
    if member is None or waiting is None:
        return
    branch = directory.organisation(member.branch_id)
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member_id, effect="erasure")
    work.require(waiting)
    work.record(erasure_requested(member_id, waiting, branch))
    work.commit()


def erasure_requested(member_id: str, waiting: Erasure, branch: Organisation) -> ErasureRequested:
    """The event of an erasure that waits for the administrators of the branch's county."""
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    return ErasureRequested(member_id=member_id, ground=waiting.reason, **where)


def _attempt(act: Act, member_id: str) -> None:
    member = Member.find(Member.partition(member_id), "NOW")
    waiting = _waiting(member_id)
    if member is None or not waiting:
        return
    branch = directory.organisation(member.branch_id)
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member_id, effect="corrections")
    strayed = [row for row in waiting if row.branch_id != branch.id]
    for row in strayed:
        row.branch_id, row.county_id = branch.id, branch.county_id
        row.list_under(branch.county_id, branch.id, row.due_on, row.id)
        work.put(row)
        work.record(requested(row, branch))
    if strayed:
        work.commit()


def requested(row: Correction, branch: Organisation) -> CorrectionRequested:
    """The event of a request that waits at a branch from now on."""
    return CorrectionRequested(
        request_id=row.id,
        member_id=row.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        due_on=date.fromisoformat(row.due_on),
    )


def _waiting(member_id: str) -> list[Correction]:
    """At most twenty: the latest that are not answered; ten can be asked a day."""
    found = Correction.of_member(member_id)
    return sorted((row for row in found if row.state == ASKED), key=lambda row: row.id)[-20:]
