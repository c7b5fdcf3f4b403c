"""Sessions that make up for others."""

from typing import Any

import pytest

from functions.activities.attendance import making_up
from kernel.authority import Role
from kernel.ids import new_id
from tests import builders
from tests.integration.activities import story as told
from tests.integration.activities.story import HOUR, Story, call


def make_up(story: Story, activity_id: str, missed: Any, state: str = "MADE_UP", members: int = 1) -> tuple[int, Any]:
    entries = [{"memberId": m, "state": state, "makesUpFor": missed} for m in story.members[:members]]
    return call("PUT", f"/v1/activities/{activity_id}/attendance", story.secretary, {"entries": entries})


def test_a_made_up_session_names_the_one_that_was_missed(story: Story) -> None:
    missed, later = story.plan(starts=-5 * HOUR), story.plan()
    story.call_roll(missed, "LEAVE_SICK")

    called = make_up(story, later, missed)
    again = make_up(story, later, missed)
    _, page = call("GET", f"/v1/activities/{later}/attendance", story.secretary)

    assert (called, again) == ((200, {"called": 1, "changed": 1}), (200, {"called": 1, "changed": 0}))
    assert [(row["state"], row["makesUpFor"]) for row in page["items"]] == [("MADE_UP", missed)]


def test_without_a_link_it_is_this_session_that_was_made_up_for(story: Story) -> None:
    activity_id = story.plan()

    story.call_roll(activity_id, "MADE_UP")
    linked = make_up(story, activity_id, story.plan(starts=-5 * HOUR))

    assert linked == (200, {"called": 1, "changed": 1})


def test_a_session_that_was_attended_or_is_not_the_branchs_or_not_earlier_cannot_be_made_up_for(story: Story) -> None:
    attended, here = story.plan(starts=-5 * HOUR), story.plan()
    story.call_roll(attended, "PRESENT")
    later = story.plan(starts=-HOUR / 4)
    builders.account("there", (Role.SECRETARY, story.tree.sister))
    _, elsewhere = call("POST", "/v1/activities", "there", told.plan_body(story.tree.sister, -5 * HOUR, HOUR))

    codes = [make_up(story, here, one)[1]["fields"] for one in (attended, elsewhere["id"], new_id(), later, here)]

    assert [(len(fields), fields[0]["field"], fields[0]["code"]) for fields in codes] == [
        (1, "entries.0.makesUpFor", code)
        for code in (
            "attended_then",
            "unknown_activity",
            "unknown_activity",
            "not_before_this_one",
            "not_before_this_one",
        )
    ]


def test_only_who_made_up_makes_up_for_something(story: Story) -> None:
    _, problem = make_up(story, story.plan(), story.plan(starts=-5 * HOUR), "PRESENT")

    assert problem["fields"] == [{"field": "entries.0.makesUpFor", "code": "not_made_up"}]


def test_too_many_links_are_refused(story: Story) -> None:
    story.members = [new_id() for _ in range(making_up.MOST_LINKED + 1)]
    told.enroll(story.branch, story.members)

    status, problem = make_up(story, story.plan(), story.plan(starts=-5 * HOUR), members=len(story.members))
    fits = make_up(story, story.plan(), story.plan(starts=-5 * HOUR), members=making_up.MOST_LINKED)

    assert (status, problem["fields"]) == (422, [{"field": "entries", "code": "too_many_linked"}])
    assert fits[0] == 200


@pytest.mark.parametrize("missed", ["", "x", 5, ["01ARZ3NDEKTSV4RRFFQ69G5FAV"], "会" * 26])
def test_a_session_is_named_by_id(story: Story, missed: Any) -> None:
    status, problem = make_up(story, story.plan(), missed)

    assert (status, problem["code"]) == (422, "invalid")
