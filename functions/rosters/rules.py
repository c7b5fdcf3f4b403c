"""What is right in a roster: identity numbers, dates, ages, names. Pure; today is a parameter (`domain.md` 13)."""

import unicodedata
from datetime import date

from kernel.spelling import is_rare_ideograph

GROWN_UP = 18
LONGEST_NAME = 50
LONGEST_TEXT = 200
DAYS_TO_APPLY = 28
DAYS_KEPT = 30
LONGEST_LINEAGE = 10
LEVELS = ("PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "BRANCH")  # from the highest down

_FORMULA = frozenset("=+-@＝＋－＠")
FORMULA_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February, which favours the person."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


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
    return not text.isprintable() and any(unicodedata.category(c) in _HIDDEN and not is_rare_ideograph(c) for c in text)


def is_name(name: str) -> bool:
    """Letters of any script and their marks; inside also `·`, a blank, a hyphen, an apostrophe."""
    return _is_letter(name[:1], "L") and all(c in "·- '’" or _is_letter(c, "LM") for c in name)


def _is_letter(text: str, categories: str) -> bool:
    return text != "" and (unicodedata.category(text)[0] in categories or is_rare_ideograph(text))
