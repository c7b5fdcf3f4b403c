"""Every state that an organisation had: from which day, recorded when and by whom, and why."""

from functions.organisations import showing, terms
from functions.organisations.models import ChangeOut
from functions.organisations.tables import Was
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.directory import Organisation
from kernel.errors import Malformed
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def past(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[ChangeOut]:
    """A part of the states, the latest recorded first; the present one opens the first part."""
    organisation = directory.organisation(organisation_id)
    caller.may("organisations.history", Target(path=organisation.path))
    before = _before(cursor)
    span = Was.sk.startswith(Was.PREFIX) if before is None else Was.sk.between(Was.PREFIX, before)
    rows = list(Was.query(organisation.pk, span, consistent_read=True, scan_index_forward=False, limit=limit + 2))
    rows = [row for row in rows if row.sk != before]
    more = encode_cursor({"before": rows[limit - 1].sk}) if len(rows) > limit else None
    first = [_told(organisation)] if before is None else []
    return Page(items=[*first, *(_told(row) for row in rows[:limit])], as_of=now(), next=more)


def _before(cursor: str | None) -> str | None:
    place = decode_cursor(cursor)
    if place is None:
        return None
    before = place.get("before")
    if not isinstance(before, str) or not before.startswith(Was.PREFIX):
        raise Malformed(field="cursor")
    return before


def _told(state: Organisation) -> ChangeOut:
    return ChangeOut(
        action=state.changed_how,
        effective_on=terms.day(state.since),
        until=terms.day(state.until) if isinstance(state, Was) else None,
        recorded_at=instant(state.changed_at) if state.changed_at else None,
        by=state.changed_by,
        reason=state.reason,
        organisation=showing.shown(state),
    )
