"""Events of uploads."""

from typing import Literal

from kernel.events.model import Event
from kernel.ids import Id, OrganisationId


class RosterUploaded(Event):
    roster_id: Id
    organisation_id: OrganisationId
    kind: Literal["organisations", "members"]
    sha256: str


class RosterParsed(Event):
    roster_id: Id
    organisation_id: OrganisationId
    rows: int
    refused: int


class RosterApplyStarted(Event):
    roster_id: Id
    organisation_id: OrganisationId


class RosterApplied(Event):
    roster_id: Id
    organisation_id: OrganisationId
    created: int
    updated: int
    unchanged: int
    refused: int


class RosterReadingOrdered(Event):
    """The file of a roster is to be read (again), its columns as a person or a saved mapping says."""

    roster_id: Id
    organisation_id: OrganisationId
    attempt: int
    sheet: int
    row: int
    fields: dict[str, str]


class RosterMappingSaved(Event):
    """What a committee calls the columns of its rosters was stated anew."""

    organisation_id: OrganisationId
    kind: Literal["organisations", "members"]


class RosterPaused(Event):
    roster_id: Id
    organisation_id: OrganisationId


class RosterResumed(Event):
    """A paused or a stuck roster goes on: what was sent and not answered is sent again."""

    roster_id: Id
    organisation_id: OrganisationId


class RosterCancelled(Event):
    """Nothing more of the roster is applied; what was applied stays."""

    roster_id: Id
    organisation_id: OrganisationId


class RosterUndoStarted(Event):
    roster_id: Id
    organisation_id: OrganisationId


class RosterUndone(Event):
    """What an applied roster did was taken back, except for rows edited since."""

    roster_id: Id
    organisation_id: OrganisationId
    undone: int
    kept: int
