"""Organisations made, found again by code, and shown."""

from datetime import date

from functions.organisations import rules
from functions.organisations.models import OrganisationOut
from kernel import directory
from kernel.directory import Organisation
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.ids import organisation_id


def new(parent: Organisation | None, code: str, level: str) -> Organisation:
    """An organisation with its id and place in the tree; its other facts are for the caller to set.

    The id follows from county and code. Counties, and what is above them, have codes of their own country-wide.
    """
    county = "" if parent is None or rules.own_tree(level) else parent.county_id
    made_id = organisation_id(county, code)
    return Organisation(
        Organisation.partition(made_id),
        path=directory.path_below(parent.path if parent else directory.ROOT_PATH, made_id),
        county_id=county or made_id,
        parent_id=parent.id if parent else None,
        code=code,
        level=level,
    )


def founded(county_id: str, made: list[Organisation]) -> OrganisationsFounded:
    return OrganisationsFounded(
        county_id=county_id,
        organisations=tuple(
            FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in made
        ),
    )


def shown(o: Organisation) -> OrganisationOut:
    started, years = day(o.term_started_on), int(o.term_years) if o.term_years is not None else None
    return OrganisationOut(
        id=o.id,
        code=o.code,
        name=o.name,
        kind=o.kind,
        level=o.level,
        parent_id=o.parent_id,
        county_id=o.county_id,
        path=o.path,
        sector=o.sector,
        founded_on=day(o.founded_on),
        term_started_on=started,
        term_years=years,
        term_ends_on=rules.term_end(started, years),
        holds_members=o.holds_members,
        version=int(o.version),
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
