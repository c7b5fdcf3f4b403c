"""A chunk of a roster taken in: planned, and where it is to be applied, written in one transaction."""

import json
from collections.abc import Sequence

from functions.members import dossiers, history
from functions.members.chunks import Chunks
from functions.members.planning import Correction, Creation, Plan, plan
from functions.members.tables import ChunkAnswered
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import EnrolledMember, MembersChanged, MembersEnrolled
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.record import Head
from kernel.rows import MemberRow, RowOutcome, RowsMessage, opened, stored


def take(message: RowsMessage, rows: Sequence[MemberRow], chunks: Chunks) -> tuple[RowOutcome, ...]:
    """What the rows did, or, in a preview, would do; the same at every delivery."""
    if message.phase == "preview":
        return tuple(plan(message, rows, business_day(_act(message).at), chunks.record_of(message, rows)).outcomes)
    return retrying(lambda: _apply(message, rows, chunks))


def _act(message: RowsMessage) -> Act:
    again = [message.generation] if message.generation else []
    return Act(message.actor, cause=derived_id(message.roster_id, "apply", message.chunk, *again))


def _apply(message: RowsMessage, rows: Sequence[MemberRow], chunks: Chunks) -> tuple[RowOutcome, ...]:
    """Raises `Changed` when a number was enrolled or a dossier written since the reading: to be planned anew."""
    record = chunks.record_of(message, rows)
    if record.answered is not None:
        return opened(record.answered.outcomes)
    act = _act(message)
    made = plan(message, rows, business_day(act.at), record)
    if made.branch is None or not made.writes:
        return tuple(made.outcomes)
    work = _work(act, message, made, made.branch, chunks.heads.pop(made.branch.id, record.head))
    if work.commit():
        chunks.heads[made.branch.id] = work.head
        return tuple(made.outcomes)
    return _answered(message) or tuple(made.outcomes)


def _answered(message: RowsMessage) -> tuple[RowOutcome, ...] | None:
    place = ChunkAnswered.place(message.generation)
    row = ChunkAnswered.find(ChunkAnswered.partition(message.roster_id, message.chunk), place)
    return opened(row.outcomes) if row else None


def _work(act: Act, message: RowsMessage, made: Plan, branch: Organisation, head: Head) -> UnitOfWork:
    work = UnitOfWork(
        act,
        chain=branch.id,
        action="members.enrol",
        subject=message.roster_id,
        effect=f"chunk {message.chunk}",
        head=head,
        later=message.burst,
    )
    if made.creations:
        _enrol(work, made.creations, branch)
    if made.corrections:
        _correct(work, made.corrections, branch)
    kept = stored(made.outcomes)
    key = (ChunkAnswered.partition(message.roster_id, message.chunk), ChunkAnswered.place(message.generation))
    work.put_new(ChunkAnswered(*key, outcomes=kept, did=_did(made)))
    return work


def _did(made: Plan) -> str:
    """Row, outcome, member and its version after, of every row that wrote something."""
    written = {"create": iter((c.member_id, 1) for c in made.creations)}
    written["update"] = iter((c.member.id, int(c.member.version)) for c in made.corrections)
    done = [[o.row, o.outcome, *next(written[o.outcome])] for o in made.outcomes if o.outcome in written]
    return json.dumps(done, separators=(",", ":"))


def _enrol(work: UnitOfWork, creations: Sequence[Creation], branch: Organisation) -> None:
    for creation in creations:
        member, taken, keys = dossiers.enrol(creation.member_id, branch, creation.facts)
        history.begin(member, history.roster(work.subject), work.act.actor, business_day(work.act.at))
        work.put_new(taken, Changed())  # somebody was quicker: what the row does is decided anew
        work.put_new(member)
        work.put_new(keys)
    people = tuple(
        EnrolledMember(member_id=c.member_id, category=c.facts.category, floating=c.facts.floating) for c in creations
    )
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    work.record(MembersEnrolled(**where, members=people))


def _correct(work: UnitOfWork, corrections: Sequence[Correction], branch: Organisation) -> None:
    for correction in corrections:
        history.keep(work, correction.member, correction.changed, history.roster(work.subject))
        dossiers.rewrite(correction.member, correction.facts, correction.keys)
        work.put(correction.member)
    people = tuple(
        EnrolledMember(member_id=c.member.id, category=c.facts.category, floating=c.facts.floating) for c in corrections
    )
    where = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    work.record(MembersChanged(**where, members=people))
