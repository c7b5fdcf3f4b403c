"""A branch with a secretary, three members and two committees above it, and the calls they make."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.activities import app, on_members
from functions.activities.attendance import codes
from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import business_day, now, stamp, start_of
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from tests import builders
from tests.builders import Tree

CONTEXT: Any = None  # the handlers do not look at it
HOUR = timedelta(hours=1)


class Story:
    """`secretary`, `member` and the reviewers `township` and `county` are subjects; `members` are ids."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.branch = self.tree.branch
        self.members = [new_id() for _ in range(3)]
        self.secretary = builders.account("secretary", (Role.SECRETARY, self.branch))
        self.township = builders.account("township", (Role.REVIEWER, self.tree.township))
        self.county = builders.account("county", (Role.REVIEWER, self.tree.county))
        self.stranger = builders.account("stranger", member_id=new_id(), branch=self.tree.far_branch)
        self.member = builders.account("member", member_id=self.members[0], branch=self.branch)
        enroll(self.branch, self.members)

    def plan(self, starts: timedelta = -HOUR, lasts: timedelta = HOUR / 2, **changes: Any) -> str:
        """The id of an activity that is planned and, unless told otherwise, over."""
        status, answer = call(
            "POST", "/v1/activities", self.secretary, plan_body(self.branch, starts, lasts, **changes)
        )
        assert status == 201, answer
        return str(answer["id"])

    def call_roll(self, activity_id: str, *states: str, by: str = "secretary") -> tuple[int, Any]:
        """The members' states in their order."""
        entries = [{"memberId": m, "state": s} for m, s in zip(self.members, states, strict=False)]
        return call("PUT", f"/v1/activities/{activity_id}/attendance", by, {"entries": entries})

    def minute(self, activity_id: str, **changes: Any) -> tuple[int, Any]:
        return call("PUT", f"/v1/activities/{activity_id}/minutes", self.secretary, self.minutes(**changes))

    def minutes(self, **changes: Any) -> dict[str, Any]:
        return {"host": self.members[0], "recorder": self.members[1], "summary": "学习讨论。"} | changes

    def ready(self, *states: str) -> str:
        """An activity that can be handed in."""
        activity_id = self.plan()
        self.call_roll(activity_id, *(states or ("PRESENT", "LATE", "LEAVE_SICK")))
        self.minute(activity_id)
        return activity_id

    def submitted(self, *states: str) -> str:
        activity_id = self.ready(*states)
        status, answer = submit(activity_id)
        assert status == 200, answer
        return activity_id

    def reviewed_first(self, *states: str) -> str:
        activity_id = self.submitted(*states)
        status, answer = review(activity_id, self.township)
        assert status == 201, answer
        return activity_id


def call(
    method: str,
    path: str,
    subject: str | None,
    body: Any = None,
    *,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
) -> tuple[int, Any]:
    return builders.answer(respond(method, path, subject, body, headers=headers, query=query))


def respond(method: str, path: str, subject: str | None, body: Any = None, **rest: Any) -> dict[str, Any]:
    return app.lambda_handler(builders.request(method, path, subject=subject, body=body, **rest), CONTEXT)


def submit(activity_id: str, subject: str = "secretary", **rest: Any) -> tuple[int, Any]:
    return call("POST", f"/v1/activities/{activity_id}/submit", subject, **rest)


def review(
    activity_id: str, subject: str, decision: str = "approve", reason: str | None = None, **rest: Any
) -> tuple[int, Any]:
    body = {"decision": decision, "reason": reason}
    return call("POST", f"/v1/activities/{activity_id}/reviews", subject, body, **rest)


def code_of(activity_id: str, age: int = 0) -> str:
    """The code that the host's screen showed so many steps ago."""
    stored = Activity.demand(Activity.partition(activity_id), "NOW")
    return codes.code_at(stored.secret, codes.step_at(now()) - age)


def plan_body(branch: Organisation, starts: timedelta, lasts: timedelta, **changes: Any) -> dict[str, Any]:
    at = now().replace(microsecond=0)
    return {
        "branchId": branch.id,
        "type": "THEME_DAY",
        "title": "主题党日",
        "startsAt": stamp(at + starts),
        "endsAt": stamp(at + starts + lasts),
        "place": "村部会议室",
        "agenda": ["学习", "讨论"],
    } | changes


def enrolment(branch: Organisation, members: list[str]) -> MembersEnrolled:
    return MembersEnrolled(
        branch_id=branch.id,
        county_id=branch.county_id,
        path=branch.path,
        members=tuple(EnrolledMember(member_id=m, category="FULL") for m in members),
    )


def enroll(branch: Organisation, members: list[str]) -> None:
    chunks = [members[at : at + 20] for at in range(0, len(members), 20)]
    answer = on_members.lambda_handler(builders.batch(*(enrolment(branch, chunk) for chunk in chunks)), CONTEXT)
    assert answer == {"batchItemFailures": []}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def to_next_month() -> timedelta:
    """From now to some time in the middle of the next month."""
    middle = (business_day(now()).replace(day=1) + timedelta(days=45)).replace(day=15)
    return start_of(middle) - now()
