"""Every usual spelling of a cell becomes one value; anything else is refused, never guessed."""

import sys
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.rosters import cells, rules
from functions.rosters.cells import Cell
from functions.rosters.errors import Unfit
from functions.rosters.lines import NOTHING
from kernel.spelling import check_character, is_rare_ideograph

DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789X-./", "０１２３４５６７８９Ｘ－．／")
ANYTHING: st.SearchStrategy[Cell] = st.one_of(
    st.text(),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
)


@given(DAYS)
def test_a_day_is_read_in_every_spelling(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    serial = (day - date(1899, 12, 30)).days
    spellings: list[Cell] = [
        f"{day}",
        f"{y}-{m}-{d}",
        f"{y}.{m:02d}.{d:02d}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{y}{m:02d}{d:02d}",
        int(f"{y}{m:02d}{d:02d}"),
        float(f"{y}{m:02d}{d:02d}"),
        f" {day}\u3000".translate(FULL_WIDTH),
        f"{day} 00:00:00",
        f"'{day}",
        day,
        datetime(y, m, d, 8, 30, tzinfo=UTC),
    ]
    if serial >= 10_000:
        spellings += [serial, float(serial), serial + 0.5, str(serial)]

    assert {cells.day(spelling) for spelling in spellings} == {day}


@pytest.mark.parametrize(
    "cell",
    [
        "2001-13-45",
        "2002-02-30",
        "二〇〇一年七月",
        "2001-07",
        "2001.7",
        "明天",
        "99999",
        True,
        time(8),
        timedelta(1),
        1e300,
    ],
)
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.day(cell)

    assert unfit.value.code == "impossible_date"


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1930, 1, 1), date(2026, 1, 1)))
    body = f"{draw(st.integers(110000, 999999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + check_character(body)


@given(id_numbers())
def test_an_id_number_is_read_in_every_spelling(number: str) -> None:
    spellings = [
        number,
        number.lower(),
        f" {number}\u3000",
        number.translate(FULL_WIDTH),
        f"{number[:6]} {number[6:]}",
        f"'{number}",
    ]

    assert {cells.id_number(spelling) for spelling in spellings} == {number}


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_noticed(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        with pytest.raises(Unfit):
            cells.id_number(wrong)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("4.31128E+17", "id_mangled"),
        ("4.31128e17", "id_mangled"),
        (431128199001010000.0, "id_mangled"),
        (9.9e17, "id_mangled"),
        ("431128", "bad_id_number"),
        ("11010519491231002Y", "bad_id_number"),
        ("110105194912310021", "bad_checksum"),
        ("", "bad_id_number"),
        (True, "bad_id_number"),
    ],
)
def test_an_id_number_that_cannot_be_is_refused_with_its_reason(cell: Cell, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.id_number(cell)

    assert unfit.value.code == code


def test_the_examples_of_the_standard_are_read() -> None:
    assert cells.id_number("11010519491231002X") == "11010519491231002X"
    assert cells.id_number("110105491231002") == "11010519491231002X"
    assert cells.id_number(110105491231002.0) == "11010519491231002X"


def test_a_right_checksum_on_a_day_that_does_not_exist_is_refused() -> None:
    body = "43112819990230001"

    with pytest.raises(Unfit) as unfit:
        cells.id_number(body + check_character(body))

    assert unfit.value.code == "implausible_birth"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_number_is_read_in_every_spelling(number: str) -> None:
    spellings: list[Cell] = [
        number,
        int(number),
        float(number),
        f"+86{number}",
        f"+86 {number}",
        f"0086{number}",
        f"86{number}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"＋８６{number}".translate(FULL_WIDTH),
    ]

    assert {cells.mobile(spelling) for spelling in spellings} == {number}


@pytest.mark.parametrize("text", ["1541234567", "25412345678", "154-1234-567X", "", "１２"])
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        cells.mobile(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 李明\u3000", "李明"),
        ("欧阳 修", "欧阳 修"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("𠮷㛃", "𠮷㛃"),
        ("王\U000323b0", "王\U000323b0"),  # of a later Unicode than this Python knows
        ("\U0002f800\uf9d0", "\U0002f800\uf9d0"),  # NFC would put others in their place
        ("A\u0301na", "Ána"),
        ("\ufeff王五", "王五"),
        ("Anna-Maria O'Neil", "Anna-Maria O'Neil"),
    ],
)
def test_a_name_keeps_its_letters(text: str, name: str) -> None:
    assert cells.name(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("李\x7f明", "control_character"),
        ("王\u202e小红", "control_character"),
        ("陈\x9f志强", "control_character"),
        ("刘" * 51, "too_long"),
        ("=cmd|'/C calc'!A0", "formula"),
        ("@SUM(A1:A9)", "formula"),
        ("＝HYPERLINK(A1)", "formula"),
        ("张三（预备）", "bad_name"),
        ("12", "bad_name"),
        ("·", "bad_name"),
    ],
)
def test_a_name_that_holds_a_trap_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.name(text)

    assert unfit.value.code == code


@given(ANYTHING)
def test_every_reader_gives_a_clean_value_or_a_code(cell: Cell) -> None:
    for read in (cells.day, cells.id_number, cells.mobile, cells.code, cells.name, cells.title, cells.years):
        with suppress(Unfit):
            value = read(cell)
            assert not (isinstance(value, str) and (rules.is_formula(value) or rules.has_hidden(value)))


@given(st.text(max_size=60))
def test_a_name_that_is_read_is_read_the_same_again(text: str) -> None:
    try:
        name = cells.name(text)
    except Unfit:
        return

    assert cells.name(name) == name == unicodedata.normalize("NFC", name)


def test_words_of_a_code_table_may_hold_blanks_and_wide_characters() -> None:
    read = cells.one_of({"退(离)休人员": "80"}, "unknown")

    assert read(" 退（离）休 人员") == "80"
    with pytest.raises(Unfit):
        read("不详")


def test_numbers_and_truths_become_text() -> None:
    assert [cells.as_text(c) for c in (12.0, 1.5, True, False, None, date(2001, 7, 1))] == [
        "12",
        "1.5",
        "是",
        "否",
        "",
        "2001-07-01",
    ]


@pytest.mark.parametrize(
    ("reader", "cell", "value"),
    [
        (cells.title, "Re\u0301gion", "R\u00e9gion"),
        (cells.as_text, "e\u0301a", "\u00e9a"),
        (cells.code, "A01 ", "A01"),
        (cells.code, "A01'", "A01"),
        (cells.code, "\u200bA01", "A01"),
        (cells.day, "2001-07-01 ", date(2001, 7, 1)),
        (cells.plain, "a\uff0d1", "A-1"),
        (cells.plain, '="01"', "01"),
    ],
)
def test_what_looks_plain_but_is_not_is_put_right(reader: cells.Reader[object], cell: Cell, value: object) -> None:
    assert reader(cell) == value


@given(st.text(alphabet=st.sampled_from(" \t\r\n\ufeff\u200b\u2060'=\"-A1a\u4e00\u00e9\u0301\uff10")))
def test_a_cell_is_blank_where_its_text_is_empty(text: str) -> None:
    assert cells.is_blank(text) == (not cells.as_text(text))


def test_a_first_letter_or_digit_says_that_a_cell_holds_something() -> None:
    """Of every character there is, alone, and before what may combine with it."""
    letters = [c for c in map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))) if cells.begins_a_word(c)]

    assert len(letters) > 100_000
    assert not [c for c in letters if cells.plain(c) in ("", *NOTHING)]
    assert not [c for c in letters if cells.plain(c + "\u0338\u200b-") in ("", *NOTHING)]
    assert not any(map(cells.begins_a_word, ("无", "/", "-", "", " a", None, 7)))


@given(st.text())
def test_what_nobody_can_see_is_found_as_if_every_character_were_looked_up(text: str) -> None:
    hidden = [c for c in text if unicodedata.category(c) in rules._HIDDEN and not is_rare_ideograph(c)]

    assert rules.has_hidden(text) == bool(hidden)


def test_long_cells_are_not_remembered() -> None:
    """A file full of them would stay in memory."""
    for n in range(50):
        assert cells.day("2001-07-01" + "\u200b" * (100 + n)) == date(2001, 7, 1)

    held = cells._stated_day.cache_info().currsize
    assert cells.day("2001-07-01" + "\u200b" * 99) == date(2001, 7, 1)
    assert cells._stated_day.cache_info().currsize == held


def test_one_and_yes_are_different_codes() -> None:
    """They are equal in Python."""
    assert [cells.code(1), cells.code(1.0)] == ["1", "1"]
    with pytest.raises(Unfit):
        cells.code(True)
