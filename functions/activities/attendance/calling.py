"""The roll call: what the secretary states of each member of the branch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel

from functions.activities import reading, rules
from functions.activities.attendance import making_up
from functions.activities.attendance.confidence_rules import Reason
from functions.activities.attendance.models import AttendanceOut, CallRoll, RollCalled, RollEntry
from functions.activities.attendance.tables import Attendance
from functions.activities.disputes.rules import BY_RULING
from functions.activities.errors import NotOpenYet
from functions.activities.reading import Record
from functions.activities.roll.elsewhere_tables import Elsewhere, Visit
from functions.activities.tables import resume
from kernel.asking import Asking
from kernel.clock import now, stamp
from kernel.errors import Changed, Invalid
from kernel.events import AttendanceCalled
from kernel.idempotency import Answer, Replayed
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.record import Head
from kernel.table import encode_cursor


def call_roll(caller: Asking, activity_id: str, body: CallRoll) -> RollCalled:
    """Write the rows that differ, ninety in a transaction; to send the same again changes nothing.

    Raises `Invalid` for members who are not on the branch's roll, `Changed` when somebody signed in or the record was
    handed in meanwhile: chunks before that stand, and the whole may be sent again.
    """
    record = reading.record_for(caller, activity_id, "activities.host")
    act = caller.act()
    replay(act)
    reading.demand_open(record.activity)
    starts_at, _ = reading.times(record.activity)
    if act.at < starts_at - rules.OPENS_BEFORE:
        raise NotOpenYet
    homes = homes_of(record, [entry.member_id for entry in body.entries])
    _demand_on_roll(body.entries, {*record.roll, *homes})
    _demand_not_ruled(body.entries, record)
    head = making_up.demand_missed(record, body.entries)
    changed = _changed(record, body.entries, homes, act)
    reply = RollCalled(called=len(body.entries), changed=len(changed))
    write(act, record, changed, reply, head=head)
    return reply


def replay(act: Act) -> None:
    """A keyed roll call is several transactions: look first whether the last of them, which holds the answer, stood."""
    stored = Answer.find(act.slot.pk) if act.slot else None
    if act.slot and stored:
        raise Replayed(act.slot.open(stored))


def homes_of(record: Record, members: Sequence[str]) -> dict[str, str | None]:
    """Those of these members whose home is another branch: invited, or taking part here beside it.

    One read for each hundred whom neither the rolls nor the record know.
    """
    invited = {member: home for member, home in record.homes.items() if home != record.place.id}
    known = invited | {member: row.home_id for member, row in record.attendance.items() if row.home_id}
    strange = sorted({member for member in members if member not in record.roll and member not in known})
    return known | (_taking_part(record.place.id, strange) if strange else {})


def _taking_part(organisation_id: str, members: Sequence[str]) -> dict[str, str | None]:
    found = Elsewhere.find_all([(Elsewhere.partition(member), "ELSEWHERE") for member in members], consistent=True)
    return {row.member_id: row.home_id for row in found if row.takes_part_in(organisation_id)}


def _demand_on_roll(entries: Sequence[RollEntry], expected: Collection[str]) -> None:
    faults, seen = [], set()
    for number, entry in enumerate(entries):
        if entry.member_id not in expected:
            faults.append(rules.fault(f"entries.{number}.memberId", "unknown_member"))
        elif entry.member_id in seen:
            faults.append(rules.fault(f"entries.{number}.memberId", "duplicate"))
        seen.add(entry.member_id)
    if faults:
        raise Invalid(fields=faults)


def _demand_not_ruled(entries: Sequence[RollEntry], record: Record) -> None:
    """What was ruled on a dispute stands: who entered the line before does not overrule it by calling the roll anew."""
    ruled = {m: row.state for m, row in record.attendance.items() if row.method == BY_RULING}
    faults = [
        rules.fault(f"entries.{number}.state", "ruled_on")
        for number, entry in enumerate(entries)
        if ruled.get(entry.member_id, entry.state) != entry.state
    ]
    if faults:
        raise Invalid(fields=faults)


def _changed(
    record: Record, entries: Sequence[RollEntry], homes: Mapping[str, str | None], act: Act
) -> list[Attendance]:
    """The rows that are new or that state something else than before."""
    rows = []
    for entry in entries:
        known = record.attendance.get(entry.member_id)
        if known is None or (known.state, known.makes_up_for) != (entry.state, entry.makes_up_for):
            rows.append(_called(record, entry, homes.get(entry.member_id), act))
    return rows


def _called(record: Record, entry: RollEntry, home_id: str | None, act: Act) -> Attendance:
    """The row as the secretary states it: what a sign-in before it rested on is no ground for another state."""
    row = Attendance.to(
        record.activity,
        entry.member_id,
        state=entry.state.value,
        method=rules.BY_ROLL_CALL,
        at=stamp(act.at),
        reasons=[Reason.CALLED_BY_SECRETARY.value],
        home_id=home_id,
        makes_up_for=entry.makes_up_for,
        entered_by=act.actor,
    )
    known = record.attendance.get(entry.member_id)
    row.version = known.version if known else 0
    return row


def write(
    act: Act,
    record: Record,
    rows: Sequence[Attendance],
    reply: BaseModel,
    action: str = "activities.call_roll",
    head: Head | None = None,
) -> None:
    """Each chunk moves the activity's version on: none slips in behind a submission, nor between its read and its
    writing. `head` is the chain's, if it was read already."""
    size = rules.ROWS_IN_CHUNK // 2 if any(row.home_id for row in rows) else rules.ROWS_IN_CHUNK  # two rows for a guest
    parts = list(rules.chunks(rows, size))
    for number, part in enumerate(parts):
        by = act if number == len(parts) - 1 else replace(act, slot=None)
        work = UnitOfWork(by, chain=record.place.id, action=action, subject=record.activity.id, head=head)
        head = None  # the next chunk finds it moved
        _gather(work, record, part)
        work.record(_called_of(record, number, part))
        work.commit(reply)


def _called_of(record: Record, chunk: int, rows: Sequence[Attendance]) -> AttendanceCalled:
    return AttendanceCalled(activity_id=record.activity.id, branch_id=record.place.id, chunk=chunk, members=len(rows))


def _gather(work: UnitOfWork, record: Record, rows: Sequence[Attendance]) -> None:
    work.put(record.activity)
    for row in rows:
        work.put(row, Changed())
        if row.home_id:
            work.put_anyway(Visit.to(record.activity, row.member_id, row.home_id))


def attendance(caller: Asking, activity_id: str, cursor: str | None, limit: int) -> Page[AttendanceOut]:
    """The rows by member, for those who call or review; others' absence is not for every member to see."""
    activity, _ = reading.activity_for(caller, activity_id, "activities.attendance")
    after = resume(cursor, "member")
    start = after and {"pk": {"S": activity.pk}, "sk": {"S": Attendance.place(after["member"])}}
    found = list(
        Attendance.query(
            activity.pk,
            Attendance.sk.startswith("ATTENDANCE#"),
            consistent_read=True,
            limit=limit,
            last_evaluated_key=start or None,
        )
    )
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[AttendanceOut.of(row) for row in found],
        as_of=now(),
        next=encode_cursor({"member": last.member_id} if last else None),
    )
