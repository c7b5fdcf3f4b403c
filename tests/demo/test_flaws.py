"""Each bad row is bad for the reason on its label and for no other; a good row is bad for none."""

from collections.abc import Callable
from datetime import date

import pytest

from scripts.demo.county import County, county
from scripts.demo.dates import AS_OF, add_years
from scripts.demo.flaws import MemberFlaw
from scripts.demo.people import EDUCATIONS
from scripts.demo.records import MEMBER_HEADER, Row

type Cells = dict[str, str]

_UNKNOWN = {"不详", "99", "火星族", "宇航局局长"}
_COLUMN_OF = {
    MemberFlaw.BAD_CHECKSUM: "公民身份号码",
    MemberFlaw.BIRTH_CONTRADICTS_ID: "出生日期",
    MemberFlaw.SEX_CONTRADICTS_ID: "性别",
    MemberFlaw.ID_MANGLED: "公民身份号码",
    MemberFlaw.MISSING_NAME: "姓名",
    MemberFlaw.CONTROL_CHARACTER: "姓名",
    MemberFlaw.NAME_TOO_LONG: "姓名",
    MemberFlaw.FORMULA_NAME: "姓名",
    MemberFlaw.UNKNOWN_BRANCH: "党支部代码",
    MemberFlaw.FOREIGN_BRANCH: "党支部代码",
    MemberFlaw.NO_HOME: "党支部代码",
    MemberFlaw.JOINED_IN_FUTURE: "入党日期",
    MemberFlaw.JOINED_UNDER_AGE: "入党日期",
    MemberFlaw.CONVERTED_TOO_EARLY: "转正日期",
    MemberFlaw.IMPOSSIBLE_DATE: "入党日期",
    MemberFlaw.BAD_MOBILE: "手机",
    MemberFlaw.UNKNOWN_ETHNICITY: "民族",
    MemberFlaw.UNKNOWN_EDUCATION: "学历",
    MemberFlaw.UNKNOWN_OCCUPATION: "工作岗位",
    MemberFlaw.UNKNOWN_CATEGORY: "人员类别",
}


@pytest.fixture(scope="module")
def full() -> County:
    return county(1)


def name_is_right(cells: Cells) -> bool:
    name = cells["姓名"]
    return bool(name.strip()) and len(name) <= 50 and not set("=＝@\x7f\x9f\u202e") & set(name)


def id_number_is_right(cells: Cells) -> bool:
    number = cells["公民身份号码"]
    values = ["0123456789X".find(character) for character in number]
    return len(number) == 18 and sum(v << 17 - i for i, v in enumerate(values)) % 11 == 1


def birth_agrees(cells: Cells) -> bool:
    return not id_number_is_right(cells) or cells["公民身份号码"][6:14] == cells["出生日期"].replace("-", "")


def sex_agrees(cells: Cells) -> bool:
    return not id_number_is_right(cells) or int(cells["公民身份号码"][16]) % 2 == (cells["性别"] == "男")


def joined_is_right(cells: Cells) -> bool:
    joined = day(cells["入党日期"])
    return joined is not None and add_years(date.fromisoformat(cells["出生日期"]), 18) <= joined <= AS_OF


def converted_is_right(cells: Cells) -> bool:
    joined, converted = day(cells["入党日期"]), day(cells["转正日期"])
    return joined is None or converted is None or add_years(joined, 1) <= converted <= AS_OF


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


CHECKS: dict[str, Callable[[Cells], bool]] = {
    "姓名": name_is_right,
    "公民身份号码": id_number_is_right,
    "出生日期": birth_agrees,
    "性别": sex_agrees,
    "民族": lambda cells: cells["民族"] not in _UNKNOWN,
    "学历": lambda cells: cells["学历"] in EDUCATIONS,
    "工作岗位": lambda cells: cells["工作岗位"] not in _UNKNOWN,
    "人员类别": lambda cells: cells["人员类别"] in {"正式党员", "预备党员"},
    "入党日期": joined_is_right,
    "转正日期": converted_is_right,
    "手机": lambda cells: cells["手机"].isdigit() and cells["手机"][:3] == "154" and len(cells["手机"]) == 11,
}


def wrong_columns(row: Row, homes: set[str]) -> set[str]:
    """The columns in which a careful reader finds a fault in a plainly spelled line."""
    texts = [cell if isinstance(cell, str) else cell.text for cell in row.cells]
    cells = dict(zip(MEMBER_HEADER, texts, strict=True))
    found = {column for column, is_right in CHECKS.items() if not is_right(cells)}
    return found if cells["党支部代码"] in homes else {*found, "党支部代码"}


def test_each_bad_row_is_wrong_only_in_the_column_its_label_means(full: County) -> None:
    homes = {organisation.code for organisation in full.organisations if organisation.is_home}
    single = [row for row in full.member_rows if row.flaw and row.flaw != MemberFlaw.DUPLICATE_ID]

    found = [(row.flaw, wrong_columns(row, homes)) for row in single]

    assert found == [(row.flaw, {_COLUMN_OF[MemberFlaw(row.flaw)]}) for row in single]


def test_plain_good_rows_and_duplicates_have_no_fault_of_their_own(full: County) -> None:
    homes = {organisation.code for organisation in full.organisations if organisation.is_home}
    rows = [row for row in full.member_rows if not row.variant]

    sound = [row for row in rows if row.flaw in {"", MemberFlaw.DUPLICATE_ID}]

    assert [row for row in sound if wrong_columns(row, homes)] == []
