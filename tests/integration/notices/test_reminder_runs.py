import json
from datetime import date, timedelta
from typing import Any

import pytest

from functions.notices import on_reminder_run, on_run_started
from functions.notices.deadlines import Calendar
from functions.notices.inbox_tables import Notice
from functions.notices.tables import Deadline, Progress, shard_of
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.errors import Changed
from kernel.events import ReminderRunStarted
from kernel.ids import new_id
from kernel.transaction import Writes, transact
from tests.builders import Tree, account, batch, envelope, recorded
from tests.conftest import Context
from tests.integration.notices import world
from tests.integration.notices.conftest import DUE, FOUNDED, call, events_of
from tests.integration.notices.queues import queued
from tests.integration.notices.world import HANDLERS, clock
from tests.template_reader import ROOT, resources


def start(tree: Tree, subject: str | None = "admin", **body: Any) -> tuple[int, Any]:
    asked = {"organisationId": tree.county.id, "asOf": business_day(now()).isoformat()} | body
    return call("POST", "/v1/reminders/runs", subject, body=asked)


def test_a_run_by_hand_goes_on_the_record_and_from_there_to_the_run(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    as_of = business_day(now()).isoformat()

    status, body = start(tree)

    assert (status, body) == (202, {"organisationId": tree.county.id, "asOf": as_of})
    (entry,) = recorded(tree.county.id)
    assert (entry["event"], entry["actor"], entry["action"]) == ("ReminderRunStarted", "admin", "notices.run")
    assert entry["data"] == {"organisationId": tree.county.id, "asOf": as_of}
    (rule,) = [
        r for r in resources("AWS::Events::Rule").values() if "ReminderRunStarted" in r["EventPattern"]["detail-type"]
    ]
    assert rule["Targets"][0]["Arn"] == {"Fn::GetAtt": ["ReminderRunQueue", "Arn"]}


def test_a_keyed_run_starts_once(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    body = {"organisationId": tree.county.id, "asOf": business_day(now()).isoformat()}
    keyed: dict[str, Any] = {"subject": "admin", "body": body, "headers": {"idempotency-key": "one"}}

    assert call("POST", "/v1/reminders/runs", **keyed) == call("POST", "/v1/reminders/runs", **keyed)
    assert len(recorded(tree.county.id)) == 1
    other = keyed | {"body": body | {"asOf": (business_day(now()) - timedelta(days=1)).isoformat()}}
    assert call("POST", "/v1/reminders/runs", **other)[0] == 422


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("clerk", 403), ("neighbour", 404), ("stranger", 404), ("admin", 202)]
)
def test_who_may_start_a_run(tree: Tree, subject: str | None, expected: int) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("clerk", (Role.AUDITOR, tree.county))
    account("neighbour", (Role.COUNTY_ADMIN, tree.far_branch))

    assert start(tree, subject)[0] == expected


def test_a_run_is_for_a_county_and_for_a_day_that_has_begun(tree: Tree) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))

    far = start(tree, asOf="2035-01-01")
    small = start(tree, organisationId=tree.branch.id)
    strange = start(tree, more=1)

    assert (far[0], far[1]["code"]) == (422, "day_to_come")
    assert far[1]["fields"] == [{"field": "body.asOf", "code": "day_to_come"}]
    assert (small[0], small[1]["code"]) == (422, "not_a_county")
    assert (strange[0], strange[1]["code"]) == (422, "invalid")
    assert start(tree, asOf="soon")[0] == 422
    assert start(tree, organisationId=new_id())[0] == 404


def test_the_run_starts_at_eight_in_the_morning_in_china_every_day() -> None:
    functions = resources("AWS::Serverless::Function")
    schedule = functions["NoticesOnReminderRun"]["Events"]["Morning"]

    assert schedule["Type"] == "ScheduleV2"
    assert schedule["Properties"]["ScheduleExpression"] == "cron(0 8 * * ? *)"
    assert schedule["Properties"]["ScheduleExpressionTimezone"] == "Asia/Shanghai"
    assert json.loads(schedule["Properties"]["Input"]) == {"asOf": "today"}


@pytest.mark.parametrize("event", [{"asOf": "2026-11-25"}, {"asOf": "today"}, {}])
def test_the_schedule_starts_every_county_once_a_day(told: Tree, event: dict[str, str]) -> None:
    before = len(recorded(told.county.id))

    on_reminder_run.lambda_handler(event, Context())
    on_reminder_run.lambda_handler(event, Context())

    expected = event.get("asOf", "today").replace("today", business_day(now()).isoformat())
    (entry,) = recorded(told.county.id)[before:]
    assert entry["data"] == {"organisationId": told.county.id, "asOf": expected}


def test_the_sample_events_are_handled(account: None) -> None:
    from functions.notices import on_activities, on_attendance_confirmed, on_members

    for name, handler in {
        "organisations": HANDLERS["OrganisationsFounded"],
        "activities": on_activities.lambda_handler,
        "members": on_members.lambda_handler,
        "attendance_confirmed": on_attendance_confirmed.lambda_handler,
        "run_started": on_run_started.lambda_handler,
    }.items():
        sample = json.loads((ROOT / f"events/notices/on_{name}.json").read_text())
        assert handler(sample, Context()) == {"batchItemFailures": []}
    on_reminder_run.lambda_handler(json.loads((ROOT / "events/notices/on_reminder_run.json").read_text()), Context())


def test_an_event_that_is_none_fails_alone(account: None, tree: Tree) -> None:
    with clock(FOUNDED):
        failed = HANDLERS["OrganisationsFounded"](batch("no json", envelope(events_of(tree))), Context())

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert Progress.counties() == [tree.county.id]


def test_no_deadline_can_be_put_on_a_day_that_a_run_closed_meanwhile(tree: Tree) -> None:
    branch = tree.branch.id
    first = Writes()
    Calendar(tree.county.id, branch, FOUNDED).put(first, "TEST", FOUNDED)
    assert transact(first.rows) == []
    slow, calendar = Writes(), Calendar(tree.county.id, branch, FOUNDED)
    calendar.put(slow, "OTHER", FOUNDED)

    part = Progress.load(tree.county.id, shard_of(branch), FOUNDED)
    part.closed_through = FOUNDED.isoformat()
    part.save()

    with pytest.raises(Changed):
        slow.refuse(transact(slow.rows))
    assert [d.code for d in Deadline.on(FOUNDED, tree.county.id, shard_of(branch))] == ["TEST"]
    assert Calendar(tree.county.id, branch, FOUNDED).first_open == FOUNDED + timedelta(days=1)


@pytest.mark.parametrize(("days", "expected"), [(0, 202), (1, 422), (-151, 202)])
def test_a_run_by_hand_is_of_no_day_to_come(tree: Tree, days: int, expected: int) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))

    status, _ = start(tree, asOf=(business_day(now()) + timedelta(days=days)).isoformat())

    assert status == expected


def test_an_operator_sees_150_days_ahead_and_no_further() -> None:
    with pytest.raises(ValueError, match="too far"):
        on_reminder_run.lambda_handler({"asOf": (business_day(now()) + timedelta(days=151)).isoformat()}, Context())


TODAY = date(2026, 11, 10)


def look_ahead(as_of: date, context: Context | None = None) -> None:
    """A run as of a day to come."""
    with clock(TODAY):
        assert on_run_started.lambda_handler(batch(world.run_event(as_of)), context or Context()) == {
            "batchItemFailures": []
        }


def test_a_run_that_looks_ahead_closes_no_day_that_has_not_begun(account: None) -> None:
    early, late = world.branch(1), world.branch(2)
    world.tell(TODAY, world.founded([early]))
    look_ahead(date(2026, 12, 1))
    look_ahead(date(2026, 12, 1))
    told_early = world.sent("BRANCH_IDLE_MONTH")
    done = {part.done for part in Progress.of(world.COUNTY)}
    ordered = queued("DELIVERY_QUEUE")
    world.tell(TODAY, world.founded([late]), world.submitted(early, TODAY))
    for day in range(11, 31):
        world.run(date(2026, 11, day))
    world.run(date(2026, 12, 1))

    above = (f"ORG#{world.TOWNSHIP}#reviewer", "BRANCH_IDLE_MONTH", "2026-12-01", "2026-11")
    assert told_early == {above}
    assert (done, ordered) == ({TODAY}, [])
    own = f"ORG#{late}#secretary"
    days = [day for box, code, day, _ in sorted(world.sent("BRANCH_IDLE_MONTH")) if box == own]
    assert days == ["2026-11-25", "2026-11-30"]


@pytest.mark.parametrize("today_is_done", [False, True])
def test_a_run_that_looks_ahead_and_runs_out_of_time_goes_on(account: None, today_is_done: bool) -> None:
    world.tell(TODAY, world.founded([world.branch(1), world.branch(2), world.branch(3)]))
    if today_is_done:
        world.run(TODAY)
    look_ahead(date(2026, 11, 25), Hurried(5))
    cut = len(world.sent("BRANCH_IDLE_MONTH"))
    (rest,) = queued("REMINDER_RUN_QUEUE")

    with clock(TODAY):
        assert on_run_started.lambda_handler(batch(rest), Context()) == {"batchItemFailures": []}

    assert cut < 3 == len(world.sent("BRANCH_IDLE_MONTH"))
    assert queued("REMINDER_RUN_QUEUE") == []


class Hurried(Context):
    """Lambda's context, in a process that has time for so many deadlines and no more."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def get_remaining_time_in_millis(self) -> int:
        self.looks -= 1
        return 15_000 if self.looks >= 0 else 0


def test_a_run_that_runs_out_of_time_orders_its_rest_and_ends_as_one_that_did_not(tree: Tree) -> None:
    with clock(FOUNDED):
        HANDLERS["OrganisationsFounded"](batch(events_of(tree)), Context())
    bodies: list[Any] = [ReminderRunStarted(organisation_id=tree.county.id, as_of=DUE)]
    turns = 0
    while bodies:
        with clock(DUE):
            assert on_run_started.lambda_handler(batch(bodies.pop()), Hurried(6)) == {"batchItemFailures": []}
        bodies += queued("REMINDER_RUN_QUEUE")
        turns += 1

    boxes = [Notice.office_box(branch.id, "secretary") for branch in (tree.branch, tree.sister, tree.far_branch)]
    assert turns > 2
    assert [len([n for n in Notice.query(box) if n.code == "BRANCH_IDLE_MONTH"]) for box in boxes] == [1, 1, 1]
    assert len(queued("DELIVERY_QUEUE")) == len(boxes)
