"""Points of an approval that was taken back: the opposite of each line, where the account stands now, once
(`domain.md` 7.3: reversal, never edit). What the caps had used is free again; what they had kept from later activities
is not paid after all.

A withdrawal that overtakes its confirmation leaves a mark by which the confirmation posts nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from functions.points import caps, tables
from functions.points.history_tables import HistoryRow
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
from kernel.table import Item, Row
from kernel.transaction import Writes, transact


@dataclass(frozen=True)
class Withdrawn:
    """A part of an activity that counts no more, and the accounts that it was about."""

    source: str
    branch_id: str
    path: str
    to: Beneficiary
    part: int
    accounts: Sequence[str]

    def key(self, member: str = "") -> tuple[str, str]:
        return Source.key_of(self.source, self.to, self.part, member)

    def of(self, act: Act, source: Source) -> HistoryRow:
        """That the part counts no more, for whoever tries other rules."""
        where = (str(source.season), source.held_by or self.branch_id)
        part = (self.source, self.to.value, self.part)
        return HistoryRow.reversed(act, where, part, str(source.held_on), self.accounts)


@dataclass(frozen=True)
class Why:
    """What the line that takes back says before the words of the line that it answers."""

    zh: str
    en: str


WITHDRAWN = Why("审核撤销，冲回：", "Approval withdrawn: ")
UPHELD = Why("异议成立，冲回：", "Dispute upheld: ")
CORRECTED = Why("考勤更正，冲回：", "Attendance corrected: ")


def reverse(act: Act, what: Withdrawn) -> None:
    """Take back all that the part gave, wherever it was given."""
    source = retrying(partial(_reverse, act, what))
    if source is None:
        return
    for member in source.apart:
        taken = {member: int(source.given[member])}
        retrying(partial(reverse_one, act, what, source, taken, WITHDRAWN))
    for member in what.accounts:
        if member not in source.given:
            retrying(partial(_reverse_stray, act, what, member))


def _reverse(act: Act, what: Withdrawn) -> Source | None:
    """The accounts that stand where they got it. Returns what was given, None if nothing was and nothing will be."""
    source = Source.find(*what.key())
    if source is None:
        forbid(what.key())
        return None
    if source.withdrawn:
        return source if source.given else None
    item = tables.board(str(source.season), str(source.county_id), str(source.branch_id), what.path)
    paid = [account for account, value in source.given.items() if value]
    here = [account for account in paid if _stands(item.board, account, what.to)]
    source.withdrawn, source.apart = True, [account for account in paid if account not in here]
    told = what.of(act, source)
    if here:
        work = UnitOfWork(act, chain=what.branch_id, action="points.reverse", subject=what.source)
        work.put(source, Changed())
        work.put_new(told)
        taken = {account: int(source.given[account]) for account in here}
        _gather(work, source, item, taken, what.to, WITHDRAWN)
        work.commit()
    else:
        _save(source, told)
    return source


def _stands(board: Board, account: str, to: Beneficiary) -> bool:
    if to is Beneficiary.BRANCH:
        return True
    slot = scoreboard.slot_of(board, account)
    return slot is not None and scoreboard.is_on(board, slot)


def forbid(key: tuple[str, str]) -> None:
    """The mark that a confirmation finds. Raises `Changed` where the confirmation was quicker."""
    _save(Source(*key, withdrawn=True))


def _save(source: Source, told: HistoryRow | None = None) -> None:
    writes = Writes()
    writes.put(source, Changed())
    if told:
        writes.put_new(told)
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed


def _reverse_stray(act: Act, what: Withdrawn, member: str) -> None:
    """Who got it on another board in an act of its own; or did not get it yet, and does not any more."""
    source = Source.find(*what.key(member))
    if source is None:
        forbid(what.key(member))
    elif not source.withdrawn:
        source.withdrawn = True
        _reverse_own(act, what, source, member)


def _reverse_own(act: Act, what: Withdrawn, source: Source, member: str) -> None:
    """A source of one member alone; nothing is taken of what gave nothing."""
    value = int(source.given.get(member, 0))
    if value:
        reverse_one(act, what, source, {member: value}, WITHDRAWN, [source])
    else:
        _save(source)


def reverse_one(
    act: Act, what: Withdrawn, source: Source, taken: Mapping[str, int], why: Why, changed: Iterable[Row] = ()
) -> None:
    """One account (→ what it had), where it stands now, once for the event and member; with rows that change beside."""
    (member,) = taken
    place = Place.demand(LedgerRow.partition(member), Place.SORT)
    stands = place.stands(str(source.season)) or (str(source.county_id), str(source.branch_id), True)
    county_id, branch_id, ranked = stands
    item = tables.board(str(source.season), county_id, branch_id, what.path)
    slot = scoreboard.slot_of(item.board, member)
    if slot is None or scoreboard.is_on(item.board, slot) is not ranked:
        raise Changed  # the account is moving at this moment
    work = UnitOfWork(act, chain=what.branch_id, action="points.reverse", subject=what.source, effect=member)
    for row in changed:
        if isinstance(row, Item):
            work.put(row, Changed())
        else:
            work.put_new(row)
    _gather(work, source, item, taken, what.to, why)
    work.commit()


def _gather(
    work: UnitOfWork, source: Source, item: Scoreboard, taken: Mapping[str, int], to: Beneficiary, why: Why
) -> None:
    """Board, counters, a line for each account (→ what it had, which is not nothing), and what is told of them."""
    day = date.fromisoformat(str(source.held_on))
    at = scoreboard.next_instant(item.board, now())
    slots = {account: _slot(item.board, account, to) for account in taken}
    cap_items = tables.cap_items(str(source.season), item.county_id, item.branch_id, day)
    counted = tables.counters(cap_items)
    caps.give_back(counted, str(source.rule_id), day, {slots[account]: abs(value) for account, value in taken.items()})
    tables.hold(cap_items, counted)
    board = scoreboard.add(item.board, {slots[account]: -value for account, value in taken.items()}, at)
    item.hold(board)
    for written in (item, *cap_items):
        work.put(written, Changed())
    for account, value in taken.items():
        balance = scoreboard.points_of(board, slots[account])
        work.put_new(_line(work.act, source, account, item.branch_id, -value, balance, at, why))
    total = -sum(taken.values())
    work.record(
        PointsPosted(
            branch_id=item.branch_id, county_id=item.county_id, season=str(source.season), rows=len(taken), total=total
        )
    )


def _slot(board: Board, account: str, to: Beneficiary) -> int:
    slot = OWN if to is Beneficiary.BRANCH else scoreboard.slot_of(board, account)
    if slot is None:
        raise Changed
    return slot


def _line(
    act: Act, source: Source, account: str, branch_id: str, value: int, balance: int, at: datetime, why: Why
) -> LedgerRow:
    return LedgerRow(
        LedgerRow.partition(account),
        LedgerRow.place(str(source.season), stamp(at), str(act.cause)),
        season=source.season,
        posted_at=stamp(at),
        branch_id=branch_id,
        rule_set_id=source.rule_set_id,
        rule_id=source.rule_id,
        zh=f"{why.zh}{source.zh}",
        en=f"{why.en}{source.en}",
        value=value,
        full_value=value,
        balance=balance,
        activity_id=source.activity_id,
        award_id=source.award_id,
        held_on=source.held_on,
        month=str(source.held_on)[:7],
        reverses=source.line,
    )
