"""The tree of the demo county, from the county committee down to the branches (domain.md 1.1, 1.2, SEED2)."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

from scripts.demo.dates import AS_OF, between
from scripts.demo.places import COUNTY, COUNTY_CODE, Township, Village, townships
from scripts.demo.records import Kind, Level, Organisation
from scripts.demo.units import (
    COMMUNITY,
    FIELDS,
    FIRM,
    FLOATING,
    FLOATING_COMMITTEES,
    FUNCTIONAL,
    ORGAN,
    RURAL,
    SECTIONS,
    TEMPORARY,
    TOWNSHIP_UNITS,
    Field,
)

ROOT = f"{COUNTY_CODE}-000"
GENERAL_VILLAGES = 18
_ORDINALS = ("第一", "第二", "第三")
_VILLAGE_TRADES = frozenset({RURAL, COMMUNITY})
_NEVER_ELECTED = frozenset({Kind.WORK_COMMITTEE, Kind.TEMPORARY_BRANCH, Kind.FUNCTIONAL_BRANCH})
_TITLES = {
    Kind.COMMITTEE: "委员会",
    Kind.WORK_COMMITTEE: "工作委员会",
    Kind.GENERAL_BRANCH: "总支部委员会",
    Kind.BRANCH: "支部委员会",
    Kind.JOINT_BRANCH: "联合支部委员会",
    Kind.TEMPORARY_BRANCH: "临时支部委员会",
    Kind.FUNCTIONAL_BRANCH: "功能型支部委员会",
    Kind.FLOATING_COMMITTEE: "流动委员会",
    Kind.FLOATING_BRANCH: "流动支部委员会",
}


class Tree:
    """Founds organisations one after another, parents first, with serial codes below each committee."""

    def __init__(self, rng: Random) -> None:
        self.organisations: list[Organisation] = []
        self._rng = rng
        self._serials: dict[str, int] = {}

    def found(
        self,
        unit: str,
        kind: Kind,
        parent: str,
        trade: str,
        *,
        code: str = "",
        level: Level = Level.PRIMARY,
        place: str = "",
    ) -> str:
        """Add an organisation named as on its seal (中共 + unit + type) and return its code."""
        code = code or self._next_code(parent)
        founded = between(self._rng, *_founding_years(kind, trade))
        years, started = self._term(kind, trade, founded)
        name = f"中共{COUNTY}{unit}{_TITLES[kind]}"
        self.organisations.append(
            Organisation(code, name, kind, parent, level, trade, founded, started, years, place or COUNTY)
        )
        return code

    def _next_code(self, parent: str) -> str:
        committee = "-".join(parent.split("-")[:2])
        self._serials[committee] = serial = self._serials.get(committee, 0) + 1
        return f"{committee}-{serial:03d}"

    def _term(self, kind: Kind, trade: str, founded: date) -> tuple[int | None, date | None]:
        """Five years for committees and villages, three for other branches (domain.md 1.4); a few overdue."""
        if kind in _NEVER_ELECTED:
            return None, None
        years = 5 if kind in {Kind.COMMITTEE, Kind.FLOATING_COMMITTEE} or trade in _VILLAGE_TRADES else 3
        earliest = AS_OF.replace(day=1, year=AS_OF.year - years)
        if self._rng.random() < 0.03:
            earliest = earliest.replace(month=1)
        return years, max(founded, between(self._rng, earliest, AS_OF))


def _founding_years(kind: Kind, trade: str) -> tuple[date, date]:
    if kind in {Kind.TEMPORARY_BRANCH, Kind.FUNCTIONAL_BRANCH}:
        return date(2025, 1, 1), date(2026, 6, 30)
    if trade in {RURAL, COMMUNITY, ORGAN}:
        return date(1952, 1, 1), date(2012, 12, 31)
    return date(1985, 1, 1), date(2022, 12, 31)


def full_tree(rng: Random) -> tuple[Organisation, ...]:
    """The 852 organisations of the county, parents before children."""
    tree = Tree(rng)
    tree.found("", Kind.COMMITTEE, "", ORGAN, code=ROOT, level=Level.COUNTY)
    general = _general_villages(rng)
    for township in townships():
        _add_township(tree, township, township.villages, general)
    for field in FIELDS:
        _add_field(tree, field)
    _add_special_branches(tree)
    for code, name, branches in FLOATING_COMMITTEES:
        committee = _add_committee(tree, code, name, Kind.FLOATING_COMMITTEE, FLOATING)
        for branch, region in branches:
            tree.found(f"驻{branch}", Kind.FLOATING_BRANCH, committee, FLOATING, place=region)
    return tuple(tree.organisations)


def small_tree(rng: Random) -> tuple[Organisation, ...]:
    """One county, two townships with four villages each, one floating branch: twelve organisations."""
    tree = Tree(rng)
    tree.found("", Kind.COMMITTEE, "", ORGAN, code=ROOT, level=Level.COUNTY)
    for township in (townships()[0], townships()[3]):
        _add_township(tree, township, township.villages[-2:] + township.villages[:2], {}, units=0)
    branch, region = FLOATING_COMMITTEES[0][2][0]
    tree.found(f"驻{branch}", Kind.FLOATING_BRANCH, ROOT, FLOATING, place=region)
    return tuple(tree.organisations)


def _general_villages(rng: Random) -> dict[str, int]:
    """Places (township and village) that have a general branch, and how many branches are below it."""
    places = [f"{township.name}{village.name}" for township in townships() for village in township.villages]
    return {place: 2 + number % 2 for number, place in enumerate(rng.sample(places, GENERAL_VILLAGES))}


def _add_committee(tree: Tree, code: str, unit: str, kind: Kind, trade: str) -> str:
    return tree.found(unit, kind, ROOT, trade, code=f"{COUNTY_CODE}-{code}", level=Level.TOWNSHIP, place=unit)


def _add_township(
    tree: Tree,
    township: Township,
    villages: tuple[Village, ...],
    general: dict[str, int],
    units: int = len(TOWNSHIP_UNITS),
) -> None:
    kind = Kind.WORK_COMMITTEE if township.is_street else Kind.COMMITTEE
    committee = _add_committee(tree, township.code, township.name, kind, ORGAN)
    for village in villages:
        place = f"{township.name}{village.name}"
        _add_unit(tree, place, committee, COMMUNITY if village.community else RURAL, place, general.get(place, 1))
    for unit, trade, joint in TOWNSHIP_UNITS[:units]:
        branch = Kind.JOINT_BRANCH if joint else Kind.BRANCH
        tree.found(f"{township.name}{unit}", branch, committee, trade, place=township.name)


def _add_unit(tree: Tree, unit: str, committee: str, trade: str, place: str, branches: int) -> None:
    """One branch, or a general branch with several numbered ones below it."""
    if branches == 1:
        tree.found(unit, Kind.BRANCH, committee, trade, place=place)
        return
    general = tree.found(unit, Kind.GENERAL_BRANCH, committee, trade, place=place)
    for ordinal in _ORDINALS[:branches]:
        tree.found(f"{unit}{ordinal}", Kind.BRANCH, general, trade, place=place)


def _add_field(tree: Tree, field: Field) -> None:
    committee = _add_committee(tree, field.code, field.name, Kind.WORK_COMMITTEE, field.trade)
    _add_unit(tree, field.units[0], committee, field.trade, "", branches=3)
    for unit in islice(_sections(field.units[1:]), field.branches - 3):
        tree.found(unit, Kind.BRANCH, committee, field.trade)


def _sections(units: tuple[str, ...]) -> Iterator[str]:
    return (f"{unit}{section}" for section in SECTIONS for unit in units)


def _add_special_branches(tree: Tree) -> None:
    committee = f"{COUNTY_CODE}-{FIELDS[-1].code}"
    for unit in TEMPORARY:
        tree.found(unit, Kind.TEMPORARY_BRANCH, committee, FIRM)
    for unit in FUNCTIONAL:
        tree.found(unit, Kind.FUNCTIONAL_BRANCH, committee, FIRM)
