"""Plans: made by the secretary, changed before the day, corrected after a return, or called off."""

from typing import Any

from functions.activities import codes, reading, rules
from functions.activities.errors import SignInOpen
from functions.activities.models import ActivityOut, ChangeActivity, PlanActivity
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, stamp
from kernel.directory import Organisation, covers
from kernel.errors import Invalid, WrongState
from kernel.events import ActivityCancelled, ActivityChanged, ActivityPlanned
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

BRANCH_LEVEL = "BRANCH"
TIMES = {"starts_at", "ends_at"}


def plan(caller: Asking, body: PlanActivity) -> ActivityOut:
    place = directory.organisation(body.branch_id)
    caller.may("activities.plan", Target(path=place.path))
    act = caller.act()
    faults = rules.plan_faults(body.starts_at, body.ends_at, body.place, body.link, act.at)
    if not _can_finish(place):
        faults.append(rules.fault("branchId", "not_a_branch"))
    if faults:
        raise Invalid(fields=faults)
    activity = _new(body, place)
    reply = ActivityOut.of(activity, 1)
    work = UnitOfWork(act, chain=place.id, action="activities.plan", subject=activity.id)
    work.put_new(activity)
    work.record(_planned(activity, place))
    work.commit(reply)
    return reply


def _can_finish(place: Organisation) -> bool:
    """Whether somebody would be on its roll, and somebody could review it."""
    return place.level == BRANCH_LEVEL and bool(place.holds_members) and covers(place.county_id, place.path)


def _new(body: PlanActivity, place: Organisation) -> Activity:
    return Activity(
        Activity.partition(new_id()),
        branch_id=place.id,
        county_id=place.county_id,
        branch_month=Activity.month_of(place.id, reading.month_name(body.starts_at)),
        type=body.type,
        title=body.title,
        starts_at=stamp(body.starts_at),
        ends_at=stamp(body.ends_at),
        place=body.place,
        link=body.link,
        agenda=list(body.agenda),
        secret=codes.new_secret(),
        state=State.PLANNED.value,
    )


def _planned(activity: Activity, place: Organisation) -> ActivityPlanned:
    return ActivityPlanned(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        starts_at=instant(activity.starts_at),
    )


def change(caller: Asking, activity_id: str, body: ChangeActivity) -> ActivityOut:
    """Before it starts anything but branch and type, the times until sign-in opens; after a return anything but the
    times. Raises `SignInOpen`, `WrongState`."""
    activity, place = reading.activity_for(caller, activity_id, "activities.plan")
    caller.expect_version(activity.version)
    act = caller.act()
    changes = body.model_dump(exclude_none=True)
    _demand_changeable(activity, changes, act)
    _apply(activity, changes, act)
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(act, chain=place.id, action="activities.change", subject=activity.id)
    work.put(activity)
    starts_at = instant(activity.starts_at)
    work.record(ActivityChanged(activity_id=activity.id, branch_id=place.id, type=activity.type, starts_at=starts_at))
    work.commit(reply)
    return reply


def _demand_changeable(activity: Activity, changes: dict[str, Any], act: Act) -> None:
    starts_at = instant(activity.starts_at)
    if activity.state == State.PLANNED and act.at < starts_at:
        if TIMES & changes.keys() and act.at >= starts_at - rules.OPENS_BEFORE:
            raise SignInOpen
        return
    if activity.state == State.RETURNED and not TIMES & changes.keys():
        return
    raise WrongState


def _apply(activity: Activity, changes: dict[str, Any], act: Act) -> None:
    for name, value in changes.items():
        setattr(activity, name, _stored(name, value))
    starts_at, ends_at = reading.times(activity)
    if TIMES & changes.keys():
        faults = rules.plan_faults(starts_at, ends_at, activity.place, activity.link, act.at)
        if faults:
            raise Invalid(fields=faults)
        activity.branch_month = Activity.month_of(activity.branch_id, reading.month_name(starts_at))


def _stored(name: str, value: Any) -> Any:
    return stamp(value) if name in TIMES else list(value) if name == "agenda" else value


def cancel(caller: Asking, activity_id: str) -> ActivityOut:
    activity, place = reading.activity_for(caller, activity_id, "activities.plan")
    caller.expect_version(activity.version)
    if activity.state != State.PLANNED:
        raise WrongState
    activity.state = State.CANCELLED.value
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(caller.act(), chain=place.id, action="activities.cancel", subject=activity.id)
    work.put(activity)
    work.record(
        ActivityCancelled(
            activity_id=activity.id,
            branch_id=place.id,
            county_id=place.county_id,
            type=activity.type,
            starts_at=instant(activity.starts_at),
        )
    )
    work.commit(reply)
    return reply
