"""One list of whoever was shown a member's data: reveals, look-ups, checks and copies stand in it alike."""

from collections.abc import Sequence

from functions.members.tables import Member, Revealed
from kernel.journal import Act

REVEAL, LOOKUP, CHECK, EXPORT = "REVEAL", "LOOKUP", "CHECK", "EXPORT"


def disclosed(
    act: Act,
    event_id: str,
    member_id: str,
    kind: str,
    purpose: str,
    fields: Sequence[str] = (),
    organisation_id: str | None = None,
) -> Revealed:
    """The row that the member will read, to be put with the act. `organisation_id` is where the caller's role is."""
    return Revealed(
        Member.partition(member_id),
        Revealed.place(act.at, event_id),
        by=act.actor,
        organisation_id=organisation_id,
        purpose=purpose,
        fields=list(fields),
        kind=None if kind == REVEAL else kind,
    )
