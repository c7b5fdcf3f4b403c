"""What members and offices were told of an absence is taken back once it is over."""

from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices import on_attendance_confirmed
from functions.notices.inbox_tables import Notice
from kernel.events import Envelope
from tests.integration.notices import world
from tests.integration.notices.test_following import left, moved, on
from tests.integration.notices.world import attended, branch, clock, enrolled, member, run, tell
from tests.trust import engine
from tests.trust.delivery import every_way
from tests.trust.faults import Fault

pytestmark = pytest.mark.usefixtures("account")
BEGIN, ONE = date(2026, 1, 31), timedelta(days=1)
A, B = branch(1), branch(2)
ONCE, NEVER = member(1), member(2)
TOLD = date(2026, 8, 1)
STOPS = [Fault.KILL_BEFORE, Fault.KILL_AFTER]


def said() -> list[Notice]:
    rows = (Notice.from_raw_data(row) for row in engine.rows(world.TABLE) if row["pk"]["S"].startswith("BOX#"))
    return [notice for notice in rows if notice.code.startswith("ABSENT")]


def standing() -> set[tuple[str, str]]:
    """Box and code of what was not taken back."""
    return {(one.pk.removeprefix("BOX#"), one.code) for one in said() if not one.withdrawn_at}


def told_of(*members: str, offices: bool = True) -> set[tuple[str, str]]:
    """Of three months and of six; above of six alone."""
    own = {(f"MEMBER#{who}", code) for who in members for code in ("ABSENT_3M", "ABSENT_6M")}
    own_offices = {(f"ORG#{A}#secretary", code) for code in ("ABSENT_3M", "ABSENT_6M")}
    return own | (own_offices | {(f"ORG#{world.TOWNSHIP}#reviewer", "ABSENT_6M")} if offices else set())


@pytest.fixture
def absent(account: Any) -> None:
    tell(BEGIN, enrolled(A, [ONCE, NEVER]))
    run(date(2026, 5, 4))
    run(TOLD)
    assert standing() == told_of(ONCE, NEVER)


@pytest.mark.usefixtures("absent")
def test_who_was_seen_again_is_absent_no_more_and_offices_are_told_of_the_rest() -> None:
    tell(TOLD + ONE, attended(A, [ONCE], TOLD))
    one = standing()
    tell(TOLD + 2 * ONE, attended(A, [NEVER], TOLD + ONE))

    assert (one, standing()) == (told_of(NEVER), set())


@pytest.mark.usefixtures("absent")
def test_what_was_held_before_cures_nothing() -> None:
    tell(TOLD + ONE, attended(A, [ONCE], BEGIN - ONE))

    assert standing() == told_of(ONCE, NEVER)


@pytest.mark.usefixtures("absent")
@pytest.mark.parametrize("go", [moved(A, B, ONCE, NEVER), left(A, ONCE, NEVER)])
def test_the_office_of_a_branch_is_told_of_its_own_members_alone(go: Envelope) -> None:
    tell(TOLD + ONE, on(TOLD + ONE, go))

    assert standing() == told_of(ONCE, NEVER, offices=False)


@pytest.mark.usefixtures("absent")
def test_who_is_seen_at_another_branch_is_absent_no_more() -> None:
    tell(TOLD + ONE, on(TOLD + ONE, moved(A, B, ONCE)))
    tell(TOLD + 3 * ONE, attended(B, [ONCE], TOLD + 2 * ONE))

    assert standing() == told_of(NEVER)


@pytest.mark.no_cover
@pytest.mark.usefixtures("absent")
def test_no_fault_at_any_call_leaves_what_is_cured() -> None:
    event = attended(A, [ONCE, NEVER], TOLD)

    with clock(TOLD + ONE):
        trials = every_way(on_attendance_confirmed.lambda_handler, event, standing, STOPS)

    assert [trial for trial in trials if trial.seen != set()] == []
    assert len(trials) > 8
