"""Events of ballots and of the yearly appraisal."""

from datetime import date

from kernel.events.model import Event
from kernel.events.subjects import OfAppraisal, OfBallot
from kernel.ids import Id, MemberId, OrganisationId


class BallotOpened(OfBallot):
    """A secret vote of so many who are entitled; who they are and what is asked is in no event."""

    decision: str
    entitled: int
    candidates: int
    seats: int


class VoteCast(OfBallot):
    """Somebody voted. What they chose is in no event, and no hash of the record covers it."""


class BallotClosed(OfBallot):
    """Nobody votes any more; so many of the entitled were there."""

    entitled: int
    present: int


class BallotCounted(OfBallot):
    """`votes` were in the box, if they were looked at; `digest` is of the list that was published, so that nobody can
    change it unseen."""

    result: str
    votes: int
    digest: str


class AppraisalOpened(OfAppraisal):
    """So many full members of a branch are appraised within an activity."""

    activity_id: Id
    members: int


class OpinionGiven(OfAppraisal):
    """A member wrote of themselves or of another; what, is in no event."""

    member_id: MemberId
    by: MemberId


class GradesProposed(OfAppraisal):
    """Whose grade is which, is in no event."""

    members: int
    excellent: int


class AppraisalReturned(OfAppraisal):
    """The committee gave the proposed grades back."""


class AppraisalApproved(Event):
    """The grades of a branch's year count; of them only how many, and how many are excellent. `handed_in_on`: the day
    on which the branch first proposed them; older events do not say."""

    branch_id: OrganisationId
    county_id: OrganisationId
    path: str
    year: int
    activity_id: Id
    members: int
    excellent: int
    handed_in_on: date | None = None
