"""Whoever is told each week is asked about where they are, and forgotten when they are gone."""

from typing import Any

import pytest

from functions.ranking import on_organisations, on_ranking_started
from functions.ranking.weekly_tables import Weekly
from kernel.events import EnrolledMember, LeftMember, MemberErased, MembersLeft, MembersMoved, RankWeekEnded
from tests.builders import envelope
from tests.integration.ranking.province import Province
from tests.integration.ranking.weeks import BRANCH, FIRST, anybody, choose, kept, night, told
from tests.trust import engine
from tests.trust.delivery import deliver, thrice_shuffled, until_done
from tests.trust.faults import Fault, sends

pytestmark = pytest.mark.usefixtures("account")


def where(province: Province, branch: str) -> dict[str, str]:
    county = branch.split("-")[0]
    return {"branch_id": province.id(branch), "county_id": province.id(county), "path": province.path(branch)}


def test_who_left_or_was_erased_is_forgotten(province: Province) -> None:
    first, second = (anybody(province, BRANCH, number) for number in (0, 1))
    for one in (first, second):
        choose(province, BRANCH, one)
    left = MembersLeft(members=(LeftMember(member_id=first, reason="SELF_EXIT"),), **where(province, BRANCH))
    there = where(province, BRANCH)
    erased = MemberErased(member_id=second, branch_id=there["branch_id"], county_id=there["county_id"])

    thrice_shuffled(on_organisations.lambda_handler, envelope(left), envelope(erased))

    assert kept() == []


def test_who_moves_into_another_county_is_asked_about_there_in_whatever_order_it_is_told(
    province: Province, member: str
) -> None:
    choose(province, BRANCH, member)

    def move(source: str, target: str) -> MembersMoved:
        there = where(province, target)
        old = {"from_branch_id": province.id(source), "from_county_id": province.id(source.split("-")[0])}
        return MembersMoved(members=(EnrolledMember(member_id=member, category="FULL"),), **old, **there)

    moves = [envelope(move(BRANCH, "B1-0")), envelope(move("B1-0", "D-1")), envelope(move("D-1", "D-2"))]

    thrice_shuffled(on_organisations.lambda_handler, *reversed(moves), seed=3)

    assert kept() == sorted([f"WEEKLY#{member}", f"WANTED#{province.id('D')}"])


def conflict(handler: Any, body: Any) -> list[str]:
    """The messages that fail where another transaction is in the way of the first one."""
    start = engine.snapshot()
    with sends() as clean:
        until_done(handler, body)
    engine.restore(start)
    with sends(1 + clean.seen.index("TransactWriteItems"), Fault.CONFLICT) as calls:
        failed = deliver(handler, body)
    assert calls.struck
    return failed


def test_another_transaction_in_the_way_is_waited_for(province: Province, member: str) -> None:
    choose(province, BRANCH, member)
    night(FIRST)
    (week,) = told(province, "A1", RankWeekEnded)
    left = MembersLeft(members=(LeftMember(member_id=member, reason="SELF_EXIT"),), **where(province, BRANCH))

    assert conflict(on_ranking_started.lambda_handler, week) == []
    assert Weekly.demand(*Weekly.key_of(member)).as_of == "2026-11-01T18:30:00.000Z"
    assert conflict(on_organisations.lambda_handler, envelope(left)) == []
    assert kept() == []
