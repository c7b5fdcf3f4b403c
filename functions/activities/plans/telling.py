"""What the others are told of a plan: ids, times and whom it is for, never its words."""

from collections.abc import Iterable

from functions.activities import audience
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel.clock import instant
from kernel.directory import Organisation
from kernel.events import ActivityCancelled, ActivityChanged, ActivityPlanned


def planned(activity: Activity, place: Organisation) -> ActivityPlanned:
    whom = audience.of(activity)
    return ActivityPlanned(
        activity_id=activity.id,
        branch_id=place.id,
        county_id=place.county_id,
        path=place.path,
        type=activity.type,
        starts_at=instant(activity.starts_at),
        ends_at=instant(activity.ends_at),
        audience=whom.kind.value,
        branches=whom.branches,
        members=None if whom.members is None else tuple(sorted(whom.members)),
    )


def changed(activity: Activity, fields: Iterable[str]) -> ActivityChanged:
    return ActivityChanged(
        activity_id=activity.id,
        branch_id=activity.branch_id,
        county_id=activity.county_id,
        type=activity.type,
        starts_at=instant(activity.starts_at),
        ends_at=instant(activity.ends_at),
        fields=tuple(fields),
        to_come=activity.state == State.PLANNED,
    )


def cancelled(activity: Activity) -> ActivityCancelled:
    return ActivityCancelled(
        activity_id=activity.id,
        branch_id=activity.branch_id,
        county_id=activity.county_id,
        type=activity.type,
        starts_at=instant(activity.starts_at),
        ends_at=instant(activity.ends_at),
    )
