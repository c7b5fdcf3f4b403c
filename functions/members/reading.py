"""Lists and dossiers as their readers may see them."""

import re

from functions.members.models import DossierOut, MemberOut, RevealedOut
from functions.members.tables import PLAIN, Member, MembersByHome, Revealed
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import Malformed, NotFound
from kernel.ids import PATTERN
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def of_branch(caller: Asking, branch_id: str, cursor: str | None, limit: int) -> Page[MemberOut]:
    """The members of one branch in the order of their ids; the index follows a writing within a second or so."""
    caller.may("members.list", Target(path=directory.organisation(branch_id).path))
    after = Member.partition(_place(cursor, PATTERN))
    found = list(Member.home.query(branch_id, MembersByHome.pk > after, limit=limit + 1, page_size=limit + 1))
    page = found[:limit]
    following = encode_cursor({"after": page[-1].id}) if len(found) > limit else None
    return Page(items=[line(member) for member in page], as_of=now(), next=following)


def dossier(caller: Asking, member_id: str) -> tuple[DossierOut, int]:
    """The dossier, masked, and its version. Raises `NotFound` alike for nobody and for somebody out of sight."""
    member = Member.demand(Member.partition(member_id), "NOW")
    path = directory.organisation(member.branch_id).path
    caller.may("members.read", Target(path=path, member_id=member.id))
    return masked(member), int(member.version)


def own_dossier(caller: Asking) -> tuple[DossierOut, int]:
    """The caller's own. Raises `NotFound` before the caller is bound to a member."""
    member = Member.demand(Member.partition(_own(caller)), "NOW")
    return masked(member), int(member.version)


def own_reveals(caller: Asking, cursor: str | None, limit: int) -> Page[RevealedOut]:
    """Who was shown sealed data of the caller, the latest first."""
    before = _place(cursor, r"REVEAL#[0-9TZ:.-]{24}#[0-9A-Z]{26}") or f"{Revealed.PREFIX}~"
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


def _place(cursor: str | None, pattern: str) -> str:
    """Where the last page ended; "" at the beginning. Raises `Malformed` for a cursor of another making."""
    place = decode_cursor(cursor)
    if place is None:
        return ""
    after = place.get("after")
    if not isinstance(after, str) or not re.fullmatch(pattern, after):
        raise Malformed(field="cursor")
    return after


def line(member: Member) -> MemberOut:
    return MemberOut(id=member.id, branch_id=member.branch_id, **{name: getattr(member, name) for name in PLAIN})


def masked(member: Member) -> DossierOut:
    return DossierOut(
        **line(member).model_dump(),
        mobile=member.mobile_masked,
        id_number=member.id_number_masked,
        bound=member.subject is not None,
    )


def _looked(row: Revealed) -> RevealedOut:
    return RevealedOut.model_validate(
        {
            "at": row.at,
            "by": row.by,
            "organisation_id": row.organisation_id,
            "purpose": row.purpose,
            "fields": row.fields,
        }
    )
