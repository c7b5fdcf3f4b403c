"""What waits for a decision ends with what it is about: with a member who is erased, or goes with the roster that
brought them, nobody decides on what they said, asked for or were to be awarded, nor on what was proposed of their
dossier, nor checks their certificate; with a record that counts no more, nobody rules on a line of it.

Whichever is heard of last ends it: what waits is kept under the member or the activity, as is that it is gone, and each
looks for the other. Neither comes back, so it is over whichever happened first, too: what was said while somebody was
being erased may bear the later time.
"""

from collections.abc import Callable, Sequence
from typing import Any

from functions.notices import obligations
from functions.notices.deciding_tables import Over, Waiting, about
from functions.notices.gathering_tables import Gathering
from functions.notices.noting import note
from functions.notices.obligation_facts import Closed, Told
from kernel.events import ActivityCancelled, ActivityWithdrawn, AttendanceDisputed, MemberErased, MembersLeft
from kernel.journal import Act
from kernel.membership import ROSTER_UNDONE


def of_member(event: Any) -> str | None:
    """The partition of the event's `member_id`; where that is None it is about nobody."""
    return event.member_id and about(event.member_id)


def of_record(event: AttendanceDisputed | ActivityWithdrawn | ActivityCancelled) -> str:
    return Gathering.partition(event.activity_id)


def waits(
    tell: Callable[[Act, Any], Sequence[Told]], place_of: Callable[[Any], str | None] = of_member
) -> Callable[[Act, Any], None]:
    """The handler of an event that says so, of what it is about."""

    def handle(act: Act, event: Any) -> None:
        told, place = tell(act, event), place_of(event)
        kept = [Waiting.to(place, one) for one in told] if place else []
        for row in kept:
            note(row)
        obligations.settle(act, told)
        if kept and Over.find(kept[0].pk, "GONE"):
            _end(act, kept)

    return handle


def erased(act: Act, event: MemberErased) -> None:
    _gone(act, about(event.member_id))


def left(act: Act, event: MembersLeft) -> None:
    """Whoever left as people do may be decided on."""
    for one in event.members:
        if one.reason == ROSTER_UNDONE:
            _gone(act, about(one.member_id))


def void(act: Act, event: ActivityWithdrawn | ActivityCancelled) -> None:
    """Its record counts no more."""
    _gone(act, of_record(event))


def _gone(act: Act, place: str) -> None:
    note(Over(place))
    _end(act, list(Waiting.at(place)))


def _end(act: Act, kept: Sequence[Waiting]) -> None:
    for row in kept:
        over = Closed(*row.obligation, row.organisation_id, row.county_id)
        obligations.settle(act, [over], f"GONE#{row.sk}")
