"""What members of a branch attended elsewhere, as its committee reads it."""

from functions.activities.attendance.models import VisitOut
from functions.activities.attendance.tables import Attendance
from functions.activities.roll.elsewhere_tables import Visit
from functions.activities.tables import Activity, resume
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.model import Page
from kernel.table import encode_cursor


def visits(caller: Asking, branch_id: str, month: str | None, cursor: str | None, limit: int) -> Page[VisitOut]:
    """What members of the branch attended elsewhere in a month (this one, if none is named), by its start."""
    place = directory.organisation(branch_id)
    caller.may("activities.attendance", Target(path=place.path))
    at = now()
    key, after = Visit.partition(branch_id, month or f"{business_day(at):%Y-%m}"), resume(cursor, "at", "id", "member")
    start = after and {"pk": {"S": key}, "sk": {"S": Visit.place(after["at"], after["id"], after["member"])}}
    found = list(Visit.query(key, consistent_read=True, limit=limit, last_evaluated_key=start or None))
    rows = {(row.pk, row.sk): row for row in _rows(found)}
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[VisitOut.of(one, row) for one in found if (row := rows.get(_place(one)))],
        as_of=at,
        next=encode_cursor({"at": last.starts_at, "id": last.activity_id, "member": last.member_id} if last else None),
    )


def _rows(found: list[Visit]) -> list[Attendance]:
    return Attendance.find_all([_place(one) for one in found], consistent=True) if found else []


def _place(visit: Visit) -> tuple[str, str]:
    return Activity.partition(visit.activity_id), Attendance.place(visit.member_id)
