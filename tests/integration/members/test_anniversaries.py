"""Anniversaries of joining: announced a week ahead, branch by branch, once, whatever happens meanwhile."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from functions.members import anniversary_rules, announcing, on_anniversaries
from functions.members.joining_tables import Announced
from functions.members.tables import Member
from kernel.directory import Organisation
from tests.builders import Tree, recorded
from tests.conftest import Context
from tests.integration.members.people import enrolled
from tests.trust.faults import sends

TODAY = date(2026, 6, 24)
DAY = TODAY + anniversary_rules.AHEAD  # 1 July
FIRST = 2004


@pytest.fixture(autouse=True)
def few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each year before this one is a query."""
    monkeypatch.setattr(anniversary_rules, "FOUNDED", FIRST)


def run(today: date = TODAY, context: Any = None) -> None:
    on_anniversaries.lambda_handler({"asOf": today.isoformat()}, context or Context())


def done_before(day: date) -> None:
    """The runs are through with what comes before a day."""
    Announced("ANNIVERSARIES", "NOW", done_through=(day - timedelta(days=1)).isoformat(), version=1).save()


def joined(tree: Tree, *numbers: int, on: date = date(2005, 7, 1), branch: Organisation | None = None) -> list[str]:
    later = on.replace(year=on.year + 4, day=min(on.day, 28))
    return enrolled(tree, *numbers, branch=branch or tree.branch, joined_on=on, converted_on=later)


def announced(*branches: Organisation) -> list[tuple[str, list[str]]]:
    """What the branches' records say: day and members, in order."""
    events = [e["data"] for b in branches for e in recorded(b.id) if e["event"] == "AnniversariesComing"]
    return sorted((event["on"], sorted(event["members"])) for event in events)


def change(member_id: str, **facts: Any) -> None:
    member = Member.demand(Member.partition(member_id), "NOW")
    for name, value in facts.items():
        setattr(member, name, value)
    member.save()


def test_a_week_ahead_whoever_joined_on_the_day_is_announced_to_the_branch(tree: Tree) -> None:
    done_before(DAY)
    old = joined(tree, 2) + joined(tree, 3, on=date(2019, 7, 1))
    joined(tree, 4, on=date(2005, 7, 2))
    other = joined(tree, 5, branch=tree.sister)

    run()

    (event,) = [e["data"] for e in recorded(tree.branch.id) if e["event"] == "AnniversariesComing"]
    assert event == {
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
        "path": tree.branch.path,
        "on": "2026-07-01",
        "members": sorted(old),
    }
    assert announced(tree.sister) == [("2026-07-01", other)]
    assert "2005" not in str(recorded(tree.branch.id)[-1])


def test_the_first_run_announces_the_week_before_it_too(tree: Tree) -> None:
    soon, past = joined(tree, 2, on=date(2005, 6, 24)), joined(tree, 3, on=date(2005, 6, 23))

    run()

    assert announced(tree.branch) == [("2026-06-24", soon)]
    assert past not in [members for _, members in announced(tree.branch)]
    assert Announced.demand("ANNIVERSARIES", "NOW").done_through == DAY.isoformat()


def test_who_joins_this_year_has_no_anniversary_yet(tree: Tree) -> None:
    done_before(DAY)
    (member,) = joined(tree, 2)
    change(member, joined_on="2026-07-01")

    run()

    assert announced(tree.branch) == []


def test_who_left_or_is_suspended_or_erased_is_not_announced(tree: Tree) -> None:
    done_before(DAY)
    left, suspended, erased, here = joined(tree, 2, 3, 4, 5)
    change(left, membership_state="LEFT", roll=f"LEFT#{tree.branch.id}")
    change(suspended, membership_state="SUSPENDED")
    Member.demand(Member.partition(erased), "NOW").delete()

    run()

    assert announced(tree.branch) == [("2026-07-01", [here])]


def test_who_moved_or_whose_day_was_corrected_is_announced_as_the_dossier_says_now(tree: Tree) -> None:
    done_before(DAY)
    moved, corrected = joined(tree, 2, 3)
    change(moved, branch_id=tree.sister.id, roll=tree.sister.id)
    change(corrected, joined_on="2005-07-02")

    run()
    run(TODAY + timedelta(days=1))

    assert announced(tree.sister) == [("2026-07-01", [moved])]
    assert announced(tree.branch) == [("2026-07-02", [corrected])]


def test_days_that_were_missed_are_announced_until_a_week_after(tree: Tree) -> None:
    done_before(date(2026, 5, 1))
    joined(tree, 2, on=date(2005, 6, 16))
    late = joined(tree, 3, on=date(2005, 6, 17))
    next_ = joined(tree, 4, on=date(2005, 6, 30))

    run()

    assert announced(tree.branch) == [("2026-06-17", late), ("2026-06-30", next_)]


def test_a_second_run_announces_nothing_even_if_its_progress_was_lost(tree: Tree) -> None:
    done_before(DAY)
    members = joined(tree, 2)
    run()
    before = recorded(tree.branch.id)

    run()
    Announced.demand("ANNIVERSARIES", "NOW").delete()
    done_before(DAY)
    run()

    assert recorded(tree.branch.id) == before
    assert announced(tree.branch) == [("2026-07-01", members)]


def test_a_run_goes_on_where_the_time_of_the_last_one_ended(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    done_before(DAY)
    for number, branch in enumerate((tree.branch, tree.sister, tree.far_branch), 2):
        joined(tree, number, branch=branch)
    monkeypatch.setattr(announcing, "AT_ONCE", 1)
    short = mock.Mock(get_remaining_time_in_millis=mock.Mock(side_effect=[15_000, 15_000, 9_000]))

    run(context=short)
    first = announced(tree.branch, tree.sister, tree.far_branch)
    after = Announced.demand("ANNIVERSARIES", "NOW")
    with sends() as calls:
        run()

    assert len(first) == 1
    assert calls.seen.count("TransactWriteItems") == 2 * 2 + 1  # each of two branches, and how far it is; the end
    assert after.day == DAY
    assert after.after == min(tree.branch.id, tree.sister.id, tree.far_branch.id)
    assert len(announced(tree.branch, tree.sister, tree.far_branch)) == 3


def test_a_branch_of_many_is_announced_in_several_events(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    done_before(DAY)
    members = sorted(joined(tree, 2, 3, 4))
    monkeypatch.setattr(announcing, "IN_EVENT", 1)
    monkeypatch.setattr(announcing, "IN_ACT", 2)

    run()

    assert announced(tree.branch) == [("2026-07-01", [member]) for member in members]


def test_of_an_organisation_that_is_not_there_nobody_is_told(tree: Tree) -> None:
    done_before(DAY)
    joined(tree, 2)
    tree.branch.delete()

    run()

    assert announced(tree.branch) == []
    assert Announced.demand("ANNIVERSARIES", "NOW").done_through == DAY.isoformat()


def test_a_run_reads_a_query_for_each_year_and_who_is_due(tree: Tree) -> None:
    done_before(DAY)
    joined(tree, 2)
    joined(tree, 3, 4, 5, on=date(2005, 7, 3))

    with sends() as calls:
        run()
    with sends() as again:
        run()

    assert calls.seen.count("Query") == DAY.year - FIRST
    assert [call for call in calls.seen if call != "Query"] == [
        "GetItem",
        "BatchGetItem",
        "GetItem",
        *["TransactWriteItems"] * 3,
    ]
    assert again.seen == ["GetItem"]
