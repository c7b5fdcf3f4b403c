"""The answers of the domains that take rows, each counted once."""

from collections.abc import Sequence

import msgspec

from functions.rosters.finishing import finish
from functions.rosters.tables import Outcomes, Roster
from functions.rosters.walking import kick
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.rows import OutcomesMessage, stored
from kernel.transaction import Writes, transact

MOST_ANSWERS = 99


def count(roster_id: str, answers: Sequence[OutcomesMessage]) -> None:
    """Up to 99 answers about one roster in one transaction, then the end of the phase if they were the last.

    Raises `Busy` when the roster stays contended, `NotFound` for an unknown one.
    """
    retrying(lambda: _count(roster_id, answers))
    kick(finish(roster_id))


def _count(roster_id: str, answers: Sequence[OutcomesMessage]) -> None:
    partition = Roster.partition(roster_id)
    by_place = {Outcomes.answered(answer.phase, answer.chunk, answer.generation): answer for answer in answers}
    counted = {row.sk for row in Outcomes.find_all([(partition, place) for place in by_place], consistent=True)}
    new = {place: answer for place, answer in by_place.items() if place not in counted}
    if not new:
        return
    roster, writes = Roster.of(roster_id), Writes()
    for place, answer in new.items():
        writes.put_new(_row(partition, place, answer), refusal=Changed())
        if answer.phase == "preview" or answer.generation == roster.generation:
            roster.tally(answer.phase).count(answer.outcomes)
    roster.moved_at = stamp(now())
    writes.put(roster)
    if transact(writes.rows):
        raise Changed


def _row(partition: str, place: str, answer: OutcomesMessage) -> Outcomes:
    effect = msgspec.json.encode(answer.effect).decode() if answer.effect else None
    return Outcomes(partition, place, outcomes=stored(answer.outcomes), effect=effect)
