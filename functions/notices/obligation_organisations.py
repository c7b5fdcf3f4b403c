"""What is owed because an organisation was founded or has a term, until it is no more."""

from functions.notices import rules
from functions.notices.obligation_facts import Begun, Closed, Owed, Told, alive, order_of
from functions.notices.rules import DUTIES, LADDERS
from kernel.clock import business_day
from kernel.events import FoundedOrganisation, OrganisationDissolved, OrganisationsMerged, TermSet
from kernel.journal import Act

OF_ORGANISATIONS = tuple(ladder.kept_as for ladder in LADDERS.values() if "OrganisationDissolved" in ladder.met_by)


def founded(act: Act, county_id: str, made: FoundedOrganisation) -> list[Told]:
    """A branch owes its monthly, quarterly and yearly duties, and a sign of life, from its first day."""
    if made.kind not in rules.MONTHLY_KINDS:
        return []
    day, where = business_day(act.fact_at), (made.organisation_id, made.organisation_id, county_id, made.path)
    return [*(Begun(code, *where, day) for code in DUTIES), alive(where, day)]


def closed(event: OrganisationDissolved | OrganisationsMerged, family: str) -> Closed:
    organisation = event.organisation_id
    return Closed(family, organisation, organisation, event.county_id, event.path)


def term_set(act: Act, event: TermSet) -> list[Told]:
    where = (event.organisation_id, event.organisation_id, event.county_id, event.path)
    ends = {"endsOn": event.ends_on.isoformat()}
    return [Owed(rules.TERM_EXPIRY, *where, order_of(act), rules.TERM_EXPIRY, event.ends_on, ends)]
