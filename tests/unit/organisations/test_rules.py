"""Kinds, levels, and what may stand below what."""

from datetime import date

import msgspec
import pytest

from functions.organisations import rules
from functions.organisations.rules import DEEPEST, KINDS, LEVELS
from functions.organisations.tree import founded
from kernel.directory import Organisation, path_below
from kernel.ids import new_id
from kernel.journal import LARGEST_EVENT
from kernel.rows import ORGANISATIONS_IN_CHUNK


def test_members_have_their_home_in_branches_and_joint_branches_alone() -> None:
    assert {code for code, kind in KINDS.items() if kind.home} == {"BRANCH", "JOINT_BRANCH"}


@pytest.mark.parametrize(
    ("level", "parent", "fits"),
    [
        ("TOWNSHIP", "COUNTY", True),
        ("BRANCH", "COUNTY", True),
        ("BRANCH", "BRANCH", True),
        ("TOWNSHIP", "TOWNSHIP", True),
        ("COUNTY", "CITY", True),
        ("COUNTY", "PROVINCE", True),
        ("COUNTY", "COUNTY", False),
        ("CITY", "CITY", False),
        ("CITY", "COUNTY", False),
        ("TOWNSHIP", "BRANCH", False),
    ],
)
def test_an_organisation_stands_below_a_higher_level(level: str, parent: str, fits: bool) -> None:
    assert rules.fits_level(level, parent) is fits


@pytest.mark.parametrize(
    ("kind", "parent", "fits"),
    [
        ("PARTY_GROUP", "BRANCH", True),
        ("PARTY_GROUP", "JOINT_BRANCH", True),
        ("PARTY_GROUP", "GENERAL_BRANCH", False),
        ("PARTY_GROUP", "COMMITTEE", False),
        ("PARTY_GROUP", "PARTY_GROUP", False),
        ("BRANCH", "PARTY_GROUP", False),
        ("BRANCH", "GENERAL_BRANCH", True),
        ("FLOATING_BRANCH", "FLOATING_COMMITTEE", True),
    ],
)
def test_a_party_group_is_part_of_a_branch_and_of_nothing_else(kind: str, parent: str, fits: bool) -> None:
    assert rules.fits_kind(kind, parent) is fits


def test_refusals_name_every_wrong_column() -> None:
    assert rules.refusals("PARTY_GROUP", "TOWNSHIP", "COMMITTEE", "BRANCH") == [
        ("kind", "kind_does_not_fit_parent"),
        ("level", "level_not_below_parent"),
    ]
    assert rules.refusals("BRANCH", "BRANCH", "COMMITTEE", "TOWNSHIP") == []


@pytest.mark.parametrize(
    ("lineage", "circular"),
    [((), False), (("a", "b"), False), (("me",), True), (("a", "b", "a"), True), (("root",), True)],
)
def test_a_line_of_ancestors_does_not_come_back(lineage: tuple[str, ...], circular: bool) -> None:
    assert rules.circular("me", lineage, "root") is circular
    assert rules.circular("me", lineage, None) is (circular and lineage != ("root",))


def test_counties_and_what_is_above_them_begin_a_tree() -> None:
    assert [level for level in LEVELS if rules.own_tree(level)] == ["PROVINCE", "CITY", "COUNTY"]
    assert [level for level in LEVELS if rules.above_county(level)] == ["PROVINCE", "CITY"]


@pytest.mark.parametrize(
    ("started", "years", "end"),
    [
        (date(2024, 7, 1), 5, date(2029, 7, 1)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 7, 1), None, None),
        (None, 3, None),
    ],
)
def test_a_term_ends_years_after_it_started(started: date | None, years: int | None, end: date | None) -> None:
    assert rules.term_end(started, years) == end


def test_the_event_of_a_full_chunk_at_the_deepest_place_fits_into_the_record() -> None:
    path = "/"
    for _ in range(DEEPEST):
        path = path_below(path, new_id())
    kind, level = max(KINDS, key=len), max(LEVELS, key=len)
    made = [Organisation(f"ORG#{new_id()}", path=path, kind=kind, level=level) for _ in range(ORGANISATIONS_IN_CHUNK)]

    event = founded(new_id(), made)

    assert len(msgspec.json.encode(event)) <= LARGEST_EVENT
