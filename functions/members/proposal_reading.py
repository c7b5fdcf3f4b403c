"""What waits for a committee, and one proposal with only what differs."""

from collections.abc import Iterator
from datetime import datetime

from pydantic.alias_generators import to_camel

from functions.members import waiting
from functions.members.facts import SEALED
from functions.members.proposal_models import ProposalLine, ProposalOut, ProposedFact
from functions.members.proposal_tables import OPEN, Proposal
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.model import Page

MASKS = {"mobile": "mobile_masked", "id_number": "id_number_masked"}


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[ProposalLine]:
    """The open proposals of an organisation's subtree, the earliest due first."""
    place = directory.organisation(organisation_id)
    caller.may("members.proposals.read", Target(path=place.path))
    page, following = waiting.of_committee(Proposal, place, cursor, limit)
    at = now()
    return Page(items=[_line(row, at) for row in page], as_of=at, next=following)


def read(caller: Asking, proposal_id: str) -> ProposalOut:
    """Raises `NotFound` alike for none and for one out of sight."""
    row = Proposal.demand(Proposal.partition(proposal_id), "NOW")
    caller.may("members.proposals.read", Target(path=directory.organisation(row.branch_id).path))
    return told(row, Member.find(Member.partition(row.member_id), "NOW"), now())


def told(row: Proposal, member: Member | None, at: datetime) -> ProposalOut:
    """Of somebody who was erased since, or is at home elsewhere by now, nothing is told of what was proposed."""
    at_home = member if member and member.branch_id == row.branch_id else None
    return ProposalOut(
        **_line(row, at).model_dump(),
        base_version=int(row.base_version),
        items=list(_differences(row, at_home)) if at_home else [],
        version=int(row.version),
    )


def _differences(row: Proposal, member: Member) -> Iterator[ProposedFact]:
    for name in row.fields:
        if name in SEALED:
            present = getattr(member, MASKS[name]) if name in MASKS else None
            yield ProposedFact(field=to_camel(name), sealed=True, present=present, proposed=row.masks.get(name))
        else:
            present = getattr(member, name)
            yield ProposedFact(field=to_camel(name), sealed=False, present=present, proposed=row.facts[name])


def _line(row: Proposal, at: datetime) -> ProposalLine:
    return ProposalLine.model_validate(
        {
            "id": row.id,
            "member_id": row.member_id,
            "branch_id": row.branch_id,
            "state": row.state,
            "fields": [to_camel(name) for name in row.fields],
            "proposed_by": row.proposed_by,
            "proposed_at": row.proposed_at,
            "due_on": row.due_on,
            "overdue": row.state == OPEN and row.due_on < business_day(at).isoformat(),
            "decided_by": row.decided_by,
            "decided_at": row.decided_at,
            "reason": row.reason,
        }
    )
