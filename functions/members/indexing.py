"""The lines of the search, kept by what is told of members: each is made anew from the dossier as it stands.

So the order of events does not matter, and a second delivery changes nothing.
"""

from collections.abc import Collection

from functions.members.pinyin import spelled
from functions.members.search_rules import Line
from functions.members.search_tables import Searched
from functions.members.tables import Member
from kernel.errors import Changed
from kernel.events import MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act
from kernel.projection import retrying
from kernel.transaction import Writes, transact

LEFT = "LEFT"


def told(act: Act, event: MembersEnrolled | MembersChanged | MembersLeft) -> None:  # noqa: ARG001 - a consumer's form
    _renew(event.branch_id, [member.member_id for member in event.members])


def moved(act: Act, event: MembersMoved) -> None:  # noqa: ARG001 - a consumer's form
    for branch_id in (event.from_branch_id, event.branch_id):
        _renew(branch_id, [member.member_id for member in event.members])


def erased(act: Act, event: MemberErased) -> None:  # noqa: ARG001 - a consumer's form
    _renew(event.branch_id, [event.member_id], gone=[event.member_id])


def _renew(branch_id: str, members: Collection[str], gone: Collection[str] = ()) -> None:
    """Put these members' lines right in one branch's item."""
    retrying(lambda: _attempt(branch_id, members, gone))


def _attempt(branch_id: str, members: Collection[str], gone: Collection[str]) -> None:
    item = Searched.find(Searched.partition(branch_id), "LINES") or Searched(Searched.partition(branch_id))
    before, lines = item.lines, {line.id: line for line in item.open()}
    for member_id in members:
        lines.pop(member_id, None)
    lines |= {m.id: line_of(m) for m in _dossiers(members) if m.id not in gone and _on_roll(m, branch_id)}
    item.close(lines)
    if item.lines != before:
        writes = Writes()
        writes.put(item, Changed())
        if transact(writes.rows):
            raise Changed


def line_of(member: Member) -> Line:
    return Line(
        id=member.id,
        name=member.name,
        sound=spelled(member.name),
        sex=member.sex,
        category=member.category,
        education=member.education,
        joined_on=member.joined_on,
        state=member.state,
        cohort=member.cohort,
        floating=bool(member.floating),
        tags=sorted(member.tags or ()),
    )


def _dossiers(members: Collection[str]) -> list[Member]:
    return Member.find_all([(Member.partition(i), "NOW") for i in members], consistent=True)


def _on_roll(member: Member, branch_id: str) -> bool:
    return member.branch_id == branch_id and member.state != LEFT
