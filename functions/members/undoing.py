"""A chunk of an applied roster taken back: who was new is gone, who was corrected as before, who was edited stays."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from functions.members import dossiers, history
from functions.members.history_tables import Was
from functions.members.tables import ChunkAnswered, IdNumberTaken, Member
from kernel import directory
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import EnrolledMember, LeftMember, MembersChanged, MembersLeft
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.membership import ROSTER_UNDONE
from kernel.projection import retrying
from kernel.rows import RowOutcome, RowsMessage, opened, stored
from kernel.transaction import Writes, on_key, transact
from kernel.vault import MemberKeys

BESIDE = (
    "FLOATING",
    "FLOATED#",
    "CONTACT#",
    "HOLDING",
    "LOST",
    "ATTEMPT#",
    "TRACED#",
    "ERASURE",
    "ERASED",
    "ABSORBED#",
)


class Did(NamedTuple):
    """What a row did to which member, and the version that left."""

    row: int
    outcome: str
    member_id: str
    version: int


@dataclass
class Taking:
    """What is taken back of a chunk, row by row."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    removed: list[Member] = field(default_factory=list)
    restored: list[tuple[Member, Was, MemberKeys]] = field(default_factory=list)

    @property
    def touched(self) -> list[Member]:
        return [*self.removed, *(member for member, _, _ in self.restored)]


def take_back(message: RowsMessage) -> tuple[RowOutcome, ...]:
    """What became of each row that had done something; the same at every delivery."""
    return retrying(lambda: _take_back(message))


def _take_back(message: RowsMessage) -> tuple[RowOutcome, ...]:
    """Raises `Changed` when somebody was quicker: decided anew."""
    partition = ChunkAnswered.partition(message.roster_id, message.chunk)
    places = [ChunkAnswered.place(message.generation, what) for what in ("OUTCOMES", "UNDONE")]
    known = {row.sk: row for row in ChunkAnswered.find_all([(partition, sk) for sk in places], consistent=True)}
    if places[1] in known:
        return opened(known[places[1]].outcomes)
    applied = known.get(places[0])
    made = _decided(message, [Did(*one) for one in json.loads(applied.did or "[]")] if applied else [])
    kept = stored(made.outcomes)
    rows = [ChunkAnswered(partition, places[1], outcomes=kept)]
    if applied is None:  # should it still be on its way to be applied, it meets this and does nothing
        rows.append(ChunkAnswered(partition, places[0], outcomes="[]"))
    _commit(message, made, rows)
    return tuple(made.outcomes)


def _decided(message: RowsMessage, done: Sequence[Did]) -> Taking:
    made = Taking()
    ids = [one.member_id for one in done]
    members = {m.id: m for m in Member.find_all([(Member.partition(i), "NOW") for i in ids], consistent=True)}
    changed = [MemberKeys.partition(one.member_id) for one in done if one.outcome == "update"]
    keys = {k.member_id: k for k in MemberKeys.find_all(changed, consistent=True)}
    source = history.roster(message.roster_id)
    for one in done:
        made.outcomes.append(_one(one, members.get(one.member_id), keys.get(one.member_id), source, made))
    return made


def _one(did: Did, member: Member | None, keys: MemberKeys | None, source: str, made: Taking) -> RowOutcome:
    if member is None:
        return _kept(did, "gone_since")
    if int(member.version) != did.version:
        return _kept(did, "edited_since")
    if did.outcome == "create" and _is_depended_on(member):
        return _kept(did, "edited_since")
    if did.outcome == "create":
        made.removed.append(member)
        return RowOutcome(row=did.row, outcome="undone")
    was = _before(member, source)
    if was is None or keys is None:
        return _kept(did, "gone_since")
    made.restored.append((member, was, keys))
    return RowOutcome(row=did.row, outcome="undone", changes=tuple(was.fields))


def _is_depended_on(member: Member) -> bool:
    """Whether somebody put something beside the dossier which leaves the dossier as it was: an absence, a case."""
    rows = Was.query(member.pk, consistent_read=True, attributes_to_get=["pk", "sk"])
    return any(row.sk.startswith(BESIDE) for row in rows)


def _kept(did: Did, code: str) -> RowOutcome:
    return RowOutcome(row=did.row, outcome="kept", code=code)


def _before(member: Member, source: str) -> Was | None:
    """What the member's last change took the place of, if that was this roster's."""
    changes = history.changes(member.id)
    last = changes[-1] if changes else None
    return last if last and last.source == source and int(last.version) + 1 == int(member.version) else None


def _commit(message: RowsMessage, made: Taking, rows: Iterable[ChunkAnswered]) -> None:
    if not made.touched:
        writes = Writes()
        for row in rows:
            writes.put_new(row)
        if transact(writes.rows):
            raise Changed
        return
    branch = directory.organisation(made.touched[0].branch_id)
    cause = derived_id(message.roster_id, "undo", message.chunk, message.generation)
    work = UnitOfWork(
        Act(message.actor, cause=cause),
        chain=branch.id,
        action="members.unenrol",
        subject=message.roster_id,
        effect=f"undo {message.chunk}",
        later=message.burst,
    )
    if made.removed:
        _remove(work, made.removed, branch)
    if made.restored:
        _restore(work, made.restored, branch)
    for row in rows:
        work.put_new(row, Changed())
    if not work.commit():
        raise Changed


def _remove(work: UnitOfWork, members: Sequence[Member], branch: Organisation) -> None:
    """The dossier, the number's place and the keys go; the number can be enrolled again.

    What waits for a decision about them goes by the event (`sweeping`).
    """
    for member in members:
        taken = IdNumberTaken(IdNumberTaken.partition(member.id_number_index))
        held = {":m": {"S": member.id}}
        keys, of = MemberKeys(MemberKeys.partition(member.id)), {":c": {"S": branch.county_id}}
        work.delete(member)
        work.rows.append(on_key("Delete", taken, "member_id = :m", held, Changed()))
        work.rows.append(on_key("Delete", keys, "county_id = :c", of, Changed()))
    gone = tuple(LeftMember(member_id=member.id, reason=ROSTER_UNDONE) for member in members)
    work.record(MembersLeft(**_where(branch), members=gone))


def _restore(work: UnitOfWork, members: Sequence[tuple[Member, Was, MemberKeys]], branch: Organisation) -> None:
    for member, was, keys in members:
        history.keep(work, member, was.fields, f"UNDO:{work.subject}")
        for name, value in was.before().items():
            setattr(member, name, value)
        member.p2, member.p3 = was.p2 or member.p2, was.p3 or member.p3
        dossiers.rewrite(member, dossiers.read(member, keys), keys)
        work.put(member)
    people = tuple(
        EnrolledMember(member_id=member.id, category=member.category, floating=member.floating)
        for member, _, _ in members
    )
    work.record(MembersChanged(**_where(branch), members=people))


def _where(branch: Organisation) -> dict[str, str]:
    return {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
