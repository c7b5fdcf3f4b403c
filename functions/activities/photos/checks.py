"""All that is said of a photo that is accepted: what it is like, when, where and how it seems to have been taken."""

from itertools import chain

from functions.activities.attendance import confidence_rules
from functions.activities.photos import likeness
from functions.activities.photos import rules as photo_rules
from functions.activities.photos.imaging import Copies
from functions.activities.photos.likeness import Before, New
from functions.activities.photos.rules import Stored
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
