"""Plans: made by the secretary, changed before the day, corrected after a return, or called off."""

from typing import Any

from functions.activities import audience, reading, rules
from functions.activities.attendance import codes
from functions.activities.errors import SignInOpen
from functions.activities.models import ActivityOut, ChangeActivity, PlanActivity
from functions.activities.plans import convening, telling
from functions.activities.plans.audience_tables import Invited
from functions.activities.plans.convening import Convened
from functions.activities.reviews import record_ruling
from functions.activities.rules import State
from functions.activities.tables import Activity
from functions.activities.templates import extending as templates
from functions.activities.templates.tables import Additions
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, stamp
from kernel.errors import Invalid, WrongState
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

TIMES = {"starts_at", "ends_at"}


def plan(caller: Asking, body: PlanActivity) -> ActivityOut:
    """Raises `Invalid`."""
    convened = convening.locate(body.branch_id, body.audience)
    place = convened.place
    caller.may("activities.plan", Target(path=place.path))
    act = caller.act()
    ruled, head = record_ruling.with_head(place)
    faults = rules.plan_faults(body.starts_at, body.ends_at, body.place, body.link, act.at, ruled.entry_days)
    if faults := [*faults, *convened.faults]:
        raise Invalid(fields=faults)
    activity = _new(body, convened)
    reply = ActivityOut.of(activity, 1)
    work = UnitOfWork(act, chain=place.id, action="activities.plan", subject=activity.id, head=head)
    work.put_new(activity)
    for row in _invitations(activity):
        work.put_new(row)
    work.record(telling.planned(activity, place))
    work.commit(reply)
    return reply


def _new(body: PlanActivity, convened: Convened) -> Activity:
    place, added = convened.place, Additions.above(convened.place.path)
    agenda = templates.agenda(body.type, added) if body.agenda is None else body.agenda
    return Activity(
        Activity.partition(new_id()),
        branch_id=place.id,
        county_id=place.county_id,
        branch_year=Activity.year_of(place.id, business_day(body.starts_at).year),
        type=body.type,
        title=body.title,
        starts_at=stamp(body.starts_at),
        ends_at=stamp(body.ends_at),
        place=body.place,
        link=body.link,
        agenda=list(agenda),
        audience=convened.audience.stored(),
        materials=_stored("materials", body.model_dump()["materials"]),
        demands=templates.demanded(body.type, added),
        secret=codes.new_secret(),
        state=State.PLANNED.value,
    )


def _invitations(activity: Activity) -> list[Invited]:
    """Where branches that it is for see it, if others hold it."""
    year = business_day(instant(activity.starts_at)).year
    invited = (branch_id for branch_id in audience.of(activity).branches if branch_id != activity.branch_id)
    return [Invited.to(activity, branch_id, year) for branch_id in invited]


def change(caller: Asking, activity_id: str, body: ChangeActivity) -> ActivityOut:
    """Before it starts anything but who holds it, its type and for whom it is, the times until sign-in opens; after a
    return anything but the times. Raises `SignInOpen`, `WrongState`, `Invalid`."""
    activity, place = reading.activity_for(caller, activity_id, "activities.plan")
    caller.expect_version(activity.version)
    act = caller.act()
    changes = body.model_dump(exclude_none=True)
    _demand_changeable(activity, changes, act)
    _apply(activity, changes, act)
    reply = ActivityOut.of(activity, activity.version + 1)
    work = UnitOfWork(act, chain=place.id, action="activities.change", subject=activity.id)
    work.put(activity)
    if TIMES & changes.keys():
        for row in _invitations(activity):
            work.put_anyway(row)
    work.record(telling.changed(activity, sorted(changes)))
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
    """New times lie ahead: a plan moved to a day that is past would pass for one that was entered before it."""
    for name, value in changes.items():
        setattr(activity, name, _stored(name, value))
    starts_at, ends_at = reading.times(activity)
    if TIMES & changes.keys():
        faults = rules.plan_faults(starts_at, ends_at, activity.place, activity.link, act.at, entry_days=0)
        if faults:
            raise Invalid(fields=faults)
        activity.branch_year = Activity.year_of(activity.branch_id, business_day(starts_at).year)


def _stored(name: str, value: Any) -> Any:
    if name == "materials":
        return [[one["title"], one["href"]] for one in value]
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
    work.record(telling.cancelled(activity))
    work.commit(reply)
    return reply
