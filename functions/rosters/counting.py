"""The answers of the domains that take rows, each counted once."""

from collections.abc import Sequence
from itertools import batched

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

COUNTED_AT_ONCE = 50

type ByPlace = dict[str, OutcomesMessage]
type Counted = tuple[Roster, Piece | None, bool]  # as it is then, the chunks set apart, whether some were known


def count(roster_id: str, answers: Sequence[OutcomesMessage], *, repeated: bool = False) -> None:
    """The answers about one roster, fifty in a transaction, then the end of the phase if they were the last.

    With them the next chunks are set apart, and sent by whoever reads `ApplyQueue`. `repeated`: the answers came
    before, and whoever counted them may have gone before it said so: then everything is sent again that was set apart
    and is not answered. Raises `Busy` when the roster stays contended, `NotFound` for an unknown one.
    """
    counted = [_count_some(roster_id, some) for some in batched(answers, COUNTED_AT_ONCE, strict=False)]
    if is_complete(counted[-1][0]):
        finish(roster_id)
    elif repeated and any(known for _, _, known in counted):
        let_go(roster_id, None)
    else:
        for _, piece, _ in counted:
            if piece:
                let_go(roster_id, piece)


def _count_some(roster_id: str, answers: Sequence[OutcomesMessage]) -> Counted:
    by_place = {Outcomes.answered(answer.phase, answer.chunk, answer.generation): answer for answer in answers}
    try:
        return *_count(roster_id, by_place), False  # most come once: nobody asks first
    except Changed:
        return retrying(lambda: _count_new(roster_id, by_place))


def _count_new(roster_id: str, by_place: ByPlace) -> Counted:
    """As `_count`, of those that are not counted yet."""
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
