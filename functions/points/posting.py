"""Points for a reviewed fact: ledger rows, balances and counters move together, once per event."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from functions.points import entering, facts, rulebook, standings, tables
from functions.points.errors import TakenBack
from functions.points.facts import Fact, Kind, Pay
from functions.points.history_tables import HistoryRow
from functions.points.rules import Beneficiary, RuleSet
from functions.points.source_tables import Source
from functions.points.tables import LedgerRow, Place, Strays
from kernel import scoreboard
from kernel.clock import now
from kernel.errors import Changed
from kernel.journal import Act, UnitOfWork
from kernel.projection import once, retrying
from kernel.scoreboard import Board


def post(act: Act, fact: Fact) -> None:
    """Post what the rules in force on the day of the fact give; a fact that they do not pay is kept all the same.

    Points go where the account stands now: who has moved since the fact, or left, has them there (`strays`).
    """
    rule_set = rulebook.in_force(fact.path, fact.held_on)
    aside = _aside(rule_set, fact)
    counted = replace(fact, accounts=[account for account in fact.accounts if account not in aside])
    history = HistoryRow.posted(act, fact, aside, asked=rule_set.excludes)
    paid = facts.pay(rule_set, fact, counted.accounts)
    if paid is None or not counted.accounts:
        _keep(fact, history)
        return
    with suppress(TakenBack):
        for member in retrying(partial(_attempt, act, counted, paid, history)):
            retrying(partial(_post_elsewhere, act, counted, paid, member))


def _aside(rule_set: RuleSet, fact: Fact) -> frozenset[str]:
    """The members of a standing that the set leaves out of its activities."""
    counts = fact.to is Beneficiary.BRANCH or fact.kind is Kind.AWARD or not rule_set.excludes
    if counts:
        return frozenset()
    return standings.of_branch(fact.branch_id, rule_set.excludes, fact.held_on) & frozenset(fact.accounts)


def _keep(fact: Fact, history: HistoryRow) -> None:
    """What was held and gave nothing, so that other rules can be tried on it. Once, unless it was taken back."""
    nothing = Source.of(fact, dict.fromkeys(fact.accounts, 0))
    once(nothing, lambda writes: writes.put_new(history))


def _attempt(act: Act, fact: Fact, pay: Pay, history: HistoryRow) -> Sequence[str]:
    """Post to who is on the branch's board; if nobody is, to the first. Returns the rest, as the first delivery found
    it: each is an act of its own."""
    item = tables.board(fact.season, fact.county_id, fact.branch_id, fact.path)
    gone = _gone(item.board, fact)
    if here := [account for account in fact.accounts if account not in gone]:
        work = UnitOfWork(act, chain=fact.branch_id, action="points.post", subject=fact.source)
        entering.enter(work, replace(fact, accounts=here), item, pay)
    else:
        first, *gone = gone
        work = _elsewhere(act, fact, pay, first)
    work.put_new(history)
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


def _post_elsewhere(act: Act, fact: Fact, pay: Pay, member: str) -> None:
    """One member's points, once for the event and member; not if they were taken back meanwhile."""
    with suppress(TakenBack):
        _elsewhere(act, fact, pay, member, effect=member).commit()


def _elsewhere(act: Act, fact: Fact, pay: Pay, member: str, effect: str = "") -> UnitOfWork:
    """The act that gives one member the points on the board where the account stands."""
    pk = LedgerRow.partition(member)
    place = Place.find(pk, Place.SORT) or Place(pk, branch_id=fact.branch_id)
    stands = place.stands(fact.season)
    county_id, branch_id, ranked = stands or (fact.county_id, fact.branch_id, place.awaited)
    item = tables.board(fact.season, county_id, branch_id, fact.path)
    where = replace(fact, county_id=county_id, branch_id=branch_id, accounts=(member,))
    work = UnitOfWork(act, chain=fact.branch_id, action="points.post", subject=fact.source, effect=effect)
    if stands is None:
        place.stand(fact.season, county_id, branch_id, ranked=ranked)
        item.hold(_opened(item.board, member, ranked=ranked))
        work.put(place, Changed())
    slot = scoreboard.slot_of(item.board, member)
    if slot is None or scoreboard.is_on(item.board, slot) is not ranked:
        raise Changed  # the account is moving at this moment
    entering.enter(work, where, item, pay, alone=effect)
    return work


def _opened(board: Board, member: str, *, ranked: bool) -> Board:
    """The board with an account of which nothing was known."""
    board, at = scoreboard.enrol(board, [member]), scoreboard.next_instant(board, now())
    slot = scoreboard.slot_of(board, member)
    if slot is None or scoreboard.is_on(board, slot) is ranked:
        return board
    return scoreboard.come(board, [member], at) if ranked else scoreboard.go(board, [slot], at)
