"""Answers about chunks go together: few messages, each about one roster, none too large for a call."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import derived_id
from kernel.rows import LARGEST_TOLD, OutcomesMessage, RowOutcome, answers_of, together
from kernel.sending import LARGEST_BATCH

ROSTERS = [derived_id("roster", number) for number in range(3)]


def answer(roster: int, chunk: int, size: int = 0, letter: str = "张") -> OutcomesMessage:
    outcomes = (RowOutcome(row=2, outcome="error", shown=letter * (size // len(letter.encode()))),)
    return OutcomesMessage(roster_id=ROSTERS[roster], phase="apply", chunk=chunk, outcomes=outcomes)


def bodies(answers: list[OutcomesMessage]) -> list[str]:
    return [msgspec.json.encode(told).decode() for told in together(answers)]


SIZES = st.sampled_from([0, 9_000, 36_000, LARGEST_TOLD])
ASKED = st.tuples(st.integers(0, 2), SIZES, st.sampled_from('张é"a𠮷'))


@given(st.lists(ASKED, max_size=12))
def test_all_answers_are_told_once_and_each_message_is_of_one_roster_and_small(
    asked: list[tuple[int, int, str]],
) -> None:
    answers = [answer(roster, chunk, size, letter) for chunk, (roster, size, letter) in enumerate(asked)]

    told = bodies(answers)

    found = [one for body in told for one in answers_of(body)]
    assert sorted(found, key=lambda one: one.chunk) == answers
    assert all(len(json.dumps(body)) < LARGEST_BATCH or len(answers_of(body)) == 1 for body in told)


def test_ten_answers_of_a_roster_are_one_message_whatever_is_between_them() -> None:
    told = bodies([answer(chunk % 2, chunk) for chunk in range(20)])

    assert [[one.chunk for one in answers_of(body)] for body in told] == [list(range(0, 20, 2)), list(range(1, 20, 2))]


def test_large_answers_are_as_many_messages_as_they_need() -> None:
    told = bodies([answer(0, chunk, 30_000) for chunk in range(10)])

    assert [len(answers_of(body)) for body in told] == [2, 2, 2, 2, 2]


def test_an_answer_by_itself_is_understood() -> None:
    assert answers_of(msgspec.json.encode(answer(1, 7)).decode()) == (answer(1, 7),)


@pytest.mark.parametrize(
    "told",
    [
        "no message",
        "[]",
        "[[]]",
        "null",
        "{}",
        msgspec.json.encode([answer(0, 1), answer(1, 1)]).decode(),
    ],
)
def test_what_is_no_answer_about_one_roster_is_refused(told: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        answers_of(told)
