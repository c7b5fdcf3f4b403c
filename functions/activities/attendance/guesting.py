"""Observers and guests: by number and organisation, never by name (`domain.md` 4.3)."""

from functions.activities import audience, reading, rules
from functions.activities.attendance.guest_models import CountGuests, GuestsOut
from functions.activities.attendance.guest_tables import Guests
from functions.activities.tables import TABLE, Activity
from kernel import directory
from kernel.asking import Asking
from kernel.errors import Changed, Invalid
from kernel.events import GuestsCounted
from kernel.journal import UnitOfWork


def count(caller: Asking, activity_id: str, body: CountGuests) -> GuestsOut:
    """Put these in place of what stood. Raises `Stale`, `WrongState` once handed in, `Invalid` for one named twice."""
    activity, stored = _found(caller, activity_id, "activities.host")
    reading.demand_open(activity)
    caller.expect_version(stored.version if stored else 0)
    _demand_distinct(body)
    guests = stored or Guests(activity.pk, "GUESTS")
    guests.content = body.model_dump_json(by_alias=True)
    reply = GuestsOut.of(guests, guests.version + 1)
    work = UnitOfWork(caller.act(), chain=activity.branch_id, action="activities.count_guests", subject=activity.id)
    work.put(guests, Changed())
    work.require(activity)
    work.record(GuestsCounted(activity_id=activity.id, branch_id=activity.branch_id, guests=reply.total))
    work.commit(reply)
    return reply


def shown(caller: Asking, activity_id: str) -> GuestsOut:
    _, stored = _found(caller, activity_id, "activities.read")
    return GuestsOut.of(stored)


def _found(caller: Asking, activity_id: str, action: str) -> tuple[Activity, Guests | None]:
    """The activity and its guests, if the caller may do this there. Two reads."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    key = Guests(activity.pk, "GUESTS").key()
    seen = directory.look([activity.branch_id], beside={TABLE: [key]})
    place = directory.demand_organisation(seen.organisations, activity.branch_id)
    caller.may(action, audience.target(activity, place.path, caller.principal, action))
    return activity, next((Guests.from_raw_data(row) for row in seen.of(TABLE)), None)


def _demand_distinct(body: CountGuests) -> None:
    named = [(group.organisation, group.role) for group in body.guests]
    faults = [
        rules.fault(f"guests.{number}.organisation", "duplicate")
        for number, name in enumerate(named)
        if name in named[:number]
    ]
    if faults:
        raise Invalid(fields=faults)
