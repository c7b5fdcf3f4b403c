"""A domain's own copy of another's facts: moved exactly once per event, without an entry in the record.

    def on_enrolled(act, event):
        def attempt(writes):
            roll = Roll.find(...) or Roll(...)
            roll.add(event.members)
            writes.put(roll)
        once(Mark("ROLL", act.cause), attempt)

The mark is a row in the domain's own table, in the same transaction as the change, and never expires.
"""

from collections.abc import Callable, Sequence

from kernel.errors import Busy, Changed
from kernel.table import Row
from kernel.transaction import TRIES, Writes, pause, transact


def once(mark: Row, attempt: Callable[[Writes], None]) -> bool:
    """Carry out the change unless its mark stands. True if this call did it. Raises `Busy` when it stays contended.

    `attempt` reads anew and gathers its writes each time it is called; it must not write by itself.
    """
    for tried in range(TRIES):
        writes = Writes()
        writes.put_new(mark)
        attempt(writes)
        try:
            reasons = transact(writes.rows)
            if not reasons:
                return True
            if reasons[0].condition_failed:
                return False
            writes.refuse(reasons)
        except Changed:
            pass
        pause(tried)
    raise Busy


def all_once(marks: Sequence[Row], attempt: Callable[[Writes], None]) -> bool:
    """Carry out the changes of several marks in one transaction, tried once.

    False, and nothing is written, where one of the marks stands or somebody was quicker: then each change is to be
    carried out by itself.
    """
    writes = Writes()
    for mark in marks:
        writes.put_new(mark)
    attempt(writes)
    return not transact(writes.rows)


def retrying[T](attempt: Callable[[], T], tries: int = TRIES) -> T:
    """Read, decide and commit again while somebody else changes the same rows. `Busy` after so many tries."""
    for tried in range(tries):
        try:
            return attempt()
        except Changed:
            pause(tried)
    raise Busy
