"""A dossier gets another home, with its history and its event."""

from collections.abc import Sequence
from datetime import date

from functions.members import history
from functions.members.tables import Member
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersMoved
from kernel.journal import UnitOfWork

HOME = ("branch_id", "county_id")


def move(
    work: UnitOfWork,
    member: Member,
    to_branch: Organisation,
    source: str = history.MOVE,
    effective_on: date | None = None,
) -> None:
    """Give a member another home in a transaction, with the history of it; the caller records `moved`.

    What is sealed stays as it is: blobs are bound to the member, and keys to the county that wrapped them.
    """
    history.keep(work, member, HOME, source, effective_on)
    member.settle(to_branch.id, to_branch.county_id)
    work.put(member)


def moved(members: Sequence[Member], old: Organisation, new: Organisation) -> MembersMoved:
    """The event of up to twenty members of one branch whose home is another now."""
    people = tuple(EnrolledMember(member_id=m.id, category=m.category, floating=m.floating) for m in members)
    return MembersMoved(
        from_branch_id=old.id,
        from_county_id=old.county_id,
        branch_id=new.id,
        county_id=new.county_id,
        path=new.path,
        members=people,
    )
