"""The facts of any day, against an oracle that lives through the changes one by one."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from functions.members.replay import Change, facts_on, touched

DAYS = [f"2026-01-{day:02d}" for day in range(1, 10)]
FIELDS = ("education", "branch_id", "membership_state")
SAID = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), min_size=1), st.sampled_from(DAYS)),
    max_size=8,
)
FIRST = dict.fromkeys(FIELDS, "first")


def lived(said: Sequence[tuple[dict[str, Any], str]]) -> tuple[dict[str, Any], list[Change]]:
    """The present facts, and the changes as a dossier keeps them."""
    present: dict[str, Any] = dict(FIRST)
    changes = []
    for facts, day in said:
        changes.append(Change(tuple(facts), {name: present[name] for name in facts}, day))
        present |= facts
    return present, changes


def replayed(said: Sequence[tuple[dict[str, Any], str]], day: str) -> dict[str, Any]:
    """Only what is in effect by the day is said at all."""
    known: dict[str, Any] = dict(FIRST)
    for facts, on in said:
        known |= facts if on <= day else {}
    return known


@given(SAID, st.sampled_from(DAYS))
def test_any_day_is_as_if_what_came_into_effect_later_had_not_been_said(said: Any, day: str) -> None:
    present, changes = lived(said)

    assert facts_on(day, present, changes) == replayed(said, day)


@given(SAID)
def test_before_the_first_change_is_the_beginning_and_after_the_last_is_now(said: Any) -> None:
    present, changes = lived(said)

    assert facts_on("2025-12-31", present, changes) == FIRST
    assert facts_on("2026-12-31", present, changes) == present


@given(SAID, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_a_fact_that_differs_between_two_days_was_said_between_them(said: Any, one: str, other: str) -> None:
    since, until = sorted((one, other))
    present, changes = lived(said)
    before, after = facts_on(since, present, changes), facts_on(until, present, changes)

    assert {name for name in FIELDS if before[name] != after[name]} <= touched(changes, since, until)
