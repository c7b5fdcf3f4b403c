"""The demo county holds what it promises, and the same seed makes it again."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from statistics import median

import pytest

from scripts.demo.county import County, county
from scripts.demo.dates import add_years
from scripts.demo.flaws import MemberFlaw
from scripts.demo.organisation_flaws import OrganisationFlaw
from scripts.demo.places import townships
from scripts.demo.records import MEMBER_HEADER, ORGANISATION_HEADER, Kind, Level, organisation_cells, person_cells
from scripts.demo.variants import Variant


@pytest.fixture(scope="module")
def full() -> County:
    return county(1)


@pytest.fixture(scope="module")
def small() -> County:
    return county(1, small=True)


@pytest.fixture(params=["full", "small"])
def either(request: pytest.FixtureRequest, full: County, small: County) -> County:
    return {"full": full, "small": small}[request.param]


def checksum_is_right(id_number: str) -> bool:
    """ISO 7064 MOD 11-2 by its definition: the powers of two times the characters leave 1."""
    values = [10 if character == "X" else int(character) for character in id_number]
    return sum(value << 17 - i for i, value in enumerate(values)) % 11 == 1


def test_the_full_county_has_the_organisations_and_members_of_the_seed_document(full: County) -> None:
    kinds = Counter(organisation.kind for organisation in full.organisations)

    assert len(full.organisations) == 852
    assert len(full.people) == 20_138
    assert kinds[Kind.FLOATING_COMMITTEE] == 2
    assert kinds[Kind.FLOATING_BRANCH] == 14
    assert sum(person.floating for person in full.people) == 3_000
    assert sum(bool(person.floating_branch) for person in full.people) == 1_500


def test_the_small_county_is_one_county_two_townships_nine_branches(small: County) -> None:
    levels = Counter(organisation.level for organisation in small.organisations)

    assert levels == {Level.COUNTY: 1, Level.TOWNSHIP: 2, Level.PRIMARY: 9}
    assert sum(organisation.kind is Kind.FLOATING_BRANCH for organisation in small.organisations) == 1
    assert len(small.people) == 120


@pytest.mark.parametrize("small", [True, False])
def test_the_same_seed_gives_the_same_county_and_another_seed_another(small: bool) -> None:
    first, again, other = county(7, small=small), county(7, small=small), county(8, small=small)

    assert first == again
    assert first.people != other.people


@pytest.mark.parametrize("seed", range(20))
def test_any_seed_makes_a_whole_small_county(seed: int) -> None:
    made = county(seed, small=True)

    assert len(made.people) == 120
    assert sum(person.floating for person in made.people) == 18
    assert {row.flaw for row in made.member_rows} == {"", *MemberFlaw}


def test_every_township_and_village_of_the_county_has_its_branch(full: County) -> None:
    named = " ".join(o.name for o in full.organisations if o.is_home)

    places = [f"{township.name}{village.name}" for township in townships() for village in township.villages]

    assert (len(townships()), len(places)) == (13, 239)
    assert [place for place in places if place not in named] == []


def test_the_tree_hangs_together_and_every_branch_is_below_a_committee(either: County) -> None:
    kind_of = {organisation.code: organisation.kind for organisation in either.organisations}
    root, *others = either.organisations

    assert len(kind_of) == len(either.organisations)
    assert len({organisation.name for organisation in either.organisations}) == len(kind_of)
    assert (root.kind, root.parent, root.level) == (Kind.COMMITTEE, "", Level.COUNTY)
    assert all(organisation.parent in kind_of for organisation in others)
    above = {Kind.COMMITTEE, Kind.WORK_COMMITTEE, Kind.GENERAL_BRANCH}
    assert all(o.parent != root.code and kind_of[o.parent] in above for o in others if o.is_home)


def test_dates_and_terms_of_organisations_make_sense(either: County) -> None:
    for organisation in either.organisations:
        assert organisation.founded < date(2026, 11, 1)
        assert (organisation.term_started is None) == (organisation.term_years is None)
        assert organisation.term_started is None or organisation.founded <= organisation.term_started
        assert organisation.term_years in {None, 3, 5}


def test_every_id_number_is_valid_distinct_and_agrees_with_birth_and_sex(either: County) -> None:
    numbers = [person.id_number for person in either.people]

    assert len(set(numbers)) == len(numbers)
    assert all(checksum_is_right(number) for number in numbers)
    for person in either.people:
        assert person.id_number.startswith(f"990000{person.born:%Y%m%d}")
        assert person.sex == ("男" if int(person.id_number[16]) % 2 else "女")


def test_mobile_numbers_are_distinct_and_of_the_range_nobody_has(either: County) -> None:
    mobiles = [person.mobile for person in either.people]

    assert len(set(mobiles)) == len(mobiles)
    assert all(re.fullmatch(r"154\d{8}", mobile) for mobile in mobiles)


def test_every_member_joined_of_age_and_was_converted_a_year_later(either: County) -> None:
    for person in either.people:
        assert 1940 <= person.born.year <= 2007
        assert add_years(person.born, 18) <= person.joined <= date(2026, 9, 30)
        assert person.category == ("正式党员" if person.is_full else "预备党员")
        assert person.converted is None or add_years(person.joined, 1) <= person.converted < date(2026, 11, 1)


def test_about_four_in_a_hundred_are_probationary_and_no_branch_has_fewer_than_three_full(either: County) -> None:
    full_members = Counter(person.branch for person in either.people if person.is_full)
    homes = {organisation.code for organisation in either.organisations if organisation.is_home}

    assert len(either.people) - full_members.total() == round(len(either.people) * 0.04)
    assert full_members.keys() == homes
    assert min(full_members.values()) >= 3


def test_branch_sizes_are_skewed_within_bounds(full: County) -> None:
    sizes = sorted(Counter(person.branch for person in full.people).values())

    assert 3 <= sizes[0] <= 5
    assert 120 <= sizes[-1] <= 170
    assert 16 <= median(sizes) <= 20
    assert sum(sizes) / len(sizes) > 1.3 * median(sizes)


def test_every_branch_has_one_secretary_and_a_committee_from_seven_full_members(either: County) -> None:
    posts: dict[str, list[str]] = {}
    full_members = Counter(person.branch for person in either.people if person.is_full)
    for person in either.people:
        assert person.is_full or not person.post
        posts.setdefault(person.branch, []).extend([person.post] if person.post else [])

    for branch, held in posts.items():
        assert held.count("书记") == 1
        assert len(held) == len(set(held))
        assert len(held) in ({3, 4, 5} if full_members[branch] >= 7 else {1})


def test_floating_members_name_a_region_and_only_real_floating_branches(either: County) -> None:
    place_of = {o.code: o.place for o in either.organisations if o.kind is Kind.FLOATING_BRANCH}

    for person in either.people:
        assert person.floating == bool(person.outflow_to)
        assert not person.floating_branch or person.outflow_to == place_of[person.floating_branch]


def test_some_names_have_a_dot_a_rare_character_or_a_single_given_character(full: County) -> None:
    names = [person.name for person in full.people]

    assert sum("·" in name for name in names) > 20
    assert sum(max(name) > "\uffff" for name in names) > 20
    assert sum(len(name) == 2 for name in names) > 1_000


def test_rows_without_a_flaw_are_the_people_in_order(either: County) -> None:
    plain = [row for row in either.member_rows if not row.flaw]

    assert len(plain) == len(either.people)
    for row, person in zip(plain, either.people, strict=True):
        assert row.variant or row.cells == person_cells(person)
    assert [row.cells for row in either.organisation_rows if not row.flaw] == [
        organisation_cells(organisation) for organisation in either.organisations
    ]


def test_every_kind_of_bad_row_and_of_harmless_spelling_is_present(either: County) -> None:
    flaws = Counter(row.flaw for row in either.member_rows if row.flaw)
    organisation_flaws = Counter(row.flaw for row in either.organisation_rows if row.flaw)

    assert flaws.keys() == set(MemberFlaw)
    assert 40 <= flaws.total() <= 70
    assert organisation_flaws.keys() == set(OrganisationFlaw)
    assert (organisation_flaws.total(), organisation_flaws[OrganisationFlaw.CYCLE]) == (8, 2)
    assert {row.variant for row in either.member_rows if row.variant} == set(Variant)


def test_a_bad_duplicate_stands_below_the_line_it_repeats(either: County) -> None:
    codes = [row.cells[0] for row in either.organisation_rows]
    numbers = [row.cells[1] for row in either.member_rows]
    owner = {person.id_number for person in either.people}

    for line, row in enumerate(either.member_rows):
        if row.flaw == MemberFlaw.DUPLICATE_ID:
            assert row.cells[1] in owner
            assert any(spelling_of(number) == row.cells[1] for number in numbers[:line])
    for line, row in enumerate(either.organisation_rows):
        if row.flaw == OrganisationFlaw.DUPLICATE_CODE:
            assert row.cells[0] in codes[:line]


def spelling_of(number: object) -> str:
    """The plain form of an ID number, whatever harmless spelling the line has."""
    plain = str(number).strip().upper()
    return plain.translate(str.maketrans("０１２３４５６７８９Ｘ", "0123456789X"))


def test_headers_are_those_of_the_committees_forms_and_rows_fit_them(either: County) -> None:
    assert ORGANISATION_HEADER[:3] == ("党组织代码", "党组织名称", "党组织类别")
    assert MEMBER_HEADER[:3] == ("姓名", "公民身份号码", "性别")
    assert {len(row.cells) for row in either.organisation_rows} == {len(ORGANISATION_HEADER)}
    assert {len(row.cells) for row in either.member_rows} == {len(MEMBER_HEADER)}


def test_members_stand_branch_by_branch_in_the_order_of_the_tree(either: County) -> None:
    order = {organisation.code: i for i, organisation in enumerate(either.organisations)}

    assert all(order[one.branch] <= order[two.branch] for one, two in pairwise(either.people))
