"""Which members of a branch have a standing that rules may leave out: away for long, as told; exempt, as recorded.

Away is as the latest word says; exempt is by the day.
"""

from collections.abc import Collection, Iterable
from datetime import date

from functions.points.exemption_tables import ExemptedItem
from functions.points.floating_tables import FloatingItem
from functions.points.rules import Standing
from kernel.table import Row
from kernel.together import find_both

type Place[R: Row] = tuple[type[R], tuple[str, str]]


def places(branch_id: str) -> tuple[Place[FloatingItem], Place[ExemptedItem]]:
    """Where both stand, for who reads them beside something else."""
    return (FloatingItem, FloatingItem.key_of(branch_id)), (ExemptedItem, ExemptedItem.key_of(branch_id))


def among(found: Iterable[object], standings: Collection[Standing], day: date) -> frozenset[str]:
    """The members of these standings on a day, by what was found at those places."""
    members = set[str]()
    for item in found:
        if isinstance(item, ExemptedItem):
            members |= item.on(day, standings)
        elif isinstance(item, FloatingItem) and Standing.FLOATING in standings:
            members |= item.away
    return frozenset(members)


def of_branch(branch_id: str, standings: Collection[Standing], day: date) -> frozenset[str]:
    """In one call; none where nobody is asked for."""
    return among(kept(branch_id), standings, day) if standings else frozenset()


def kept(branch_id: str) -> tuple[FloatingItem | None, ExemptedItem | None]:
    return find_both(*places(branch_id))
