"""One act in the ledger: rows, balances and counters move together, and what the source gave is kept with them."""

from datetime import datetime

from functions.points import caps, rules, tables
from functions.points.errors import TakenBack
from functions.points.facts import Fact, Kind, Pay
from functions.points.rules import Beneficiary, Line
from functions.points.source_tables import Source
from functions.points.tables import LedgerRow
from kernel import scoreboard
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.events import PointsPosted
from kernel.journal import Act, UnitOfWork
from kernel.scoreboard import OWN, Board, Scoreboard


def enter(work: UnitOfWork, fact: Fact, item: Scoreboard, pay: Pay, alone: str = "") -> None:
    """Board, counters, a row for each account, what the source gave, and what is told of them.

    `alone` names the one member of a source of its own.
    """
    cap_items = tables.cap_items(fact.season, fact.county_id, fact.branch_id, fact.held_on)
    counted, board = tables.counters(cap_items), item.board
    at = scoreboard.next_instant(board, now())
    slots = _slots(board, fact)
    lines = {account: _line(counted, fact, pay, board, account, slot) for account, slot in slots.items()}
    awards = {slots[account]: line.value for account, line in lines.items()}
    if awards:
        caps.use(counted, pay.rule, fact.held_on, {slot: abs(value) for slot, value in awards.items()})
    board = scoreboard.add(board, awards, at)
    item.hold(board)
    tables.hold(cap_items, counted)
    for written in (item, *cap_items):
        work.put(written, Changed())
    for account, line in lines.items():
        work.put_new(_row(work.act, fact, pay, account, line, scoreboard.points_of(board, slots[account]), at))
    source = _source(work.act, fact, pay, lines, at, alone)
    source.held_by = work.chain
    work.put_new(source, TakenBack())
    total = sum(awards.values())
    work.record(PointsPosted(**_where(fact), season=fact.season, rows=len(fact.accounts), total=total))


def _where(fact: Fact) -> dict[str, str]:
    return {"branch_id": fact.branch_id, "county_id": fact.county_id}


def _slots(board: Board, fact: Fact) -> dict[str, int]:
    """Where each account stands on the board, in their order."""
    if fact.to is Beneficiary.BRANCH:
        return {fact.branch_id: OWN}
    found = {member: scoreboard.slot_of(board, member) for member in fact.accounts}
    return {member: slot for member, slot in found.items() if slot is not None}


def _line(counted: caps.Counters, fact: Fact, pay: Pay, board: Board, account: str, slot: int) -> Line:
    used = caps.used(counted, pay.rule, fact.held_on, slot)
    balance = scoreboard.points_of(board, slot)
    return rules.award(pay.rule, pay.full[account], used, balance, pay.rule_set.floor)


def _source(act: Act, fact: Fact, pay: Pay, lines: dict[str, Line], at: datetime, alone: str) -> Source:
    source = Source.of(fact, {account: line.value for account, line in lines.items()}, alone)
    source.rule_set_id, source.rule_id = pay.rule_set.id, pay.rule.id
    source.zh, source.en = pay.rule.zh, pay.rule.en
    source.line = LedgerRow.place(fact.season, stamp(at), str(act.cause))
    return source


def _row(act: Act, fact: Fact, pay: Pay, account: str, line: Line, balance: int, at: datetime) -> LedgerRow:
    return LedgerRow(
        LedgerRow.partition(account),
        LedgerRow.place(fact.season, stamp(at), str(act.cause)),
        season=fact.season,
        posted_at=stamp(at),
        branch_id=fact.branch_id,
        rule_set_id=pay.rule_set.id,
        rule_id=line.rule.id,
        zh=line.rule.zh,
        en=line.rule.en,
        value=line.value,
        full_value=line.full,
        balance=balance,
        activity_id=fact.source if fact.kind is Kind.ACTIVITY else None,
        award_id=fact.source if fact.kind is Kind.AWARD else None,
        held_on=fact.held_on.isoformat(),
        month=f"{fact.held_on:%Y-%m}",
    )
