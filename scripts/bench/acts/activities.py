"""Organisational life: from the plan to the final review, for a branch of 24 of whom 20 attend."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from functions.activities import app, on_members, on_photo_uploaded
from kernel.ids import new_id
from scripts.bench.acts import ATTENDING, MEMBERS, Arrange, Doing, asking, telling
from tests.integration.activities import story as told
from tests.integration.activities import uploads
from tests.integration.activities.story import Story, code_of, enroll, enrolment, plan_body

RUNNING = timedelta(minutes=-1)
SEEN = ["PRESENT"] * ATTENDING + ["LEAVE_SICK"] * (MEMBERS - ATTENDING)
SUMMARY = "会议传达学习了上级文件精神，党员结合村里实际逐一发言，讨论了下一步的工作安排。" * 8


def story() -> Story:
    """A branch of ordinary size."""
    made = Story()
    made.members += [new_id() for _ in range(MEMBERS - len(made.members))]
    enroll(made.branch, made.members[3:])
    return made


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


def ask(
    prepare: Callable[[Story], str],
    method: str,
    path: str,
    by: str = "secretary",
    body: Callable[[Story, str], Any] | None = None,
    query: Callable[[Story], dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Arrange:
    """A request about an activity that `prepare` left behind."""

    def arrange() -> Doing:
        s = story()
        activity_id = prepare(s)
        sent = body(s, activity_id) if body else None
        asked = query(s) if query else None
        place = path.replace("{id}", activity_id)
        return asking(app.lambda_handler, method, place, by, sent, query=asked, headers=headers)

    return arrange


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


def _decision(_: Story, __: str) -> Any:
    return {"decision": "approve"}


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
    "submit": ask(ready, "POST", RUN + "/submit"),
    "first review": ask(submitted, "POST", RUN + "/reviews", "township", _decision),
    "final review (20 attended)": ask(first_reviewed, "POST", RUN + "/reviews", "county", _decision),
    "list reviews": ask(first_reviewed, "GET", RUN + "/reviews"),
    "list what waits": ask(
        submitted, "GET", "/v1/reviews", "township", query=lambda s: {"organisationId": s.tree.township.id}
    ),
}
EVENTS: dict[str, Arrange] = {"on_photo_uploaded": uploaded, "on_members (20)": members_enrolled}
