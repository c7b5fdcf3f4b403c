"""A disputed line of attendance waits for a ruling until its record counts no more: nobody rules on it then.

Whichever is heard of last ends it: the dispute is kept under its activity, as is what became of that, and each looks
for the other.
"""

from functions.notices import obligation_disputes, obligations
from functions.notices.disputing_tables import Disputed, RecordGone
from functions.notices.noting import note
from functions.notices.obligation_facts import order_of
from kernel.events import ActivityCancelled, ActivityWithdrawn, AttendanceDisputed
from kernel.journal import Act


def disputed(act: Act, event: AttendanceDisputed) -> None:
    line = Disputed.to(event.activity_id, event.member_id, event.branch_id, event.county_id)
    note(line)
    obligations.settle(act, obligation_disputes.attendance_disputed(act, event))
    if gone := RecordGone.of(event.activity_id):
        _end(act, line, gone.order)


def gone(act: Act, event: ActivityWithdrawn | ActivityCancelled) -> None:
    note(RecordGone.to(event.activity_id, order_of(act)))
    for line in Disputed.of(event.activity_id):
        _end(act, line, order_of(act))


def _end(act: Act, line: Disputed, order: str) -> None:
    obligations.settle(act, [obligation_disputes.never_ruled(line, order)], f"GONE#{line.sk}")
