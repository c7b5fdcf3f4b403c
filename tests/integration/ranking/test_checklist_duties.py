"""What only some branches owe is on the checklists of those that owed it when the period ended."""

from datetime import date, timedelta

import msgspec
import pytest

from functions.ranking.checklist_tables import BranchSigns
from kernel.directory import Organisation
from kernel.events import DutyChanged, Envelope
from tests.builders import Tree
from tests.integration.ranking.checklist_calls import line, lines
from tests.integration.ranking.checklists import FOUNDED, HOURS, TODAY, founded, tell, told

pytestmark = pytest.mark.usefixtures("account", "clock")


def duty(branch: Organisation, day: date, *, owed: bool, seq: int) -> Envelope:
    fact = DutyChanged(branch_id=branch.id, county_id=branch.county_id, type="GROUP_MEETING", owed=owed)
    return told(fact, day, seq=seq)


def test_a_branch_that_was_founded_anew_owes_nothing_of_the_time_before_and_a_committee_nothing_at_all(
    tree: Tree,
) -> None:
    tell(*founded(tree, date(2026, 10, 1)), *founded(tree))

    assert {one["startsOn"] for one in lines(tree.branch, period="2026-Q3")["lines"]} == set()
    assert {row.sk for row in BranchSigns.query(BranchSigns.partition(tree.county.id))} == {
        one.id for one in (tree.branch, tree.sister, tree.far_branch)
    }


def test_of_what_is_told_of_a_duty_on_one_day_the_latest_counts(tree: Tree) -> None:
    tell(*founded(tree), duty(tree.branch, FOUNDED, owed=True, seq=2), duty(tree.branch, FOUNDED, owed=False, seq=1))
    assert line(tree.branch, "GROUP_MEETING.2026-10")["state"] == "MISSING"

    tell(duty(tree.branch, FOUNDED, owed=False, seq=3))
    assert line(tree.branch, "GROUP_MEETING.2026-10")["state"] == "NOT_APPLICABLE"


def test_what_a_branch_comes_to_owe_or_no_more_changes_nothing_of_periods_that_were_over(tree: Tree) -> None:
    begins, ends = duty(tree.branch, date(2026, 9, 1), owed=True, seq=1), duty(tree.branch, TODAY, owed=False, seq=2)
    after_midnight = msgspec.structs.replace(begins, at=begins.at + timedelta(minutes=30) - HOURS)

    tell(*founded(tree), ends, after_midnight)

    shown = {one["id"]: one["state"] for one in lines(tree.branch, period="2026")["lines"]}
    months = [shown[f"GROUP_MEETING.2026-{month:02}"] for month in (8, 9, 10, 11)]
    assert months == ["NOT_APPLICABLE", "MISSING", "MISSING", "NOT_APPLICABLE"]
