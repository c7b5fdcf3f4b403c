"""What a member sees of their own attendance."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.authority import Role
from kernel.clock import business_day, now, stamp
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.dispute_story import CLAIM, approved, dispute, rule
from tests.integration.activities.story import HOUR, Story, call, code_of, enroll, plan_body

RUNNING = timedelta(minutes=-1)


def own(by: str = "member", **query: str) -> tuple[int, Any]:
    return call("GET", "/v1/activities/attendance/own", by, query=query)


def test_each_line_says_how_it_stands_how_sure_it_is_and_what_it_gave(story: Story) -> None:
    activity_id = approved(story)

    status, answer = own()

    [line] = answer["items"]
    assert status == 200
    assert answer["next"] is None
    row = line.pop("line")
    assert line.pop("startsAt") <= now().isoformat()
    assert line == {
        "activityId": activity_id,
        "branchId": story.branch.id,
        "type": "THEME_DAY",
        "title": "主题党日",
        "state": "APPROVED",
        "expected": True,
        "counts": "COUNTED",
        "dispute": None,
    }
    assert (row["state"], row["confidence"], row["reasons"]) == ("PRESENT", 70, ["CALLED_BY_SECRETARY"])


@pytest.mark.parametrize(
    ("state", "reached", "counts"),
    [
        ("PRESENT", "ready", "NOT_YET"),
        ("ABSENT_NO_REASON", "ready", "NOTHING"),
        ("PRESENT", "submitted", "NOT_YET"),
        ("LATE", "approved", "COUNTED"),
        ("LEAVE_SICK", "approved", "NOTHING"),
        ("PRESENT", "withdrawn", "WITHDRAWN"),
    ],
)
def test_nothing_is_said_to_count_before_the_approval(story: Story, state: str, reached: str, counts: str) -> None:
    states = (state, "PRESENT", "PRESENT")
    if reached in ("approved", "withdrawn"):
        activity_id = approved(story, *states)
        if reached == "withdrawn":
            call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})
    else:
        getattr(story, reached)(*states)

    assert [line["counts"] for line in own()[1]["items"]] == [counts]


def test_an_expected_member_without_a_line_sees_that_there_is_none(story: Story) -> None:
    story.plan()

    [line] = own()[1]["items"]

    assert (line["expected"], line["line"], line["counts"]) == (True, None, "NOTHING")


def test_what_is_to_come_was_called_off_or_is_for_others_is_not_shown(story: Story) -> None:
    story.plan(HOUR * 2)
    call("POST", f"/v1/activities/{story.plan()}/cancel", "secretary")
    story.plan(audience={"kind": "MEMBERS", "members": [story.members[1]]})

    assert own()[1]["items"] == []


def test_a_dispute_and_its_answer_stand_beside_the_line(story: Story) -> None:
    activity_id = approved(story, "ABSENT_NO_REASON", "PRESENT", "PRESENT")
    dispute(activity_id)
    [before] = own()[1]["items"]
    rule(story, activity_id, "county")

    [after] = own()[1]["items"]

    assert (before["dispute"]["outcome"], before["counts"]) == ("OPEN", "NOTHING")
    assert (after["dispute"]["outcome"], after["counts"], after["line"]["state"]) == ("UPHELD", "COUNTED", "PRESENT")


def test_pages_go_back_in_time_and_miss_nothing(story: Story) -> None:
    planned = [story.plan(-HOUR * 2 + timedelta(seconds=number)) for number in range(5)]
    found, cursor = list[str](), None

    for _ in range(3):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        _, page = own(**query)
        found += [line["activityId"] for line in page["items"]]
        cursor = page["next"]

    assert found == planned[::-1]
    assert cursor is None


def test_what_began_in_one_instant_is_shown_whole_page_by_page(story: Story) -> None:
    earlier = story.plan(-2 * HOUR)
    starts: dict[str, Any] = {"startsAt": stamp(now() - HOUR), "endsAt": stamp(now() - HOUR / 2)}
    held = {story.plan(**starts) for _ in range(4)}
    query: dict[str, str] | None = {"limit": "1"}
    found = list[str]()

    while query:
        _, page = own(**query)
        found += [line["activityId"] for line in page["items"]]
        query = query | {"cursor": page["next"]} if page["next"] else None

    assert (set(found[:4]), found[4:]) == (held, [earlier])


def test_lines_elsewhere_and_of_a_branch_that_was_left_are_shown(story: Story) -> None:
    activity_id = story.plan(RUNNING, HOUR)
    path = f"/v1/activities/{activity_id}/sign-ins"
    assert call("POST", path, "member", {"code": code_of(activity_id)})[0] == 201
    builders.account("member", member_id=story.members[0], branch=story.tree.sister)

    [line] = own()[1]["items"]

    assert (line["activityId"], line["branchId"], line["expected"]) == (activity_id, story.branch.id, False)
    assert dispute(activity_id, body=CLAIM | {"claim": "LATE"})[0] == 201


def test_nobody_sees_lines_of_others(story: Story) -> None:
    approved(story)
    builders.account("other", member_id=new_id(), branch=story.tree.sister)

    assert own("other")[1]["items"] == []
    assert own("secretary")[0] == 404


def test_an_invited_member_sees_the_county_event(story: Story) -> None:
    guest = new_id()
    enroll(story.tree.sister, [guest])
    builders.account("guest", member_id=guest, branch=story.tree.sister)
    invited = [story.branch.id, story.tree.sister.id]
    body = plan_body(story.tree.township, -HOUR, HOUR / 2, audience={"kind": "BRANCHES", "branches": invited})
    builders.account("host", (Role.SECRETARY, story.tree.township))
    status, planned = call("POST", "/v1/activities", "host", body)
    assert status == 201, planned

    assert [line["activityId"] for line in own("guest")[1]["items"]] == [planned["id"]]


def test_another_year_is_empty_and_a_foreign_cursor_refused(story: Story) -> None:
    approved(story)
    year = business_day(now()).year

    before, after = own(year=str(year - 1))[1]["items"], own(year=str(year + 1))[1]["items"]
    bad = [own(**query)[0] for query in ({"cursor": "x"}, {"year": "1"}, {"year": "x"}, {"limit": "0"})]

    assert (before, after) == ([], [])
    assert bad == [400, 422, 422, 422]
