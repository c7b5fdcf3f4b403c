"""The calendar file of an activity, for a phone that knows nothing else of it."""

from functions.activities import reading
from functions.activities.activity_types import TYPES
from functions.activities.invitations.calendar_rules import Entry, render
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel.asking import Asking
from kernel.clock import now


def file(caller: Asking, activity_id: str) -> str:
    """RFC 5545, whoever may see the activity."""
    activity, _ = reading.activity_for(caller, activity_id, "activities.read")
    starts_at, ends_at = reading.times(activity)
    entry = Entry(
        uid=f"{activity.id}@e-branch",
        sequence=int(activity.version),
        stamped_at=now(),
        starts_at=starts_at,
        ends_at=ends_at,
        summary=activity.title,
        description=_description(activity),
        location=activity.place,
        url=activity.link,
        cancelled=activity.state == State.CANCELLED,
    )
    return render(entry)


def _description(activity: Activity) -> str:
    """Its type, its agenda, and what is to be read before."""
    agenda = [f"{number}. {line}" for number, line in enumerate(activity.agenda, 1)]
    materials = [f"{title}: {href}" for title, href in activity.materials]
    return "\n".join([TYPES[activity.type].zh, *agenda, *materials])
