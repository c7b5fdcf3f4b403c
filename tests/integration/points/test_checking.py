"""The nightly proof finds a balance that is not the sum of its rows, and says what a county adds up to."""

import json
import os
from copy import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from functions.points import checking, on_check_due, on_nightly
from functions.points.checking import Check
from functions.points.tables import CountyRow, LedgerRow
from kernel import aws, scoreboard
from kernel.clock import instant, now, stamp
from kernel.ids import derived_id
from kernel.scoreboard import OWN, CountySum, Scoreboard
from tests.builders import Tree, batch
from tests.conftest import Context
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "points"
MEMBERS = [derived_id("member", number) for number in range(3)]
NIGHT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    CountyRow(sk=made.county.id).save()
    return made


def posted(tree: Tree, *movements: tuple[int, int, timedelta]) -> Scoreboard:
    """A board and its ledger after movements of (slot, points, time before the night)."""
    item = Scoreboard(
        Scoreboard.partition("2026", tree.county.id), Scoreboard.place(tree.branch.id), path=tree.branch.path, version=1
    )
    board = scoreboard.enrol(item.board if item.points else scoreboard.Board(), MEMBERS)
    for number, (slot, points, before) in enumerate(movements):
        at = NIGHT - before
        board = scoreboard.add(board, {slot: points}, at)
        account = tree.branch.id if slot == OWN else MEMBERS[slot - 1]
        place = LedgerRow.place("2026", stamp(at), derived_id("event", number))
        LedgerRow(LedgerRow.partition(account), place, branch_id=tree.branch.id, value=points).save()
    item.hold(board)
    item.save()
    return item


def check(tree: Tree) -> int:
    return checking.check(Check(county_id=tree.county.id, as_of=NIGHT))


def sum_of(tree: Tree) -> CountySum:
    return CountySum.demand(Scoreboard.partition("2026", tree.county.id), "SUM")


HOUR, AFTER = timedelta(hours=1), timedelta(hours=-1)


def test_balances_that_are_the_sums_of_their_rows_differ_nowhere(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    posted(tree, (1, 5, HOUR), (1, 3, 2 * HOUR), (OWN, 5, HOUR), (2, 4, HOUR), (1, 9, AFTER))
    capsys.readouterr()

    assert check(tree) == 0

    assert (sum_of(tree).as_of, int(sum_of(tree).total)) == (stamp(NIGHT), 17)
    metric = next(json.loads(line) for line in capsys.readouterr().out.splitlines() if "PointsDifference" in line)
    assert (metric["PointsDifference"], metric["service"]) == ([0.0], "e-branch")
    assert metric["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "EBranch"


def test_a_posting_of_the_very_instant_counts_on_both_sides(tree: Tree) -> None:
    posted(tree, (1, 5, timedelta(0)), (1, 5, timedelta(milliseconds=-1)))

    assert check(tree) == 0
    assert int(sum_of(tree).total) == 5


@pytest.mark.parametrize("slot", [OWN, 2])
def test_a_balance_that_moved_without_a_row_is_found(tree: Tree, slot: int) -> None:
    item = posted(tree, (1, 5, HOUR), (2, 5, HOUR))
    item.hold(scoreboard.add(item.board, {slot: 1}, NIGHT - HOUR))
    item.save()

    assert check(tree) == 1
    assert int(sum_of(tree).total) == 10


def test_an_earlier_check_does_not_replace_the_sum_of_a_later_one(tree: Tree) -> None:
    posted(tree, (1, 5, HOUR))
    check(tree)

    checking.check(Check(county_id=tree.county.id, as_of=NIGHT - 2 * HOUR))

    assert (sum_of(tree).as_of, int(sum_of(tree).total)) == (stamp(NIGHT), 5)


def test_a_sum_that_meets_another_transaction_is_put_again(tree: Tree) -> None:
    posted(tree, (1, 5, HOUR))

    with sends() as calls:
        check(tree)
    with sends(calls.seen.index("TransactWriteItems") + 1, Fault.CONFLICT) as hurt:
        check(tree)

    assert hurt.struck
    assert hurt.seen.count("TransactWriteItems") == calls.seen.count("TransactWriteItems") + 1
    assert sum_of(tree).total == 5


def test_the_sample_message_checks_its_county_however_often_it_comes(tree: Tree) -> None:
    posted(tree, (1, 5, HOUR))
    message = json.loads((EVENTS / "on_check_due.json").read_text())

    for _ in range(3):
        assert on_check_due.lambda_handler(message, Context()) == {"batchItemFailures": []}

    assert int(sum_of(tree).total) == 5


def test_a_county_that_cannot_be_checked_is_reported(tree: Tree) -> None:
    assert on_check_due.lambda_handler(batch("{}"), Context()) == {
        "batchItemFailures": [{"itemIdentifier": "message-0"}]
    }


def test_every_night_each_county_is_put_on_the_queue_with_the_named_instant(tree: Tree) -> None:
    CountyRow(sk=derived_id("other county")).save()

    told = on_nightly.lambda_handler(json.loads((EVENTS / "on_nightly.json").read_text()), Context())

    received = aws.client("sqs").receive_message(QueueUrl=os.environ["POINTS_CHECKS_QUEUE"], MaxNumberOfMessages=10)
    checks = [msgspec.json.decode(message["Body"], type=Check) for message in received["Messages"]]
    assert told == {"counties": 2}
    assert {c.county_id for c in checks} == {tree.county.id, derived_id("other county")}
    assert all(c.as_of <= min(NIGHT, now()) for c in checks)


def test_a_schedule_without_an_instant_checks_the_present_once_it_has_settled(tree: Tree) -> None:
    on_nightly.lambda_handler({}, Context())

    (message,) = aws.client("sqs").receive_message(QueueUrl=os.environ["POINTS_CHECKS_QUEUE"])["Messages"]

    as_of = instant(json.loads(message["Body"])["as_of"])
    assert timedelta(seconds=20) <= now() - as_of < timedelta(seconds=60)


def test_a_large_county_is_checked_in_parts_and_its_sum_stands_after_the_last(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.points.checking.ACCOUNTS_A_CHECK", 3)
    posted(tree, (1, 5, HOUR), (OWN, 4, HOUR))
    for where in (tree.sister, tree.far_branch):
        key = Scoreboard.partition("2026", tree.county.id), Scoreboard.place(where.id)
        Scoreboard(*key, path=where.path, version=1, points=scoreboard.Board().points).save()

    assert check(tree) == 0

    queue = os.environ["POINTS_CHECKS_QUEUE"]
    received = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    parts = [msgspec.json.decode(message["Body"], type=Check) for message in received]
    assert sorted((c.season, c.part, c.parts) for c in parts) == [("2026", 0, 2), ("2026", 1, 2)]
    assert CountySum.find(Scoreboard.partition("2026", tree.county.id), "SUM") is None
    told = [
        on_check_due.lambda_handler(batch(message["Body"], message["Body"]), Context())["batchItemFailures"]
        for message in received
    ]
    assert told == [[], []]
    assert (sum_of(tree).as_of, int(sum_of(tree).total)) == (stamp(NIGHT), 9)


def test_the_parts_are_all_the_branches_and_none_twice(tree: Tree) -> None:
    branches = [derived_id("branch", number) for number in range(60)]
    for branch in branches:
        key = Scoreboard.partition("2026", tree.county.id), Scoreboard.place(branch)
        Scoreboard(*key, path=tree.branch.path, version=1, points=scoreboard.Board().points).save()

    for parts in (1, 2, 3, 7):
        found = [b.branch_id for part in range(parts) for b in checking.boards("2026", tree.county.id, part, parts)]
        assert sorted(found) == sorted(branches)


def test_the_sum_of_parts_waits_for_those_of_the_same_instant(tree: Tree) -> None:
    posted(tree, (1, 5, HOUR))
    part = Check(county_id=tree.county.id, as_of=NIGHT, season="2026", parts=2)
    checking.check(replace(part, as_of=NIGHT - HOUR / 2))
    checking.check(replace(part, part=1))
    assert CountySum.find(Scoreboard.partition("2026", tree.county.id), "SUM") is None

    checking.check(part)

    assert int(sum_of(tree).total) == 5
