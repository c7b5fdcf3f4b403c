"""Two dossiers of one person become one, in one transaction, and apart again as long as neither was edited since.

The merged dossier stays as it is, sealed blobs and all, out of the roll: it is its own snapshot. Its number leads to
the one that was kept from then on, and so does the account, if it had one.
"""

import json
from datetime import date
from typing import Any

from functions.members import history, merging_rules
from functions.members.duplicates_errors import (
    BothBound,
    CaseClosed,
    EditedSince,
    NotMergeable,
    NotMerged,
    StillAttached,
    TooLate,
)
from functions.members.duplicates_models import DuplicateMergerOut, MergeDuplicate
from functions.members.duplicates_tables import MERGED, SAME, Case
from functions.members.erasure_tables import Absorbed
from functions.members.places import demand_home
from functions.members.reviewing import WAITING, Both, Pair, both
from functions.members.settling import HOME
from functions.members.standing_errors import HomeClosed
from functions.members.tables import IdNumberTaken, Member, SubjectBound, subject_partition
from kernel.asking import Asking
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid
from kernel.events import (
    AccountBound,
    EnrolledMember,
    LeftMember,
    MembersEnrolled,
    MembersLeft,
    MembersMerged,
    MergerUndone,
)
from kernel.journal import UnitOfWork
from kernel.record import Head
from kernel.table import Row
from kernel.transaction import on_key, put

ACTION = "members.merge"
UNDONE = "UNDONE"
STATE_FACTS = ("membership_state", "left_reason", "left_on")
RESTORED = (*STATE_FACTS, "subject", "provenance", "verified")


def merge(caller: Asking, case_id: str, body: MergeDuplicate) -> DuplicateMergerOut:
    """Raises `CaseClosed`, `NotMergeable`, `BothBound`, and `Invalid` if `keep` is neither of the two."""
    case = Case.demand(Case.partition(case_id), "CASE")
    sides = both(caller, case, ACTION)
    if body.keep not in case.members:
        raise Invalid(fields=[{"field": "body.keep", "code": "not_of_this_case"}])
    if case.state not in WAITING:
        raise CaseClosed
    (kept, merged), place = _ordered(sides, body.keep)
    _demand_mergeable(kept, merged)
    return _merge(caller, case, (kept, merged), place, sides.head)


def _ordered(sides: Both, kept_id: str) -> tuple[Pair, Organisation]:
    """Who is kept and who is merged, and the branch of the latter."""
    first, second = sides.pair
    return ((first, second), sides.places[1]) if first.id == kept_id else ((second, first), sides.places[0])


def _demand_mergeable(kept: Member, merged: Member) -> None:
    if "LEFT" in (kept.state, merged.state):
        raise NotMergeable
    if merged.attached_to:
        raise StillAttached
    if kept.subject and merged.subject:
        raise BothBound


def _merge(caller: Asking, case: Case, pair: Pair, place: Organisation, head: Head) -> DuplicateMergerOut:
    kept, merged = pair
    act = caller.act()
    today = business_day(act.at)
    _remember(case, pair, merging_rules.undo_until(today))
    work = UnitOfWork(act, chain=case.county_id, action=ACTION, subject=case.id, head=head)
    _leave(work, case, merged, today)
    _take_account(work, case.moved_subject, merged, kept)
    _lead(work, merged.id_number_index, merged, kept)
    work.put_new(Absorbed.of(kept.id, merged.id))
    case.kept_version, case.merged_version = int(kept.version), int(merged.version)
    work.put(case)
    work.record(MembersLeft(**_where(place), members=(LeftMember(member_id=merged.id, reason=MERGED),)))
    work.record(_merged(case, kept, merged))
    reply = _shown(case, merged)
    work.commit(reply)
    return reply


def _leave(work: UnitOfWork, case: Case, merged: Member, today: date) -> None:
    history.keep(work, merged, STATE_FACTS, history.merge(case.id))
    merged.membership_state, merged.left_reason, merged.left_on = "LEFT", MERGED, today.isoformat()
    merged.subject = None
    merged.leave_roll()
    work.put(merged)


def _merged(case: Case, kept: Member, merged: Member) -> MembersMerged:
    return MembersMerged(
        merger_id=case.id,
        kept_id=kept.id,
        merged_id=merged.id,
        county_id=case.county_id,
        undo_until=date.fromisoformat(str(case.undo_until)),
    )


def _remember(case: Case, pair: Pair, until: date) -> None:
    kept, merged = pair
    before = {name: getattr(merged, name) for name in RESTORED}
    case.state, case.kept_id, case.undo_until = MERGED, kept.id, until.isoformat()
    case.before = json.dumps(before, ensure_ascii=False, separators=(",", ":"))
    case.moved_subject = merged.subject
    case.unlist()


def _take_account(work: UnitOfWork, subject: str | None, giver: Member, taker: Member) -> None:
    """The account of one is the other's from now on. Whose number leads to a dossier is in its version, too."""
    taker.subject = subject or taker.subject
    work.put(taker)
    if subject is None:
        return
    _point(work, SubjectBound(subject_partition(subject), member_id=taker.id), giver)
    work.record(AccountBound(subject=subject, member_id=taker.id, branch_id=taker.branch_id, county_id=taker.county_id))


def _lead(work: UnitOfWork, index: str, giver: Member, taker: Member) -> None:
    _point(work, IdNumberTaken(IdNumberTaken.partition(index), member_id=taker.id), giver)


def _point(work: UnitOfWork, row: Row, giver: Member) -> None:
    """Write a row that says whose something is, if it is the giver's still."""
    work.rows.append(put(row, "member_id = :giver", {":giver": {"S": giver.id}}, Changed()))


def _where(place: Organisation) -> dict[str, Any]:
    return {"branch_id": place.id, "county_id": place.county_id, "path": place.path}


def undo(caller: Asking, case_id: str, branch_id: str | None = None) -> DuplicateMergerOut:
    """Both dossiers as they were; whose home was closed meanwhile gets the branch named, which has it on its record.

    Raises `TooLate`, `NotMerged`, `EditedSince` with what was, `HomeClosed`, `NoHome`.
    """
    case = Case.demand(Case.partition(case_id), "CASE")
    sides = both(caller, case, ACTION)
    act = caller.act()
    if case.kept_id is None or case.undo_until is None:
        raise NotMerged
    if business_day(act.at) > date.fromisoformat(case.undo_until):
        raise TooLate
    (kept, merged), place = _ordered(sides, case.kept_id)
    _demand_unedited(case, kept, merged)
    if place.closed:
        place = _another_home(caller, branch_id)
        work = UnitOfWork(act, chain=place.id, action="members.unmerge", subject=case.id)
    else:
        work = UnitOfWork(act, chain=case.county_id, action="members.unmerge", subject=case.id, head=sides.head)
    _restore(work, case, kept, merged, place)
    reply = _shown(case, merged).model_copy(update={"state": UNDONE})
    _reopen(case)
    work.put(case)
    back = EnrolledMember(member_id=merged.id, category=merged.category, floating=bool(merged.floating))
    work.record(MembersEnrolled(**_where(place), members=(back,)))
    work.record(MergerUndone(merger_id=case.id, kept_id=kept.id, restored_id=merged.id, county_id=case.county_id))
    work.commit(reply)
    return reply


def _reopen(case: Case) -> None:
    """It waits for a decision again."""
    case.state = SAME
    case.kept_id = case.kept_version = case.merged_version = None
    case.before = case.moved_subject = case.undo_until = None
    case.wait()


def _another_home(caller: Asking, branch_id: str | None) -> Organisation:
    if branch_id is None:
        raise HomeClosed
    return demand_home(caller, branch_id, ACTION)


def _demand_unedited(case: Case, kept: Member, merged: Member) -> None:
    versions = ((kept, int(case.kept_version or 0)), (merged, int(case.merged_version or 0)))
    edited = [
        {"memberId": member.id, "fields": _fields_since(member, version)}
        for member, version in versions
        if int(member.version) != version
    ]
    if edited:
        raise EditedSince(edited=edited)


def _fields_since(member: Member, version: int) -> list[str]:
    """What the history tells of later changes; a change that is no fact, as a binding, has no name there."""
    rows = (row for row in history.changes(member.id) if int(row.version) >= version)
    return sorted({name for row in rows for name in row.fields})


def _restore(work: UnitOfWork, case: Case, kept: Member, merged: Member, home: Organisation) -> None:
    elsewhere = HOME if home.id != merged.branch_id else ()
    history.keep(work, merged, (*STATE_FACTS, *elsewhere), history.merge(case.id))
    stated = merged.provenance or {}
    for name, value in case.was().items():
        setattr(merged, name, value)
    if elsewhere:
        merged.provenance = (merged.provenance or {}) | {name: stated[name] for name in elsewhere}
    merged.settle(home.id, home.county_id)
    work.put(merged)
    _lead(work, merged.id_number_index, kept, merged)
    parted = Absorbed.of(kept.id, merged.id)
    work.rows.append(on_key("Delete", parted, "attribute_not_exists(sk) OR sk = :sk", {":sk": {"S": parted.sk}}))
    subject = case.moved_subject
    kept.subject = kept.subject if subject is None else None
    work.put(kept)
    if subject is None:
        return
    _point(work, SubjectBound(subject_partition(subject), member_id=merged.id), kept)
    work.record(
        AccountBound(subject=subject, member_id=merged.id, branch_id=merged.branch_id, county_id=merged.county_id)
    )


def _shown(case: Case, merged: Member) -> DuplicateMergerOut:
    return DuplicateMergerOut.model_validate(
        {
            "id": case.id,
            "kept_id": case.kept_id,
            "merged_id": merged.id,
            "undo_until": case.undo_until,
            "state": "DONE",
        }
    )
