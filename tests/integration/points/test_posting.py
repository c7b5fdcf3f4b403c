"""Points reach the ledger, the board and the counters once per event, whatever happens on the way."""

import json
from copy import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from functions.points import checking, on_activity_reviewed, on_attendance_confirmed, on_members
from functions.points.rules import BUILT_IN
from functions.points.tables import CapItem, LedgerRow
from kernel import scoreboard
from kernel.clock import instant, now
from kernel.events import ActivityReviewed, AttendanceConfirmed, EnrolledMember, MembersEnrolled
from kernel.ids import derived_id, new_id
from kernel.scoreboard import Board, Scoreboard
from tests.builders import Tree, envelope, recorded
from tests.conftest import Context
from tests.integration.points.racing import meanwhile
from tests.trust import engine
from tests.trust.delivery import deliver, every_way, thrice_shuffled, until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "points"
ENROLLED = 100
MEMBERS = tuple(derived_id("member", number) for number in range(200))
attendance, reviewed = on_attendance_confirmed.lambda_handler, on_activity_reviewed.lambda_handler


@pytest.fixture
def tree() -> Tree:
    """A branch with the members that the tests are about; who is not enrolled is in `test_moving.py`."""
    tree = Tree()
    for at in range(0, ENROLLED, 20):
        people = tuple(EnrolledMember(member_id=member, category="FULL") for member in MEMBERS[at : at + 20])
        where = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
        assert deliver(on_members.lambda_handler, envelope(MembersEnrolled(**where, members=people))) == []
    return tree


def confirmed(
    tree: Tree, *members: str, type_: str = "THEME_DAY", held_on: date = date(2026, 11, 5), chunk: int = 0
) -> AttendanceConfirmed:
    return AttendanceConfirmed(
        activity_id=new_id(),
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        type=type_,
        held_on=held_on,
        chunk=chunk,
        members=members,
    )


def passed(tree: Tree, stage: Any = "final", type_: str = "THEME_DAY") -> ActivityReviewed:
    return ActivityReviewed(
        activity_id=new_id(),
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        type=type_,
        held_on=date(2026, 11, 5),
        stage=stage,
        attended=3,
        entitled=3,
    )


def board(tree: Tree, season: str = "2026") -> Board:
    item = Scoreboard.find(Scoreboard.partition(season, tree.county.id), Scoreboard.place(tree.branch.id))
    return item.board if item else Board()


def balances(tree: Tree, season: str = "2026") -> dict[str, int]:
    held = board(tree, season)
    found = dict(zip(scoreboard.member_ids(held), scoreboard.numbers(held.points)[1:], strict=True))
    return {member: points for member, points in found.items() if points}


def ledger(account: str) -> list[LedgerRow]:
    return [row for row in LedgerRow.query(LedgerRow.partition(account), consistent_read=True) if row.is_line]


def test_what_a_committee_held_for_several_branches_is_no_branchs_points(tree: Tree) -> None:
    event = replace(passed(tree), audience="BRANCHES")

    assert deliver(reviewed, envelope(event)) == []

    assert ledger(tree.branch.id) == []


def test_the_sample_events_are_posted_to_members_and_to_the_branch(tree: Tree) -> None:
    for handler, name in ((attendance, "on_attendance_confirmed"), (reviewed, "on_activity_reviewed")):
        assert handler(json.loads((EVENTS / f"{name}.json").read_text()), Context()) == {"batchItemFailures": []}

    (row,) = ledger(MEMBERS[0])
    stored = row.serialize()
    at = instant(row.posted_at)
    assert abs((now() - at).total_seconds()) < 60
    assert {name: next(iter(value.values())) for name, value in stored.items() if name not in ("posted_at", "sk")} == {
        "pk": f"LEDGER#{MEMBERS[0]}",
        "season": "2026",
        "branch_id": tree.branch.id,
        "rule_set_id": BUILT_IN.id,
        "rule_id": "theme-day",
        "zh": "参加主题党日",
        "en": "Attended a theme Party day",
        "value": "5",
        "full_value": "5",
        "balance": "5",
        "activity_id": derived_id("activity", 1),
        "held_on": "2026-11-05",
        "month": "2026-11",
    }
    assert row.sk == f"2026#{row.posted_at}#{derived_id('event', 'AttendanceConfirmed')}"
    assert balances(tree) == dict.fromkeys(MEMBERS[:3], 5)
    assert scoreboard.points_of(board(tree), scoreboard.OWN) == 5
    assert [row.rule_id for row in ledger(tree.branch.id)] == ["branch-theme-day"]


def test_posting_is_on_the_record_of_the_branch(tree: Tree) -> None:
    event = confirmed(tree, *MEMBERS[:3])

    until_done(attendance, envelope(event))

    (entry,) = recorded(tree.branch.id)
    assert (entry["action"], entry["subject"], entry["event"]) == ("points.post", event.activity_id, "PointsPosted")
    assert entry["data"] == {
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
        "season": "2026",
        "rows": 3,
        "total": 15,
    }


def test_every_event_three_times_in_any_order_counts_once(tree: Tree) -> None:
    events = [envelope(confirmed(tree, *MEMBERS[n : n + 3], type_="COMMITTEE_MEETING")) for n in range(6)]

    thrice_shuffled(attendance, *events, seed=7)

    expected = {member: 5 * sum(n <= i < n + 3 for n in range(6)) for i, member in enumerate(MEMBERS[:8])}
    assert balances(tree) == expected
    for member, balance in expected.items():
        assert [int(row.balance) for row in ledger(member)] == list(range(5, balance + 1, 5))
    assert len(recorded(tree.branch.id)) == 6


def test_caps_are_exact_when_more_is_earned_than_they_allow(tree: Tree) -> None:
    lectures = [envelope(confirmed(tree, *MEMBERS[:2], type_="PARTY_LECTURE")) for _ in range(3)]
    months = [date(2026, 1 + n, 5) for n in range(5)]
    assemblies = [envelope(confirmed(tree, MEMBERS[0], type_="GENERAL_ASSEMBLY", held_on=m)) for m in months]

    thrice_shuffled(attendance, *lectures, *assemblies, seed=3)

    assert balances(tree) == {MEMBERS[0]: 5 + 20, MEMBERS[1]: 5}
    assert sorted(int(row.value) for row in ledger(MEMBERS[0])) == [0, 0, 0, 5, 5, 5, 5, 5]
    assert {int(row.full_value) for row in ledger(MEMBERS[0])} == {5}


def test_counters_stand_beside_the_boards_and_not_among_them(tree: Tree) -> None:
    until_done(attendance, envelope(confirmed(tree, *MEMBERS[:2])))

    rows = CapItem.query(Scoreboard.partition("2026", tree.county.id))

    assert [row.sk for row in rows] == [
        f"B#{tree.branch.id}",
        f"C#{tree.branch.id}#2026",
        f"C#{tree.branch.id}#2026-11",
    ]


def test_points_count_for_the_season_in_which_the_activity_was_held(tree: Tree) -> None:
    until_done(attendance, envelope(confirmed(tree, MEMBERS[0], held_on=date(2025, 12, 30))))

    assert balances(tree, "2025") == {MEMBERS[0]: 5}
    assert balances(tree) == {}
    assert ledger(MEMBERS[0])[0].sk.startswith("2025#")


@pytest.mark.parametrize("type_", ["TALK", "VOLUNTEER"])
def test_what_no_rule_pays_leaves_nothing(tree: Tree, type_: str) -> None:
    until_done(attendance, envelope(confirmed(tree, MEMBERS[0], type_=type_)))
    until_done(reviewed, envelope(passed(tree, type_=type_)))

    assert balances(tree) == {}
    assert recorded(tree.branch.id) == []


def test_a_first_review_and_an_empty_chunk_give_nothing(tree: Tree) -> None:
    before = board(tree)

    until_done(reviewed, envelope(passed(tree, stage="first")))
    until_done(attendance, envelope(confirmed(tree)))

    assert board(tree) == before


def test_ninety_members_are_one_transaction(tree: Tree) -> None:
    with sends() as calls:
        until_done(attendance, envelope(confirmed(tree, *MEMBERS[:90])))

    assert len(balances(tree)) == 90
    assert calls.seen == ["BatchGetItem", "GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]


def test_two_at_once_both_count(tree: Tree) -> None:
    first, second = (envelope(confirmed(tree, MEMBERS[0])) for _ in range(2))

    with meanwhile(lambda: until_done(attendance, second)):
        assert deliver(attendance, first) == []

    assert balances(tree) == {MEMBERS[0]: 10}
    assert [int(row.balance) for row in ledger(MEMBERS[0])] == [5, 10]


def test_no_fault_at_any_call_posts_twice_or_never(tree: Tree) -> None:
    event = envelope(confirmed(tree, *MEMBERS[:2]))

    def eye() -> Any:
        return balances(tree), [len(ledger(member)) for member in MEMBERS[:2]], len(recorded(tree.branch.id))

    trials = every_way(attendance, event, eye)

    assert len(trials) >= 35
    assert {json.dumps(trial.seen) for trial in trials} == {json.dumps((dict.fromkeys(MEMBERS[:2], 5), [1, 1], 1))}


def test_a_balance_is_always_the_sum_of_its_rows(tree: Tree) -> None:
    start = engine.snapshot()
    events = [envelope(confirmed(tree, *MEMBERS[n : n + 4], type_="GROUP_MEETING")) for n in range(0, 12, 2)]
    for seed in range(3):
        engine.restore(start)
        thrice_shuffled(attendance, *events, seed=seed)

        held = balances(tree)

        assert held == {m: checking.ledger_sum(m, "2026", now()) for m in held}
        assert sum(held.values()) == 6 * 4 * 5
