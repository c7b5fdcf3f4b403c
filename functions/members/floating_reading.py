"""Who is away, for the home branch, the host branch, the committees above, and the member."""

from datetime import date

from functions.members import absence, floating_rules, waiting
from functions.members.floating_models import FloatingOut
from functions.members.floating_tables import Floating
from functions.members.places import place_of
from functions.members.tables import Member, MembersByHome
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import NotFound
from kernel.model import Page
from kernel.table import encode_cursor

READ, LIST = "members.floating.read", "members.floating.list"
ROLL = 1000  # a branch's roll is read in one call


def one(caller: Asking, member_id: str) -> tuple[FloatingOut, int]:
    """A member's absence, and its version (0 while it is to be completed). Raises `NotFound` if there is none."""
    member, floating = absence.found(member_id)
    branch = directory.organisation(member.branch_id)
    caller.may(READ, Target(path=branch.path, member_id=member.id))
    if floating is None and not member.floating:
        raise NotFound
    return shown(member, floating), int(floating.version) if floating else 0


def own(caller: Asking) -> tuple[FloatingOut, int]:
    """The caller's own. Raises `NotFound` before the caller is bound to a member."""
    if caller.principal.member_id is None:
        raise NotFound
    return one(caller, caller.principal.member_id)


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> Page[FloatingOut]:
    """The branch's own members who are away, by their ids; those known by a roster alone are to be completed."""
    caller.may(LIST, Target(path=directory.organisation(branch_id).path))
    after = MembersByHome.pk > Member.partition(place_of(cursor, waiting.ID))
    away = Member.home.query(branch_id, after, Member.floating.is_in(True), limit=limit + 1, page_size=ROLL)
    found = list(away)
    page = found[:limit]
    known = {f.member_id: f for f in Floating.find_all([(m.pk, "FLOATING") for m in page], consistent=True)}
    following = encode_cursor({"after": page[-1].id}) if len(found) > limit else None
    return Page(items=[shown(m, known.get(m.id)) for m in page], as_of=now(), next=following)


def of_host(caller: Asking, host_id: str, cursor: str | None, limit: int) -> Page[FloatingOut]:
    """Who of elsewhere is registered with a floating branch, the one to be heard of first at the head."""
    caller.may(LIST, Target(path=directory.organisation(host_id).path))
    return _named(*waiting.of_place_with_members(Floating, host_id, cursor, limit))


def of_committee(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[FloatingOut]:
    """Who of the branches below is away and registered, the one to be heard of first at the head."""
    committee = directory.organisation(organisation_id)
    caller.may(LIST, Target(path=committee.path))
    return _named(*waiting.of_committee_with_members(Floating, committee, cursor, limit))


def _named(page: list[Floating], following: str | None, members: dict[str, Member]) -> Page[FloatingOut]:
    items = [shown(members[f.member_id], f) for f in page if f.member_id in members]
    return Page(items=items, as_of=now(), next=following)


def shown(member: Member, floating: Floating | None) -> FloatingOut:
    """What is known of an absence; the place in words is shown by a reveal alone."""
    if floating is None:
        return FloatingOut(
            member_id=member.id,
            branch_id=member.branch_id,
            name=member.name,
            state="TO_COMPLETE",
            host_branch_id=member.floating_branch_id,
        )
    long = floating_rules.is_long(date.fromisoformat(floating.since), floating_rules.day(floating.expected_return))
    facts = {name: getattr(floating, name) for name in FloatingOut.model_fields if name in floating.get_attributes()}
    known = {"member_id": member.id, "name": member.name, "state": "REGISTERED", "long": long}
    return FloatingOut.model_validate(facts | known)
