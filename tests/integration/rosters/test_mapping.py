"""Where the header does not say what the columns are, a person does; the committee may keep it for the next upload."""

import json
from typing import Any

import pytest

from tests.builders import recorded
from tests.integration.rosters import round as way_and_back
from tests.integration.rosters import way
from tests.integration.rosters.round import HEADER, applied, line, outcomes, read_anew, sheet

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH = "431128-101-001"
OWN_WORDS = ("党员", "证号", *HEADER[2:8], "支部号", *HEADER[9:])
FIELDS = ("name", "id_number", "ethnicity", "education", "category", "joined_on", "converted_on", "occupation")
COLUMNS = dict(zip("ABCDEFGHIJK", (*FIELDS, "branch_code", "mobile", "address"), strict=True))


def file(*numbers: int, header: tuple[str, ...] = OWN_WORDS) -> bytes:
    return sheet([["花名册"], header, *(line(number, BRANCH) for number in numbers)], header=[""])


def read(roster_id: str) -> None:
    way.keep(way.parse(roster_id))
    way_and_back.through()


def tell(roster_id: str, **more: Any) -> tuple[int, Any]:
    return way.call("PUT", f"/v1/rosters/{roster_id}/mapping", body={"columns": COLUMNS} | more)


def test_a_file_with_other_headings_asks_what_its_columns_are_and_is_read_when_told() -> None:
    county = way.tree().county
    roster_id = way.upload(county.id, file(2, 3))
    read(roster_id)

    asked = way.shown(roster_id)
    status, told = tell(roster_id)
    read_anew(roster_id, county)

    assert (asked["state"], asked["problem"]["code"]) == ("NEEDS_MAPPING", "missing_columns")
    assert asked["problem"]["columns"] == ["姓名", "公民身份号码", "党支部代码"]
    assert (asked["layout"]["sheet"], asked["layout"]["row"]) == (1, 3)
    assert asked["layout"]["columns"][:3] == [
        {"letter": "A", "heading": "党员", "field": None},
        {"letter": "B", "heading": "证号", "field": None},
        {"letter": "C", "heading": "民族", "field": "ethnicity"},
    ]
    assert (status, told["state"]) == (202, "PARSING")
    assert way.shown(roster_id)["state"] == "PREVIEWED"
    assert outcomes(roster_id) == {4: "create", 5: "create"}


def test_a_saved_mapping_is_used_for_the_next_upload() -> None:
    county = way.tree().county
    first = way.upload(county.id, file(2))
    read(first)
    tell(first, save=True)
    read_anew(first, county)

    second = way.upload(county.id, file(3))
    read(second)
    assert way.shown(second)["state"] == "PARSING"
    read_anew(second, county)

    assert way.shown(second)["state"] == "PREVIEWED"
    saved = way.call("GET", "/v1/rosters/mappings", query={"organisationId": county.id, "kind": "members"})[1]
    assert (saved["headings"]["党员"], saved["headings"]["证号"]) == ("name", "id_number")


def test_the_same_file_twice_changes_nothing_told_or_known() -> None:
    county = way.tree().county
    content = file(2, 3)
    first = way.upload(county.id, content)
    read(first)
    tell(first, save=True)
    read_anew(first, county)
    applied(first, county)

    second = way.upload(county.id, content)
    read(second)
    read_anew(second, county)
    foretold = outcomes(second)
    applied(second, county)

    assert foretold == outcomes(second) == {4: "same", 5: "same"}
    assert [entry["event"] for entry in recorded(way.tree().branch.id)] == ["MembersEnrolled"]


def test_a_committee_states_its_headings_and_which_column_is_not_read() -> None:
    county = way.tree().county
    where = {"organisationId": county.id, "kind": "members"}
    headings = {"党员": "name", "证 号": "id_number", "支部号": "branch_code", "家庭住址": None}

    status, saved = way.call("PUT", "/v1/rosters/mappings", body=where | {"headings": headings})
    roster_id = way.upload(county.id, file(2))
    read(roster_id)
    read_anew(roster_id, county)

    assert (status, saved["headings"]["证号"]) == (200, "id_number")
    assert way.shown(roster_id)["state"] == "PREVIEWED"
    fields = [column["field"] for column in way.shown(roster_id)["layout"]["columns"]]
    assert "address" not in fields
    strange = way.call("PUT", "/v1/rosters/mappings", body=where | {"headings": {"党员": "shoe_size"}})
    assert (strange[0], strange[1]["fields"][0]["code"]) == (422, "unknown_field")


def test_a_saved_mapping_changed_by_another_meanwhile_is_not_overwritten() -> None:
    county = way.tree().county
    where = {"organisationId": county.id, "kind": "members", "headings": {"党员": "name"}}
    way.call("PUT", "/v1/rosters/mappings", body=where)

    stale = way.call("PUT", "/v1/rosters/mappings", body=where, headers={"if-match": '"0"'})
    fresh = way.call("PUT", "/v1/rosters/mappings", body=where, headers={"if-match": '"1"'})

    assert (stale[0], fresh[0]) == (412, 200)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"A": "name"}, "missing"),
        (COLUMNS | {"K": "name"}, "twice"),
        (COLUMNS | {"K": "shoe_size"}, "unknown_field"),
    ],
)
def test_a_mapping_that_says_too_little_or_too_much_is_refused(columns: dict[str, str], code: str) -> None:
    county = way.tree().county
    roster_id = way.upload(county.id, file(2))
    read(roster_id)

    status, problem = way.call("PUT", f"/v1/rosters/{roster_id}/mapping", body={"columns": columns})

    assert status == 422
    assert code in {field["code"] for field in problem["fields"]}
    assert way.shown(roster_id)["state"] == "NEEDS_MAPPING"


def test_only_a_roster_that_asks_is_told() -> None:
    county = way.tree().county
    roster_id = way.upload(county.id, file(2, header=HEADER))
    read(roster_id)

    status, problem = tell(roster_id)

    assert (status, problem["code"]) == (409, "roster_not_to_be_mapped")


def test_what_an_earlier_reading_said_is_not_heard_after_a_person_told_the_columns() -> None:
    county = way.tree().county
    roster_id = way.upload(county.id, file(2))
    earlier = way.parse(roster_id)
    way.keep(earlier)
    tell(roster_id)

    way.keep(earlier)

    assert way.shown(roster_id)["state"] == "PARSING"


def test_a_wrong_row_for_the_header_asks_again() -> None:
    county = way.tree().county
    roster_id = way.upload(county.id, file(2))
    read(roster_id)

    tell(roster_id, sheet=2)
    read_anew(roster_id, county)

    assert way.shown(roster_id)["state"] == "REFUSED"
    assert json.dumps(way.shown(roster_id)["problem"]).count("no_header") == 1


def test_a_file_without_any_header_shows_nobodys_number_when_it_asks() -> None:
    county = way.tree().county
    person = line(2, BRANCH)
    roster_id = way.upload(county.id, sheet([], header=person))
    read(roster_id)

    found = way.shown(roster_id)

    assert found["state"] == "NEEDS_MAPPING"
    assert person[1] not in json.dumps(found)
    assert person[9] not in json.dumps(found)
