"""Who may be one person, and who is only family."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.members.birth_rules import cohort_in, mark_in, told_of
from functions.members.likeness_rules import Features, alike

ZHANG = Features("张伟", "1", "aaa", "phone")
FEATURES = st.builds(
    Features,
    st.sampled_from(["张伟", "张玮", "张·伟", "张强", "李娜", "𠮷田"]),
    st.sampled_from("12"),
    st.sampled_from(["aaa", "bbb", None]),
    st.sampled_from(["one", "two", None]),
)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, ("NAME_AND_BIRTH", "NAME_AND_PHONE")),
        ({"mobile_index": None}, ("NAME_AND_BIRTH",)),
        ({"birth_mark": "bbb"}, ("NAME_AND_PHONE",)),
        ({"name": "张 伟", "birth_mark": "bbb"}, ("NAME_AND_PHONE",)),
        ({"name": "张玮", "birth_mark": "bbb"}, ("SOUND_AND_PHONE",)),
        ({"name": "张玮", "sex": "2"}, ()),
        ({"name": "张玮", "mobile_index": "other"}, ()),
        ({"birth_mark": "bbb", "mobile_index": "other"}, ()),
        ({"name": "李娜", "sex": "2", "birth_mark": "bbb"}, ()),
    ],
)
def test_one_name_needs_a_birth_date_or_a_phone_beside_it(changes: dict[str, str], reasons: tuple[str, ...]) -> None:
    assert alike(ZHANG, replace(ZHANG, **changes)) == reasons


def test_twins_with_their_parents_phone_are_two() -> None:
    assert alike(ZHANG, replace(ZHANG, name="张强")) == ()


def test_what_is_unknown_of_both_is_not_shared() -> None:
    nobody = Features("张伟", "1", None, None)

    assert alike(nobody, nobody) == ()


@given(FEATURES, FEATURES)
def test_likeness_is_mutual(one: Features, other: Features) -> None:
    assert alike(one, other) == alike(other, one)


@pytest.mark.parametrize(("born", "cohort"), [("1980-01-01", "1980"), ("1984-12-31", "1980"), ("1999-06-01", "1995")])
def test_of_a_birth_date_five_years_and_a_mark_are_told(born: str, cohort: str) -> None:
    told = told_of(born, "x7Qabcdefg")

    assert (cohort_in(told), mark_in(told)) == (cohort, "x7Q")
    assert (cohort_in(None), mark_in(None)) == (None, None)
