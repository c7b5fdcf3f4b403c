"""Where a member is, whether the caller may, and where a page goes on."""

import re

from functions.members.standing_errors import HasLeft, NoHome
from functions.members.tables import Member
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import Malformed
from kernel.record import Head
from kernel.table import decode_cursor


def demand(caller: Asking, member_id: str, action: str) -> tuple[Member, Organisation]:
    """The member and their home. Raises `NotFound` alike for nobody and for somebody out of sight, `Forbidden`."""
    member = Member.demand(Member.partition(member_id), "NOW")
    branch = directory.organisation(member.branch_id)
    caller.may(action, Target(path=branch.path, member_id=member.id))
    return member, branch


def demand_readable(caller: Asking, member_id: str) -> Member:
    return demand(caller, member_id, "members.read")[0]


def demand_for_change(caller: Asking, member_id: str, action: str) -> tuple[Member, Organisation, Head | None]:
    """The same of somebody who is on a roll, in the version that the caller expects, and the head of the home's chain.

    Raises `HasLeft` and `Stale` too.
    """
    member = Member.demand(Member.partition(member_id), "NOW")
    return member, *demand_change_at(caller, member, action)


def demand_change_at(caller: Asking, member: Member, action: str) -> tuple[Organisation, Head | None]:
    """The home of a member who was read already, and the head of its chain. Raises as `demand_for_change` does."""
    branch, head = directory.organisation_and(member.branch_id, Head, member.branch_id)
    caller.may(action, Target(path=branch.path, member_id=member.id))
    demand_present(caller, member)
    return branch, head


def demand_on_roll(caller: Asking, member_id: str, action: str) -> tuple[Member, Organisation]:
    """As `demand_for_change`, for an act that is recorded elsewhere."""
    member, branch, _ = demand_for_change(caller, member_id, action)
    return member, branch


def demand_at(caller: Asking, member: Member, action: str) -> Organisation:
    """As `demand_change_at`, for an act that is recorded elsewhere."""
    return demand_change_at(caller, member, action)[0]


def demand_present(caller: Asking, member: Member) -> None:
    """Raises `HasLeft` for somebody on no roll, `Stale` for an old `If-Match`."""
    if member.state == "LEFT":
        raise HasLeft
    caller.expect_version(member.version)


def demand_home(caller: Asking, branch_id: str, action: str) -> Organisation:
    """A branch that can be somebody's home, and in which the caller may. Raises `NotFound`, `NoHome`."""
    branch = directory.organisation(branch_id)
    caller.may(action, Target(path=branch.path))
    if branch.closed or not branch.holds_members:
        raise NoHome
    return branch


def place_of(cursor: str | None, pattern: str) -> str:
    """Where the last page ended; "" at the beginning. Raises `Malformed` for a cursor of another making."""
    place = decode_cursor(cursor)
    if place is None:
        return ""
    after = place.get("after")
    if not isinstance(after, str) or not re.fullmatch(pattern, after):
        raise Malformed(field="cursor")
    return after
