"""The end of a person's data, gathered for one transaction."""

from functions.members.attaching_tables import Attached
from functions.members.erasure_tables import Erased
from functions.members.tables import IdNumberTaken, Member, SubjectBound, subject_partition
from kernel.directory import Organisation
from kernel.events import LeftMember, MemberErased, MembersLeft
from kernel.journal import UnitOfWork
from kernel.transaction import on_key
from kernel.vault import MemberKeys

CONFIRM = "members.erase.confirm"
MERGED = "MERGED"


def erase(
    work: UnitOfWork,
    member: Member,
    branch: Organisation,
    left: Erased,
    holder_id: str | None = None,
    asked_by: str | None = None,
) -> None:
    """Add the end of a person's data to a transaction. `holder_id` is whom a merged dossier's number leads to,
    `asked_by` the member who is told that it is done."""
    keys = MemberKeys(MemberKeys.partition(member.id))
    work.rows.append(on_key("Delete", keys, "attribute_not_exists(pk) OR pk = :pk", {":pk": {"S": keys.pk}}))
    work.delete(member)
    if member.left_reason != MERGED or holder_id is not None:
        _free_number(work, member, holder_id or member.id)
    if member.subject is not None:
        bound = SubjectBound(subject_partition(member.subject), member_id=member.id)
        work.rows.append(on_key("Delete", bound, "member_id = :m", {":m": {"S": member.id}}))
    for organisation_id in member.attached_to or ():
        row = Attached.of(organisation_id, member.id)
        work.rows.append(on_key("Delete", row, "attribute_not_exists(sk) OR sk = :sk", {":sk": {"S": row.sk}}))
    work.put_new(left)
    where = {"branch_id": branch.id, "county_id": branch.county_id}
    if member.state != "LEFT":
        gone = LeftMember(member_id=member.id, reason="ERASED")
        work.record(MembersLeft(**where, path=branch.path, members=(gone,)))
    work.record(MemberErased(member_id=member.id, **where, asked_by=asked_by))


def _free_number(work: UnitOfWork, member: Member, holder_id: str) -> None:
    """The number can be enrolled anew from now on, as a new person's."""
    taken = IdNumberTaken(IdNumberTaken.partition(member.id_number_index), member_id=holder_id)
    work.rows.append(on_key("Delete", taken, "member_id = :m", {":m": {"S": holder_id}}))
