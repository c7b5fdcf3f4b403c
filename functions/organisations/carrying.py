"""After a subtree moved: the copied paths below it are rewritten, and then the move is taken off the list.

One pass goes through the old place in chunks; what it finds is rewritten, with a row of what it was. A pass may find
more than the one before: the index follows the table by a moment, and who had read the old place may write there until
its request ends. So the move is taken off when a pass found nothing, a while after another that left nothing behind.
Every step reads what stands and may be repeated, at the same time too; what is under way is in the note of the queue.
"""

from collections.abc import Callable, Iterable
from copy import replace
from datetime import datetime, timedelta

from functions.organisations import ranges, versions
from kernel import directory
from kernel.clock import now
from kernel.errors import Changed
from kernel.ids import Id
from kernel.message import Message
from kernel.moves import Move, Moves
from kernel.projection import retrying
from kernel.transaction import Writes, transact

IN_CHUNK = 20
CHUNKS_A_CALL = 10
GRACE = timedelta(seconds=60)
LATER = 70  # seconds until the next pass


class Note(Message):
    """Where the job stands: behind `after` in a pass, or before one; nothing was found since `quiet_since`."""

    organisation_id: Id
    after: str | None = None
    quiet_since: datetime | None = None


Send = Callable[[Note, int], None]
"""Hands a note to the queue, to come back after so many seconds."""


def go_on(note: Note, send: Send) -> None:
    """Do the next part of the job, and send the note of what comes after it; nothing if the move is off the list."""
    move = _under_way(note.organisation_id)
    if move is None:
        return None
    for _ in range(CHUNKS_A_CALL):
        met = ranges.stored_in(move, note.after, IN_CHUNK)
        if _rewrite(o.id for o in met):
            note = replace(note, quiet_since=None)
        if len(met) < IN_CHUNK:
            return _after_pass(note, send)
        note = replace(note, after=met[-1].path)
    return send(note, 0)


def _after_pass(note: Note, send: Send) -> None:
    if note.quiet_since is not None and now() - note.quiet_since >= GRACE:
        return retrying(lambda: _take_off(note.organisation_id))
    return send(replace(note, after=None, quiet_since=note.quiet_since or now()), LATER)


def _under_way(organisation_id: str) -> Move | None:
    moves = directory.look([]).moving.open()
    return next((move for move in moves if move.organisation_id == organisation_id), None)


def _rewrite(ids: Iterable[str]) -> bool:
    """Whether anything was left to rewrite."""
    wanted = list(ids)
    return bool(wanted) and retrying(lambda: _rewritten(wanted))


def _rewritten(ids: list[str]) -> bool:
    carried = [o for o in directory.organisations(ids).values() if o.carried]
    writes = Writes()
    versions.put_changed(writes, carried)
    _write(writes)
    return bool(carried)


def _take_off(organisation_id: str) -> None:
    listed = directory.look([]).moving
    left = [move for move in listed.open() if move.organisation_id != organisation_id]
    if len(left) == len(listed.open()):
        return
    writes = Writes()
    for copy in Moves.copies(left, listed.version):
        writes.put(copy)
    _write(writes)


def _write(writes: Writes) -> None:
    reasons = transact(writes.rows) if writes.rows else []
    if reasons:
        raise Changed
