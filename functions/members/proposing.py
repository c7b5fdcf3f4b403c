"""A branch proposes a change of a dossier; until the level above has decided, nothing changes. Needs `sealing`."""

from datetime import date

from functions.members import correcting, proposal_rules, sealing
from functions.members.concerning_tables import Concerns
from functions.members.correcting import Facts
from functions.members.facts import SEALED_P2, SEALED_P3
from functions.members.places import demand_change_at
from functions.members.proposal_models import ProposalOut, Propose
from functions.members.proposal_reading import MASKS, told
from functions.members.proposal_tables import OPEN, Proposal
from functions.members.sealing import Said, open_dossier
from functions.members.tables import NOUN, Member
from kernel.asking import Asking
from kernel.clock import business_day, stamp
from kernel.directory import Organisation
from kernel.errors import Invalid
from kernel.events import ProposalMade
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.vault import DataClass, MemberKeys, open_keys


def propose(caller: Asking, member_id: str, body: Propose) -> ProposalOut:
    """The proposal as the level above will see it. Raises `HasLeft`, `Stale`, `Invalid`."""
    member, keys = open_dossier(member_id)
    branch, head = demand_change_at(caller, member, "members.correct")
    stated: Facts = body.facts.facts() if body.facts else {}
    hidden: Said = body.sealed.facts() if body.sealed else {}
    facts = {name: stated[name] for name in correcting.differing(member, stated)}
    said = {name: hidden[name] for name in sealing.differing(member, hidden, keys)}
    if not facts and not said:
        raise Invalid(fields=[{"field": "body", "code": "nothing_differs"}])
    act = caller.act()
    row = _row(act, member, branch, facts, said)
    row.masks = _masks(act, member, facts, said, keys)
    _seal(row, said, keys)
    work = UnitOfWork(act, chain=branch.id, action="members.propose", subject=member.id, head=head)
    work.require(member)
    work.put_new(row)
    work.put_new(Concerns.of(member.id, row.pk))
    work.record(_made(row, branch))
    reply = told(row, member, act.at)
    work.commit(reply)
    return reply


def carry_out(work: UnitOfWork, member: Member, facts: Facts, said: Said, keys: MemberKeys) -> None:
    """Write a proposal's facts into a dossier. Raises `Invalid`."""
    if facts:
        correcting.write(member, facts, business_day(work.act.at), "body.facts")
    if said:
        sealing.reseal(work, member, said, keys, "body.sealed")


def _masks(act: Act, member: Member, facts: Facts, said: Said, keys: MemberKeys) -> dict[str, str | None]:
    """What may be shown of the sealed facts, taken from a copy of the dossier on which the change is tried."""
    copy = Member.from_raw_data(member.serialize())
    carry_out(UnitOfWork(act, chain=member.branch_id, action="", subject=member.id), copy, facts, said, keys)
    return {name: getattr(copy, mask) for name, mask in MASKS.items() if name in said}


def _row(act: Act, member: Member, branch: Organisation, facts: Facts, said: Said) -> Proposal:
    proposal_id, day = new_id(), business_day(act.at)
    row = Proposal(
        Proposal.partition(proposal_id),
        member_id=member.id,
        branch_id=branch.id,
        county_id=branch.county_id,
        base_version=int(member.version),
        fields=[*facts, *said],
        facts=dict(facts),
        proposed_by=act.actor,
        proposed_at=stamp(act.at),
        due_on=proposal_rules.due_on(day).isoformat(),
        state=OPEN,
    )
    row.list_under(branch.county_id, None, row.due_on, proposal_id)
    return row


def _seal(row: Proposal, said: Said, keys: MemberKeys) -> None:
    """Under the member's own keys: to erase the person is to erase what was proposed of them."""
    for data_class, names in ((DataClass.P2, SEALED_P2), (DataClass.P3, SEALED_P3)):
        values = {name: said[name] for name in names if name in said}
        if values:
            sealed = open_keys(NOUN, keys, data_class).seal(data_class, values)
            setattr(row, data_class.value, sealed)


def _made(row: Proposal, branch: Organisation) -> ProposalMade:
    return ProposalMade(
        proposal_id=row.id,
        member_id=row.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        due_on=date.fromisoformat(row.due_on),
    )
