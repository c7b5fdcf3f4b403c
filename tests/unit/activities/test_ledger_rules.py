"""What a ledger adds up."""

import pytest

from functions.activities.ledger import rules as ledger_rules
from functions.activities.ledger.rules import Attendance
from functions.activities.rules import Presence, State


@pytest.mark.parametrize("state", Presence)
def test_every_state_of_attendance_is_counted_once(state: Presence) -> None:
    found = ledger_rules.attendance({state.value: 1}, expected=1, unrecorded=0)

    parts = (found.attended, *found.leave.values(), found.absent, found.exempt, found.observers)
    assert sum(parts) == 1


def test_a_total_adds_kinds_of_leave_and_leaves_out_what_was_not_held() -> None:
    one = Attendance(3, 1, {"LEAVE_SICK": 1}, absent=1)
    other = Attendance(4, 2, {"LEAVE_SICK": 1, "LEAVE_OFFICIAL": 1}, exempt=1, observers=2, unrecorded=1)

    total = ledger_rules.total([(State.APPROVED, one), (State.SUBMITTED, other), (State.WITHDRAWN, one)])

    leave = {"LEAVE_SICK": 2, "LEAVE_OFFICIAL": 1}
    assert total == Attendance(7, 3, leave, absent=1, exempt=1, observers=2, unrecorded=1)
    assert total.percent == 42
    assert Attendance(0, 0).percent is None
