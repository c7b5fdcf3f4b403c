"""Organisational life: from the plan to the final review, for a branch of 24 of whom 20 attend."""

from datetime import timedelta
from typing import Any

from functions.activities import on_members, on_photo_uploaded
from functions.activities.record_rules import sampled
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.ids import new_id
from scripts.bench.acts import (
    ATTENDING,
    MEMBERS,
    Arrange,
    Doing,
    appraisals,
    assistance,
    attendance,
    ballots,
    ledger,
    plans,
    services,
    talks,
    telling,
)
from scripts.bench.acts.branch import ask, story
from tests import builders
from tests.integration.activities import county_plans, uploads
from tests.integration.activities import story as told
from tests.integration.activities.story import HOUR, Story, code_of, enrolment, plan_body

RUNNING = timedelta(minutes=-1)
SEEN = ["PRESENT"] * ATTENDING + ["LEAVE_SICK"] * (MEMBERS - ATTENDING)
SHARE = 5
DUE = "2099-12-31"
SUMMARY = "会议传达学习了上级文件精神，党员结合村里实际逐一发言，讨论了下一步的工作安排。" * 8


def ready(s: Story) -> str:
    activity_id = s.plan()
    s.call_roll(activity_id, *SEEN)
    s.minute(activity_id, summary=SUMMARY)
    return activity_id


def submitted(s: Story) -> str:
    activity_id = ready(s)
    told.submit(activity_id)
    return activity_id


def first_reviewed(s: Story) -> str:
    activity_id = submitted(s)
    told.review(activity_id, s.township)
    return activity_id


def approved(s: Story) -> str:
    activity_id = first_reviewed(s)
    told.review(activity_id, s.county)
    return activity_id


def assigned(s: Story) -> str:
    """A record with two tasks, approved."""
    activity_id = s.plan()
    s.call_roll(activity_id, *SEEN)
    task = {"text": "走访慰问困难党员。", "owner": s.members[0], "dueOn": DUE}
    s.minute(activity_id, summary=SUMMARY, resolutions=[task, task])
    told.submit(activity_id)
    told.review(activity_id, s.township)
    told.review(activity_id, s.county)
    return activity_id


def given_by_the_county(s: Story) -> str:
    """The minutes of a meeting of the county with two branches: two tasks for members of one."""
    county_plans.with_planner(s)
    _, made = county_plans.plan_county(s, -HOUR, endsAt=stamp(now() - HOUR / 2))
    task = {"text": "走访慰问困难党员。", "owner": s.members[0], "dueOn": DUE}
    minutes = s.minutes(summary=SUMMARY, resolutions=[task, task])
    told.call("PUT", f"/v1/activities/{made['id']}/minutes", "planner", minutes)
    return str(made["id"])


def administered(s: Story) -> str:
    builders.account("admin", (Role.COUNTY_ADMIN, s.tree.county))
    return ""


def clean(s: Story) -> str:
    """A record without a flag that is not drawn, where clean records may be passed in bulk."""
    administered(s)
    told.call("PUT", "/v1/reviews/rules", "admin", _rules(s, ""))
    stored = handed_in(s)
    while sampled(stored.id, str(stored.submitted_at), SHARE):
        stored = handed_in(s)
    stored.flags = None
    stored.save()
    return stored.id


def handed_in(s: Story) -> Activity:
    return Activity.demand(Activity.partition(submitted(s)), "NOW")


def nothing(_: Story) -> str:
    return ""


def a_month(s: Story) -> str:
    """Four activities of this month."""
    for _ in range(3):
        s.plan()
    return s.plan()


def photographed(s: Story) -> str:
    activity_id = s.plan()
    for number in range(3):
        uploads.photograph(s, activity_id, uploads.JPEG + bytes([number]))
    return activity_id


def _plan(s: Story, _: str) -> Any:
    return plan_body(s.branch, RUNNING, told.HOUR)


def _roll(s: Story, _: str) -> Any:
    return {"entries": [{"memberId": m, "state": state} for m, state in zip(s.members, SEEN, strict=True)]}


def _photo(_: Story, __: str) -> Any:
    return {"contentType": "image/jpeg", "sizeBytes": 512_000, "sha256": "0" * 64}


def _withdrawal(_: Story, __: str) -> Any:
    return {"reason": "审核有误。"}


def _of_branch(s: Story) -> dict[str, str]:
    return {"branchId": s.branch.id, "state": "open"}


def _rules(s: Story, _: str) -> Any:
    return {"organisationId": s.tree.county.id, "bulk": True, "samplePercent": SHARE}


def _in_bulk(s: Story, activity_id: str) -> Any:
    return {"organisationId": s.tree.township.id, "activityIds": [activity_id]}


def _of_township(s: Story) -> dict[str, str]:
    return {"organisationId": s.tree.township.id}


def _decision(_: Story, __: str) -> Any:
    return {"decision": "approve"}


def _digest(_: Story, activity_id: str) -> Any:
    return {"digest": told.call("GET", f"/v1/activities/{activity_id}/minutes", "member")[1]["digest"]}


def _correction(s: Story, _: str) -> Any:
    return s.minutes(summary=SUMMARY, reason="记录笔误。")


def uploaded() -> Doing:
    s = story()
    _, form = uploads.announce(s, s.plan(), uploads.JPEG)
    return telling(on_photo_uploaded.lambda_handler, uploads.upload(form, uploads.JPEG))


def members_enrolled() -> Doing:
    s = story()
    return telling(on_members.lambda_handler, enrolment(s.branch, [new_id() for _ in range(20)]))


RUN = "/v1/activities/{id}"
KEYED = {"idempotency-key": "a-key-of-the-page"}
REQUESTS: dict[str, Arrange] = {
    "plan": ask(nothing, "POST", "/v1/activities", body=_plan),
    "plan, with an Idempotency-Key": ask(nothing, "POST", "/v1/activities", body=_plan, headers=KEYED),
    "list a month": ask(a_month, "GET", "/v1/activities", query=lambda s: {"branchId": s.branch.id}),
    "show": ask(Story.plan, "GET", RUN, "member"),
    "change": ask(lambda s: s.plan(starts=told.HOUR), "PATCH", RUN, body=lambda _, __: {"title": "主题党日（改期）"}),
    "cancel": ask(Story.plan, "POST", RUN + "/cancel"),
    "code": ask(lambda s: s.plan(starts=RUNNING), "GET", RUN + "/code"),
    "sign in": ask(
        lambda s: s.plan(starts=RUNNING), "POST", RUN + "/sign-ins", "member", lambda _, a: {"code": code_of(a)}
    ),
    "call the roll (24)": ask(Story.plan, "PUT", RUN + "/attendance", body=_roll),
    "list attendance (24)": ask(ready, "GET", RUN + "/attendance"),
    "announce a photo": ask(Story.plan, "POST", RUN + "/photos", body=_photo),
    "list photos (3)": ask(photographed, "GET", RUN + "/photos", "member"),
    "write minutes": ask(Story.plan, "PUT", RUN + "/minutes", body=lambda s, _: s.minutes(summary=SUMMARY)),
    "show minutes": ask(ready, "GET", RUN + "/minutes", "member"),
    "sign minutes": ask(ready, "POST", RUN + "/minutes/signatures", "member", _digest),
    "correct minutes": ask(approved, "POST", RUN + "/minutes/corrections", body=_correction),
    "submit": ask(ready, "POST", RUN + "/submit"),
    "first review": ask(submitted, "POST", RUN + "/reviews", "township", _decision),
    "final review (20 attended)": ask(first_reviewed, "POST", RUN + "/reviews", "county", _decision),
    "list reviews": ask(first_reviewed, "GET", RUN + "/reviews"),
    "withdraw (20 attended)": ask(approved, "POST", RUN + "/withdrawal", "county", _withdrawal),
    "list tasks (2)": ask(assigned, "GET", "/v1/activities/tasks", "member", query=_of_branch),
    "burden of a committee's tasks": ask(given_by_the_county, "GET", RUN + "/tasks/burden", "planner"),
    "close a task": ask(
        assigned, "POST", RUN + "/tasks/" + DUE + ".01/closing", "member", lambda _, __: {"text": "已办结。"}
    ),
    "review in bulk (1)": ask(clean, "POST", "/v1/reviews/bulk", "township", _in_bulk),
    "turn-around": ask(first_reviewed, "GET", "/v1/reviews/turnaround", "township", query=_of_township),
    "rules of records": ask(nothing, "GET", "/v1/reviews/rules", "township", query=_of_township),
    "set rules of records": ask(administered, "PUT", "/v1/reviews/rules", "admin", _rules),
    "list what waits": ask(
        submitted, "GET", "/v1/reviews", "township", query=lambda s: {"organisationId": s.tree.township.id}
    ),
}
EVENTS: dict[str, Arrange] = {"on_photo_uploaded": uploaded, "on_members (20)": members_enrolled}
for page in (appraisals, assistance, attendance, ballots, plans, ledger, services, talks):
    REQUESTS |= page.REQUESTS
