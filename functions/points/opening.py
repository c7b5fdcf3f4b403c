"""What members have before they earn anything: the base of a season, and what the season before leaves them.

Each is a line of its own, once a season for each account: the counters of its year say who has it, and go along when a
member moves.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from functions.points import caps, entering, rulebook, standings, tables
from functions.points.facts import Fact, Kind, Pay
from functions.points.history_tables import HistoryRow
from functions.points.rules import Beneficiary, Rule, RuleSet, base_rule, carried, carry_rule
from functions.points.tables import CapItem, LedgerRow
from kernel import scoreboard, seasons
from kernel.clock import business_day
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import Scoreboard

AT_ONCE = 90
FEBRUARY = 2  # the season before is reviewed to its end in January


def open_accounts(branches: Sequence[Scoreboard], as_of: datetime) -> int:
    """Give the members of these boards of the present season what their rules begin with. Returns how many lines.

    Safe twice. Who came after last night has it tonight; who is left out for their standing has it on the night after.
    """
    day = business_day(as_of)
    shelf = rulebook.Shelf(branch.path for branch in branches)
    return sum(_open(branch, shelf.of(branch.path, day), day) for branch in branches)


def _open(branch: Scoreboard, rule_set: RuleSet, day: date) -> int:
    lines = 0
    if rule_set.base:
        lines += _give(branch, rule_set, base_rule(rule_set.base), day)
    if rule_set.carry_percent and day.month == FEBRUARY:
        lines += _give(branch, rule_set, carry_rule(rule_set.carry_percent), day)
    return lines


def _give(branch: Scoreboard, rule_set: RuleSet, rule: Rule, day: date) -> int:
    """Ninety at a time, until nobody is left who is to have it."""
    lines, seen = 0, set[str]()
    while wanting := [m for m in _wanting(branch, rule_set, rule, day) if m not in seen][:AT_ONCE]:
        seen |= set(wanting)
        last = {member: last_balance(member, day.year - 1) for member in wanting} if not rule.points else {}
        full = {m: rule.points or carried(rule_set, last[m]) for m in wanting}
        pay = Pay(rule_set, rule, {member: value for member, value in full.items() if value})
        lines += retrying(partial(_post, branch, pay, day, last)) if pay.full else 0
    return lines


def _wanting(branch: Scoreboard, rule_set: RuleSet, rule: Rule, day: date) -> Iterator[str]:
    """The members on the board whose counter says that they have not had it."""
    season = str(day.year)
    board = tables.board(season, branch.county_id, branch.branch_id, branch.path).board
    year = CapItem.find(branch.pk, CapItem.place(branch.branch_id, season))
    counted = caps.unpack(year.packed or b"") if year else caps.Counters()
    present = scoreboard.member_ids(scoreboard.Board(scoreboard.present(board)[0]))
    aside = standings.of_branch(branch.branch_id, rule_set.excludes, day)
    for member in present:
        slot = scoreboard.slot_of(board, member)
        if slot is not None and member not in aside and not caps.used(counted, rule, day, slot).year:
            yield member


def _post(branch: Scoreboard, pay: Pay, day: date, last: Mapping[str, int]) -> int:
    """One act, on the board as it stands; one who has gone meanwhile has it on the next board's night."""
    item = tables.board(str(day.year), branch.county_id, branch.branch_id, branch.path)
    here = [
        m
        for m in sorted(pay.full)
        if (slot := scoreboard.slot_of(item.board, m)) and scoreboard.is_on(item.board, slot)
    ]
    if not here:
        return 0
    act = Act("system:points on check due", cause=derived_id(pay.rule.id, item.pk, item.sk, int(item.version)))
    fact = _fact(str(act.cause), day, branch, here, pay.rule.id)
    work = UnitOfWork(act, chain=branch.branch_id, action="points.open", subject=branch.branch_id)
    entering.enter(work, fact, item, pay)
    work.put_new(HistoryRow.opened(act, fact, {member: last[member] for member in here if member in last}))
    work.commit()
    return len(here)


def _fact(source: str, day: date, branch: Scoreboard, members: Sequence[str], rule_id: str) -> Fact:
    """That the season began for these members, whatever they do in it."""
    return Fact(
        source=source,
        held_on=day,
        branch_id=branch.branch_id,
        county_id=branch.county_id,
        path=branch.path,
        to=Beneficiary.MEMBER,
        accounts=members,
        kind=Kind.SEASON,
        rule_id=rule_id,
    )


def last_balance(member: str, year: int) -> int:
    """What an account ended a season with: the balance after its newest line."""
    season = seasons.season_of(date(year, 1, 1))
    rows = LedgerRow.query(
        LedgerRow.partition(member),
        LedgerRow.sk.between(f"{season}#", f"{season}#~"),
        scan_index_forward=False,
        limit=1,
        consistent_read=True,
    )
    return next((int(row.balance) for row in rows), 0)
