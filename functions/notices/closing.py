"""An organisation is no more: nobody is reminded of it, and nothing that is told late arms it again."""

from functions.notices.deadlines import Calendar
from functions.notices.rules import ABSENT, BRANCH_IDLE_MONTH, TERM_EXPIRY
from functions.notices.tables import IdleWatch, Mark, Presence, TermWatch
from kernel.clock import business_day
from kernel.events import OrganisationDissolved, OrganisationsMerged
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def closed(act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    """Its deadlines go. Members who are still on its item follow when their moves are told."""
    where = event.organisation_id, event.county_id, event.path

    def attempt(writes: Writes) -> None:
        idle, presence, term = IdleWatch.load(*where), Presence.load(*where), TermWatch.load(*where)
        idle.closed, term.told_by = True, TermWatch.CLOSED
        for code, watch in ((BRANCH_IDLE_MONTH, idle), (ABSENT, presence), (TERM_EXPIRY, term)):
            calendar = Calendar(watch.county_id, event.organisation_id, business_day(act.fact_at))
            calendar.take(writes, code, watch.due_on)
            watch.due_on = None
        writes.put(idle)
        writes.put(presence)
        writes.put(term)

    once(Mark.of(act.cause, "CLOSED"), attempt)
