"""What the facts of an organisation may be: the same for a route, which reads them by `models`, and a roster's row."""

import re
from datetime import date

from functions.organisations import rules
from kernel.rows import OrganisationRow
from kernel.spelling import is_plain

CODE = r"^[0-9A-Za-z](?:[0-9A-Za-z-]{0,30}[0-9A-Za-z])?$"
LONGEST = 200  # characters of a name, or of a sector
FIRST_DAY, AFTER_LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
LONGEST_TERM = 5  # years (`domain.md` 1.4)


def flaw_of(row: OrganisationRow) -> tuple[str, str] | None:
    """The first field that the route for one organisation would refuse too, and why. Levels were looked at before."""
    if not re.fullmatch(CODE, row.code):
        return "code", "bad_code"
    if row.kind not in rules.KINDS:
        return "kind", "unknown_kind"
    return _of_words(row) or _of_numbers(row)


def _of_words(row: OrganisationRow) -> tuple[str, str] | None:
    for name, words in (("name", row.name), ("sector", row.sector)):
        if words is not None and (code := _of_line(words)):
            return name, code
    return None


def _of_line(words: str) -> str | None:
    if not words.strip():
        return "missing"
    if len(words) > LONGEST:
        return "too_long"
    return None if is_plain(words) else "control_character"


def _of_numbers(row: OrganisationRow) -> tuple[str, str] | None:
    for name, day in (("founded_on", row.founded_on), ("term_started_on", row.term_started_on)):
        if day is not None and not FIRST_DAY <= day < AFTER_LAST_DAY:
            return name, "impossible_date"
    if row.term_years is not None and not 1 <= row.term_years <= LONGEST_TERM:
        return "term_years", "bad_term"
    return None
