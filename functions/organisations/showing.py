"""An organisation as it is answered."""

from datetime import date

from functions.organisations import rules
from functions.organisations.models import OrganisationOut
from functions.organisations.tables import Was
from functions.organisations.terms import day
from kernel.directory import Organisation


def shown(o: Organisation, on: date | None = None) -> OrganisationOut:
    """As it is stored; as of a day without a term that began after it."""
    started = day(o.term_started_on)
    years: int | None = int(o.term_years) if o.term_years is not None else None
    if on and started and started > on:
        started = years = None
    return OrganisationOut(
        id=o.id,
        code=o.code,
        name=o.name,
        kind=o.kind,
        level=o.level,
        parent_id=o.parent_id,
        county_id=o.id if rules.own_tree(o.level) else o.county_id.removeprefix(Was.PREFIX),
        path=o.path,
        sector=o.sector,
        founded_on=day(o.founded_on),
        term_started_on=started,
        term_years=years,
        term_ends_on=rules.term_end(started, years),
        holds_members=o.holds_members,
        since=day(o.since),
        closed_on=day(o.closed_on),
        closed_into=o.closed_into,
        version=o.was_version if isinstance(o, Was) else int(o.version),
    )
