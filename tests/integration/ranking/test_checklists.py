"""Checklists follow their events in any order, and say line by line what follows from them."""

from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
import pytest

from functions.ranking import on_organisations
from functions.ranking.checklist_counting import WARM
from functions.ranking.checklist_tables import BranchSigns
from kernel.directory import Organisation
from kernel.events import (
    ActivityReturned,
    TalkRecorded,
)
from kernel.ids import new_id
from tests.builders import Tree
from tests.integration.ranking.checklist_calls import REASON, board, line, lines, numbers, rank, rule, share, sums
from tests.integration.ranking.checklists import (
    HOURS,
    MONTHLY,
    TODAY,
    Recorded,
    World,
    count,
    done,
    founded,
    tell,
    told,
)
from tests.trust.delivery import every_way

pytestmark = pytest.mark.usefixtures("account", "clock")


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_counts_and_ranks_are_those_of_looking_at_everything_whatever_the_order(tree: Tree, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - a repeatable history
    world = World.by_chance(tree, chance)
    for branch in world.branches:
        ruled = f"{chance.choice(MONTHLY)}.2026-{chance.randint(3, 10):02}"
        decision = chance.choice(["EXCUSED", "NOT_APPLICABLE"])
        assert rule(branch, ruled, {"decision": decision, "reason": REASON}, "admin")[0] == 200
        world.rulings[branch.id, ruled] = decision

    world.tell(seed)

    for period in ("2026", "2026-Q2", "2026-Q4", "2026-10", "2026-11"):
        for top in (tree.county, tree.township, tree.other_township, tree.branch):
            _compare(world, top, period)
    for branch in world.branches:
        shown = {one["id"]: one["state"] for one in lines(branch, period="2026")["lines"]}
        assert shown == world.lines(branch.id, "2026")


def _compare(world: World, top: Organisation, period: str) -> None:
    WARM.clear()
    branches, committees = (board(top, period=period, of=of) for of in ("branches", "committees"))
    counts = world.counts(top, period)
    assert {one["organisationId"]: numbers(one) for one in branches["items"]} == counts
    assert numbers(branches["total"]) == numbers(committees["total"]) == sums(list(counts.values()))
    for one in branches["items"]:
        mine = counts[one["organisationId"]]
        expected = share(mine)
        assert one["due"] == sum(mine.values())
        assert one["rank"] == rank(mine, list(counts.values()))
        assert one["share"] == (None if expected is None else round(float(expected), 4))
    between = {home: [counts[b] for b in counts if world.homes[b] == home] for home in set(world.homes.values())}
    below = {home: sums(parts) for home, parts in between.items() if parts and top.id == world.tree.county.id}
    assert {one["organisationId"]: numbers(one) for one in committees["items"]} == below
    for one in committees["items"]:
        assert one["rank"] == rank(below[one["organisationId"]], list(below.values()))


@pytest.mark.no_cover
def test_no_fault_at_any_call_counts_twice_or_not_at_all(tree: Tree) -> None:
    tell(*founded(tree))
    fact = done(tree.branch).facts()[0]

    trials = every_way(on_organisations.lambda_handler, fact, lambda: signs(tree.branch))

    assert {str(trial.seen) for trial in trials} == {str(signs(tree.branch))}


def signs(branch: Organisation) -> str:
    return BranchSigns.demand(BranchSigns.partition(branch.county_id), branch.id).of(2026)


def test_each_line_says_what_its_state_rests_on(tree: Tree) -> None:
    held = date(2026, 9, 8)
    late, waits = (done(tree.branch, "PARTY_LECTURE", held, handed_in=[date(2026, 10, 20)]), done(tree.branch))
    back = done(tree.branch, held_on=date(2026, 8, 3), approved=False)
    taken = done(tree.branch, held_on=date(2026, 7, 3), withdrawn=True)
    talk = TalkRecorded(
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        members=(new_id(), new_id()),
        held_on=held,
        occasion="REGULAR",
    )
    tell(*founded(tree), *late.facts(), waits.facts()[0], *back.facts(), *taken.facts(), told(talk, held))
    rule(tree.branch, "THEME_DAY.2026-06")
    rule(tree.branch, "GROUP_MEETING.2026-10")

    shown = lines(tree.branch, period="2026")["lines"]

    found = {one["id"]: (one["state"], one["why"], one["activityId"]) for one in shown}
    expected = {
        "PARTY_LECTURE.2026-Q3": ("DONE_LATE", "FINAL_REVIEW_PASSED", late.activity_id),
        "THEME_DAY.2026-10": ("IN_REVIEW", "WAITS_FOR_REVIEW", waits.activity_id),
        "THEME_DAY.2026-08": ("MISSING", "RETURNED", back.activity_id),
        "THEME_DAY.2026-07": ("MISSING", "APPROVAL_WITHDRAWN", taken.activity_id),
        "THEME_DAY.2026-06": ("EXCUSED", "RULED", None),
        "THEME_DAY.2026-05": ("MISSING", "NOTHING_HANDED_IN", None),
        "THEME_DAY.2026-11": ("OPEN", "NOTHING_HANDED_IN", None),
        "GROUP_MEETING.2026-10": ("NOT_APPLICABLE", "NOT_OWED", None),
        "TALK.2026": ("DONE_IN_TIME", "TALK_RECORDED", None),
    }
    assert {name: found[name] for name in expected} == expected
    assert shown == sorted(shown, key=lambda one: (one["endsOn"], one["startsOn"]))
    one = line(tree.branch, "PARTY_LECTURE.2026-Q3")
    assert (one["heldOn"], one["handedInOn"], one["handInBy"]) == ("2026-09-08", "2026-10-20", "2026-10-10")


def test_days_are_those_of_china(tree: Tree) -> None:
    """Founded half an hour after midnight on the 1st, handed in so on the first day that is too late."""
    early = timedelta(minutes=30) - HOURS
    first, *rest = founded(tree, date(2026, 10, 1))
    late = done(tree.branch, held_on=date(2026, 10, 1), handed_in=[date(2026, 11, 5)]).facts()

    tell(*(msgspec.structs.replace(one, at=one.at + early) for one in (first, *late)), *rest)

    shown = {one["id"]: one["state"] for one in lines(tree.branch, period="2026")["lines"]}
    assert shown["THEME_DAY.2026-10"] == "DONE_LATE"
    assert "THEME_DAY.2026-09" not in shown


def test_rounds_that_are_told_late_change_nothing_of_later_ones(tree: Tree) -> None:
    rounds = [date(2026, 10, 13), date(2026, 10, 20)]
    first, returned, second = done(tree.branch, handed_in=rounds, approved=False, waits=True).facts()
    tell(*founded(tree), second, returned, first)

    assert line(tree.branch, "THEME_DAY.2026-10")["state"] == "IN_REVIEW"

    first, returned, second, again = done(tree.sister, handed_in=rounds, approved=False).facts()
    tell(first, second, again, returned)

    assert line(tree.sister, "THEME_DAY.2026-10")["why"] == "RETURNED"


def test_of_several_records_the_line_names_the_one_that_decides(tree: Tree) -> None:
    def held(month: int, day: int, **rest: Any) -> Recorded:
        return done(tree.branch, held_on=date(2026, month, day), **rest)

    back, back_again = held(8, 3, approved=False), held(8, 9, approved=False)
    back_before, waits = held(7, 3, approved=False), held(7, 9, approved=False, waits=True)
    back_after = held(7, 20, approved=False)
    waits_before, later, first = held(6, 3, approved=False, waits=True), held(6, 20), held(6, 9)

    every = (back, back_again, back_before, waits, back_after, waits_before, later, first)
    tell(*founded(tree), *(fact for one in every for fact in one.facts()))

    shown = {one["id"]: one["activityId"] for one in lines(tree.branch, period="2026")["lines"]}
    decided = {8: back_again, 7: waits, 6: first}
    assert {month: shown[f"THEME_DAY.2026-{month:02}"] for month in decided} == {
        month: one.activity_id for month, one in decided.items()
    }


def test_the_first_review_alone_does_nothing_for_a_line(tree: Tree) -> None:
    handed_in, first, _ = done(tree.branch).facts()

    tell(*founded(tree), handed_in, first)

    assert line(tree.branch, "THEME_DAY.2026-10")["state"] == "IN_REVIEW"


def test_the_lines_come_to_what_the_board_says(tree: Tree) -> None:
    tell(*founded(tree), *done(tree.branch).facts())

    told_ = lines(tree.branch, period="2026")

    (one,) = board(tree.branch, period="2026")["items"]
    assert told_["total"] == {name: one[name] for name in told_["total"]}
    assert count(line_["state"] for line_ in told_["lines"]) == numbers(one)


def test_what_cannot_be_placed_changes_nothing(tree: Tree) -> None:
    nothing: dict[str, Any] = {"members": (new_id(), new_id()), "held_on": TODAY, "occasion": "REGULAR"}
    old = ActivityReturned(activity_id=new_id(), branch_id=tree.branch.id, county_id=tree.county.id, stage="first")
    committees = done(tree.branch, audience="BRANCHES").facts()

    tell(
        told(old, TODAY),
        told(TalkRecorded(branch_id=tree.branch.id, **nothing), TODAY),
        *committees,
        *done(tree.branch, "VOLUNTEER").facts(),
    )

    assert BranchSigns.find(BranchSigns.partition(tree.county.id), tree.branch.id) is None


def test_a_closed_branch_owes_nothing_that_began_afterwards(tree: Tree) -> None:
    tell(*founded(tree))
    tree.branch.closed_on = "2026-09-30"
    tree.branch.save()

    months = {one["period"] for one in lines(tree.branch, period="2026-Q4")["lines"]}

    assert months == set()
    assert line(tree.branch, "THEME_DAY.2026-09")["state"] == "OPEN"
