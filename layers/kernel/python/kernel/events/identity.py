"""Events of accounts, roles and switches."""

from kernel.events.model import Event
from kernel.ids import OrganisationId


class RoleGranted(Event):
    subject: str
    role: str
    organisation_id: OrganisationId


class RoleRevoked(Event):
    subject: str
    role: str
    organisation_id: OrganisationId


class PolicyChanged(Event):
    """A committee set one of its switches for its subtree."""

    organisation_id: OrganisationId
    county_id: OrganisationId
    policy: str
    value: str
