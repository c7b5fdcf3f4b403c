"""The quiet hours that committees set (`design.md` 5, policy switches): the copy of what `identity` tells."""

from functions.notices.messages import Due
from functions.notices.quiet_tables import QuietHours
from functions.notices.tables import Mark
from kernel import directory, policies
from kernel.events import PolicyChanged
from kernel.journal import Act

POLICY = "quiet_hours"


def take_over(act: Act, event: PolicyChanged) -> None:
    """Other switches are none of our business."""
    if event.policy == POLICY:
        key = QuietHours.key_of(event.organisation_id, POLICY)
        policies.take_over(act, QuietHours, Mark.of(act.cause, POLICY), key, event.value)


def hours_of(due: Due) -> str | None:
    """What the nearest committee set: above the office, or the county above a member."""
    top = due.county_id if due.member_id else due.office[0]
    place = directory.organisations([top]).get(top)
    path = directory.ancestors(place.path) if place else [due.county_id]
    found = QuietHours.find_all([QuietHours.key_of(one, POLICY) for one in path])
    return policies.in_force(POLICY, path, found)
