"""Points for a reviewed fact: ledger rows, balances and counters move together, once per event."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from functions.points import caps, rulebook, rules, tables
from functions.points.errors import TakenBack
from functions.points.rules import Beneficiary, Line, Rule, RuleSet
from functions.points.source_tables import Source
from functions.points.tables import LedgerRow, Place, Strays
from kernel import scoreboard, seasons
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.events import PointsPosted
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import OWN, Board, Scoreboard


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
    part: int = 0

    @property
    def season(self) -> str:
        return seasons.season_of(self.held_on)


def post(act: Act, fact: Fact) -> None:
    """Post what the rules in force on the day of the activity give; nothing if no rule pays its type.

    Points go where the account stands now: who has moved since the activity, or left, has them there (`strays`).
    """
    rule_set = rulebook.in_force(fact.path, fact.held_on)
    rule = rule_set.rule(fact.activity_type, fact.to)
    if rule is None:
        return
    with suppress(TakenBack):
        for member in retrying(lambda: _attempt(act, fact, rule_set, rule)):
            retrying(partial(_post_elsewhere, act, fact, rule_set, rule, member))


def _attempt(act: Act, fact: Fact, rule_set: RuleSet, rule: Rule) -> Sequence[str]:
    """Post to who is on the branch's board; if nobody is, to the first. Returns the rest, as the first delivery found
    it: each is an act of its own."""
    item = tables.board(fact.season, fact.county_id, fact.branch_id, fact.path)
    gone = _gone(item.board, fact)
    if here := [account for account in fact.accounts if account not in gone]:
        work = UnitOfWork(act, chain=fact.branch_id, action="points.post", subject=fact.activity_id)
        _gather(work, replace(fact, accounts=here), item, rule_set, rule)
    else:
        first, *gone = gone
        work = _elsewhere(act, fact, rule_set, rule, first)
    if gone:
        work.put_new(Strays(Strays.partition(act.cause), members=gone))
    if work.commit():
        return gone
    before = Strays.find(Strays.partition(act.cause), "MEMBERS")
    return before.members if before else ()


def _gone(board: Board, fact: Fact) -> list[str]:
    """The accounts that do not stand here: they went, or came elsewhere, or nothing was heard of them so far."""
    if fact.to is Beneficiary.BRANCH:
        return []
    slots = {account: scoreboard.slot_of(board, account) for account in fact.accounts}
    return [account for account, slot in slots.items() if slot is None or not scoreboard.is_on(board, slot)]


def _post_elsewhere(act: Act, fact: Fact, rule_set: RuleSet, rule: Rule, member: str) -> None:
    """One member's points, once for the event and member; not if they were taken back meanwhile."""
    with suppress(TakenBack):
        _elsewhere(act, fact, rule_set, rule, member, effect=member).commit()


def _elsewhere(act: Act, fact: Fact, rule_set: RuleSet, rule: Rule, member: str, effect: str = "") -> UnitOfWork:
    """The act that gives one member the points on the board where the account stands."""
    pk = LedgerRow.partition(member)
    place = Place.find(pk, Place.SORT) or Place(pk, branch_id=fact.branch_id)
    stands = place.stands(fact.season)
    county_id, branch_id, ranked = stands or (fact.county_id, fact.branch_id, place.awaited)
    item = tables.board(fact.season, county_id, branch_id, fact.path)
    where = replace(fact, county_id=county_id, branch_id=branch_id, accounts=(member,))
    work = UnitOfWork(act, chain=fact.branch_id, action="points.post", subject=fact.activity_id, effect=effect)
    if stands is None:
        place.stand(fact.season, county_id, branch_id, ranked=ranked)
        item.hold(_opened(item.board, member, ranked=ranked))
        work.put(place, Changed())
    slot = scoreboard.slot_of(item.board, member)
    if slot is None or scoreboard.is_on(item.board, slot) is not ranked:
        raise Changed  # the account is moving at this moment
    _gather(work, where, item, rule_set, rule, alone=effect)
    return work


def _opened(board: Board, member: str, *, ranked: bool) -> Board:
    """The board with an account of which nothing was known."""
    board, at = scoreboard.enrol(board, [member]), scoreboard.next_instant(board, now())
    slot = scoreboard.slot_of(board, member)
    if slot is None or scoreboard.is_on(board, slot) is ranked:
        return board
    return scoreboard.come(board, [member], at) if ranked else scoreboard.go(board, [slot], at)


def _gather(work: UnitOfWork, fact: Fact, item: Scoreboard, rule_set: RuleSet, rule: Rule, alone: str = "") -> None:
    """Board, counters, a row for each account, what the source gave, and what is told of them."""
    cap_items = tables.cap_items(fact.season, fact.county_id, fact.branch_id, fact.held_on)
    counted, board = tables.counters(cap_items), item.board
    at = scoreboard.next_instant(board, now())
    slots = _slots(board, fact)
    used = [caps.used(counted, rule, fact.held_on, slot) for slot in slots]
    lines = rules.award(rule_set, fact.activity_type, fact.to, used)
    awards = {slot: line.value for slot, line in zip(slots, lines, strict=True)}
    if awards:
        caps.use(counted, rule, fact.held_on, awards)
    board = scoreboard.add(board, awards, at)
    item.hold(board)
    tables.hold(cap_items, counted)
    for written in (item, *cap_items):
        work.put(written, Changed())
    for account, slot, line in zip(fact.accounts, slots, lines, strict=True):
        work.put_new(_row(work.act, fact, rule_set, account, line, scoreboard.points_of(board, slot), at))
    given = {account: line.value for account, line in zip(fact.accounts, lines, strict=True)}
    work.put_new(_source(work.act, fact, rule_set, rule, given, at, alone), TakenBack())
    work.record(_posted(fact, awards))


def _source(
    act: Act, fact: Fact, rule_set: RuleSet, rule: Rule, given: dict[str, int], at: datetime, alone: str
) -> Source:
    return Source(
        *Source.key_of(fact.activity_id, fact.to, fact.part, alone),
        given=given,
        branch_id=fact.branch_id,
        county_id=fact.county_id,
        season=fact.season,
        held_on=fact.held_on.isoformat(),
        rule_set_id=rule_set.id,
        rule_id=rule.id,
        zh=rule.zh,
        en=rule.en,
        line=LedgerRow.place(fact.season, stamp(at), str(act.cause)),
    )


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
