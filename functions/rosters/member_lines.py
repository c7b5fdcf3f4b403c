"""A line of the member roster as a `MemberRow`, or what is wrong with it (`domain.md` 13.1)."""

from datetime import date
from typing import Any

from functions.rosters import cells, rules
from functions.rosters.code_tables import CATEGORY, EDUCATION, ETHNICITY, FLOATING, OCCUPATION, POST, SEX
from functions.rosters.lines import Line
from kernel.rows import OPTIONAL_COLUMNS, MemberRow
from kernel.spelling import born_on, is_plausible_birth, sex_of

_SEX = cells.one_of(SEX, "unknown_sex")
_ETHNICITY = cells.one_of(ETHNICITY, "unknown_ethnicity")
_EDUCATION = cells.one_of(EDUCATION, "unknown_education")
_CATEGORY = cells.one_of(CATEGORY, "unknown_category")
_OCCUPATION = cells.one_of(OCCUPATION, "unknown_occupation")
_POST = cells.one_of(POST, "unknown_post")
_FLOATING = cells.one_of(FLOATING, "not_yes_or_no")


def member_row(line: Line, today: date) -> MemberRow | None:
    """The row, or None with the line's flaws noted. Sex and birth date may be blank: the ID number says them."""
    found: dict[str, Any] = {
        "row": line.row,
        "name": line.need("name", cells.name),
        "ethnicity": line.need("ethnicity", _ETHNICITY),
        "education": line.need("education", _EDUCATION),
        "occupation": line.need("occupation", _OCCUPATION),
        "branch_code": line.need("branch_code", cells.code),
        "mobile": line.take("mobile", cells.mobile),
        "address": line.take("address", cells.title),
        "branch_post": line.take("branch_post", _POST),
        **_person(line, today),
        **_membership(line),
        **_whereabouts(line),
        "absent": tuple(column for column in OPTIONAL_COLUMNS if column not in line.cells),
    }
    _check_dates(line, found, today)
    return None if line.flaws else MemberRow(**found)


def _person(line: Line, today: date) -> dict[str, Any]:
    number = line.need("id_number", cells.id_number)
    sex, born = line.take("sex", _SEX), line.take("birth_date", cells.day)
    if number is None:
        return {"id_number": None, "sex": sex, "birth_date": born}
    stated = born_on(number)
    if stated is None or not is_plausible_birth(stated, today):
        line.wrong("id_number", "implausible_birth")
    elif born is not None and born != stated:
        line.wrong("birth_date", "birth_contradicts_id")
    if sex is not None and sex != sex_of(number):
        line.wrong("sex", "sex_contradicts_id")
    return {"id_number": number, "sex": sex_of(number), "birth_date": stated}


def _membership(line: Line) -> dict[str, Any]:
    return {
        "category": line.need("category", _CATEGORY),
        "joined_on": line.need("joined_on", cells.day),
        "converted_on": line.take("converted_on", cells.day),
    }


def _whereabouts(line: Line) -> dict[str, Any]:
    floating = line.read("floating", _FLOATING)
    outflow = line.take("outflow_to", cells.title)
    branch = line.take("floating_branch_code", cells.code)
    if floating is False and (outflow or branch):
        line.wrong("floating", "floating_contradicts")
    return {
        "floating": bool(floating or outflow or branch),
        "outflow_to": outflow,
        "floating_branch_code": branch,
    }


def _check_dates(line: Line, found: dict[str, Any], today: date) -> None:
    born, joined, category = found["birth_date"], found["joined_on"], found["category"]
    if joined is None:
        return
    if born is not None and (wrong := rules.wrong_joining(born, joined, today)):
        line.wrong("joined_on", wrong)
    if category and (wrong := rules.wrong_conversion(category, joined, found["converted_on"], today)):
        line.wrong("converted_on", wrong)
