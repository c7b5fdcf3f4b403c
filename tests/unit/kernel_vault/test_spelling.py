"""One number, one spelling, one mask."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.spelling import (
    UNSEEN,
    born_on,
    check_character,
    composed,
    flaw_of_id_number,
    is_plain,
    is_plausible_birth,
    is_rare_ideograph,
    letters_of,
    mask,
    normal,
    one_dot,
    same_name,
    sex_of,
    widened,
)

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


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(1, 999))
def test_fifteen_digits_and_their_eighteen_are_one_person(born: date, serial: int) -> None:
    old = f"990000{born:%y%m%d}{serial:03d}"
    new = widened(old)

    assert normal(old) == new == normal(new.lower())
    assert flaw_of_id_number(new) is None
    assert born_on(new) == born
    assert sex_of(new) == ("1" if serial % 2 else "2")


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("11010519491231002X", None),
        ("1101051949123100", "bad_id_number"),
        ("01010519491231002X", "bad_id_number"),
        ("110105194902310021", "implausible_birth"),
        ("110105194912310021", "bad_checksum"),
    ],
)
def test_an_id_number_has_one_flaw_at_most(number: str, flaw: str | None) -> None:
    assert flaw_of_id_number(number) == flaw


@pytest.mark.parametrize(
    ("born", "plausible"),
    [
        (date(1906, 11, 21), True),
        (date(1906, 11, 20), False),
        (date(2026, 11, 21), True),
        (date(2026, 11, 22), False),
    ],
)
def test_nobody_is_older_than_a_hundred_and_twenty_or_born_tomorrow(born: date, plausible: bool) -> None:
    assert is_plausible_birth(born, date(2026, 11, 21)) is plausible


@pytest.mark.parametrize("dot", "•‧∙・･．●⋅⸱ꞏ·")
def test_every_dot_in_a_name_is_one(dot: str) -> None:
    assert one_dot(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
    assert same_name(f"阿依古丽{dot}买买提", "阿依古丽 买买提")


@pytest.mark.parametrize("name", ["𠮷野", "\U0002f800\uf9d0", "王\U000323b0", "㛃\U00030000"])
def test_a_rare_character_is_kept_as_it_is_and_told_apart(name: str) -> None:
    assert composed(name) == name
    assert same_name(name, name)
    assert not same_name(name, name[:-1])


def test_marks_are_composed_around_rare_characters() -> None:
    assert composed("A\u0301\uf9d0A\u0301") == "Á\uf9d0Á"


@given(st.text(max_size=20))
def test_the_letters_of_a_name_stay_as_they_are(name: str) -> None:
    assert letters_of(letters_of(name)) == letters_of(name)


def test_a_check_character_is_that_of_seventeen_digits() -> None:
    for body in ("1" * 16, "1" * 18, ""):
        with pytest.raises(ValueError, match="17"):
            check_character(body)


@given(st.text() | st.text(alphabet=st.characters(max_codepoint=127)))
def test_what_is_plain_is_told_as_if_every_character_were_looked_up(text: str) -> None:
    unseen = [c for c in text if unicodedata.category(c) in UNSEEN and not is_rare_ideograph(c)]

    assert is_plain(text) == (not unseen)


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=20))
def test_a_number_of_plain_characters_is_spelled_as_every_other(text: str) -> None:
    """A mark that is left out sends it the long way."""
    assert normal(text) == normal(text + "\u200b") == normal("\ufeff" + text)
