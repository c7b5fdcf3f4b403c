"""Points of an approval that was taken back: the opposite of each line, where the account stands now, once
(`domain.md` 7.3: reversal, never edit). What the caps had used is free again; what they had kept from later activities
is not paid after all.

A withdrawal that overtakes its confirmation leaves a mark by which the confirmation posts nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from functions.points import caps, tables
from functions.points.rules import Beneficiary
from functions.points.source_tables import Source
from functions.points.tables import LedgerRow, Place
from kernel import scoreboard
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.events import PointsPosted
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import OWN, Board, Scoreboard
from kernel.transaction import Writes, transact


@dataclass(frozen=True)
class Withdrawn:
    """A part of an activity that counts no more, and the accounts that it was about."""

    activity_id: str
    branch_id: str
    path: str
    to: Beneficiary
    part: int
    accounts: Sequence[str]

    def key(self, member: str = "") -> tuple[str, str]:
        return Source.key_of(self.activity_id, self.to, self.part, member)


def reverse(act: Act, what: Withdrawn) -> None:
    """Take back all that the part gave, wherever it was given."""
    source = retrying(partial(_reverse, act, what))
    if source is None:
        return
    for member in (one for one in source.apart if source.given[one]):
        retrying(partial(_reverse_elsewhere, act, what, source, member, guarded=False))
    for member in what.accounts:
        if member not in source.given:
            retrying(partial(_reverse_stray, act, what, member))


def _reverse(act: Act, what: Withdrawn) -> Source | None:
    """The accounts that stand where they got it. Returns what was given, None if nothing was and nothing will be."""
    source = Source.find(*what.key())
    if source is None:
        _forbid(what.key())
        return None
    if source.withdrawn:
        return source if source.given else None
    item = tables.board(str(source.season), str(source.county_id), str(source.branch_id), what.path)
    here = [account for account in source.given if _stands(item.board, account, what.to)]
    source.withdrawn, source.apart = True, [account for account in source.given if account not in here]
    if here:
        work = UnitOfWork(act, chain=what.branch_id, action="points.reverse", subject=what.activity_id)
        work.put(source, Changed())
        _gather(work, source, item, here, what.to)
        work.commit()
    else:
        _save(source)
    return source


def _stands(board: Board, account: str, to: Beneficiary) -> bool:
    if to is Beneficiary.BRANCH:
        return True
    slot = scoreboard.slot_of(board, account)
    return slot is not None and scoreboard.is_on(board, slot)


def _forbid(key: tuple[str, str]) -> None:
    """The mark that a confirmation finds. Raises `Changed` where the confirmation was quicker."""
    _save(Source(*key, withdrawn=True))


def _save(source: Source) -> None:
    writes = Writes()
    writes.put(source, Changed())
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed


def _reverse_stray(act: Act, what: Withdrawn, member: str) -> None:
    """Who got it on another board in an act of its own; or did not get it yet, and does not any more."""
    source = Source.find(*what.key(member))
    if source is None:
        _forbid(what.key(member))
    elif not source.withdrawn:
        source.withdrawn = True
        _reverse_elsewhere(act, what, source, member, guarded=True)


def _reverse_elsewhere(act: Act, what: Withdrawn, source: Source, member: str, *, guarded: bool) -> None:
    """One account, where it stands now, once for the event and member; `guarded`: the source is of this one alone."""
    place = Place.demand(LedgerRow.partition(member), Place.SORT)
    stands = place.stands(str(source.season)) or (str(source.county_id), str(source.branch_id), True)
    county_id, branch_id, ranked = stands
    item = tables.board(str(source.season), county_id, branch_id, what.path)
    slot = scoreboard.slot_of(item.board, member)
    if slot is None or scoreboard.is_on(item.board, slot) is not ranked:
        raise Changed  # the account is moving at this moment
    work = UnitOfWork(act, chain=what.branch_id, action="points.reverse", subject=what.activity_id, effect=member)
    if guarded:
        work.put(source, Changed())
    _gather(work, source, item, [member], what.to)
    work.commit()


def _gather(work: UnitOfWork, source: Source, item: Scoreboard, accounts: Iterable[str], to: Beneficiary) -> None:
    """Board, counters, a line for each account that had got anything, and what is told of them."""
    county_id, day = item.pk.rpartition("#")[2], date.fromisoformat(str(source.held_on))
    at = scoreboard.next_instant(item.board, now())
    taken = {account: int(source.given[account]) for account in accounts if source.given[account]}
    slots = {account: _slot(item.board, account, to) for account in taken}
    cap_items = tables.cap_items(str(source.season), county_id, item.branch_id, day)
    counted = tables.counters(cap_items)
    caps.give_back(counted, str(source.rule_id), day, {slots[account]: value for account, value in taken.items()})
    tables.hold(cap_items, counted)
    board = scoreboard.add(item.board, {slots[account]: -value for account, value in taken.items()}, at)
    item.hold(board)
    for written in (item, *cap_items):
        work.put(written, Changed())
    for account, value in taken.items():
        balance = scoreboard.points_of(board, slots[account])
        work.put_new(_line(work.act, source, account, item.branch_id, -value, balance, at))
    total = -sum(taken.values())
    work.record(
        PointsPosted(
            branch_id=item.branch_id, county_id=county_id, season=str(source.season), rows=len(taken), total=total
        )
    )


def _slot(board: Board, account: str, to: Beneficiary) -> int:
    slot = OWN if to is Beneficiary.BRANCH else scoreboard.slot_of(board, account)
    if slot is None:
        raise Changed
    return slot


def _line(act: Act, source: Source, account: str, branch_id: str, value: int, balance: int, at: datetime) -> LedgerRow:
    return LedgerRow(
        LedgerRow.partition(account),
        LedgerRow.place(str(source.season), stamp(at), str(act.cause)),
        season=source.season,
        posted_at=stamp(at),
        branch_id=branch_id,
        rule_set_id=source.rule_set_id,
        rule_id=source.rule_id,
        zh=f"审核撤销，冲回：{source.zh}",
        en=f"Approval withdrawn: {source.en}",
        value=value,
        full_value=value,
        balance=balance,
        activity_id=source.activity_id,
        held_on=source.held_on,
        month=str(source.held_on)[:7],
        reverses=source.line,
    )
