"""Whoever asked to be told each week is asked about in the county where they are; who left or was erased is forgotten.

The latest fact counts, in whatever order facts are told; a second delivery finds nothing to do.
"""

from collections.abc import Sequence
from functools import partial

from functions.ranking.weekly_tables import Weekly
from kernel.clock import stamp
from kernel.errors import Changed
from kernel.events import MembersLeft, MembersMoved
from kernel.journal import Act
from kernel.projection import retrying
from kernel.transaction import Writes, transact


def moved(act: Act, event: MembersMoved) -> None:
    """Within a county nothing is kept of where in it."""
    if event.county_id != event.from_county_id:
        members = [one.member_id for one in event.members]
        retrying(partial(_follow, act, members, event.county_id))


def left(act: Act, event: MembersLeft) -> None:
    retrying(partial(_follow, act, [one.member_id for one in event.members], None))


def forget(member_id: str, writes: Writes) -> None:
    """Of an erased member nothing is kept."""
    row = Weekly.find(*Weekly.key_of(member_id))
    if row:
        writes.delete(row, Changed())
        writes.take_away(row.listed)


def _follow(act: Act, members: Sequence[str], county_id: str | None) -> None:
    at, writes = stamp(act.fact_at), Writes()
    for row in Weekly.find_all([Weekly.key_of(member) for member in members], consistent=True):
        if at > row.placed_at:
            _place(row, county_id, at, writes)
    if writes.rows and transact(writes.rows):
        raise Changed


def _place(row: Weekly, county_id: str | None, at: str, writes: Writes) -> None:
    writes.take_away(row.listed)
    if county_id is None:
        writes.delete(row, Changed())
        return
    row.county_id, row.placed_at = county_id, at
    writes.put(row, Changed())
    writes.put_anyway(row.listed)
