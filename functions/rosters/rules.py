"""What is right in a roster: identity numbers, dates, ages, names. Pure; today is a parameter (`domain.md` 13)."""

import unicodedata
from datetime import date

from kernel.spelling import check_character

GROWN_UP = 18
OLDEST = 120
LONGEST_NAME = 50
LONGEST_TEXT = 200
DAYS_TO_APPLY = 28
DAYS_KEPT = 30
LONGEST_LINEAGE = 10
LEVELS = ("PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "BRANCH")  # from the highest down

_FORMULA = frozenset("=+-@＝＋－＠")
_DOTS = dict.fromkeys(map(ord, "•‧∙・･．●"), "·")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def widened(number: str) -> str:
    """The 18 characters of a 15-digit number (`domain.md` 13.2: 19 after digit 6, then the check)."""
    body = f"{number[:6]}19{number[6:]}"
    return body + check_character(body)


def born_on(id_number: str) -> date | None:
    """The birth date in an identity number of 18 characters, or None for a day that does not exist."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def sex_of(id_number: str) -> str:
    """`1` male, `2` female (GB/T 2261.1): the 17th digit is odd for men."""
    return "1" if int(id_number[16]) % 2 else "2"


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February, which favours the person."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def is_plausible_birth(born: date, today: date) -> bool:
    return born <= today <= years_after(born, OLDEST)


def wrong_joining(born: date, joined: date, today: date) -> str | None:
    """Nobody joins under 18 or in the future (`domain.md` 2.3)."""
    if joined > today:
        return "date_in_future"
    return "joined_under_age" if joined < years_after(born, GROWN_UP) else None


def wrong_conversion(category: str, joined: date, converted: date | None, today: date) -> str | None:
    """A probation lasts at least a year, and whoever is still in it was not converted (`domain.md` 13.1)."""
    if converted is None:
        return None
    if category == "PROBATIONARY":
        return "converted_while_probationary"
    if converted > today:
        return "date_in_future"
    return "converted_too_early" if converted < years_after(joined, 1) else None


def misfit(kind: str, level: str, parent_kind: str, parent_level: str) -> tuple[str, str] | None:
    """Column and code of what keeps an organisation from standing below that parent (`domain.md` 1.1, 1.2).

    A Party group is a part of a branch, and nothing stands below one; a level is below the parent's, or equal to it
    below the county.
    """
    if kind == "PARTY_GROUP":
        fits = parent_kind.endswith("BRANCH") and parent_kind != "GENERAL_BRANCH"
    else:
        fits = parent_kind != "PARTY_GROUP"
    if not fits:
        return "kind", "kind_does_not_fit_parent"
    lower = LEVELS.index(level) - LEVELS.index(parent_level)
    if lower < 0 or (lower == 0 and level in LEVELS[:3]):
        return "level", "level_not_below_parent"
    return None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text[:1] in _FORMULA


def has_hidden(text: str) -> bool:
    """Whether the text holds control, direction or private-use characters, which nobody can see or check."""
    return any(unicodedata.category(character) in _HIDDEN for character in text)


def one_dot(name: str) -> str:
    """The dot inside names of minorities, in one spelling."""
    return name.translate(_DOTS)


def is_name(name: str) -> bool:
    """Letters of any script and their marks; inside also `·`, a blank, a hyphen, an apostrophe."""
    return name[:1].isalpha() and all(c in "·- '’" or unicodedata.category(c)[0] in "LM" for c in name)
