"""A session that makes up for another: it is linked to the one that the member missed (`domain.md` 4.3, MADE_UP)."""

from collections.abc import Sequence

from functions.activities import rules
from functions.activities.attendance.models import RollEntry
from functions.activities.attendance.tables import Attendance
from functions.activities.reading import Record
from functions.activities.rules import Fault, Presence
from functions.activities.tables import Activity
from kernel.errors import Invalid
from kernel.record import Head
from kernel.together import find_many

MOST_LINKED = 40  # a session and a row are looked up for each: at most a hundred keys in one read


def demand_missed(record: Record, entries: Sequence[RollEntry]) -> Head | None:
    """Raises `Invalid` unless each session named is an earlier one of the branch that the member did not attend.

    Returns the head of the branch's chain, which is read together with them; None where no session is named.
    """
    linked = [(number, entry) for number, entry in enumerate(entries) if entry.makes_up_for]
    if not linked:
        return None
    if len(linked) > MOST_LINKED:
        raise Invalid(fields=[rules.fault("entries", "too_many_linked")])
    sessions = {str(entry.makes_up_for) for _, entry in linked}
    rows = {(str(entry.makes_up_for), entry.member_id) for _, entry in linked}
    places = [(Activity, (Activity.partition(one), "NOW")) for one in sorted(sessions)]
    places += [(Activity, (Activity.partition(one), Attendance.place(who))) for one, who in sorted(rows)]
    head, found = find_many((Head, (record.place.id,)), places)
    kept = {(item.pk.removeprefix("ACTIVITY#"), item.sk): item for item in found}
    faults = [fault for number, entry in linked for fault in _faults(record, number, entry, kept)]
    if faults:
        raise Invalid(fields=faults)
    return head or Head(record.place.id)


def _faults(record: Record, number: int, entry: RollEntry, kept: dict[tuple[str, str], Activity]) -> list[Fault]:
    missed, field = str(entry.makes_up_for), f"entries.{number}.makesUpFor"
    session, row = kept.get((missed, "NOW")), kept.get((missed, Attendance.place(entry.member_id)))
    if entry.state is not Presence.MADE_UP:
        return [rules.fault(field, "not_made_up")]
    if session is None or session.branch_id != record.place.id:
        return [rules.fault(field, "unknown_activity")]
    if session.starts_at >= record.activity.starts_at:
        return [rules.fault(field, "not_before_this_one")]
    return [rules.fault(field, "attended_then")] if row is not None and row.state in rules.ATTENDED else []
