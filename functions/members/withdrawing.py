"""A proposal comes to its end: withdrawn by the branch here, decided by the level above in `deciding`."""

from typing import Literal

from functions.members.proposal_errors import ProposalDecidedAlready
from functions.members.proposal_models import ProposalOut
from functions.members.proposal_reading import told
from functions.members.proposal_tables import ACCEPTED, OPEN, RETURNED, WITHDRAWN, Proposal
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.events import ProposalDecided
from kernel.journal import UnitOfWork
from kernel.record import Head

OUTCOMES: dict[str, Literal["accepted", "returned", "withdrawn"]] = {
    ACCEPTED: "accepted",
    RETURNED: "returned",
    WITHDRAWN: "withdrawn",
}


def withdraw(caller: Asking, proposal_id: str) -> ProposalOut:
    """Take a proposal back. Raises `ProposalDecidedAlready`, `Stale`."""
    row = Proposal.demand(Proposal.partition(proposal_id), "NOW")
    branch, head = directory.organisation_and(row.branch_id, Head, row.branch_id)
    caller.may("members.correct", Target(path=branch.path))
    if row.state != OPEN:
        raise ProposalDecidedAlready
    caller.expect_version(row.version)
    work = UnitOfWork(caller.act(), chain=branch.id, action="members.withdraw", subject=row.member_id, head=head)
    closed(work, row, WITHDRAWN, None)
    work.record(decided(row, branch))
    reply = told(row, Member.find(Member.partition(row.member_id), "NOW"), work.act.at)
    work.commit(reply)
    return reply


def closed(work: UnitOfWork, row: Proposal, state: str, reason: str | None) -> None:
    """Write the end of a proposal; it waits nowhere any more."""
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = work.act.actor, stamp(work.act.at)
    row.unlist()
    work.put(row)


def decided(row: Proposal, branch: Organisation) -> ProposalDecided:
    return ProposalDecided(
        proposal_id=row.id,
        member_id=row.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        outcome=OUTCOMES[row.state],
    )
