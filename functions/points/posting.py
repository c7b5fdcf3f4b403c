"""Points for a reviewed fact: ledger rows, balances and counters move together, once per event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from functions.points import caps, rulebook, rules, tables
from functions.points.rules import Beneficiary, Line, Rule, RuleSet
from functions.points.tables import LedgerRow
from kernel import scoreboard
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.events import PointsPosted
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import OWN, Board


@dataclass(frozen=True)
class Fact:
    """A reviewed activity and the accounts that it is about: up to ninety members, or the branch."""

    activity_id: str
    activity_type: str
    held_on: date
    branch_id: str
    county_id: str
    path: str
    to: Beneficiary
    accounts: Sequence[str]

    @property
    def season(self) -> str:
        return scoreboard.season_of(self.held_on)


def post(act: Act, fact: Fact) -> None:
    """Post what the rules in force on the day of the activity give; nothing if no rule pays its type."""
    rule_set = rulebook.in_force(fact.path, fact.held_on)
    rule = rule_set.rule(fact.activity_type, fact.to)
    if rule:
        retrying(lambda: _attempt(act, fact, rule_set, rule))


def _attempt(act: Act, fact: Fact, rule_set: RuleSet, rule: Rule) -> None:
    item = tables.board(fact.season, fact.county_id, fact.branch_id, fact.path)
    cap_items = tables.cap_items(fact.season, fact.county_id, fact.branch_id, fact.held_on)
    counted, board = tables.counters(cap_items), _with_accounts(item.board, fact)
    at = scoreboard.next_instant(board, now())
    slots = _slots(board, fact)
    used = [caps.used(counted, rule, fact.held_on, slot) for slot in slots]
    lines = rules.award(rule_set, fact.activity_type, fact.to, used)
    awards = {slot: line.value for slot, line in zip(slots, lines, strict=True)}
    caps.use(counted, rule, fact.held_on, awards)
    board = scoreboard.add(board, awards, at)
    item.hold(board)
    tables.hold(cap_items, counted)
    work = UnitOfWork(act, chain=fact.branch_id, action="points.post", subject=fact.activity_id)
    for written in (item, *cap_items):
        work.put(written, Changed())
    for account, slot, line in zip(fact.accounts, slots, lines, strict=True):
        work.put_new(_row(act, fact, rule_set, account, line, scoreboard.points_of(board, slot), at))
    work.record(_posted(fact, awards))
    work.commit()


def _with_accounts(board: Board, fact: Fact) -> Board:
    return scoreboard.enrol(board, fact.accounts) if fact.to is Beneficiary.MEMBER else board


def _slots(board: Board, fact: Fact) -> list[int]:
    if fact.to is Beneficiary.BRANCH:
        return [OWN]
    return [slot for member in fact.accounts if (slot := scoreboard.slot_of(board, member)) is not None]


def _row(act: Act, fact: Fact, rule_set: RuleSet, account: str, line: Line, balance: int, at: datetime) -> LedgerRow:
    return LedgerRow(
        LedgerRow.partition(account),
        LedgerRow.place(fact.season, stamp(at), str(act.cause)),
        season=fact.season,
        posted_at=stamp(at),
        branch_id=fact.branch_id,
        rule_set_id=rule_set.id,
        rule_id=line.rule.id,
        zh=line.rule.zh,
        en=line.rule.en,
        value=line.value,
        full_value=line.rule.points,
        balance=balance,
        activity_id=fact.activity_id,
        held_on=fact.held_on.isoformat(),
        month=f"{fact.held_on:%Y-%m}",
    )


def _posted(fact: Fact, awards: dict[int, int]) -> PointsPosted:
    return PointsPosted(
        branch_id=fact.branch_id,
        county_id=fact.county_id,
        season=fact.season,
        rows=len(fact.accounts),
        total=sum(awards.values()),
    )
