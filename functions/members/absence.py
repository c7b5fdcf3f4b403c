"""What is known of a member's absence: read in one call, and kept when it is over."""

from datetime import date

from functions.members.floating_rules import EndReason
from functions.members.floating_tables import Floated, Floating
from functions.members.tables import Member
from kernel.directory import Organisation
from kernel.errors import NotFound
from kernel.events import FloatingRegistered
from kernel.journal import UnitOfWork
from kernel.together import find_both


def found(member_id: str) -> tuple[Member, Floating | None]:
    """The dossier and the registration. Raises `NotFound`."""
    pk = Member.partition(member_id)
    member, floating = find_both((Member, (pk, "NOW")), (Floating, (pk, "FLOATING")))
    if member is None:
        raise NotFound
    return member, floating


def registered(floating: Floating, branch: Organisation) -> FloatingRegistered:
    """The event of an absence as it stands."""
    return FloatingRegistered(
        member_id=floating.member_id,
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        host_branch_id=floating.host_branch_id,
        contact_id=floating.contact_person_id,
        contact_due_on=date.fromisoformat(floating.contact_due_on),
    )


def close(work: UnitOfWork, floating: Floating, day: date, reason: EndReason) -> None:
    """Take the registration out and keep it among the past ones."""
    work.delete(floating)
    place = Floated.place(work.act.at, work.act.event_id(f"floated#{floating.member_id}"))
    work.put_new(
        Floated(
            Member.partition(floating.member_id),
            place,
            registration=floating.said(),
            ended_on=day.isoformat(),
            end_reason=reason,
            by=work.act.actor,
        )
    )
