"""Made-up members, one branch at a time (domain.md 1.3, 13.1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scripts.demo.dates import AS_OF, add_years, between
from scripts.demo.identifiers import FEMALE, MALE, Registry
from scripts.demo.names import called
from scripts.demo.records import Organisation, Person
from scripts.demo.units import COMMUNITY, FIRM, HOSPITAL, ORGAN, RURAL, SCHOOL, SOCIETY, STATE_FIRM

FULL = "正式党员"
PROBATIONARY = "预备党员"
SECRETARY = "书记"
POSTS = (SECRETARY, "组织委员", "宣传委员", "副书记", "纪检委员")
COMMITTEE_THRESHOLD = 7

CIVIL_SERVANT, PROFESSIONAL, CLERK, MANAGER = "国家公务员", "专业技术人员", "职员", "企业管理人员"
WORKER, FARMER, STUDENT, SELF_EMPLOYED = "工人", "农民", "学生", "个体经营者"
FREELANCE, JOBLESS, RETIRED, OTHER = "自由职业者", "无业人员", "退(离)休人员", "其他"
EDUCATIONS = ("博士研究生", "硕士研究生", "大学本科", "大学专科", "中等专科", "技工学校", "高中", "初中", "小学")

_OCCUPATIONS = {
    RURAL: ((FARMER, SELF_EMPLOYED, FREELANCE, OTHER), (80, 10, 5, 5)),
    COMMUNITY: ((CLERK, SELF_EMPLOYED, FREELANCE, JOBLESS, WORKER), (25, 25, 20, 10, 20)),
    ORGAN: ((CIVIL_SERVANT, CLERK, PROFESSIONAL, WORKER), (60, 20, 15, 5)),
    SCHOOL: ((PROFESSIONAL, CLERK), (92, 8)),
    HOSPITAL: ((PROFESSIONAL, CLERK, WORKER), (85, 10, 5)),
    STATE_FIRM: ((WORKER, MANAGER, CLERK, PROFESSIONAL), (40, 20, 25, 15)),
    FIRM: ((WORKER, MANAGER, CLERK, PROFESSIONAL), (35, 25, 25, 15)),
    SOCIETY: ((SELF_EMPLOYED, FREELANCE, PROFESSIONAL, CLERK), (45, 25, 20, 10)),
}
_SCHOOLED = frozenset({ORGAN, SCHOOL, HOSPITAL})
_YOUNG_SCHOOLED, _OLD_SCHOOLED = (1, 12, 62, 22, 3, 0, 0, 0, 0), (0, 1, 22, 40, 22, 3, 8, 4, 0)
_YOUNG, _OLD = (0, 1, 14, 26, 16, 6, 25, 12, 0), (0, 0, 2, 6, 10, 4, 22, 38, 18)

_FIRST_BIRTH, _USUAL_BIRTH, _LAST_BIRTH = date(1940, 1, 1), date(1972, 1, 1), date(2007, 12, 31)
# A full member joined at least a year ago; a probationary one within the year before the rosters.
_LAST_FULL_BIRTH, _LAST_FULL_JOINING = date(2005, 12, 31), date(2025, 9, 30)
_FIRST_PROBATION, _LAST_JOINING = date(2025, 10, 1), date(2026, 9, 30)
_ROADS = ("龙泉路", "秀峰路", "解放路", "新华东路", "双碧路", "滨河路", "舂陵大道", "迎宾路")


def person(rng: Random, registry: Registry, branch: Organisation, *, full: bool = True) -> Person:
    """A member of `branch` without a post, every field consistent with every other."""
    sex = FEMALE if rng.random() < 0.31 else MALE
    born = _born(rng, full=full)
    joined = _joined(rng, born, full=full)
    who = called(rng, sex, among_yao="瑶" in branch.place)
    return Person(
        name=who.name,
        id_number=registry.id_number(born, sex),
        sex=sex,
        ethnicity=who.ethnicity,
        born=born,
        education=_education(rng, born, branch.trade),
        category=FULL if full else PROBATIONARY,
        joined=joined,
        converted=_converted(rng, joined) if full else None,
        occupation=_occupation(rng, born, branch.trade),
        branch=branch.code,
        mobile=registry.mobile(),
        address=_address(rng, branch),
    )


def branch_members(
    rng: Random, registry: Registry, branch: Organisation, full: int, probationary: int
) -> Iterator[Person]:
    """The members of one branch, those with a post first: a secretary, and a committee from seven full members."""
    fulls = [person(rng, registry, branch) for _ in range(full)]
    fulls.sort(key=lambda member: member.born.year < 1958)  # stable: the oldest step down
    posts = _posts(full)
    yield from (replace(member, post=post) for member, post in zip(fulls, posts, strict=False))
    yield from fulls[len(posts) :]
    yield from (person(rng, registry, branch, full=False) for _ in range(probationary))


def _posts(full: int) -> tuple[str, ...]:
    if full < COMMITTEE_THRESHOLD:
        return POSTS[:1]
    return POSTS[:3] if full < 30 else POSTS


def _born(rng: Random, *, full: bool) -> date:
    if not full:
        return between(rng, date(1985, 1, 1), _LAST_BIRTH)
    last = _LAST_FULL_BIRTH.toordinal()
    return date.fromordinal(int(rng.triangular(_FIRST_BIRTH.toordinal(), last, _USUAL_BIRTH.toordinal())))


def _joined(rng: Random, born: date, *, full: bool) -> date:
    """At 18 or later, mostly young."""
    grown = add_years(born, 18)
    if not full:
        return between(rng, max(_FIRST_PROBATION, grown), _LAST_JOINING)
    last = min(_LAST_FULL_JOINING, add_years(born, 55)).toordinal()
    return date.fromordinal(int(rng.triangular(grown.toordinal(), last, grown.toordinal())))


def _converted(rng: Random, joined: date) -> date:
    """A year on; one probation in fifty was extended by half a year or a year (domain.md 2.3)."""
    day = add_years(joined, 1) + timedelta(days=rng.randint(0, 30))
    extended = day + timedelta(days=rng.choice((183, 365))) if rng.random() < 0.02 else day
    return extended if extended <= AS_OF else day


def _education(rng: Random, born: date, trade: str) -> str:
    young = born.year >= 1968
    if trade in _SCHOOLED:
        return rng.choices(EDUCATIONS, _YOUNG_SCHOOLED if young else _OLD_SCHOOLED)[0]
    return rng.choices(EDUCATIONS, _YOUNG if young else _OLD)[0]


def _occupation(rng: Random, born: date, trade: str) -> str:
    if born.year >= 2005 and trade != FIRM:
        return STUDENT
    if born.year < 1966 and trade != RURAL:
        return RETIRED
    occupations, weights = _OCCUPATIONS[trade]
    return rng.choices(occupations, weights)[0]


def _address(rng: Random, branch: Organisation) -> str:
    if branch.trade in {RURAL, COMMUNITY} and branch.place[-1] in "村区场":
        return f"湖南省永州市新田县{branch.place}{rng.randint(1, 12)}组"
    return f"湖南省永州市新田县龙泉街道{rng.choice(_ROADS)}{rng.randint(1, 220)}号"
