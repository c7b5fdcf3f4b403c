"""The level above accepts a proposal, which then is carried out, or returns it with a reason. Needs `sealing`."""

from typing import Any

from pydantic.alias_generators import to_camel

from functions.members import history
from functions.members.correcting import changed
from functions.members.places import demand_present
from functions.members.proposal_errors import ProposalDecidedAlready, ProposalStale
from functions.members.proposal_models import DecideProposal, ProposalOut
from functions.members.proposal_reading import told
from functions.members.proposal_rules import level_above
from functions.members.proposal_tables import ACCEPTED, OPEN, RETURNED, Proposal
from functions.members.proposing import carry_out
from functions.members.sealing import open_dossier
from functions.members.switches import DECIDE
from functions.members.tables import NOUN, Member
from functions.members.withdrawing import closed, decided
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.journal import UnitOfWork
from kernel.record import Head
from kernel.vault import COUNTY_KEYS, DataClass, MemberKeys, open_keys


def decide(caller: Asking, proposal_id: str, body: DecideProposal) -> ProposalOut:
    """Accept or return; the proposer never decides.

    Raises `ProposalDecidedAlready`, `ProposalStale` with what was changed since, `HasLeft`, `Stale`, `Invalid`.
    """
    row = Proposal.demand(Proposal.partition(proposal_id), "NOW")
    branch, head = directory.organisation_and(row.branch_id, Head, row.branch_id)
    caller.may(DECIDE, Target(path=level_above(branch.path), submitted_by=row.proposed_by))
    if row.state != OPEN:
        raise ProposalDecidedAlready
    caller.expect_version(row.version)
    work = UnitOfWork(caller.act(), chain=branch.id, action=DECIDE, subject=row.member_id, head=head)
    if body.outcome == "returned":
        member = Member.find(Member.partition(row.member_id), "NOW")
        closed(work, row, RETURNED, body.reason)
    else:
        member = _accept(caller, work, row, branch)
        closed(work, row, ACCEPTED, body.reason)
    work.record(decided(row, branch))
    reply = told(row, member, work.act.at)
    work.commit(reply)
    return reply


def _accept(caller: Asking, work: UnitOfWork, row: Proposal, branch: Organisation) -> Member:
    member, keys = open_dossier(row.member_id)
    demand_present(Asking(caller.principal), member)
    _demand_as_seen(row, member)
    said = _opened(row, keys)
    history.keep(work, member, list(row.fields), history.proposal(row.id))
    carry_out(work, member, row.facts, said, keys)
    work.put(member)
    work.record(changed(member, branch))
    return member


def _demand_as_seen(row: Proposal, member: Member) -> None:
    """A version may have moved without a fact: somebody checked one, or bound their account."""
    base = int(row.base_version)
    if int(member.version) == base:
        return
    since = [change for change in history.changes(member.id) if int(change.version) >= base]
    names = {name for change in since for name in change.fields}
    if names:
        raise ProposalStale(changed=sorted(to_camel(name) for name in names))


def _opened(row: Proposal, keys: MemberKeys) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if row.p2 or row.p3:
        COUNTY_KEYS.gather(keys, *DataClass)
    for data_class, blob in ((DataClass.P2, row.p2), (DataClass.P3, row.p3)):
        if blob:
            said |= open_keys(NOUN, keys, data_class).open(data_class, blob)
    return said
