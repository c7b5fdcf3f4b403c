"""A month lived with a moving day: the branches without organisational life are found, and only they."""

import random
from datetime import date, timedelta

import chinese_calendar
import pytest

from functions.notices import on_run_started, running
from functions.notices.sending import Run
from functions.notices.tables import Deadline
from kernel.record import Head
from tests.integration.notices import world
from tests.integration.notices.world import TOWNSHIP, armed, branch, founded, run, sent, submitted, tell
from tests.trust import engine
from tests.trust.delivery import every_way
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")
ONE = timedelta(days=1)
BEGIN, END = date(2026, 11, 2), date(2026, 12, 3)
MONTH = "2026-11"
IDLE = "BRANCH_IDLE_MONTH"


def by_hand(submitted_on: dict[str, date | None]) -> set[tuple[str, str, str, str]]:
    """What must lie in the inboxes after November, told by the rule and not by the code (`domain.md` 12)."""
    monday = date(2026, 12, 1)
    while not chinese_calendar.is_workday(monday):
        monday += ONE
    expected = set()
    for branch_id, day in submitted_on.items():
        for due, box in (
            (date(2026, 11, 25), f"ORG#{branch_id}#secretary"),
            (date(2026, 11, 30), f"ORG#{branch_id}#secretary"),
            (monday, f"ORG#{TOWNSHIP}#reviewer"),
        ):
            if day is None or day >= due:
                expected.add((box, "BRANCH_IDLE_MONTH", str(due), MONTH))
    return expected


def forty_branches() -> dict[str, date | None]:
    """A dozen never hand in a record; the others do on some day of the month or a little later."""
    chance = random.Random(11)  # noqa: S311 - a repeatable month
    days = [None] * 12 + [BEGIN + timedelta(days=chance.randrange(31)) for _ in range(28)]
    return {branch(number): day for number, day in enumerate(days)}


def found_all(branches: list[str]) -> None:
    tell(BEGIN, *(founded(branches[at : at + 10]) for at in range(0, len(branches), 10)))


@pytest.mark.no_cover
def test_day_by_day_the_idle_branches_are_found_and_no_others() -> None:
    life = forty_branches()
    found_all(list(life))

    day = BEGIN
    while day <= END:
        run(day)
        tell(day, *(submitted(b, min(day, date(2026, 11, 30))) for b, on in life.items() if on == day))
        day += ONE

    assert sent(IDLE) == by_hand(life)
    assert len({box for box, *_ in sent(IDLE)}) >= 12
    assert {day for day, _ in armed(IDLE)} == {"2026-12-25"}
    assert len(armed(IDLE)) == 40


def highest(told: set[tuple[str, str, str, str]]) -> set[tuple[str, str, str, str]]:
    """Of what days one after the other would have told about a branch, the last."""
    return {one for one in told if one[0].startswith(f"ORG#{TOWNSHIP}")}


@pytest.mark.no_cover
def test_a_run_that_comes_late_tells_the_highest_rung_of_each_branch_and_once() -> None:
    life = forty_branches()
    found_all(list(life))
    for day in sorted({on for on in life.values() if on}):
        tell(day, *(submitted(b, min(day, date(2026, 11, 30))) for b, on in life.items() if on == day))

    run(END)

    never = {b: on if on is None else BEGIN for b, on in life.items()}
    assert sent(IDLE) == highest(by_hand(never))


def test_a_second_run_changes_nothing() -> None:
    found_all([branch(n) for n in range(5)])
    run(date(2026, 11, 25))
    before = engine.rows(world.TABLE), engine.rows("JournalTable")

    run(date(2026, 11, 25))
    run(date(2026, 11, 20))

    assert (engine.rows(world.TABLE), engine.rows("JournalTable")) == before


def test_each_reminder_is_an_entry_in_the_chain_of_its_branch() -> None:
    found_all([branch(1)])

    run(END)

    assert int(Head.demand(branch(1)).n) == len({(code, due) for _, code, due, _ in sent()}) == 2


@pytest.mark.parametrize("type_", ["THEME_DAY", "COMMITTEE_MEETING"])
def test_either_kind_of_meeting_meets_the_month(type_: str) -> None:
    found_all([branch(1)])

    tell(date(2026, 11, 9), submitted(branch(1), date(2026, 11, 6), type_))

    assert armed(IDLE) == {("2026-12-25", f"BRANCH_IDLE_MONTH#{branch(1)}")}


def test_another_kind_of_meeting_does_not() -> None:
    found_all([branch(1)])

    tell(date(2026, 11, 9), submitted(branch(1), date(2026, 11, 6), "PARTY_LECTURE"))

    assert armed(IDLE) == {("2026-11-25", f"BRANCH_IDLE_MONTH#{branch(1)}")}


def test_only_bodies_that_must_hold_theme_days_are_watched() -> None:
    tell(
        BEGIN,
        founded([branch(1)], "COMMITTEE"),
        founded([branch(2)], "FLOATING_BRANCH"),
        founded([branch(3)], "JOINT_BRANCH"),
    )

    assert {code for _, code in armed(IDLE)} == {f"BRANCH_IDLE_MONTH#{branch(3)}"}


def test_a_record_of_a_past_month_meets_nothing_and_one_of_a_coming_month_is_remembered() -> None:
    found_all([branch(1)])

    tell(date(2026, 11, 9), submitted(branch(1), date(2026, 10, 6)), submitted(branch(1), date(2026, 12, 4)))
    assert {day for day, _ in armed(IDLE)} == {"2026-11-25"}
    tell(date(2026, 11, 10), submitted(branch(1), date(2026, 11, 6)))

    assert {day for day, _ in armed(IDLE)} == {"2027-01-25"}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_and_number_of_deliveries_do_not_matter(seed: int) -> None:
    events = [
        founded([branch(1), branch(2), branch(3)]),
        submitted(branch(1), date(2026, 11, 6)),
        submitted(branch(2), date(2026, 12, 4)),
        submitted(branch(1), date(2026, 11, 20), "COMMITTEE_MEETING"),
    ]

    world.tell_badly(date(2026, 11, 21), events, seed)

    assert armed(IDLE) == {
        ("2026-12-25", f"BRANCH_IDLE_MONTH#{branch(1)}"),
        ("2026-11-25", f"BRANCH_IDLE_MONTH#{branch(2)}"),
        ("2026-11-25", f"BRANCH_IDLE_MONTH#{branch(3)}"),
    }


def test_a_branch_founded_after_the_runs_day_is_not_forgotten() -> None:
    found_all([branch(1)])
    run(END)

    tell(BEGIN, founded([branch(2), branch(3), branch(4), branch(5), branch(6)]))
    run(date(2026, 12, 25))

    told = {box for box, _, due, _ in sent(IDLE) if due == "2026-12-25"}
    assert told == {f"ORG#{branch(n)}#secretary" for n in range(1, 7)}


def test_a_branch_directly_below_the_county_is_reported_to_the_county() -> None:
    from kernel.directory import path_below
    from kernel.events import FoundedOrganisation, OrganisationsFounded
    from tests.builders import envelope

    path = path_below(path_below("/", world.COUNTY), branch(1))
    made = FoundedOrganisation(organisation_id=branch(1), path=path, kind="BRANCH", level="BRANCH")
    tell(BEGIN, envelope(OrganisationsFounded(county_id=world.COUNTY, organisations=(made,))))

    run(END)

    assert f"ORG#{world.COUNTY}#reviewer" in {box for box, *_ in sent(IDLE)}


def seen() -> tuple[object, ...]:
    return sent(IDLE), armed(IDLE), int(Head.demand(branch(1)).n), int(Head.demand(branch(2)).n)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "fault", [Fault.KILL_BEFORE, Fault.KILL_AFTER, Fault.REPLY_LOST, Fault.CONFLICT, Fault.THROTTLE]
)
def test_a_run_stopped_or_struck_at_any_call_goes_on_where_it_was(fault: Fault) -> None:
    tell(date(2026, 11, 24), founded([branch(1), branch(2)]))

    with world.clock(date(2026, 11, 25)):
        trials = every_way(on_run_started.lambda_handler, world.run_event(date(2026, 11, 25)), seen, [fault])

    assert len(trials) > 8
    expected = seen()
    assert expected[0] == {(f"ORG#{branch(n)}#secretary", "BRANCH_IDLE_MONTH", "2026-11-25", MONTH) for n in (1, 2)}
    assert [trial for trial in trials if trial.seen != expected] == []


@pytest.mark.parametrize("fault", [Fault.KILL_BEFORE, Fault.KILL_AFTER, Fault.REPLY_LOST, Fault.CONFLICT])
def test_events_stopped_at_any_call_leave_what_one_delivery_leaves(fault: Fault) -> None:
    for event in (founded([branch(1), branch(2)]), submitted(branch(1), date(2026, 11, 6))):
        with world.clock(BEGIN):
            trials = every_way(world.HANDLERS[event.event], event, armed, [fault])
        assert {frozenset(trial.seen) for trial in trials} == {frozenset(armed())}


def test_a_met_deadline_is_not_sent_by_a_run_that_read_it_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found_all([branch(1)])
    remind = running.remind

    def meet_first(deadline: Deadline, county_id: str, day: date, as_asked: Run) -> int:
        if deadline.code == IDLE:
            tell(day, submitted(branch(1), date(2026, 11, 6)))
        return remind(deadline, county_id, day, as_asked)

    monkeypatch.setattr(running, "remind", meet_first)

    run(date(2026, 11, 25))

    assert sent(IDLE) == set()
    assert {day for day, _ in armed(IDLE)} == {"2026-12-25"}


def test_what_is_due_is_what_a_run_costs() -> None:
    found_all([branch(n) for n in range(20)])
    run(date(2026, 11, 10))

    with sends() as calls:
        run(date(2026, 11, 11))

    # Per part of the county (4): two readings and writings of its progress, one query of the day, one of its digest.
    assert calls.seen.count("Query") == 1 + 4 + 1 + 4
    assert calls.seen.count("TransactWriteItems") == 8
    assert "Scan" not in calls.seen


def test_months_that_were_missed_are_told_of_once_each_and_in_one_digest() -> None:
    found_all([branch(1)])
    run(date(2026, 11, 20))

    run(date(2027, 1, 12))

    assert {(box, about) for box, _, _, about in sent(IDLE)} == {
        (f"ORG#{TOWNSHIP}#reviewer", "2026-11"),
        (f"ORG#{TOWNSHIP}#reviewer", "2026-12"),
    }
    digests = {row["pk"]["S"].split("#")[1] for row in engine.rows(world.TABLE) if row["pk"]["S"].startswith("OUT#")}
    assert digests == {"2027-01-12"}


def test_a_record_that_comes_late_cures_its_own_month_and_no_other() -> None:
    found_all([branch(1)])
    run(END)

    tell(END, submitted(branch(1), date(2026, 11, 30)))

    withdrawn = [row for row in engine.rows(world.TABLE) if "withdrawn_at" in row and row["pk"]["S"].startswith("BOX#")]
    assert {row["code"]["S"] for row in withdrawn} == {IDLE}
    assert {day for day, _ in armed(IDLE)} == {"2026-12-25"}
