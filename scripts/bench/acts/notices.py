"""Inboxes, deadlines, and the reminder run of a county with one idle branch and 20 absent members."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec

from functions.notices import (
    app,
    app_office,
    on_activities,
    on_attendance_confirmed,
    on_members,
    on_organisations,
    on_reminder_run,
    on_run_started,
)
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.events import (
    PUBLISHED,
    ActivityPlanned,
    Envelope,
    Event,
    FoundedOrganisation,
    OrganisationsFounded,
    ReminderRunStarted,
)
from kernel.ids import new_id
from scripts.bench.acts import ATTENDING, MEMBERS, Arrange, Doing, asking, deliveries, dispatches, starting, telling
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.integration.notices import boxes, world

BRANCH = world.branch(1)
PEOPLE = [world.member(n) for n in range(MEMBERS)]
FOUNDED, HELD, DUE = date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 25)


def data(enveloped: Envelope) -> Event:
    """The event in an envelope, to be wrapped anew with an id of this delivery."""
    return msgspec.convert(enveloped.data, PUBLISHED[enveloped.event])


def county() -> None:
    """A branch with its deadline and the ladders of its members."""
    world.tell(FOUNDED, world.founded([BRANCH]), world.enrolled(BRANCH, PEOPLE[:20]))
    world.tell(FOUNDED, world.enrolled(BRANCH, PEOPLE[20:]))


def tell(handler: Any, event: Callable[[], Any]) -> Arrange:
    def arrange() -> Doing:
        county()
        return telling(handler, data(event()))

    return arrange


def invited() -> Doing:
    """All of a branch are invited."""
    county()
    starts_at = now() + timedelta(days=10)
    plan = ActivityPlanned(
        activity_id=new_id(),
        branch_id=BRANCH,
        county_id=world.COUNTY,
        path=world.path_of(BRANCH),
        type="THEME_DAY",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        branches=(BRANCH,),
    )
    return telling(on_activities.lambda_handler, plan)


def reminded() -> Tree:
    """A branch of the account's tree was idle: its secretary has a notice."""
    tree = Tree()
    account("secretary", (Role.SECRETARY, tree.branch), member_id=PEOPLE[0], branch=tree.branch)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    o = tree.branch
    idle = FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level)
    founded = OrganisationsFounded(county_id=tree.county.id, organisations=(idle,))
    with world.clock(FOUNDED):
        telling(on_organisations.lambda_handler, founded)()
    on_its_day(telling(on_run_started.lambda_handler, ReminderRunStarted(organisation_id=tree.county.id, as_of=DUE)))()
    return tree


def on_its_day(doing: Doing) -> Doing:
    """A run closes no day that has not begun."""

    def act() -> object:
        with world.clock(DUE):
            return doing()

    return act


def inbox() -> Doing:
    reminded()
    return asking(app.lambda_handler, "GET", "/v1/me/notices", "secretary")


def many_boxes(path: str) -> Arrange:
    """Of somebody who holds five offices."""

    def arrange() -> Doing:
        tree = reminded()
        held = [(Role.SECRETARY, where) for where in (tree.branch, tree.sister, tree.far_branch)]
        held += [(Role.REVIEWER, where) for where in (tree.township, tree.county)]
        account("everywhere", *held, member_id=PEOPLE[0], branch=tree.branch)
        return asking(app.lambda_handler, "GET", path, "everywhere")

    return arrange


def read() -> Doing:
    reminded()
    _, page = answer(app.lambda_handler(request("GET", "/v1/me/notices", subject="secretary"), Context()))
    return asking(app.lambda_handler, "POST", f"/v1/me/notices/{page['items'][0]['id']}/read", "secretary")


def counts() -> Doing:
    reminded()
    return asking(app.lambda_handler, "GET", "/v1/me/notices/counts", "secretary")


def done() -> Doing:
    """What a dispatch asks; it was not opened before."""
    tree = reminded()
    sent = boxes.send(Notice.member_box(PEOPLE[0]), tree.township, tree.branch, asks=True)
    return asking(app.lambda_handler, "POST", f"/v1/me/notices/{sent}/done", "secretary")


def messages() -> Doing:
    reminded()
    return asking(app.lambda_handler, "GET", "/v1/me/notices/messages", "secretary")


def preferences(method: str, body: Any = None) -> Arrange:
    def arrange() -> Doing:
        reminded()
        return asking(app.lambda_handler, method, "/v1/me/notices/preferences", "secretary", body)

    return arrange


def templates(method: str, code: str = "", body: Any = None, **query: str) -> Arrange:
    def arrange() -> Doing:
        path = f"/v1/organisations/{reminded().county.id}/notice-templates{code}"
        return asking(app_office.lambda_handler, method, path, "admin", body, query=query)

    return arrange


def warned() -> Doing:
    tree = reminded()
    return asking(app_office.lambda_handler, "GET", f"/v1/organisations/{tree.county.id}/warnings", "admin")


def start() -> Doing:
    tree = reminded()
    body = {"organisationId": tree.county.id, "asOf": business_day(now()).isoformat()}
    return asking(app_office.lambda_handler, "POST", "/v1/reminders/runs", "admin", body)


def reminder_run() -> Doing:
    county()
    return starting(on_reminder_run.lambda_handler, {"asOf": DUE.isoformat()})


def run() -> Doing:
    """The morning on which the idle branch is found."""
    county()
    world.run(date(2026, 11, 24))
    return on_its_day(telling(on_run_started.lambda_handler, data(world.run_event(DUE))))


WORDING = {"reader": "secretary", "language": "zh", "channel": "inbox", "text": "{period}尚无记录。"}
REQUESTS: dict[str, Arrange] = {
    "inbox": inbox,
    "inbox counts": counts,
    "inbox (a page of six boxes)": many_boxes("/v1/me/notices"),
    "inbox counts (two of six boxes)": many_boxes("/v1/me/notices/counts"),
    "read a notice": read,
    "do what a notice asks": done,
    "messages out of the house": messages,
    "notice preferences": preferences("GET"),
    "set notice preferences": preferences("PUT", {"language": "en", "channels": ["sms"]}),
    "notice templates": templates("GET"),
    "versions of a notice template": templates("GET", "/BRANCH_IDLE_MONTH", reader="secretary"),
    "word a code's notices": templates("PUT", "/BRANCH_IDLE_MONTH", WORDING),
    "warnings of a county": warned,
    "start a reminder run": start,
}
EVENTS: dict[str, Arrange] = {
    "on_organisations (10)": tell(
        on_organisations.lambda_handler, lambda: world.founded([world.branch(n) for n in range(2, 12)])
    ),
    "on_members (20)": tell(on_members.lambda_handler, lambda: world.enrolled(BRANCH, [new_id() for _ in range(20)])),
    "on_activities (24 invited)": invited,
    "on_activities (a record handed in)": tell(on_activities.lambda_handler, lambda: world.submitted(BRANCH, HELD)),
    "on_attendance_confirmed (20)": tell(
        on_attendance_confirmed.lambda_handler, lambda: world.attended(BRANCH, PEOPLE[:ATTENDING], HELD)
    ),
    "on_reminder_run (1 county)": reminder_run,
    "on_run_started (1 day, 1 idle branch)": run,
}

REQUESTS |= dispatches.REQUESTS | deliveries.REQUESTS
EVENTS |= dispatches.EVENTS | deliveries.EVENTS
