"""All that is said of a photo that is accepted: what it is like, when, where and how it seems to have been taken."""

from itertools import chain

from functions.activities import confidence_rules, likeness, photo_rules
from functions.activities.imaging import Copies
from functions.activities.likeness import Before, New
from functions.activities.photo_rules import Stored
from functions.activities.tables import Activity
from kernel.clock import instant


def found(new: New, before: Before, activity: Activity, made: Copies, metres: int | None) -> list[Stored]:
    """The strongest first."""
    return photo_rules.ordered(
        chain(
            likeness.checks(new, before),
            photo_rules.of_time(made.taken_at, instant(activity.starts_at), instant(activity.ends_at)),
            photo_rules.of_distance(metres, confidence_rules.FAR_METRES),
            photo_rules.of_traces((made.width, made.height), made.traces),
        )
    )
