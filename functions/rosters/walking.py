"""Chunks of a running roster on their way, a window at a time: a pause stops within seconds, what got lost is sent."""

from collections.abc import Callable, Iterable, Sequence
from copy import replace
from datetime import datetime
from functools import partial
from math import ceil

import msgspec

from functions.rosters import forwarding
from functions.rosters.messages import Piece, WalkOn
from functions.rosters.tables import PHASES, Chunk, Outcomes, Roster, kind_of
from kernel.clock import instant, now
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.rows import Phase, RowsMessage
from kernel.sending import send
from kernel.settings import Settings
from kernel.transaction import Writes, transact

CHUNKS_AT_ONCE = 50
SECONDS_AHEAD = 5  # what is under way when somebody pauses the roster
FEW_CHUNKS = 50  # a roster of more is a burst: who listens hears of each a little later
SMALLEST_WINDOW, LARGEST_WINDOW = 100, 400
RUNNING = ("APPLYING", "UNDOING")


class WalkSettings(Settings):
    apply_queue: str


def set_apart(roster: Roster) -> Piece | None:
    """The next chunks, once it is worth a message: they count as sent when the roster is written, and whoever writes it
    lets them go. None while enough are under way, and while `walk` fills the first window.
    """
    if roster.state not in RUNNING:
        return None
    at, sent, total = now(), int(roster.sent), _total(roster)
    if sent < min(total, int(roster.running_from) + min(SMALLEST_WINDOW, window(roster, at))):
        return None
    last, under_way = _furthest(roster, at), sent - _done(roster)
    if last <= sent or under_way < 0 or (under_way and last - sent < min(CHUNKS_AT_ONCE, total - sent)):
        return None
    roster.sent = last
    return Piece(phase=PHASES[roster.state], generation=int(roster.generation), first=sent + 1, last=last)


def let_go(roster_id: str, piece: Piece | None) -> None:
    """Have a piece sent, or, without one, whatever was set apart and is not answered."""
    send(WalkSettings.load().apply_queue, [WalkOn(roster_id=roster_id, piece=piece, again=piece is None)])


def send_piece(roster_id: str, piece: Piece) -> None:
    """Send the chunks of a piece, unless their phase does not run; of a paused roster they go when it goes on."""
    roster = Roster.of(roster_id)
    if (PHASES.get(roster.state), roster.generation) == (piece.phase, piece.generation):
        _send(roster, piece.first, piece.last)


def walk(roster_id: str, has_time: Callable[[], bool]) -> None:
    """Send what the window lets through; once it is full, answers let more go (`set_apart`).

    A chunk may be sent twice: it is carried out once, by its number.
    """
    full = 0
    while True:
        roster, at = Roster.of(roster_id), now()
        sent, last = int(roster.sent), _furthest(roster, at)
        if last <= sent or (full and sent >= full and sent > _done(roster)):
            return
        if full and not has_time():
            send(WalkSettings.load().apply_queue, [WalkOn(roster_id=roster_id)])
            return
        full = full or _done(roster) + window(roster, at)
        _send(roster, sent + 1, last)
        retrying(partial(_advance, roster_id, roster.state, last))


def send_again(roster_id: str) -> None:
    """Send every chunk once more that was sent and not answered."""
    roster = Roster.of(roster_id)
    if roster.state not in RUNNING:
        return
    sent = {roster.number(position) for position in range(1, int(roster.sent) + 1)}
    waiting = sorted(sent - _answered(roster, PHASES[roster.state]))
    for start in range(0, len(waiting), CHUNKS_AT_ONCE):
        forwarding.forward(_messages(roster, waiting[start : start + CHUNKS_AT_ONCE]))


def _answered(roster: Roster, phase: Phase) -> set[int]:
    beginning = Outcomes.answered(phase, 0, int(roster.generation))[:-6]
    rows = Outcomes.query(
        roster.pk, Outcomes.sk.startswith(beginning), consistent_read=True, attributes_to_get=["pk", "sk"]
    )
    return {int(row.sk.removeprefix(beginning)) for row in rows}


def _done(roster: Roster) -> int:
    """How many chunks of the running phase are answered."""
    return int(roster.tally(PHASES[roster.state]).chunks)


def _total(roster: Roster) -> int:
    return roster.total(PHASES[roster.state]) or 0


def _furthest(roster: Roster, at: datetime) -> int:
    """The position up to which chunks may be sent now."""
    if roster.state not in RUNNING:
        return 0
    return min(_done(roster) + window(roster, at), _total(roster), int(roster.sent) + CHUNKS_AT_ONCE)


def _send(roster: Roster, first: int, last: int) -> None:
    forwarding.forward(_messages(roster, [roster.number(position) for position in range(first, last + 1)]))


def window(roster: Roster, at: datetime) -> int:
    """How many chunks may be under way: what the last seconds' speed gets done in a few more.

    One alone where organisations are taken back: what stands below another must be gone before it.
    """
    if roster.state == "UNDOING" and roster.kind == "organisations":
        return 1
    return max(SMALLEST_WINDOW, min(LARGEST_WINDOW, ceil(chunks_per_second(roster, at) * SECONDS_AHEAD)))


def chunks_per_second(roster: Roster, at: datetime) -> float:
    """Since the phase began, or went on after a pause; 0 before the first answer."""
    if roster.state not in PHASES or roster.running_since is None:
        return 0.0
    done = _done(roster) - int(roster.running_from)
    return done / max((at - instant(roster.running_since)).total_seconds(), 1.0)


def _messages(roster: Roster, numbers: Sequence[int]) -> list[RowsMessage]:
    if roster.state == "UNDOING":
        return [_taking_back(roster, number) for number in numbers]
    kept = Chunk.find_all([(roster.pk, Chunk.place(number)) for number in numbers], consistent=True)
    return [_applying(roster, row) for row in _by_number(kept)]


def _applying(roster: Roster, kept: Chunk) -> RowsMessage:
    previewed = msgspec.json.decode(kept.message, type=RowsMessage)
    return replace(previewed, phase="apply", generation=int(roster.generation), burst=_is_burst(roster))


def _is_burst(roster: Roster) -> bool:
    return _total(roster) > FEW_CHUNKS


def _by_number(chunks: Iterable[Chunk]) -> list[Chunk]:
    return sorted(chunks, key=lambda row: row.sk)


def _taking_back(roster: Roster, number: int) -> RowsMessage:
    return RowsMessage(
        roster_id=roster.id,
        kind=kind_of(roster),
        phase="undo",
        chunk=number,
        organisation_id=roster.organisation_id,
        county_id=roster.county_id,
        actor=roster.undoing_by or roster.actor,
        sealed="",
        key="",
        generation=int(roster.generation),
        burst=_is_burst(roster),
    )


def _advance(roster_id: str, state: str, sent: int) -> None:
    roster, writes = Roster.of(roster_id), Writes()
    if roster.state != state or int(roster.sent) >= sent:
        return
    roster.sent = sent
    writes.put(roster)
    if transact(writes.rows):
        raise Changed
