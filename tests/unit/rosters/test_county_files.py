"""The demo county's rosters: every harmless spelling is read, every flaw that a file shows is refused."""

from collections import defaultdict
from io import StringIO

import msgspec
import pytest

from functions.rosters.messages import CSV, XLSX
from kernel.rows import MEMBERS_IN_CHUNK, ORGANISATIONS_IN_CHUNK, MemberRow, OrganisationRow
from scripts.demo.county import County, county
from scripts.demo.flaws import MemberFlaw
from scripts.demo.identifiers import MALE
from scripts.demo.organisation_flaws import OrganisationFlaw
from scripts.demo.records import MEMBER_HEADER, Kind, Level, Organisation, Person, Row
from scripts.demo.sheets import MEMBER_TITLE, county_files, xlsx_bytes
from tests.unit.rosters.reading import ROOT, chunks, parsed, refused, rows, summary

# What the parser says of each flaw; the others need the tree, which it does not know.
CODES = {
    MemberFlaw.BAD_CHECKSUM: ("bad_checksum", "id_number"),
    MemberFlaw.BIRTH_CONTRADICTS_ID: ("birth_contradicts_id", "birth_date"),
    MemberFlaw.SEX_CONTRADICTS_ID: ("sex_contradicts_id", "sex"),
    MemberFlaw.ID_MANGLED: ("id_mangled", "id_number"),
    MemberFlaw.MISSING_NAME: ("missing", "name"),
    MemberFlaw.CONTROL_CHARACTER: ("control_character", "name"),
    MemberFlaw.NAME_TOO_LONG: ("too_long", "name"),
    MemberFlaw.FORMULA_NAME: ("formula", "name"),
    MemberFlaw.DUPLICATE_ID: ("duplicate_id", "id_number"),
    MemberFlaw.JOINED_IN_FUTURE: ("date_in_future", "joined_on"),
    MemberFlaw.JOINED_UNDER_AGE: ("joined_under_age", "joined_on"),
    MemberFlaw.CONVERTED_TOO_EARLY: ("converted_too_early", "converted_on"),
    MemberFlaw.IMPOSSIBLE_DATE: ("impossible_date", "joined_on"),
    MemberFlaw.BAD_MOBILE: ("bad_mobile", "mobile"),
    MemberFlaw.UNKNOWN_ETHNICITY: ("unknown_ethnicity", "ethnicity"),
    MemberFlaw.UNKNOWN_EDUCATION: ("unknown_education", "education"),
    MemberFlaw.UNKNOWN_OCCUPATION: ("unknown_occupation", "occupation"),
    MemberFlaw.UNKNOWN_CATEGORY: ("unknown_category", "category"),
    OrganisationFlaw.MISSING_PARENT: ("missing", "parent_code"),
    OrganisationFlaw.UNKNOWN_PARENT: ("unknown_parent", "parent_code"),
    OrganisationFlaw.UNKNOWN_KIND: ("unknown_kind", "kind"),
    OrganisationFlaw.DUPLICATE_CODE: ("duplicate_code", "code"),
    OrganisationFlaw.EMPTY_NAME: ("missing", "name"),
    OrganisationFlaw.CYCLE: ("cycle", "parent_code"),
    OrganisationFlaw.BAD_DATE: ("impossible_date", "founded_on"),
}
NEEDS_THE_TREE = {MemberFlaw.UNKNOWN_BRANCH, MemberFlaw.FOREIGN_BRANCH, MemberFlaw.NO_HOME}
LEVELS = {Level.COUNTY: "COUNTY", Level.TOWNSHIP: "TOWNSHIP", Level.PRIMARY: "BRANCH"}


@pytest.fixture(scope="module")
def small() -> County:
    return county(1, small=True)


@pytest.fixture(scope="module")
def files(small: County) -> dict[str, bytes]:
    return county_files(small)


def labelled(rows_of_file: tuple[Row, ...], above: int) -> dict[int, str]:
    """Row numbers → flaws of the bad rows, below so many lines."""
    return {number: row.flaw for number, row in enumerate(rows_of_file, above + 1) if row.flaw}


def expected(flaws: dict[int, str]) -> list[tuple[int, str, str]]:
    return sorted((row, *CODES[flaw]) for row, flaw in flaws.items() if flaw in CODES)  # type: ignore[index]  # its values are the labels


def content_type(name: str) -> str:
    return XLSX if name.endswith("xlsx") else CSV


@pytest.mark.parametrize("name", ["members.xlsx", "members.utf8.csv", "members.utf8-bom.csv", "members.gb18030.csv"])
def test_each_bad_member_is_refused_for_its_flaw_and_no_good_one(
    name: str, small: County, files: dict[str, bytes]
) -> None:
    flaws = labelled(small.member_rows, above=2 if name.endswith("xlsx") else 1)

    messages = parsed(files[name], content_type=content_type(name))

    found = [(one.row, one.code, one.column) for one in refused(messages)]
    strange = [row for row in found if flaws.get(row[0]) in NEEDS_THE_TREE]
    assert {code for _, code, _ in strange} <= {"bad_code"}
    assert [row for row in found if row not in strange] == expected(flaws)
    good = {row["row"] for row in rows(messages)}
    assert good == set(range(min(good), len(small.member_rows) + min(good))) - {row for row, *_ in found}


@pytest.mark.parametrize("name", ["organisations.xlsx", "organisations.csv"])
def test_each_bad_organisation_is_refused_for_its_flaw_and_no_good_one(
    name: str, small: County, files: dict[str, bytes]
) -> None:
    flaws = labelled(small.organisation_rows, above=2 if name.endswith("xlsx") else 1)

    messages = parsed(files[name], "organisations", content_type(name))

    assert [(one.row, one.code, one.column) for one in refused(messages)] == expected(flaws)
    assert {row["code"] for row in rows(messages)} == {one.code for one in small.organisations}


def test_the_spellings_of_a_member_all_give_the_person(small: County, files: dict[str, bytes]) -> None:
    people = {person.id_number: person for person in small.people}

    messages = parsed(files["members.xlsx"], content_type=XLSX)

    found = {row["idNumber"]: msgspec.convert(row, MemberRow) for row in rows(messages)}
    assert people.keys() <= found.keys()
    assert [facts(found[number]) for number in people] == [stated(person) for person in people.values()]


def facts(row: MemberRow) -> tuple[object, ...]:
    return (
        *(row.name, row.sex, row.birth_date, row.joined_on, row.converted_on, row.category, row.branch_code),
        *(row.mobile, row.address, row.floating, row.outflow_to, row.floating_branch_code),
    )


def stated(person: Person) -> tuple[object, ...]:
    return (
        *(person.name, "1" if person.sex == MALE else "2", person.born, person.joined, person.converted),
        *("FULL" if person.is_full else "PROBATIONARY", person.branch, person.mobile, person.address),
        *(person.floating, person.outflow_to or None, person.floating_branch or None),
    )


def test_an_organisation_knows_the_way_down_from_the_root(small: County, files: dict[str, bytes]) -> None:
    by_code = {one.code: one for one in small.organisations}

    messages = parsed(files["organisations.csv"], "organisations")

    for row in [msgspec.convert(row, OrganisationRow) for row in rows(messages)]:
        good = by_code[row.code]
        above = [] if row.code == ROOT else [*row.lineage, row.code]
        assert above == way_down(by_code, row.code)
        assert (row.kind, row.level) == (Kind(good.kind).name, LEVELS[good.level])
        assert (row.founded_on, row.term_started_on, row.term_years) == (
            good.founded,
            good.term_started,
            good.term_years,
        )


def way_down(by_code: dict[str, Organisation], code: str) -> list[str]:
    way: list[str] = []
    while code != ROOT:
        way.insert(0, code)
        code = by_code[code].parent
    return way


def test_the_same_file_gives_the_same_chunks_in_every_encoding(files: dict[str, bytes]) -> None:
    one = chunks(parsed(files["members.utf8.csv"]))
    again = chunks(parsed(files["members.utf8.csv"]))
    other = chunks(parsed(files["members.gb18030.csv"]))

    assert one == again == other


def test_what_a_utf16_export_with_tabs_holds_is_the_same(files: dict[str, bytes]) -> None:
    text = files["members.utf8.csv"].decode()
    tabbed = text.replace(",", "\t").encode("utf-16")

    assert chunks(parsed(tabbed)) == chunks(parsed(files["members.utf8.csv"]))


@pytest.mark.no_cover
def test_the_full_county_comes_in_chunks_of_one_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.rosters.sorting.RUN", 2_000)
    full = county(1)
    file = xlsx_bytes(MEMBER_TITLE, MEMBER_HEADER, full.member_rows)

    messages = parsed(file, content_type=XLSX)

    sizes: defaultdict[str, list[int]] = defaultdict(list)
    for chunk in chunks(messages):
        (branch,) = {row["branchCode"] for row in chunk}
        sizes[branch].append(len(chunk))
    bad = {one.row for one in refused(messages)}
    end = summary(messages)
    assert (end.chunks, end.rows, end.refused) == (len(chunks(messages)), len(full.member_rows), len(bad))
    assert list(sizes) == sorted(sizes)
    assert all(size == MEMBERS_IN_CHUNK for of_branch in sizes.values() for size in of_branch[:-1])
    assert {row["idNumber"] for row in rows(messages)} >= {person.id_number for person in full.people}
    flaws = labelled(full.member_rows, above=2)
    found = [(one.row, one.code, one.column) for one in refused(messages)]
    assert [one for one in found if flaws.get(one[0]) not in NEEDS_THE_TREE] == expected(flaws)


def test_organisations_come_ten_at_a_time_those_near_the_root_first(files: dict[str, bytes]) -> None:
    messages = parsed(files["organisations.csv"], "organisations")

    depths = [len(row["lineage"]) for row in rows(messages)]
    assert depths == sorted(depths)
    assert [len(chunk) for chunk in chunks(messages)][:-1] == [ORGANISATIONS_IN_CHUNK] * (len(chunks(messages)) - 1)


def test_no_message_shows_a_person(small: County, files: dict[str, bytes]) -> None:
    text = StringIO()
    for message in parsed(files["members.utf8.csv"]):
        text.write(msgspec.json.encode(message).decode())

    shown = text.getvalue()

    assert not [person for person in small.people if person.id_number in shown or person.mobile in shown]
