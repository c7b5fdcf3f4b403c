"""Resolutions with an owner and a day become tasks of the branch, and end with evidence."""

from datetime import timedelta
from typing import Any

import pytest

from functions.activities.photos.tables import Photo
from functions.activities.tasks.tables import Task
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import HOUR, Story, call, plan_body, review, submit
from tests.trust.faults import sends

TODAY = business_day(now())
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def task(story: Story, text: str = "慰问困难党员。", due: str = TOMORROW, **more: Any) -> dict[str, Any]:
    return {"text": text, "owner": story.members[0], "dueOn": due} | more


def decided(story: Story, *resolutions: Any, kind: str = "COMMITTEE_MEETING") -> str:
    activity_id = story.plan(type=kind)
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    status, answer = story.minute(activity_id, resolutions=list(resolutions))
    assert status == 200, answer
    assert submit(activity_id)[0] == 200
    return activity_id


def approved(story: Story, *resolutions: Any) -> str:
    activity_id = decided(story, *(resolutions or [task(story)]))
    review(activity_id, story.township)
    assert review(activity_id, story.county)[0] == 201
    return activity_id


def tasks(story: Story, state: str = "open", by: str = "member", **query: str) -> list[Any]:
    status, page = call("GET", "/v1/activities/tasks", by, query={"branchId": story.branch.id, "state": state} | query)
    assert status == 200, page
    return list(page["items"])


def close(activity_id: str, by: str = "member", task_id: str = f"{TOMORROW}.01", **body: Any) -> tuple[int, Any]:
    headers = body.pop("headers", None)
    path = f"/v1/activities/{activity_id}/tasks/{task_id}/closing"
    return call("POST", path, by, body or {"text": "已走访。"}, headers=headers)


def photo_of(activity_id: str, state: str = "ACCEPTED") -> dict[str, str]:
    told: dict[str, Any] = {
        "content_type": "image/png",
        "size_bytes": 9,
        "sha256": "0" * 64,
        "announced_at": "",
        "nonce": "0",
    }
    photo_id = new_id()
    Photo(f"ACTIVITY#{activity_id}", Photo.slot(1), photo_id=photo_id, state=state, version=1, **told).save()
    return {"activityId": activity_id, "photoId": photo_id}


def test_what_a_branch_gives_itself_to_do_is_told_to_nobody(story: Story) -> None:
    approved(story)

    assert "TasksAssigned" not in {entry["event"] for entry in recorded(story.branch.id)}


def test_with_the_final_approval_a_resolution_becomes_a_task(story: Story) -> None:
    activity_id = decided(story, {"text": "没有负责人。"}, task(story))
    review(activity_id, story.township)
    before = tasks(story)

    review(activity_id, story.county)

    assert before == []
    assert tasks(story) == [
        {
            "id": f"{TOMORROW}.02",
            "activityId": activity_id,
            "text": "慰问困难党员。",
            "ownerId": story.members[0],
            "dueOn": TOMORROW,
            "state": "open",
            "doneAt": None,
            "evidence": None,
            "photo": None,
        }
    ]


def test_what_was_voted_down_becomes_no_task(story: Story) -> None:
    approved(story, task(story, inFavour=1, against=2), task(story, text="通过。", inFavour=3))

    assert [one["text"] for one in tasks(story)] == ["通过。"]


def test_open_overdue_and_done_ones_are_listed_by_their_days(story: Story) -> None:
    days = [(TODAY + timedelta(days=d)).isoformat() for d in (3, -2, 0, -5, 1)]
    activity_id = approved(story, *(task(story, due=day) for day in days))
    close(activity_id, task_id=f"{days[4]}.05")

    assert [one["dueOn"] for one in tasks(story)] == [days[2], days[0]]
    assert [(one["dueOn"], one["state"]) for one in tasks(story, "overdue")] == [
        (days[3], "overdue"),
        (days[1], "overdue"),
    ]
    assert [(one["dueOn"], one["state"]) for one in tasks(story, "done")] == [(days[4], "done")]


@pytest.mark.parametrize("state", ["open", "done"])
def test_a_list_goes_on_where_it_stopped(story: Story, state: str) -> None:
    days = [(TODAY + timedelta(days=d)).isoformat() for d in range(1, 5)]
    activity_id = approved(story, *(task(story, due=day) for day in days))
    for number, day in enumerate(days if state == "done" else [], 1):
        close(activity_id, task_id=f"{day}.{number:02d}")
    path, query = "/v1/activities/tasks", {"branchId": story.branch.id, "state": state, "limit": "3"}

    _, first = call("GET", path, "member", query=query)
    _, second = call("GET", path, "member", query=query | {"cursor": first["next"]})
    status, _ = call("GET", path, "member", query=query | {"cursor": first["next"], "state": "overdue"})

    found = [one["dueOn"] for one in (*first["items"], *second["items"])]
    assert found == (days if state == "open" else days[::-1])
    assert (second["next"], status) == (None, 400)


def test_the_owner_closes_it_with_words(story: Story) -> None:
    activity_id = approved(story)

    status, answer = close(activity_id)

    assert (status, answer["state"], answer["evidence"]) == (200, "done", "已走访。")
    assert (tasks(story), tasks(story, "done")) == ([], [answer])
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["actor"], entry["data"]["number"]) == ("TaskDone", "member", 1)
    assert "已走访" not in str(entry)


def test_a_photo_of_the_branch_is_evidence(story: Story) -> None:
    activity_id, other = approved(story), story.plan()
    shown = photo_of(other)

    status, answer = close(activity_id, photo=shown)

    assert (status, answer["photo"], answer["evidence"]) == (200, shown, None)


def test_a_photo_that_is_none_of_the_branch_is_no_evidence(story: Story) -> None:
    activity_id = approved(story)
    builders.account("far", (Role.SECRETARY, story.tree.far_branch))
    _, elsewhere = call("POST", "/v1/activities", "far", plan_body(story.tree.far_branch, HOUR, HOUR))
    refused = photo_of(story.plan(), state="REFUSED")
    far = photo_of(elsewhere["id"])

    answers = [close(activity_id, photo=photo) for photo in (refused, far, refused | {"photoId": new_id()})]

    assert [(status, told["fields"][0]["code"]) for status, told in answers] == [(422, "unknown_photo")] * 3


def test_without_evidence_nothing_is_closed(story: Story) -> None:
    status, problem = close(approved(story), text=None)

    assert (status, problem["fields"]) == (422, [{"field": "text", "code": "missing"}])


def test_it_is_closed_once(story: Story) -> None:
    activity_id = approved(story)
    first = close(activity_id, headers={"idempotency-key": "once"})

    again = close(activity_id, headers={"idempotency-key": "once"})
    other = close(activity_id, by="secretary")

    assert again == first
    assert (other[0], other[1]["code"]) == (409, "task_closed")


@pytest.mark.parametrize("task_id", ["2026-12-01.1", "x", "2026-99-99.01", f"{TOMORROW}.09", "1999-01-01.01"])
def test_a_task_that_is_not_there_is_not_closed(story: Story, task_id: str) -> None:
    assert close(approved(story), by="secretary", task_id=task_id)[0] in (404, 422)


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("colleague", 403), ("county", 403), ("stranger", 404), ("secretary", 200)]
)
def test_the_owner_or_the_secretary_closes_it(story: Story, subject: Any, expected: int) -> None:
    builders.account("colleague", member_id=story.members[2], branch=story.branch)

    assert close(approved(story), by=subject)[0] == expected


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("county", 200), ("stranger", 404)])
def test_the_branch_and_the_committees_see_them(story: Story, subject: Any, expected: int) -> None:
    assert call("GET", "/v1/activities/tasks", subject, query={"branchId": story.branch.id})[0] == expected


def test_a_withdrawal_calls_off_what_is_open_and_leaves_what_is_done(story: Story) -> None:
    activity_id = approved(story, task(story), task(story, text="第二项。"))
    close(activity_id)

    call("POST", f"/v1/activities/{activity_id}/withdrawal", "county", {"reason": "审核有误。"})

    assert (tasks(story), len(tasks(story, "done"))) == ([], 1)
    assert close(activity_id, by="secretary", task_id=f"{TOMORROW}.02")[0] == 404


def test_a_task_has_an_owner_of_the_branch_and_a_day(story: Story) -> None:
    activity_id = story.plan()
    resolutions = [task(story) | {"owner": None}, task(story) | {"dueOn": None}, task(story) | {"owner": new_id()}]

    status, problem = story.minute(activity_id, resolutions=resolutions)
    many = story.minute(activity_id, resolutions=[task(story)] * 11)

    assert (status, [(f["field"], f["code"]) for f in problem["fields"]]) == (
        422,
        [
            ("resolutions.2.owner", "unknown_member"),
            ("resolutions.0.owner", "missing"),
            ("resolutions.1.dueOn", "missing"),
        ],
    )
    assert (many[0], many[1]["fields"]) == (422, [{"field": "resolutions", "code": "too_many_tasks"}])


@pytest.mark.parametrize(
    ("due", "expected"), [("1999-12-31", 422), ("2000-01-01", 200), ("2099-12-31", 200), ("2100-01-01", 422)]
)
def test_the_day_of_a_task_is_one_that_its_id_can_say(story: Story, due: str, expected: int) -> None:
    assert story.minute(story.plan(), resolutions=[task(story, due=due)])[0] == expected


def test_the_largest_approval_fits_into_its_transaction(story: Story) -> None:
    approved(story, *[task(story)] * 10)

    assert len(list(Task.query(Task.partition(story.branch.id)))) == 10


def test_closing_stays_within_its_budget(story: Story) -> None:
    activity_id, shown = approved(story), photo_of(story.plan())
    call("GET", f"/v1/activities/{activity_id}", "member")

    with sends() as calls:
        close(activity_id, photo=shown)

    assert calls.seen == ["GetItem", "BatchGetItem", "Query", "TransactWriteItems"]
