"""The registry's county on paper: made-up organisations and people of another code than the story's."""

from collections.abc import Iterable
from dataclasses import replace

from scripts.demo.county import county
from scripts.demo.identifiers import id_number
from scripts.demo.records import MEMBER_HEADER, Cell, Organisation, Person, Row, person_cells

ROOT_CODE = "431129-000"
STREET, TOWN = "431129-001", "431129-102"
FLOATING_BRANCH = "431129-000-001"
MERGED, MERGED_INTO = "431129-001-001", "431129-001-002"
MOVED_FROM, MOVED_TO = "431129-001-003", "431129-001-004"
ELECTING, AWAY, TWINS, STANDING = (f"{TOWN}-00{n}" for n in range(1, 5))
"""What happens to which branch: each act of the tests has people of its own."""

STRANGE = {"姓名": "同志", "公民身份号码": "证号"}
"""Headings that no roster usually has, for usual ones."""


def _here(code: str) -> str:
    return code.replace("431128", "431129")


def _organisation(one: Organisation) -> Organisation:
    return replace(one, code=_here(one.code), parent=_here(one.parent))


def _person(one: Person) -> Person:
    return replace(one, branch=_here(one.branch), floating_branch=_here(one.floating_branch))


_MADE = county(seed=3, small=True)
ORGANISATIONS = tuple(_organisation(one) for one in _MADE.organisations)
PEOPLE = tuple(_person(one) for one in _MADE.people)


def of_branch(code: str) -> list[Person]:
    return [person for person in PEOPLE if person.branch == code]


def twin(person: Person, branch: str, serial: int) -> Person:
    """Somebody with the same name, sex and birth date, and another number."""
    number = id_number(person.born, person.sex, serial)
    return replace(person, id_number=number, branch=branch, mobile=f"1540000{serial:04d}", post="")


def rows(people: Iterable[Person]) -> list[Row]:
    return [Row(person_cells(person)) for person in people]


def strange_header() -> list[str]:
    return [STRANGE.get(heading, heading) for heading in MEMBER_HEADER]


def spoiled(person: Person) -> Row:
    """A row whose number has a wrong check digit."""
    cells: list[Cell] = list(person_cells(person))
    wrong = "1" if person.id_number[-1] != "1" else "2"
    cells[MEMBER_HEADER.index("公民身份号码")] = person.id_number[:-1] + wrong
    return Row(tuple(cells))
