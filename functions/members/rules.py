"""What a member's facts must satisfy, and how often one may look or try (`domain.md` 1.1, 2.1, 2.3, 6, 13)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal

from kernel.spelling import born_on, flaw_of_id_number, is_plain, is_plausible_birth, normal, sex_of

if TYPE_CHECKING:  # routes that take no rows use these rules too, and start without them
    from kernel.rows import MemberRow

JOINING_AGE = 18  # domain.md 2.3
PROBATION_YEARS = 1  # domain.md 2.3
REVEALS_A_DAY = 50  # design.md 5: a quota on what is shown
BINDING_TRIES_A_DAY = 5

LONGEST_NAME = 50
LONGEST_TEXT = 200

MOBILE = re.compile(r"1[3-9][0-9]{9}")  # domain.md 13.3

Category = Literal["FULL", "PROBATIONARY"]  # domain.md 2.1


def _codes(*ranges: range | int) -> frozenset[str]:
    numbers = [n for r in ranges for n in (r if isinstance(r, range) else (r,))]
    return frozenset(f"{number:02d}" for number in numbers)


ETHNICITIES = _codes(range(1, 57), 97, 98)  # GB/T 3304: 56 peoples, others, naturalised
EDUCATIONS = _codes(  # GB/T 4658-2006
    range(10, 20), range(20, 24), 28, range(30, 34), range(40, 50), range(60, 64), 70, 71, 73, 80, 81, 83, 90
)
OCCUPATIONS = _codes(11, 13, 17, 21, 24, 27, 31, 37, 51, 54, 70, 80, 90)  # GB/T 2261.4
POSTS = frozenset({"SECRETARY", "DEPUTY", "ORGANISATION", "PUBLICITY", "DISCIPLINE", "OTHER"})  # domain.md 13.1

SECOND_HOMES = frozenset({"TEMPORARY_BRANCH", "FLOATING_BRANCH", "FLOATING_COMMITTEE", "FUNCTIONAL_BRANCH"})
MOST_ATTACHMENTS = 10
HOMES_OF_FLOATING = frozenset({"FLOATING_BRANCH"})  # domain.md 1.1: a second attachment, never a home

Flaw = tuple[str, str]


def years_after(day: date, years: int) -> date:
    """The same day `years` later; a year without 29 February has it on the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def first_flaw(row: "MemberRow", today: date) -> Flaw | None:
    """What is wrong with a row taken by itself, as (code, column); None if nothing is."""
    return next(_flaws(row, today), None)


def _flaws(row: "MemberRow", today: date) -> Iterator[Flaw]:
    yield from _flaws_of_texts(row)
    yield from _flaws_of_number(row)
    yield from flaws_of_codes(row.ethnicity, row.education, row.occupation)
    yield from _flaws_of_dates(row, today)
    if row.mobile is not None and not MOBILE.fullmatch(normal(row.mobile)):
        yield "bad_mobile", "mobile"
    if row.branch_post is not None and row.branch_post not in POSTS:
        yield "unknown_post", "branch_post"
    if not row.floating and (row.outflow_to or row.floating_branch_code):
        yield "floating_contradicts", "floating"


def _flaws_of_texts(row: "MemberRow") -> Iterator[Flaw]:
    longest = {"name": LONGEST_NAME, "address": LONGEST_TEXT, "outflow_to": LONGEST_TEXT}
    if not row.name.strip():
        yield "missing", "name"
    for column, limit in longest.items():
        text = getattr(row, column) or ""
        if len(text) > limit:
            yield "too_long", column
        if not is_plain(text):
            yield "control_character", column


def _flaws_of_number(row: "MemberRow") -> Iterator[Flaw]:
    number = normal(row.id_number)
    wrong = flaw_of_id_number(number)
    if wrong:
        yield wrong, "id_number"
    elif born_on(number) != row.birth_date:
        yield "birth_contradicts_id", "birth_date"
    elif sex_of(number) != row.sex:
        yield "sex_contradicts_id", "sex"


def flaws_of_codes(ethnicity: str, education: str, occupation: str) -> Iterator[Flaw]:
    if ethnicity not in ETHNICITIES:
        yield "unknown_ethnicity", "ethnicity"
    if education not in EDUCATIONS:
        yield "unknown_education", "education"
    if occupation not in OCCUPATIONS:
        yield "unknown_occupation", "occupation"


def _flaws_of_dates(row: "MemberRow", today: date) -> Iterator[Flaw]:
    if not is_plausible_birth(row.birth_date, today):
        yield "implausible_birth", "birth_date"
    if row.joined_on > today:
        yield "date_in_future", "joined_on"
    if row.joined_on < years_after(row.birth_date, JOINING_AGE):
        yield "joined_under_age", "joined_on"
    yield from flaws_of_conversion(row.category, row.joined_on, row.converted_on, today)


def flaws_of_conversion(category: str, joined_on: date, converted_on: date | None, today: date) -> Iterator[Flaw]:
    """A full member without the date is let pass: who joined in years without probation has none."""
    if converted_on is None:
        return
    if category != "FULL":
        yield "converted_while_probationary", "converted_on"
    if converted_on > today:
        yield "date_in_future", "converted_on"
    if converted_on < years_after(joined_on, PROBATION_YEARS):
        yield "converted_too_early", "converted_on"
