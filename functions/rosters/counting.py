"""The answers of the domains that take rows, each counted once."""

from collections.abc import Sequence

from functions.rosters.finishing import finish
from functions.rosters.outcomes import stored
from functions.rosters.tables import Outcomes, Roster
from kernel.errors import Changed
from kernel.projection import retrying
from kernel.rows import OutcomesMessage
from kernel.transaction import Writes, transact

MOST_ANSWERS = 99


def count(roster_id: str, answers: Sequence[OutcomesMessage]) -> None:
    """Up to 99 answers about one roster in one transaction, then the end of the phase if they were the last.

    Raises `Busy` when the roster stays contended, `NotFound` for an unknown one.
    """
    retrying(lambda: _count(roster_id, answers))
    finish(roster_id)


def _count(roster_id: str, answers: Sequence[OutcomesMessage]) -> None:
    partition = Roster.partition(roster_id)
    by_place = {Outcomes.answered(answer.phase, answer.chunk): answer for answer in answers}
    counted = {row.sk for row in Outcomes.find_all([(partition, place) for place in by_place], consistent=True)}
    new = {place: answer for place, answer in by_place.items() if place not in counted}
    if not new:
        return
    roster, writes = Roster.of(roster_id), Writes()
    for place, answer in new.items():
        writes.put_new(Outcomes(partition, place, outcomes=stored(answer.outcomes)), refusal=Changed())
        roster.tally(answer.phase).count(answer.outcomes)
    writes.put(roster)
    if transact(writes.rows):
        raise Changed
