"""Members who stay away are reminded at three months, four and six, by one lazy deadline per branch."""

import random
from copy import replace
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]  # ships no types

from functions.notices import on_run_started
from kernel.record import Head
from tests.integration.notices import world
from tests.integration.notices.world import (
    TOWNSHIP,
    armed,
    attended,
    branch,
    enrolled,
    member,
    run,
    sent,
    submitted,
    tell,
)
from tests.trust.delivery import every_way
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")
ONE = timedelta(days=1)
BEGIN = date(2026, 1, 31)
BRANCH = branch(1)
Told = set[tuple[str, str, str]]


def by_hand(came: dict[str, date], took_part: dict[str, list[date]], until: date) -> Told:
    """Member, code and day of every reminder, told by the rule and not by the code (`domain.md` 4.5)."""
    told = set()
    for who, begin in came.items():
        starts = sorted([begin, *took_part.get(who, [])])
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            for months in (3, 4, 6):
                day = start + relativedelta(months=months)
                if day <= until and (following is None or day <= following):
                    told.add((who, f"ABSENT_{months}M", str(day)))
    return told


def to_members() -> Told:
    """Of months; two meetings in a row are another ladder."""
    told = (one for one in sent("ABSENT") if one[0].startswith("MEMBER#") and one[1] != "ABSENT_2")
    return {(box.removeprefix("MEMBER#"), code, due) for box, code, due, _ in told}


@pytest.mark.no_cover
def test_over_nine_months_each_member_is_told_on_the_day_and_only_then() -> None:
    chance = random.Random(5)  # noqa: S311 - a repeatable life
    came = {member(n): BEGIN for n in range(8)} | {member(n): BEGIN + timedelta(days=70) for n in range(8, 11)}
    days = [BEGIN + timedelta(days=chance.randrange(1, 240)) for _ in range(9)]
    took_part = {m: sorted(d for d in days if d > came[m] and chance.random() < 0.25) for m in list(came)[2:]}
    until = BEGIN + timedelta(days=270)

    day = BEGIN
    while day <= until:
        run(day)
        tell(day, *([enrolled(BRANCH, new)] if (new := [m for m, on in came.items() if on == day]) else []))
        tell(day, *([attended(BRANCH, here, day)] if (here := [m for m, on in took_part.items() if day in on]) else []))
        day += ONE

    expected = by_hand(came, took_part, until)
    assert to_members() == expected
    assert len(expected) > 10
    _offices_hear_of_the_same(expected)


def _offices_hear_of_the_same(expected: Told) -> None:
    secretary = {
        (m, code, due) for box, code, due, about in sent("ABSENT") if "#secretary" in box for m in about.split(",")
    }
    assert secretary == expected
    township = {(code, due) for box, code, due, _ in sent("ABSENT") if box == f"ORG#{TOWNSHIP}#reviewer"}
    assert township == {(code, due) for _, code, due in expected if code == "ABSENT_6M"}


def test_attendance_moves_no_deadline_but_the_day_finds_nobody_and_looks_again_later() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))
    tell(date(2026, 4, 1), attended(BRANCH, [member(1)], date(2026, 4, 1)))
    assert armed("ABSENT") == {("2026-04-30", f"ABSENT#{BRANCH}")}

    run(date(2026, 4, 30))

    assert sent("ABSENT") == set()
    assert armed("ABSENT") == {("2026-07-01", f"ABSENT#{BRANCH}")}
    assert Head.find(BRANCH) is None


HELD = date(2026, 4, 28)


def test_nobody_is_called_absent_while_a_record_waits_for_its_review() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1), member(2)]))
    tell(HELD, submitted(BRANCH, HELD, "BRANCH_ASSEMBLY"))

    run(date(2026, 5, 20))

    assert to_members() == set()
    assert armed("ABSENT") == {("2026-07-28", f"ABSENT#{BRANCH}")}


def test_while_a_committees_record_waits_nobody_whom_it_may_name_is_called_absent() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))
    record = submitted(TOWNSHIP, HELD)
    several = {"audience": "BRANCHES", "branches": [BRANCH], "path": world.TOWNSHIP_PATH}
    tell(HELD, replace(record, data=record.data | several))

    run(date(2026, 5, 20))

    assert to_members() == set()
    assert {code for _, code in armed() if TOWNSHIP in code} == set()


def test_who_was_not_meant_did_not_miss_a_meeting() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1), member(2)]))
    for day in (HELD, HELD + 7 * ONE):
        for told in (submitted(BRANCH, day), attended(BRANCH, [member(1)], day)):
            tell(day, replace(told, data=told.data | {"audience": "MEMBERS"}))

    run(HELD + 20 * ONE)

    assert sent("ABSENT_2") == set()


def test_after_a_late_review_who_was_there_hears_nothing_and_who_was_not_hears_on_the_next_day() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1), member(2)]))
    tell(HELD, submitted(BRANCH, HELD))
    run(date(2026, 5, 19))

    tell(date(2026, 5, 20), attended(BRANCH, [member(1)], HELD))
    run(date(2026, 5, 20))
    same_day = to_members()
    run(date(2026, 5, 21))

    assert same_day == set()
    assert to_members() == {(member(2), "ABSENT_3M", "2026-05-21")}
    assert armed("ABSENT") == {("2026-05-31", f"ABSENT#{BRANCH}")}


def test_a_record_keeps_nobody_waiting_for_ever_nor_whom_it_cannot_name() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))
    tell(date(2026, 2, 1), enrolled(BRANCH, [member(2)]))
    tell(date(2026, 1, 20), submitted(BRANCH, BEGIN))
    tell(date(2026, 4, 20), submitted(BRANCH, date(2026, 4, 20)))

    run(date(2026, 5, 1))
    waited = to_members()
    run(date(2026, 7, 20))

    assert waited == set()
    assert to_members() == {(member(number), "ABSENT_4M", "2026-07-20") for number in (1, 2)}


def test_a_record_held_before_somebody_was_last_seen_says_nothing_of_them() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))
    tell(BEGIN, submitted(BRANCH, BEGIN - ONE))

    run(date(2026, 4, 30))

    assert to_members() == {(member(1), "ABSENT_3M", "2026-04-30")}


def test_after_six_months_there_is_nothing_more_to_tell_until_they_are_seen() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))

    run(date(2026, 8, 1))
    assert armed("ABSENT") == set()
    tell(date(2026, 8, 2), attended(BRANCH, [member(1)], date(2026, 8, 2)))

    assert armed("ABSENT") == {("2026-11-02", f"ABSENT#{BRANCH}")}


def test_a_run_that_comes_after_six_months_tells_of_six_and_not_of_three_as_well() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))

    run(date(2026, 12, 1))

    assert to_members() == {(member(1), "ABSENT_6M", "2026-12-01")}


def test_an_old_attendance_of_somebody_new_pulls_the_deadline_forward() -> None:
    tell(BEGIN, enrolled(BRANCH, [member(1)]))

    tell(BEGIN, attended(BRANCH, [member(2)], date(2025, 12, 1)))

    assert armed("ABSENT") == {("2026-03-01", f"ABSENT#{BRANCH}")}


def test_a_ladder_long_overdue_goes_straight_to_its_highest_rung() -> None:
    tell(BEGIN, attended(BRANCH, [member(1)], date(2025, 1, 1)))

    run(BEGIN)

    assert to_members() == {(member(1), "ABSENT_6M", str(BEGIN))}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_and_number_of_deliveries_do_not_matter(seed: int) -> None:
    events = [
        enrolled(BRANCH, [member(1), member(2)]),
        attended(BRANCH, [member(1), member(3)], date(2026, 1, 20)),
        submitted(BRANCH, date(2026, 2, 10)),
        attended(BRANCH, [member(2)], date(2026, 2, 10)),
        enrolled(BRANCH, [member(3)]),
    ]

    world.tell_badly(BEGIN, events, seed)
    run(date(2026, 5, 10))

    assert to_members() == {(member(n), "ABSENT_3M", "2026-05-10") for n in (1, 2, 3)}


def test_a_large_branch_is_told_of_in_several_acts() -> None:
    crowd = [member(n) for n in range(170)]
    tell(BEGIN, *(enrolled(BRANCH, crowd[at : at + 20]) for at in range(0, 170, 20)))

    run(date(2026, 5, 1))

    assert {who for who, _, _ in to_members()} == set(crowd)
    assert int(Head.demand(BRANCH).n) == 5
    assert armed("ABSENT") == {("2026-05-31", f"ABSENT#{BRANCH}")}


@pytest.mark.parametrize("fault", [Fault.KILL_BEFORE, Fault.KILL_AFTER, Fault.REPLY_LOST, Fault.CONFLICT])
def test_a_run_stopped_at_any_call_goes_on_where_it_was(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.notices.absence.MOST_MEMBERS", 2)
    tell(date(2026, 4, 29), attended(BRANCH, [member(n) for n in range(3)], BEGIN))
    tell(date(2026, 4, 29), attended(BRANCH, [member(9)], date(2025, 10, 30)))
    run(date(2026, 4, 29))

    def seen() -> tuple[object, ...]:
        return sent("ABSENT"), armed("ABSENT"), int(Head.demand(BRANCH).n)

    trials = every_way(on_run_started.lambda_handler, world.run_event(date(2026, 4, 30)), seen, [fault])

    expected = seen()
    assert {(who, due) for who, _, due in to_members() if due == "2026-04-30"} == {
        (member(n), "2026-04-30") for n in (0, 1, 2, 9)
    }
    assert len(trials) > 8
    assert [trial for trial in trials if trial.seen != expected] == []


def test_calls_of_a_branch_of_twenty_absent_members() -> None:
    tell(date(2026, 4, 29), attended(BRANCH, [member(n) for n in range(20)], BEGIN))
    run(date(2026, 4, 29))

    with sends() as calls:
        run(date(2026, 4, 30))

    # The county's parts, then this one's day: closed, queried; for the branch presence, progress and head in one act,
    # and one look whether more is due; the day done.
    act = ["GetItem"] * 3 + ["TransactWriteItems"]
    expected = ["Query", "TransactWriteItems", "Query", *act, "GetItem", "TransactWriteItems"]
    assert calls.seen[: len(expected)] == expected
    assert {*calls.seen[len(expected) :]} == {"Query", "SendMessageBatch"}  # the digests
