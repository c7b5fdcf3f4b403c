"""Events of the tree, its leaders and terms."""

from datetime import date

from kernel.events.model import Event
from kernel.ids import OrganisationId


class FoundedOrganisation(Event):
    organisation_id: OrganisationId
    path: str
    kind: str
    level: str


class OrganisationsFounded(Event):
    """Up to ten organisations that came to be in one act."""

    county_id: OrganisationId
    organisations: tuple[FoundedOrganisation, ...]


class OrganisationsChanged(Event):
    """Facts of organisations were corrected; where they stand did not change."""

    county_id: OrganisationId
    organisations: tuple[OrganisationId, ...]


class OrganisationMoved(Event):
    """An organisation and all below it stand under another parent from now on; authority sees it at once."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    old_path: str
    new_path: str
    effective_on: date


class OrganisationsMerged(Event):
    """One organisation went into another, which takes its members; the first is closed."""

    organisation_id: OrganisationId
    into_id: OrganisationId
    county_id: OrganisationId
    path: str
    into_path: str
    effective_on: date


class OrganisationDissolved(Event):
    """An organisation that held nobody and nothing below it was closed."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    path: str
    effective_on: date


class TermSet(Event):
    """The committee of an organisation has a term from `starts_on` to `ends_on`; a later one replaces it."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    path: str
    starts_on: date
    ends_on: date


class LeadershipChanged(Event):
    """Posts of an organisation were filled or became vacant; who holds them is read from `organisations`."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    path: str
    posts: tuple[str, ...]
    vacant: tuple[str, ...]
