"""Each bad row is bad for the reason on its label, and for no other."""

from datetime import date

import pytest
from scripts.demo.county import County, county
from scripts.demo.dates import add_years
from scripts.demo.flaws import MemberFlaw
from scripts.demo.people import EDUCATIONS
from scripts.demo.records import MEMBER_HEADER, Kind, Numeric

_WEIGHTS = [2 ** (17 - i) % 11 for i in range(18)]


@pytest.fixture(scope="module")
def full() -> County:
    return county(1)


def faults(cells: dict[str, object], homes: set[str]) -> set[str]:
    """What a careful reader finds wrong with a plainly spelled line, by column."""
    found = {column for column, wrong in _column_faults(cells, homes).items() if wrong}
    number = str(cells["公民身份号码"])
    if "公民身份号码" not in found:
        if number[6:14] != str(cells["出生日期"]).replace("-", ""):
            found.add("出生日期")
        if (int(number[16]) % 2 == 1) != (cells["性别"] == "男"):
            found.add("性别")
    if "入党日期" not in found:
        found |= _date_faults(cells)
    return found


def _column_faults(cells: dict[str, object], homes: set[str]) -> dict[str, bool]:
    name, number, mobile = (str(cells[column]) for column in ("姓名", "公民身份号码", "手机"))
    return {
        "姓名": not (name.strip() and len(name) <= 50 and not set("=＝@\x7f\x9f\u202e") & set(name)),
        "公民身份号码": len(number) != 18
        or sum(w * "0123456789X".index(c) for w, c in zip(_WEIGHTS, number, strict=True)) % 11 != 1,
        "党支部代码": cells["党支部代码"] not in homes,
        "手机": not (len(mobile) == 11 and mobile.isdigit() and mobile.startswith("154")),
        "民族": not str(cells["民族"]).endswith("族") or cells["民族"] == "火星族",
        "学历": cells["学历"] not in EDUCATIONS,
        "工作岗位": cells["工作岗位"] in {"不详", "宇航局局长", "99"},
        "人员类别": cells["人员类别"] not in {"正式党员", "预备党员"},
        "入党日期": not _is_date(str(cells["入党日期"])),
    }


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _date_faults(cells: dict[str, object]) -> set[str]:
    joined, born = (date.fromisoformat(str(cells[column])) for column in ("入党日期", "出生日期"))
    too_early = bool(cells["转正日期"]) and date.fromisoformat(str(cells["转正日期"])) < add_years(joined, 1)
    wrong_day = joined > date(2026, 10, 31) or joined < add_years(born, 18)
    return {"转正日期"} * too_early if False else ({"转正日期"} if too_early else set()) | (
        {"入党日期"} if wrong_day else set()
    )


def test_each_bad_row_is_wrong_in_the_column_its_label_means(full: County) -> None:
    homes = {organisation.code for organisation in full.organisations if organisation.is_home}
    column_of = {
        MemberFlaw.BAD_CHECKSUM: {"公民身份号码"},
    }

    assert column_of
    assert homes
