"""One number, one spelling, one mask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.spelling import check_character, mask, normal

DIGITS = "0123456789"
FULL_WIDTH = str.maketrans("0123456789X+", "０１２３４５６７８９Ｘ＋")
BLANKS = ("", " ", "\u3000", "\u00a0", "-", "－", "\u2010", "\u200b", "\ufeff", "\t")


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """Any 18 characters with the right check character; the region 99 belongs to nobody."""
    body = "99" + draw(st.text(DIGITS, min_size=15, max_size=15))
    return body + check_character(body)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return "154" + draw(st.text(DIGITS, min_size=8, max_size=8))


@st.composite
def spelled_otherwise(draw: st.DrawFn, number: str) -> str:
    """Blanks, dashes and invisible marks between the characters, another width, another case."""
    text = "".join(c + draw(st.sampled_from(BLANKS)) for c in number)
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    return text.lower() if draw(st.booleans()) else text


@given(st.data(), id_numbers())
def test_all_spellings_of_an_id_number_become_one(data: st.DataObject, number: str) -> None:
    spelled = data.draw(spelled_otherwise(number))

    assert normal(spelled) == number


@given(st.data(), mobiles(), st.sampled_from(["", "+86", "0086"]))
def test_all_spellings_of_a_mobile_number_become_one(data: st.DataObject, number: str, prefix: str) -> None:
    spelled = data.draw(spelled_otherwise(prefix + number))

    assert normal(spelled) == number


@given(st.text(max_size=40))
def test_the_one_spelling_stays_as_it_is(text: str) -> None:
    once = normal(text)

    assert normal(once) == once


@given(id_numbers())
def test_an_old_number_of_fifteen_digits_is_the_new_one_of_its_person(number: str) -> None:
    body = number[:6] + "19" + number[8:17]
    new = body + check_character(body)
    old = new[:6] + new[8:17]

    assert normal(old) == new


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "34052419800101001X"])
def test_the_check_character_is_that_of_the_standards_examples(number: str) -> None:
    assert check_character(number[:17]) == number[17]


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("15412348000", "154****8000"),
        ("990000198001018515", "990***********8515"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_a_mask_shows_the_ends_alone(value: str, masked: str) -> None:
    assert mask(value) == masked


@given(st.text(max_size=40))
def test_a_mask_keeps_the_length_and_shows_at_most_seven_characters(value: str) -> None:
    masked = mask(value)

    assert len(masked) == len(value)
    assert set(masked[3:-4]) <= {"*"}
