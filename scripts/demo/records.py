"""What the demo county is made of, and the words its rosters use (domain.md 1.1, 1.2, 13.1)."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """党组织类别 (domain.md 1.1); the member's name is the code, the value is the word in the roster."""

    COMMITTEE = "党委"
    WORK_COMMITTEE = "党工委"
    GENERAL_BRANCH = "党总支"
    BRANCH = "党支部"
    JOINT_BRANCH = "联合党支部"
    TEMPORARY_BRANCH = "临时党支部"
    FUNCTIONAL_BRANCH = "功能型党支部"
    FLOATING_COMMITTEE = "流动党委"
    FLOATING_BRANCH = "流动党支部"


class Level(StrEnum):
    """层级: levels 4 to 6 of domain.md 1.2."""

    COUNTY = "县级"
    TOWNSHIP = "乡镇级"
    PRIMARY = "基层"


# The kinds that hold a member's one home (domain.md 1.1: floating, temporary and functional ones never do).
HOMES = frozenset({Kind.BRANCH, Kind.JOINT_BRANCH})

ORGANISATION_HEADER = (
    "党组织代码",
    "党组织名称",
    "党组织类别",
    "上级党组织代码",
    "层级",
    "行业",
    "成立日期",
    "换届日期",
    "任期年限",
)
MEMBER_HEADER = (
    "姓名",
    "公民身份号码",
    "性别",
    "民族",
    "出生日期",
    "学历",
    "人员类别",
    "入党日期",
    "转正日期",
    "工作岗位",
    "党支部代码",
    "手机",
    "家庭住址",
    "党内职务",
    "是否流动",
    "外出流向",
    "流动党支部代码",
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """One good line of the organisation roster; `place` is for addresses and is in no column.

    Dispatched and temporary bodies are not elected (domain.md 1.1), so they have no term: `None`, a blank cell.
    """

    code: str
    name: str
    kind: Kind
    parent: str
    level: Level
    trade: str
    founded: date
    term_started: date | None
    term_years: int | None
    place: str = ""

    @property
    def is_home(self) -> bool:
        return self.kind in HOMES


@dataclass(frozen=True, slots=True)
class Person:
    """One good line of the member roster, typed; `converted` is `None` while probationary."""

    name: str
    id_number: str
    sex: str
    ethnicity: str
    born: date
    education: str
    category: str
    joined: date
    converted: date | None
    occupation: str
    branch: str
    mobile: str
    address: str
    post: str = ""
    floating: bool = False
    outflow_to: str = ""
    floating_branch: str = ""

    @property
    def is_full(self) -> bool:
        return self.converted is not None


class Numeric(NamedTuple):
    """A cell that a workbook holds as a number; `text` is what the same sheet saved as CSV shows."""

    value: float
    text: str
    shown_as_date: bool = False


type Cell = str | Numeric


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it stands in the file; at most one label is set, both empty means good and plain."""

    cells: tuple[Cell, ...]
    flaw: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """The good records, typed, and all rows in file order.

    The n-th row of `member_rows` without a flaw is the n-th of `people`; the same for organisations.
    """

    seed: int
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    organisation_rows: tuple[Row, ...]
    member_rows: tuple[Row, ...]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


_ORGANISATION_FIELDS = tuple(field.name for field in fields(Organisation))[: len(ORGANISATION_HEADER)]
_PERSON_FIELDS = tuple(field.name for field in fields(Person))


def organisation_cells(organisation: Organisation) -> tuple[str, ...]:
    """The line of a good organisation, in the order of `ORGANISATION_HEADER`, dates as 2001-07-01."""
    return tuple(_text(getattr(organisation, name)) for name in _ORGANISATION_FIELDS)


def person_cells(person: Person) -> tuple[str, ...]:
    """The line of a good member, in the order of `MEMBER_HEADER`, dates as 2001-07-01."""
    return tuple(_text(getattr(person, name)) for name in _PERSON_FIELDS)
