"""The lines of the search, kept by what is told of members: each is made anew from the dossier as it stands.

So the order of events does not matter, and a second delivery changes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from functions.members.pinyin import spelled
from functions.members.search_rules import Line
from functions.members.search_tables import Searched, packed
from functions.members.tables import Member
from kernel.consumer import Told
from kernel.errors import Changed
from kernel.events import MemberErased, MembersChanged, MembersEnrolled, MembersLeft, MembersMoved
from kernel.journal import Act
from kernel.projection import retrying
from kernel.transaction import Writes, transact

LEFT = "LEFT"


def told(act: Act, event: MembersEnrolled | MembersChanged | MembersLeft) -> None:  # noqa: ARG001 - a consumer's form
    _renew(event.branch_id, [member.member_id for member in event.members])


def all_told(told: Told) -> bool:
    """Several events in one transaction; False if each is to be told by itself: where lines fill several items."""
    by_branch: defaultdict[str, list[str]] = defaultdict(list)
    for _, event in told:
        by_branch[event.branch_id] += [member.member_id for member in event.members]
    first = Searched.find_all([_key(branch_id, 0) for branch_id in by_branch], consistent=True)
    stored = {item.branch_id: item for item in first}
    if any(int(item.parts) > 1 for item in first):
        return False
    dossiers = {m.id: m for m in _dossiers({m for members in by_branch.values() for m in members})}
    writes = Writes()
    for branch_id, members in by_branch.items():
        parts = [stored[branch_id]] if branch_id in stored else []
        found = [dossiers[member] for member in members if member in dossiers]
        writes.rows += _renewed(branch_id, parts, members, found).rows
    return not (writes.rows and transact(writes.rows))


def moved(act: Act, event: MembersMoved) -> None:  # noqa: ARG001 - a consumer's form
    for branch_id in (event.from_branch_id, event.branch_id):
        _renew(branch_id, [member.member_id for member in event.members])


def erased(act: Act, event: MemberErased) -> None:  # noqa: ARG001 - a consumer's form
    _renew(event.branch_id, [event.member_id], gone=[event.member_id])


def _renew(branch_id: str, members: Collection[str], gone: Collection[str] = ()) -> None:
    """Put these members' lines right in one branch's item."""
    retrying(lambda: _attempt(branch_id, members, gone))


def _attempt(branch_id: str, members: Collection[str], gone: Collection[str]) -> None:
    stored = _stored(branch_id)
    dossiers = [member for member in _dossiers(members) if member.id not in gone]
    writes = _renewed(branch_id, stored, members, dossiers)
    if writes.rows and transact(writes.rows):
        raise Changed


def _renewed(
    branch_id: str, stored: Sequence[Searched], members: Collection[str], dossiers: Sequence[Member]
) -> Writes:
    """The lines of these members made anew from their dossiers, which were read after what is stored."""
    lines = {line.id: line for part in stored for line in part.open()}
    for member_id in members:
        lines.pop(member_id, None)
    lines |= {member.id: line_of(member) for member in dossiers if _on_roll(member, branch_id)}
    return _rewritten(branch_id, stored, packed(lines))


def _stored(branch_id: str) -> list[Searched]:
    """The parts of a branch's lines, in their order: one read, and another where there is more than one."""
    first = Searched.find(Searched.partition(branch_id), Searched.place(0))
    if first is None or int(first.parts) == 1:
        return [first] if first else []
    return [first, *sorted(Searched.find_all(first.others(), consistent=True), key=lambda part: part.part)]


def _rewritten(branch_id: str, stored: Sequence[Searched], texts: Sequence[str]) -> Writes:
    """What differs from what is stored, each part in the version that was read."""
    writes = Writes()
    for number, text in enumerate(texts):
        part = stored[number] if number < len(stored) else Searched(*_key(branch_id, number))
        parts = len(texts) if number == 0 else 1
        if (part.lines, int(part.parts)) != (text, parts):
            part.lines, part.parts = text, parts
            writes.put(part, Changed())
    for part in stored[len(texts) :]:
        writes.delete(part, Changed())
    return writes


def _key(branch_id: str, part: int) -> tuple[str, str]:
    return Searched.partition(branch_id), Searched.place(part)


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
