"""Harmless spellings of good lines: a roster that is read well accepts every one of them."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from scripts.demo.records import MEMBER_HEADER, Cell, Numeric, Person, Row, person_cells

_EXCEL_EPOCH = date(1899, 12, 30)  # right for every day after February 1900
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_DATES = frozenset({"出生日期", "入党日期", "转正日期"})
_NUMBERS = frozenset({"公民身份号码", "手机"})


class Variant(StrEnum):
    """How a good line may look other than plain."""

    DATE_SHORT = "date_short"
    DATE_DOTS = "date_dots"
    DATE_CHINESE = "date_chinese"
    DATE_COMPACT = "date_compact"
    DATE_SERIAL = "date_serial"
    DATE_CELL = "date_cell"
    FULL_WIDTH_DIGITS = "full_width_digits"
    MOBILE_PREFIX = "mobile_prefix"
    MOBILE_SPACES = "mobile_spaces"
    LOWER_CASE_X = "lower_case_x"
    SURROUNDING_BLANKS = "surrounding_blanks"


def _serial(text: str) -> Numeric:
    """A day as a workbook's number, 2001-07-01 → 37073; saved as CSV it is a day again."""
    return Numeric((date.fromisoformat(text) - _EXCEL_EPOCH).days, text)


def _short(text: str, pattern: str) -> str:
    day = date.fromisoformat(text)
    return pattern.format(day.year, day.month, day.day)


_SPELLINGS: dict[Variant, tuple[frozenset[str], Callable[[str], Cell]]] = {
    Variant.DATE_SHORT: (_DATES, lambda text: _short(text, "{}-{}-{}")),
    Variant.DATE_DOTS: (_DATES, lambda text: text.replace("-", ".")),
    Variant.DATE_CHINESE: (_DATES, lambda text: _short(text, "{}年{}月{}日")),
    Variant.DATE_COMPACT: (_DATES, lambda text: text.replace("-", "")),
    Variant.DATE_SERIAL: (_DATES, _serial),
    Variant.DATE_CELL: (_DATES, lambda text: _serial(text)._replace(shown_as_date=True)),
    Variant.FULL_WIDTH_DIGITS: (_NUMBERS, lambda text: text.translate(_FULL_WIDTH)),
    Variant.MOBILE_PREFIX: (frozenset({"手机"}), lambda text: f"+86{text}"),
    Variant.MOBILE_SPACES: (frozenset({"手机"}), lambda text: re.sub(r"(...)(....)(....)", r"\1 \2 \3", text)),
    Variant.LOWER_CASE_X: (frozenset({"公民身份号码"}), str.lower),
    Variant.SURROUNDING_BLANKS: (frozenset({"姓名", "公民身份号码", "党支部代码"}), lambda text: f" {text}\u3000"),
}


def fits(variant: Variant, person: Person) -> bool:
    """Whether the line of this member can be spelled that way: a lower-case x needs an X."""
    return variant is not Variant.LOWER_CASE_X or person.id_number.endswith("X")


def spelled(variant: Variant, person: Person) -> Row:
    """The line of a good member in another spelling; blank cells stay blank."""
    columns, spelling = _SPELLINGS[variant]
    cells: list[Cell] = [
        spelling(text) if text and column in columns else text
        for column, text in zip(MEMBER_HEADER, person_cells(person), strict=True)
    ]
    return Row(tuple(cells), variant=variant)
