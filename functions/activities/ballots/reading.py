"""Where a ballot is found, with its activity and its place, in two reads; and how it is shown."""

from dataclasses import dataclass

from functions.activities import audience, reading
from functions.activities.ballots.models import BallotOut, BallotSummary
from functions.activities.ballots.tables import Ballot, Published
from functions.activities.rules import State
from functions.activities.tables import Activity
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.directory import Organisation
from kernel.errors import NotFound, WrongState
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.record import Head
from kernel.together import find_both


@dataclass(frozen=True)
class Found:
    """A ballot, the activity it belongs to, where that stands, and the head of its chain."""

    activity: Activity
    ballot: Ballot
    place: Organisation
    head: Head

    def demand(self, caller: Asking, action: str) -> None:
        """Raises `Forbidden` or `NotFound` unless the caller may do this with the activity."""
        caller.may(action, audience.target(self.activity, self.place.path, caller.principal, action))

    def demand_meeting(self) -> None:
        """Raises `WrongState` where the meeting was called off: nobody votes there any more, and nothing is counted."""
        if self.activity.state != State.PLANNED:
            raise WrongState

    def demand_elector(self, caller: Asking) -> None:
        """The same unless the caller is of the electorate."""
        who = caller.principal.member_id
        mine = who if who in self.ballot.asked.electorate else None
        caller.may("activities.vote", Target(path=self.place.path, member_id=mine))

    def work(self, act: Act, action: str) -> UnitOfWork:
        return UnitOfWork(act, chain=self.place.id, action=action, subject=self.ballot.id, head=self.head)


def find(activity_id: str, ballot_id: str) -> Found:
    """Raises `NotFound`."""
    key = Ballot.key_of(activity_id, ballot_id)
    activity, ballot = find_both((Activity, (key[0], "NOW")), (Ballot, key))
    if activity is None or ballot is None:
        raise NotFound
    place, head = directory.organisation_and(activity.branch_id, Head, activity.branch_id)
    return Found(activity, ballot, place, head or Head(place.id))


def show(caller: Asking, activity_id: str, ballot_id: str) -> BallotOut:
    """With every vote once it is counted: whoever may read the activity may count again."""
    found = find(activity_id, ballot_id)
    found.demand(caller, "activities.read")
    published = Published.find(*Published.key_of(ballot_id))
    return BallotOut.whole(found.ballot, published.votes if published else None)


def listed(caller: Asking, activity_id: str) -> Page[BallotSummary]:
    """The ballots of an activity, the first first."""
    reading.activity_for(caller, activity_id, "activities.read")
    found = Ballot.query(Activity.partition(activity_id), Ballot.sk.startswith(Ballot.PREFIX), consistent_read=True)
    return Page(items=[BallotSummary.of(one) for one in found], as_of=now())
