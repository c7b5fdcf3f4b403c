"""Every kind of bad row: one thing wrong with an otherwise good line, and the name of what is wrong.

Of two rows with the same ID number or the same organisation code the first in the file is good, the later bad.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from random import Random

from scripts.demo.dates import add_years, between
from scripts.demo.identifiers import FEMALE, MALE, Registry
from scripts.demo.people import PROBATIONARY, person
from scripts.demo.records import MEMBER_HEADER, Cell, Numeric, Organisation, Person, Row, person_cells


class MemberFlaw(StrEnum):
    """What can be wrong with a line of the member roster."""

    BAD_CHECKSUM = "bad_checksum"
    BIRTH_CONTRADICTS_ID = "birth_contradicts_id"
    SEX_CONTRADICTS_ID = "sex_contradicts_id"
    ID_MANGLED = "id_mangled"
    MISSING_NAME = "missing_name"
    CONTROL_CHARACTER = "control_character"
    NAME_TOO_LONG = "name_too_long"
    FORMULA_NAME = "formula_name"
    UNKNOWN_BRANCH = "unknown_branch"
    FOREIGN_BRANCH = "foreign_branch"
    NO_HOME = "no_home"
    DUPLICATE_ID = "duplicate_id"
    JOINED_IN_FUTURE = "joined_in_future"
    JOINED_UNDER_AGE = "joined_under_age"
    CONVERTED_TOO_EARLY = "converted_too_early"
    IMPOSSIBLE_DATE = "impossible_date"
    BAD_MOBILE = "bad_mobile"
    UNKNOWN_ETHNICITY = "unknown_ethnicity"
    UNKNOWN_EDUCATION = "unknown_education"
    UNKNOWN_OCCUPATION = "unknown_occupation"
    UNKNOWN_CATEGORY = "unknown_category"


# Texts to put into one column, one after another.
_TEXTS: dict[MemberFlaw, tuple[str, tuple[str, ...]]] = {
    MemberFlaw.MISSING_NAME: ("姓名", ("", "   ", "\u3000")),
    MemberFlaw.CONTROL_CHARACTER: ("姓名", ("李\x7f明", "王\u202e小红", "陈\x9f志强")),
    MemberFlaw.NAME_TOO_LONG: ("姓名", ("欧阳" + "新田" * 60, "刘" * 121, "阿依古丽·" * 30)),
    MemberFlaw.FORMULA_NAME: ("姓名", ("=cmd|'/C calc'!A0", "@SUM(A1:A9)", "＝HYPERLINK(A1)")),
    MemberFlaw.UNKNOWN_BRANCH: ("党支部代码", ("431128-999-001", "431128-101-999", "第三支部")),
    MemberFlaw.FOREIGN_BRANCH: ("党支部代码", ("431127-101-003", "431126-102-001", "430102-001-001")),
    MemberFlaw.IMPOSSIBLE_DATE: ("入党日期", ("2001-13-45", "2002-02-30", "二〇〇一年七月")),
    MemberFlaw.BAD_MOBILE: ("手机", ("1541234567", "25412345678", "154-1234-567X")),
    MemberFlaw.UNKNOWN_ETHNICITY: ("民族", ("火星族", "不详", "99")),
    MemberFlaw.UNKNOWN_EDUCATION: ("学历", ("不详", "私塾先生", "99")),
    MemberFlaw.UNKNOWN_OCCUPATION: ("工作岗位", ("不详", "宇航局局长", "99")),
    MemberFlaw.UNKNOWN_CATEGORY: ("人员类别", ("入党积极分子", "发展对象", "群众")),
}


@dataclass(frozen=True, slots=True)
class Source:
    """What bad rows are made from: good people and branches of the same county."""

    rng: Random
    registry: Registry
    homes: tuple[Organisation, ...]
    no_homes: tuple[Organisation, ...]


def bad_row(source: Source, flaw: MemberFlaw, number: int, original: Person) -> Row:
    """The `number`-th bad row of its kind; `original` is the good member whose ID number a duplicate repeats."""
    subject = person(source.rng, source.registry, source.rng.choice(source.homes))
    if flaw is MemberFlaw.DUPLICATE_ID:
        subject = replace(original, branch=subject.branch, mobile=subject.mobile, post="")
    if flaw in _TEXTS:
        column, texts = _TEXTS[flaw]
        return _with(subject, flaw, column, texts[number % len(texts)])
    if flaw is MemberFlaw.ID_MANGLED:
        return _with(subject, flaw, "公民身份号码", _mangled(subject, number))
    if flaw is MemberFlaw.NO_HOME:
        return _with(subject, flaw, "党支部代码", source.no_homes[number % len(source.no_homes)].code)
    if flaw in _SPOILERS:
        subject = _SPOILERS[flaw](subject, source)
    return Row(person_cells(subject), flaw)


def _with(subject: Person, flaw: MemberFlaw, column: str, cell: Cell) -> Row:
    cells: list[Cell] = list(person_cells(subject))
    cells[MEMBER_HEADER.index(column)] = cell
    return Row(tuple(cells), flaw)


def _mangled(subject: Person, number: int) -> Cell:
    """What is left after a spreadsheet took the number for a number: text, or a cell of 15 exact digits."""
    digits = float(subject.id_number.replace("X", "0"))
    return ("4.31128E+17", Numeric(digits, "9.9E+17"), "9.9E+17")[number % 3]


def _bad_checksum(good: Person, _: Source) -> Person:
    wrong = "1" if good.id_number[-1] != "1" else "2"
    return replace(good, id_number=good.id_number[:-1] + wrong)


def _birth_contradicts(good: Person, _: Source) -> Person:
    return replace(good, born=good.born - timedelta(days=1))


def _sex_contradicts(good: Person, _: Source) -> Person:
    return replace(good, sex=MALE if good.sex == FEMALE else FEMALE)


def _joined_in_future(good: Person, _: Source) -> Person:
    return replace(good, joined=good.joined.replace(year=2099, day=1), converted=None, category=PROBATIONARY)


def _joined_under_age(good: Person, source: Source) -> Person:
    joined = between(source.rng, add_years(good.born, 15), add_years(good.born, 18) - timedelta(days=5))
    return replace(good, joined=joined, converted=add_years(joined, 1))


def _converted_too_early(good: Person, source: Source) -> Person:
    return replace(good, converted=good.joined + timedelta(days=source.rng.randint(1, 360)))


_SPOILERS: dict[MemberFlaw, Callable[[Person, Source], Person]] = {
    MemberFlaw.BAD_CHECKSUM: _bad_checksum,
    MemberFlaw.BIRTH_CONTRADICTS_ID: _birth_contradicts,
    MemberFlaw.SEX_CONTRADICTS_ID: _sex_contradicts,
    MemberFlaw.JOINED_IN_FUTURE: _joined_in_future,
    MemberFlaw.JOINED_UNDER_AGE: _joined_under_age,
    MemberFlaw.CONVERTED_TOO_EARLY: _converted_too_early,
}
