"""Members in organisations beside their home: one home, where they vote, and any part elsewhere (`domain.md` 1.1)."""

from functions.members import history
from functions.members.attaching_models import Attach, AttachedOut
from functions.members.attaching_tables import Attached
from functions.members.masking import line
from functions.members.models import MemberOut
from functions.members.places import demand_for_change, demand_present, place_of
from functions.members.rules import MOST_ATTACHMENTS, SECOND_HOMES
from functions.members.standing_errors import AlreadyThere, NotAttached, OnlyHomes, TooManyAttachments
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import NotFound
from kernel.events import AttachmentChanged
from kernel.ids import PATTERN
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.table import encode_cursor
from kernel.transaction import on_key

ACTION = "members.attach"


def attach(caller: Asking, member_id: str, body: Attach) -> AttachedOut:
    """Raises `OnlyHomes` for an organisation of another kind, `AlreadyThere`, `TooManyAttachments`, `HasLeft`."""
    member, home, place = _three(caller, member_id, body.organisation_id)
    if place.closed or place.kind not in SECOND_HOMES:
        raise OnlyHomes
    there = list(member.attached_to or ())
    if place.id in there:
        raise AlreadyThere
    if len(there) >= MOST_ATTACHMENTS:
        raise TooManyAttachments
    work = UnitOfWork(caller.act(), chain=home.id, action=ACTION, subject=member.id)
    row = Attached.of(place.id, member.id)
    row.since = business_day(work.act.at).isoformat()
    work.put_new(row, AlreadyThere())
    return _done(work, member, home, place.id, [*there, place.id])


def detach(caller: Asking, member_id: str, organisation_id: str) -> AttachedOut:
    """Raises `NotAttached`, `HasLeft`. A closed organisation can be left too."""
    member, home, head = demand_for_change(caller, member_id, ACTION)
    there = list(member.attached_to or ())
    if organisation_id not in there:
        raise NotAttached
    work = UnitOfWork(caller.act(), chain=home.id, action="members.detach", subject=member.id, head=head)
    row = Attached.of(organisation_id, member.id)
    work.rows.append(on_key("Delete", row, "sk = :m", {":m": {"S": row.sk}}, NotAttached()))
    return _done(work, member, home, organisation_id, [place for place in there if place != organisation_id])


def attached(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[MemberOut]:
    """Who takes part in an organisation beside their home, in the order of their ids."""
    caller.may("members.list", Target(path=directory.organisation(organisation_id).path))
    after = Member.partition(place_of(cursor, PATTERN))
    rows = list(
        Attached.query(
            Attached.partition(organisation_id),
            Attached.sk > after,
            consistent_read=True,
            limit=limit + 1,
            page_size=limit + 1,
        )
    )
    page = rows[:limit]
    found = Member.find_all([(Member.partition(row.member_id), "NOW") for row in page], consistent=True) if page else []
    following = encode_cursor({"after": page[-1].member_id}) if len(rows) > limit else None
    return Page(items=[line(m) for m in sorted(found, key=lambda member: member.pk)], as_of=now(), next=following)


def _three(caller: Asking, member_id: str, organisation_id: str) -> tuple[Member, Organisation, Organisation]:
    """The member, their home, and where they are to take part: within what the caller sees. Raises `NotFound`."""
    member = Member.demand(Member.partition(member_id), "NOW")
    places = directory.organisations([member.branch_id, organisation_id])
    home, place = places.get(member.branch_id), places.get(organisation_id)
    if home is None or place is None:
        raise NotFound
    caller.may(ACTION, Target(path=home.path, member_id=member.id))
    demand_present(caller, member)
    if place.county_id != home.county_id:
        caller.may(ACTION, Target(path=place.path))
    return member, home, place


def _done(work: UnitOfWork, member: Member, home: Organisation, place_id: str, there: list[str]) -> AttachedOut:
    history.keep(work, member, ("attached_to",), history.ATTACHMENT)
    member.attached_to = there or None
    work.put(member)
    changed = AttachmentChanged(
        member_id=member.id,
        branch_id=home.id,
        county_id=home.county_id,
        attached_to=place_id,
        attached=place_id in there,
    )
    work.record(changed)
    reply = AttachedOut(member_id=member.id, branch_id=home.id, attached_to=tuple(there), version=int(member.version))
    work.commit(reply)
    return reply
