"""The attendance of one member was corrected after the approval: their points go back, the others keep theirs."""

from copy import replace
from typing import Any

import pytest

from functions.points import on_attendance_confirmed
from tests.builders import Tree, envelope
from tests.integration.points.accounts import (
    MEMBER,
    OTHER,
    attended,
    corrected,
    enrolled,
    lines,
    moved,
    ranked,
    rows,
    taken_back,
    tell,
    wrong,
)
from tests.trust.delivery import deliver, every_way, thrice_shuffled

pytestmark = pytest.mark.usefixtures("account")
handler = on_attendance_confirmed.lambda_handler
BOTH = (MEMBER, OTHER)


def test_the_line_of_one_is_answered_and_those_of_the_others_stay(tree: Tree) -> None:
    event = attended(tree.branch, *BOTH)
    tell(enrolled(tree.branch, *BOTH), event)

    thrice_shuffled(handler, envelope(corrected(event)))

    assert lines() == [("theme-day", 5, 5), ("theme-day", -5, 0)]
    assert lines(OTHER) == [("theme-day", 5, 5)]
    assert rows()[1].zh == "考勤更正，冲回：参加主题党日"
    assert wrong(tree) == 0


def test_what_is_given_in_a_part_of_its_own_comes_beside_it(tree: Tree) -> None:
    event = attended(tree.branch, MEMBER)
    tell(enrolled(tree.branch, *BOTH), event)

    tell(corrected(event), replace(event, chunk=1000, members=(OTHER,)))

    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 5}


@pytest.mark.parametrize("first", [True, False])
def test_a_withdrawal_beside_it_takes_it_back_once(tree: Tree, first: bool) -> None:
    event = attended(tree.branch, *BOTH)
    tell(enrolled(tree.branch, *BOTH), event)
    steps = [corrected(event), taken_back(event)]

    tell(*steps if first else steps[::-1])

    assert [value for _, value, _ in lines()] == [5, -5]
    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 0}


def test_of_who_had_it_on_another_board_it_is_taken_back_there(tree: Tree) -> None:
    event = attended(tree.branch, *BOTH)
    tell(enrolled(tree.branch, *BOTH), moved(tree.branch, tree.sister), event)

    tell(corrected(event))

    assert (ranked(tree.branch), ranked(tree.sister)) == ({OTHER: 5}, {MEMBER: 0})


def test_who_was_not_in_the_part_or_got_nothing_keeps_what_they_have(tree: Tree) -> None:
    nothing = attended(tree.branch, MEMBER, type_="TALK")
    event = attended(tree.branch, OTHER)
    tell(enrolled(tree.branch, *BOTH), nothing, event)

    tell(corrected(nothing), corrected(event), event)

    assert (lines(), ranked(tree.branch)) == ([], {MEMBER: 0, OTHER: 5})


def test_one_that_overtakes_the_part_waits_for_it(tree: Tree) -> None:
    event = attended(tree.branch, *BOTH)
    tell(enrolled(tree.branch, *BOTH))
    overtaking = envelope(corrected(event))

    assert deliver(handler, overtaking) == ["message-0"]
    tell(event)
    assert deliver(handler, overtaking) == []
    assert ranked(tree.branch) == {MEMBER: 0, OTHER: 5}


@pytest.mark.no_cover
def test_no_fault_at_any_call_takes_it_back_twice_or_never(tree: Tree) -> None:
    event = attended(tree.branch, *BOTH)
    tell(enrolled(tree.branch, *BOTH), event)

    def eye() -> Any:
        return ranked(tree.branch), len(rows()), len(rows(OTHER))

    trials = every_way(handler, envelope(corrected(event)), eye)

    assert [trial for trial in trials if trial.seen != ({MEMBER: 0, OTHER: 5}, 2, 1)] == []
