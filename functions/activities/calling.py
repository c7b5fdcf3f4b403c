"""The roll call: what the secretary states of each member of the branch."""

from collections.abc import Sequence
from dataclasses import replace

from functions.activities import reading, rules
from functions.activities.errors import NotOpenYet
from functions.activities.models import AttendanceOut, CallRoll, RollCalled, RollEntry
from functions.activities.reading import Record
from functions.activities.tables import Attendance, resume
from kernel.asking import Asking
from kernel.clock import now, stamp
from kernel.errors import Changed, Invalid
from kernel.events import AttendanceCalled
from kernel.idempotency import Answer, Replayed
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.table import encode_cursor


def call_roll(caller: Asking, activity_id: str, body: CallRoll) -> RollCalled:
    """Write the rows that differ, ninety in a transaction; to send the same again changes nothing.

    Raises `Invalid` for members who are not on the branch's roll, `Changed` when somebody signed in or the record was
    handed in meanwhile: chunks before that stand, and the whole may be sent again.
    """
    record = reading.record_for(caller, activity_id, "activities.host")
    act = caller.act()
    _replay(act)
    reading.demand_open(record.activity)
    starts_at, _ = reading.times(record.activity)
    if act.at < starts_at - rules.OPENS_BEFORE:
        raise NotOpenYet
    _demand_on_roll(body.entries, record)
    changed = _changed(record, body.entries, act)
    reply = RollCalled(called=len(body.entries), changed=len(changed))
    _write(act, record, changed, reply)
    return reply


def _replay(act: Act) -> None:
    """A keyed roll call is several transactions: look first whether the last of them, which holds the answer, stood."""
    stored = Answer.find(act.slot.pk) if act.slot else None
    if act.slot and stored:
        raise Replayed(act.slot.open(stored))


def _demand_on_roll(entries: Sequence[RollEntry], record: Record) -> None:
    faults, seen = [], set()
    for number, entry in enumerate(entries):
        if entry.member_id not in record.roll:
            faults.append(rules.fault(f"entries.{number}.memberId", "unknown_member"))
        elif entry.member_id in seen:
            faults.append(rules.fault(f"entries.{number}.memberId", "duplicate"))
        seen.add(entry.member_id)
    if faults:
        raise Invalid(fields=faults)


def _changed(record: Record, entries: Sequence[RollEntry], act: Act) -> list[Attendance]:
    """The rows that are new or that state something else than before."""
    rows = []
    for entry in entries:
        row = record.attendance.get(entry.member_id)
        if row is None:
            row = Attendance(record.activity.pk, Attendance.place(entry.member_id))
        elif row.state == entry.state:
            continue
        row.state, row.method, row.at = entry.state.value, rules.BY_ROLL_CALL, stamp(act.at)
        row.confidence, row.reasons = rules.ROLL_CALL_CONFIDENCE, ["CALLED_BY_SECRETARY"]
        rows.append(row)
    return rows


def _write(act: Act, record: Record, rows: Sequence[Attendance], reply: RollCalled) -> None:
    """Each chunk moves the activity's version on: none slips in behind a submission, nor between its read and its
    writing."""
    parts = list(rules.chunks(rows, rules.ROWS_IN_CHUNK))
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        work = UnitOfWork(
            act if last else replace(act, slot=None),
            chain=record.place.id,
            action="activities.call_roll",
            subject=record.activity.id,
        )
        work.put(record.activity)
        for row in part:
            work.put(row, Changed())
        work.record(
            AttendanceCalled(activity_id=record.activity.id, branch_id=record.place.id, chunk=number, members=len(part))
        )
        work.commit(reply)


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
