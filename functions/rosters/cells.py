"""One spelling for every cell: what committees type, paste and let a spreadsheet mangle, as typed values.

Each reader takes a cell that is not blank and raises `Unfit` with a code of `functions.rosters.advice`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from functions.rosters import rules
from functions.rosters.errors import Unfit
from kernel.spelling import composed, flaw_of_id_number, one_dot, widened

type Cell = str | float | int | bool | date | datetime | time | timedelta | None
type Reader[T] = Callable[[Cell], T]

_EPOCH = date(1899, 12, 30)  # right for every day after February 1900
_FIRST_SERIAL, _LAST_SERIAL = 61, 73_050  # 1 March 1900 to the end of 2099
_USUAL = 40  # characters of a cell whose value is remembered
_EXACT = 10**15  # a spreadsheet keeps no more digits of a number
_DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_MANGLED = re.compile(r"\d+(?:\.\d+)?E\+?\d+")
_ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]|[1-9]\d{14}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z-]{0,30}[0-9A-Z])?")
_BLANKS = re.compile(r"\s+")
_EDGES = "\ufeff\u200b\u200e\u2060'"
_QUOTED = re.compile(r'="([^"]*)"')  # how exports keep a spreadsheet from taking text for a number
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # come along from address books
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def as_text(cell: Cell) -> str:
    """The cell as text without blanks at its ends; a whole number has no decimals, nothing is empty text."""
    if isinstance(cell, str):
        return cell if _is_bare(cell) else unicodedata.normalize("NFC", _trimmed(cell))
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def begins_a_word(cell: Cell) -> bool:
    """Whether its first character tells that `plain` finds a letter or a digit in it, and not the word for nothing."""
    return isinstance(cell, str) and cell[:1].isalnum() and cell[0] != "无"


def is_blank(cell: Cell) -> bool:
    """Whether `as_text` finds nothing in it."""
    return cell is None or (isinstance(cell, str) and not cell[:1].isalnum() and not as_text(cell))


def _is_bare(text: str) -> bool:
    """Whether it is spelled in one way whatever is done to its ends, as most codes, numbers and days are."""
    return text.isascii() and text[:1].isalnum() and text[-1:].isalnum()


def _trimmed(text: str) -> str:
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    return (quoted[1] if quoted else text).strip(_EDGES).strip()


def plain(cell: Cell) -> str:
    """As text in half-width characters, upper case, with plain dashes, without marks that nobody sees: for codes,
    numbers and days."""
    text = as_text(cell)
    if text.isascii():
        return text.upper()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).strip().upper().translate(_DASHES)


def day(cell: Cell) -> date:
    """2001-07-01, 2001.7.1, 2001/7/1, 2001年7月1日, 20010701, 37073 and cells shown as days."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta):
        raise Unfit("impossible_date")
    if isinstance(cell, str):
        return _stated_day(cell) if len(cell) <= _USUAL else _day(plain(cell))
    return _day(plain(int(cell) if isinstance(cell, float) and abs(cell) < _EXACT else cell))


@lru_cache(maxsize=4_096)
def _stated_day(cell: str) -> date:
    return _day(plain(cell))


def _day(text: str) -> date:
    if _SERIAL.fullmatch(text):
        return _of_serial(int(float(text)))
    found = _COMPACT.fullmatch(text) or _DAY.fullmatch(text)
    if found is None:
        raise Unfit("impossible_date")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise Unfit("impossible_date") from error


def _of_serial(days: int) -> date:
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        raise Unfit("impossible_date")
    return _EPOCH + timedelta(days=days)


def id_number(cell: Cell) -> str:
    """18 characters with a right check character and a day that exists; 15 digits are widened."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
        raise Unfit("id_mangled")
    text = _BLANKS.sub("", plain(cell)).replace("-", "")
    if _MANGLED.fullmatch(text):
        raise Unfit("id_mangled")
    if not _ID_NUMBER.fullmatch(text) or not text.isascii():
        raise Unfit("bad_id_number")
    number = text if len(text) == 18 else widened(text)
    if flaw := flaw_of_id_number(number):
        raise Unfit(flaw)
    return number


def mobile(cell: Cell) -> str:
    """Eleven digits (`domain.md` 13.3): without +86, blanks and dashes."""
    text = _BLANKS.sub("", plain(cell)).replace("-", "")
    for prefix in ("+86", "0086"):
        text = text.removeprefix(prefix)
    if len(text) == 13:
        text = text.removeprefix("86")
    if not _MOBILE.fullmatch(text) or not text.isascii():
        raise Unfit("bad_mobile")
    return text


def code(cell: Cell) -> str:
    """A code of an organisation: digits, letters and dashes, at most 32."""
    text = plain(cell)
    if not _CODE.fullmatch(text):
        raise Unfit("bad_code")
    return text


def name(cell: Cell) -> str:
    """A person's name: letters of any script, at most 50 code points."""
    text = one_dot(_BLANKS.sub(" ", composed(_trimmed(cell)) if isinstance(cell, str) else as_text(cell)))
    _refuse_traps(text, rules.LONGEST_NAME)
    if not rules.is_name(text):
        raise Unfit("bad_name")
    return text


def title(cell: Cell) -> str:
    """Free text of one line, at most 200 code points, that no spreadsheet takes for a formula."""
    text = _BLANKS.sub(" ", as_text(cell))
    _refuse_traps(text, rules.LONGEST_TEXT)
    return text


def _refuse_traps(text: str, longest: int) -> None:
    if len(text) > longest:
        raise Unfit("too_long")
    if rules.has_hidden(text):
        raise Unfit("control_character")
    if rules.is_formula(text):
        raise Unfit("formula")
    if text in rules.FORMULA_ERRORS:
        raise Unfit("formula_error")


def years(cell: Cell) -> int:
    """A term of office, `5`, `5年`."""
    text = plain(cell).removesuffix("年")
    if text not in {"1", "2", "3", "4", "5"}:
        raise Unfit("bad_term")
    return int(text)


def one_of[T](table: Mapping[str, T], otherwise: str) -> Reader[T]:
    """A reader of the words of a code table, blanks inside them left out."""

    @lru_cache(maxsize=1024)
    def known(cell: str) -> T:
        word = _BLANKS.sub("", plain(cell))
        if word not in table:
            raise Unfit(otherwise)
        return table[word]

    return lambda cell: known(cell if isinstance(cell, str) else plain(cell))
