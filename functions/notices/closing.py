"""An organisation is no more: nobody is reminded of it, and nothing that is told late arms it again."""

from functions.notices import obligation_organisations, obligations, warning
from functions.notices.deadlines import Calendar
from functions.notices.rules import ABSENT
from functions.notices.tables import Mark, Presence
from kernel.clock import business_day
from kernel.events import OrganisationDissolved, OrganisationsMerged
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def closed(act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    """What it owed is owed no more, and nobody is warned of it.

    Members who are still on its item follow when their moves are told.
    """
    for family in obligation_organisations.OF_ORGANISATIONS:
        obligations.settle(act, [obligation_organisations.closed(event, family)], f"CLOSED#{family}")
    warning.closed(act, event)
    once(Mark.of(act.cause, "CLOSED"), lambda writes: _nobody_absent(writes, act, event))


def _nobody_absent(writes: Writes, act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    presence = Presence.load(event.organisation_id, event.county_id, event.path)
    calendar = Calendar(presence.county_id, event.organisation_id, business_day(act.fact_at))
    calendar.take(writes, ABSENT, presence.due_on)
    presence.due_on = None
    writes.put(presence)
