"""Lists and dossiers as their readers may see them."""

from functions.members.masking import line, masked
from functions.members.models import DossierOut, MemberOut, RevealedOut
from functions.members.places import demand_readable, place_of
from functions.members.tables import Member, MembersByHome, Revealed, left_roll
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import NotFound
from kernel.ids import PATTERN
from kernel.model import Page
from kernel.table import encode_cursor


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int, *, left: bool = False) -> Page[MemberOut]:
    """Who is on a branch's roll, in the order of their ids; or who left from it.

    The index follows a writing within a second or so.
    """
    caller.may("members.list", Target(path=directory.organisation(branch_id).path))
    after = Member.partition(place_of(cursor, PATTERN))
    roll = left_roll(branch_id) if left else branch_id
    found = list(Member.home.query(roll, MembersByHome.pk > after, limit=limit + 1, page_size=limit + 1))
    page = found[:limit]
    following = encode_cursor({"after": page[-1].id}) if len(found) > limit else None
    return Page(items=[line(member) for member in page], as_of=now(), next=following)


def dossier(caller: Asking, member_id: str) -> tuple[DossierOut, int]:
    """The dossier, masked, and its version. Raises `NotFound` alike for nobody and for somebody out of sight."""
    member = demand_readable(caller, member_id)
    return masked(member), int(member.version)


def own_dossier(caller: Asking) -> tuple[DossierOut, int]:
    """The caller's own. Raises `NotFound` before the caller is bound to a member."""
    member = Member.demand(Member.partition(_own(caller)), "NOW")
    return masked(member), int(member.version)


def own_reveals(caller: Asking, cursor: str | None, limit: int) -> Page[RevealedOut]:
    """Who was shown sealed data of the caller, the latest first."""
    before = place_of(cursor, r"REVEAL#[0-9TZ:.-]{24}#[0-9A-Z]{26}") or f"{Revealed.PREFIX}~"
    places = Revealed.sk.between(Revealed.PREFIX, before)
    partition = Member.partition(_own(caller))
    query = Revealed.query(
        partition, places, scan_index_forward=False, consistent_read=True, limit=limit + 2, page_size=limit + 2
    )
    found = [row for row in query if row.sk != before]
    page = found[:limit]
    following = encode_cursor({"after": page[-1].sk}) if len(found) > limit else None
    return Page(items=[_looked(row) for row in page], as_of=now(), next=following)


def _own(caller: Asking) -> str:
    member_id = caller.principal.member_id
    if member_id is None:
        raise NotFound
    caller.may("members.read", Target(member_id=member_id))
    return member_id


def _looked(row: Revealed) -> RevealedOut:
    return RevealedOut.model_validate(
        {
            "at": row.at,
            "kind": row.kind or "REVEAL",
            "by": row.by,
            "organisation_id": row.organisation_id,
            "purpose": row.purpose,
            "fields": row.fields,
        }
    )
