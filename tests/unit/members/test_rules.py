"""What a member's facts must satisfy."""

from copy import replace
from datetime import date
from typing import Any

import pytest

from functions.members import rules
from kernel.rows import MemberRow
from kernel.spelling import flaw_of_id_number, same_name, sex_of
from scripts.demo.identifiers import FEMALE, MALE, check_digit, id_number

TODAY = date(2026, 11, 21)
BORN = date(1980, 3, 5)
GOOD = MemberRow(
    row=2,
    name="张三",
    id_number=id_number(BORN, MALE, 7),
    sex="1",
    ethnicity="01",
    birth_date=BORN,
    education="21",
    category="FULL",
    joined_on=date(2005, 7, 1),
    converted_on=date(2006, 7, 1),
    occupation="27",
    branch_code="431128-101-001",
    mobile="15412345678",
    address="湖南省永州市新田县某村1组",
    branch_post="SECRETARY",
    floating=True,
    outflow_to="广东省深圳市",
    floating_branch_code="431128-900-001",
)


def flaw(**changes: Any) -> rules.Flaw | None:
    return rules.first_flaw(replace(GOOD, **changes), TODAY)


def broken(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def test_a_good_row_has_no_flaw() -> None:
    assert flaw() is None


def test_a_row_may_leave_out_what_is_not_needed() -> None:
    nothing = dict.fromkeys(("mobile", "address", "branch_post", "outflow_to", "floating_branch_code"))

    assert flaw(**nothing, floating=False) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " \u3000"}, ("missing", "name")),
        ({"name": "刘" * 51}, ("too_long", "name")),
        ({"name": "李\x7f明"}, ("control_character", "name")),
        ({"name": "王\u202e小红"}, ("control_character", "name")),
        ({"address": "新" * 201}, ("too_long", "address")),
        ({"outflow_to": "深\u2028圳"}, ("control_character", "outflow_to")),
        ({"id_number": "4.31128E+17"}, ("bad_id_number", "id_number")),
        ({"id_number": broken(GOOD.id_number)}, ("bad_checksum", "id_number")),
        ({"id_number": "99000019800230001" + check_digit("99000019800230001")}, ("implausible_birth", "id_number")),
        ({"birth_date": date(1980, 3, 4)}, ("birth_contradicts_id", "birth_date")),
        ({"sex": "2"}, ("sex_contradicts_id", "sex")),
        ({"ethnicity": "99"}, ("unknown_ethnicity", "ethnicity")),
        ({"education": "99"}, ("unknown_education", "education")),
        ({"occupation": "99"}, ("unknown_occupation", "occupation")),
        ({"joined_on": date(2026, 11, 22)}, ("date_in_future", "joined_on")),
        ({"joined_on": date(1998, 3, 4)}, ("joined_under_age", "joined_on")),
        ({"converted_on": date(2006, 6, 30)}, ("converted_too_early", "converted_on")),
        ({"converted_on": date(2026, 11, 22)}, ("date_in_future", "converted_on")),
        ({"category": "PROBATIONARY"}, ("converted_while_probationary", "converted_on")),
        ({"mobile": "25412345678"}, ("bad_mobile", "mobile")),
        ({"mobile": "1541234567"}, ("bad_mobile", "mobile")),
        ({"branch_post": "CHAIRMAN"}, ("unknown_post", "branch_post")),
        ({"floating": False}, ("floating_contradicts", "floating")),
    ],
)
def test_each_flaw_is_named_with_its_column(changes: dict[str, object], expected: rules.Flaw) -> None:
    assert flaw(**changes) == expected


@pytest.mark.parametrize("born", [date(2030, 1, 1), date(1900, 1, 1)])
def test_nobody_is_born_tomorrow_or_older_than_a_hundred_and_twenty(born: date) -> None:
    assert flaw(id_number=id_number(born, MALE, 1), birth_date=born) == ("implausible_birth", "birth_date")


def test_other_spellings_of_numbers_are_no_flaw() -> None:
    assert flaw(mobile="+86 154-1234-5678", id_number=GOOD.id_number.lower()) is None


@pytest.mark.parametrize(
    ("joined", "expected"), [(date(1998, 3, 5), None), (date(1998, 3, 4), ("joined_under_age", "joined_on"))]
)
def test_one_joins_on_the_eighteenth_birthday_at_the_earliest(joined: date, expected: rules.Flaw | None) -> None:
    assert flaw(joined_on=joined) == expected


@pytest.mark.parametrize(
    ("converted", "expected"), [(date(2006, 7, 1), None), (date(2006, 6, 30), ("converted_too_early", "converted_on"))]
)
def test_a_probation_lasts_a_year(converted: date, expected: rules.Flaw | None) -> None:
    assert flaw(converted_on=converted) == expected


def test_a_full_member_of_the_years_without_probation_has_no_date_of_conversion() -> None:
    assert flaw(converted_on=None) is None


@pytest.mark.parametrize(
    ("day", "later"), [(date(2004, 2, 29), date(2005, 2, 28)), (date(2004, 3, 1), date(2005, 3, 1))]
)
def test_a_leap_day_comes_again_on_the_twenty_eighth(day: date, later: date) -> None:
    assert rules.years_after(day, 1) == later


@pytest.mark.parametrize(("sex", "code"), [(MALE, "1"), (FEMALE, "2")])
def test_the_seventeenth_digit_says_the_sex(sex: str, code: str) -> None:
    assert sex_of(id_number(BORN, sex, 3)) == code


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("11010519491231002X", None),
        ("440524188001010014", None),
        ("34052419800101001X", None),
        ("11010519491231002x", "bad_id_number"),
        ("011105194912310029", "bad_id_number"),
        ("110105194912310021", "bad_checksum"),
    ],
)
def test_id_numbers_are_judged_as_the_standard_does(number: str, expected: str | None) -> None:
    assert flaw_of_id_number(number) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阿依古丽·买买提", "阿依古丽•买买提", True),
        ("张三", " 张　三 ", True),
        ("ＡＢ", "ab", True),
        ("张三", "张四", False),
        ("", "", False),
        ("·", "•", False),
        ("阿卜杜ꞏ热合曼", "阿卜杜·热合曼", True),
        ("阿卜杜．热合曼", "阿卜杜热合曼", True),
        ("𠮷田", "吉田", False),
        ("王\U000323b0", "王\U000323b1", False),
        ("王\U000323b0", "王", False),
        ("葛\U000e0100", "葛", True),
        ("\uf9d0", "類", True),
    ],
)
def test_two_spellings_of_a_name_are_one(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_there_are_fifty_six_peoples_and_two_more_codes() -> None:
    assert len(rules.ETHNICITIES) == 58
    assert {"01", "13", "56"} < rules.ETHNICITIES
