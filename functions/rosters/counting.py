"""The answers of the domains that take rows, each counted once."""

from collections.abc import Sequence

import msgspec

from functions.rosters.finishing import finish, is_complete
from functions.rosters.messages import Piece
from functions.rosters.tables import Outcomes, Roster
from functions.rosters.walking import let_go, set_apart
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.rows import OutcomesMessage, stored
from kernel.transaction import Writes, transact

type ByPlace = dict[str, OutcomesMessage]


def count(roster_id: str, answers: Sequence[OutcomesMessage], *, repeated: bool = False) -> None:
    """Up to 99 answers about one roster in one transaction, then the end of the phase if they were the last.

    With them the next chunks are set apart, and sent by whoever reads `ApplyQueue`. `repeated`: the answers came
    before, and whoever counted them may have gone before it said so: then everything is sent again that was set apart
    and is not answered. Raises `Busy` when the roster stays contended, `NotFound` for an unknown one.
    """
    by_place = {Outcomes.answered(answer.phase, answer.chunk, answer.generation): answer for answer in answers}
    known = False
    try:
        roster, piece = _count(roster_id, by_place)  # most come once: nobody asks first
    except Changed:
        roster, piece, known = retrying(lambda: _count_new(roster_id, by_place))
    if is_complete(roster):
        finish(roster_id)
    elif repeated and known:
        let_go(roster_id, None)
    elif piece:
        let_go(roster_id, piece)


def _count_new(roster_id: str, by_place: ByPlace) -> tuple[Roster, Piece | None, bool]:
    """As `_count`, of those that are not counted yet, and whether there were others."""
    keys = [(Roster.partition(roster_id), place) for place in by_place]
    counted = {row.sk for row in Outcomes.find_all(keys, consistent=True)}
    new = {place: answer for place, answer in by_place.items() if place not in counted}
    return *_count(roster_id, new), bool(counted)


def _count(roster_id: str, new: ByPlace) -> tuple[Roster, Piece | None]:
    """The roster as it is then, and the chunks that were set apart."""
    roster, writes = Roster.of(roster_id), Writes()
    if not new:
        return roster, None
    for place, answer in new.items():
        writes.put_new(_row(roster.pk, place, answer), refusal=Changed())
        if answer.phase == "preview" or answer.generation == roster.generation:
            roster.tally(answer.phase).count(answer.outcomes)
    piece = set_apart(roster)
    roster.moved_at = stamp(now())
    writes.put(roster)
    if transact(writes.rows):
        raise Changed
    return roster, piece


def _row(partition: str, place: str, answer: OutcomesMessage) -> Outcomes:
    effect = msgspec.json.encode(answer.effect).decode() if answer.effect else None
    return Outcomes(partition, place, outcomes=stored(answer.outcomes), effect=effect)
