"""Who belongs to a branch, counted: every arrival is one more, every departure one less, in whatever order they come.

A member's moves are told on the records of several branches, which have no common order, and queues keep none. But of
each branch's arrivals and departures all are told, each once, so their sum is right when all have come: a departure
that overtakes its arrival waits as an odd count of -1 until the arrival makes it 0 (`design.md` 5, Exactly once).
"""

ROSTER_UNDONE = "ROSTER_UNDONE"
"""Why somebody left who was never there: the roster was taken back, and with it whatever waited in the dossier."""
GONE = -(10**9)
"""The count of somebody who never comes again: no event that is late brings an erased person back."""


def count(odd: dict[str, int], member_id: str, *, here: bool, change: int) -> bool:
    """Whether the member is here after an arrival (+1) or a departure (-1); what is over or missing stays in `odd`."""
    total = int(here) + odd.pop(member_id, 0) + change
    left = total - int(total > 0)
    if left:
        odd[member_id] = left
    return total > 0


def is_expected(odd: dict[str, int], member_id: str) -> bool:
    """Whether an arrival is still to come: its departure was told before it."""
    return GONE // 2 < odd.get(member_id, 0) < 0


def is_gone(odd: dict[str, int], member_id: str) -> bool:
    """Whether the member never comes again."""
    return odd.get(member_id, 0) < GONE // 2
