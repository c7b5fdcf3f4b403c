"""The facts of the basic form that no roster brings: their codes, forms and dates (`domain.md` 13.1, 13.3).

The form's marital status is never collected (`domain.md` 13.1, 13.4 article 6: the smallest scope); its other parties,
religion and health have no field either. Political status follows from the category.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

PLACE = re.compile(  # GB/T 2260 down to the county; its first two digits are a province
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}"
)
DEGREE = re.compile(r"[1-4]|[234][0-9]{2}")  # GB/T 6864: honorary doctor, doctor, master, bachelor, and their subjects
HOME_PHONE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")
POLITICAL_STATUS = {"FULL": "01", "PROBATIONARY": "02"}  # GB/T 4762
LONGEST_SCHOOL = 100

Flaw = tuple[str, str]


def is_place(code: str) -> bool:
    """Whether it has the form of a GB/T 2260 code, down to the county."""
    return PLACE.fullmatch(code) is not None


def is_degree(code: str) -> bool:
    return DEGREE.fullmatch(code) is not None


def flaws_of_course(facts: Mapping[str, date | None], today: date) -> Iterator[Flaw]:
    """What is wrong with the dates of school and first job, as (code, field); `facts` has all three."""
    for name, day in facts.items():
        if day and day > today:
            yield "date_in_future", name
    entered, graduated = facts["entered_school_on"], facts["graduated_on"]
    if entered and graduated and graduated < entered:
        yield "graduated_before_entering", "graduated_on"
