"""What is done without a record of its own: talks that were recorded, an appraisal by its grades."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from kernel.events import AppraisalApproved, TalkRecorded, TalkWithdrawn
from kernel.ids import new_id
from tests.builders import Tree
from tests.integration.ranking.checklist_calls import line
from tests.integration.ranking.checklists import TODAY, called_off, done, founded, tell, told, where

pytestmark = pytest.mark.usefixtures("account", "clock")


@pytest.mark.parametrize(
    ("handed_in_on", "state"),
    [(date(2026, 1, 6), "DONE_IN_TIME"), (date(2026, 1, 7), "DONE_LATE"), (None, "DONE_IN_TIME")],
)
def test_grades_that_are_approved_are_the_appraisal_of_the_year(
    tree: Tree, handed_in_on: date | None, state: str
) -> None:
    activity_id = new_id()
    facts = where(tree.branch) | {"year": 2025, "activity_id": activity_id, "members": 9, "excellent": 3}
    tell(*founded(tree, date(2025, 1, 1)), told(AppraisalApproved(**facts, handed_in_on=handed_in_on), TODAY))

    one = line(tree.branch, "DEMOCRATIC_APPRAISAL.2025")

    assert (one["state"], one["activityId"]) == (state, activity_id)


def test_a_talk_that_was_taken_back_is_none_whatever_came_first(tree: Tree) -> None:
    talk: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.county.id, "held_on": TODAY}
    talk["members"] = (new_id(), new_id())
    tell(*founded(tree), told(TalkWithdrawn(**talk), TODAY))
    assert line(tree.branch, "TALK.2026")["state"] == "OPEN"

    tell(told(TalkRecorded(**talk, occasion="REGULAR"), TODAY))
    assert line(tree.branch, "TALK.2026")["state"] == "OPEN"

    tell(told(TalkRecorded(**talk, occasion="REGULAR"), TODAY))
    assert line(tree.branch, "TALK.2026")["state"] == "DONE_IN_TIME"


@pytest.mark.parametrize("kind", ["DEMOCRATIC_APPRAISAL", "ORG_LIFE_MEETING"])
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_grades_of_a_meeting_that_is_withdrawn_are_no_appraisal_until_others_are_approved(
    tree: Tree, kind: str, order: tuple[int, ...]
) -> None:
    meeting = done(tree.branch, kind)
    grades = told(AppraisalApproved(**graded(tree, meeting.activity_id), handed_in_on=TODAY), TODAY)
    withdrawal = replace(meeting, withdrawn=True).facts()[-1]
    facts = (*meeting.facts()[:1], grades, withdrawal)
    tell(*founded(tree), *(facts[number] for number in order))
    void = line(tree.branch, "DEMOCRATIC_APPRAISAL.2026")["state"]

    tell(told(AppraisalApproved(**graded(tree, new_id()), handed_in_on=TODAY), TODAY))

    assert (void, line(tree.branch, "DEMOCRATIC_APPRAISAL.2026")["state"]) == ("OPEN", "DONE_IN_TIME")


@pytest.mark.parametrize("first", ["grades", "called off"])
def test_grades_of_a_meeting_that_was_called_off_are_no_appraisal(tree: Tree, first: str) -> None:
    activity_id = new_id()
    facts = [
        told(AppraisalApproved(**graded(tree, activity_id), handed_in_on=TODAY), TODAY),
        called_off(tree.branch, activity_id, TODAY),
    ]

    tell(*founded(tree), *(facts if first == "grades" else facts[::-1]))

    assert line(tree.branch, "DEMOCRATIC_APPRAISAL.2026")["state"] == "OPEN"


def test_a_meeting_that_was_called_off_without_grades_leaves_no_trace(tree: Tree) -> None:
    tell(*founded(tree), called_off(tree.branch, new_id(), TODAY))

    one = line(tree.branch, "DEMOCRATIC_APPRAISAL.2026")
    assert (one["state"], one["activityId"], one["why"]) == ("OPEN", None, "NOTHING_HANDED_IN")


def graded(tree: Tree, activity_id: str) -> dict[str, Any]:
    return where(tree.branch) | {"year": 2026, "activity_id": activity_id, "members": 9, "excellent": 3}
