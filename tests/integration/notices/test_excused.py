"""Members who had reason not to come: leave starts their ladder anew, whoever is exempt hears nothing."""

from copy import replace
from datetime import date

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from kernel.events import Envelope
from tests.integration.notices import world
from tests.integration.notices.test_absence import BEGIN, BRANCH, HELD, ONE, to_members
from tests.integration.notices.world import attended, enrolled, member, run, sent, submitted, tell

pytestmark = pytest.mark.usefixtures("account")


def excused(branch_id: str, held_on: date, here: list[str], **why: list[str]) -> Envelope:
    told = attended(branch_id, here, held_on)
    return replace(told, data=told.data | why)


def test_who_was_excused_starts_anew_and_who_is_exempt_hears_nothing() -> None:
    """`domain.md` 4.5: without organisational life, and without reason."""
    here, away, on_leave, let_off = (member(n) for n in range(4))
    tell(BEGIN, enrolled(BRANCH, [here, away, on_leave, let_off]))
    for day in (HELD, HELD + 7 * ONE):
        tell(day, submitted(BRANCH, day), excused(BRANCH, day, [here], excused=[on_leave], exempt=[let_off]))

    run(HELD + 8 * ONE)
    soon = {(box, code) for box, code, _, _ in sent("ABSENT_") if box.startswith("MEMBER#")}
    run(HELD + relativedelta(months=3) + 7 * ONE)
    run(HELD + relativedelta(years=1))

    assert soon == {(f"MEMBER#{away}", "ABSENT_3M")}
    assert {who for who, code, _ in to_members() if code == "ABSENT_6M"} == {here, away, on_leave}


def test_leave_breaks_a_run_of_missed_meetings() -> None:
    on_leave, away = member(1), member(2)
    tell(BEGIN, enrolled(BRANCH, [on_leave, away]))
    for number in range(3):
        day = BEGIN + (number + 1) * 7 * ONE
        tell(day, submitted(BRANCH, day), excused(BRANCH, day, [member(3)], excused=[on_leave] if number == 1 else []))

    run(BEGIN + 30 * ONE)

    assert {box for box, _, _, _ in sent("ABSENT_2")} == {f"MEMBER#{away}"}


@pytest.mark.parametrize("seed", range(4))
def test_the_exempt_are_exempt_in_whatever_order_it_is_told(seed: int) -> None:
    events = [
        enrolled(BRANCH, [member(1), member(2)]),
        attended(BRANCH, [member(1)], BEGIN + 7 * ONE),
        excused(BRANCH, BEGIN + 14 * ONE, [member(2)], exempt=[member(1)]),
    ]

    world.tell_badly(BEGIN + 14 * ONE, events, seed)
    run(BEGIN + 200 * ONE)

    assert {who for who, _, _ in to_members()} == {member(2)}
