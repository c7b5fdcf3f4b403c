"""Who rules on a disputed line, until when, and what follows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.disputes import rules as dispute_rules
from functions.activities.disputes.rules import Effect, Stage
from functions.activities.rules import ATTENDED, MOST_CONFIRMATIONS, Presence, State

MEMBERS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (State.PLANNED, Stage.BRANCH),
        (State.RETURNED, Stage.BRANCH),
        (State.SUBMITTED, None),
        (State.COUNTY_REVIEW, None),
        (State.APPROVED, Stage.COMMITTEE),
        (State.CANCELLED, Stage.BRANCH),
        (State.WITHDRAWN, Stage.COMMITTEE),
    ],
)
def test_the_branch_rules_until_it_hands_in_and_the_committee_once_it_approved(
    state: State, stage: Stage | None
) -> None:
    assert dispute_rules.stage(state) is stage


def test_an_answer_is_due_in_five_working_days() -> None:
    assert dispute_rules.answer_by(date(2026, 9, 30)) == date(2026, 10, 13)  # the holiday lies between


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (None, Presence.PRESENT, Effect(given=True)),
        ("ABSENT_NO_REASON", Presence.LATE, Effect(given=True)),
        ("LATE", Presence.PRESENT, Effect()),
        ("PRESENT", Presence.ABSENT_NO_REASON, Effect(taken_back=True)),
        ("PRESENT", Presence.LEAVE_SICK, Effect(taken_back=True, reason=True)),
        ("ABSENT_NO_REASON", Presence.EXEMPT, Effect(reason=True)),
        ("LEAVE_SICK", Presence.LEAVE_OFFICIAL, Effect()),
    ],
)
def test_only_what_changes_for_others_is_told(before: str | None, after: Presence, effect: Effect) -> None:
    assert dispute_rules.effect(before, after) == effect


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(list(Presence))), max_size=30))
def test_after_any_rulings_exactly_those_count_whose_line_says_so(rulings: list[tuple[str, Presence]]) -> None:
    lines: dict[str, Presence] = {"a": Presence.PRESENT, "b": Presence.ABSENT_NO_REASON}
    parts, corrections = [("home", ["a"])], list[dict[str, object]]()
    counting = {0: "a"}
    for member, state in rulings:
        found = dispute_rules.effect(lines.get(member), state)
        if found.taken_back:
            part = dispute_rules.part_of(member, parts, corrections)
            assert counting.pop(part) == member
            corrections.append({"part": part, "member": member, "attended": False})
        if found.given:
            part = dispute_rules.FIRST_CORRECTION + len(corrections)
            counting[part] = member
            corrections.append({"part": part, "member": member, "attended": True})
        lines[member] = state

    attended = {member for member, state in lines.items() if state in ATTENDED}
    assert set(counting.values()) == attended == dispute_rules.attended_now(["a"], corrections)
    given = {one["part"] for one in dispute_rules.standing(corrections)}
    assert given == {part for part in counting if part >= dispute_rules.FIRST_CORRECTION}


def test_corrections_end_where_a_withdrawal_could_not_hold_them() -> None:
    one = {"part": 1000, "member": "a", "attended": True}

    assert dispute_rules.has_room(2, [one] * (MOST_CONFIRMATIONS - 3))
    assert not dispute_rules.has_room(2, [one] * (MOST_CONFIRMATIONS - 2))
