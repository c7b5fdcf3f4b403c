"""A roster from the announcement to the last applied row, each message also late, again and in any order."""

import random
from typing import Any

import pytest

from functions.rosters.messages import CSV, XLSX
from kernel.rows import RowOutcome, RowsMessage
from scripts.demo.county import County, county
from scripts.demo.sheets import county_files
from tests.builders import recorded
from tests.integration.rosters import way
from tests.unit.rosters import hostile

pytestmark = pytest.mark.usefixtures("rosters")


@pytest.fixture(scope="module")
def small() -> County:
    return county(1, small=True)


@pytest.fixture(scope="module")
def files(small: County) -> dict[str, bytes]:
    return county_files(small)


def mixed(_: RowsMessage, rows: Any) -> list[RowOutcome]:
    """The first row of each chunk is refused, the second is in conflict, the others are new."""
    outcomes = [RowOutcome(row=row["row"], outcome="create") for row in rows]
    outcomes[0] = RowOutcome(row=rows[0]["row"], outcome="error", code="branch_unknown", column="branch_code")
    if len(rows) > 1:
        second = rows[1]["row"]
        outcomes[1] = RowOutcome(row=second, outcome="conflict", code="enrolled_elsewhere", column="branch_code")
    return outcomes


def test_a_roster_is_read_previewed_and_applied(files: dict[str, bytes], small: County) -> None:
    county_id = way.tree().county.id

    roster_id = way.upload(county_id, files["members.utf8.csv"])
    assert way.shown(roster_id)["state"] == "UPLOADING"
    messages = way.parse(roster_id)
    way.keep(messages[:1])
    assert way.shown(roster_id)["state"] == "PARSING"
    way.preview(roster_id)
    previewed = way.shown(roster_id)
    way.apply(roster_id, county_id)
    applied = way.shown(roster_id)

    read, refused = len(small.member_rows), previewed["counters"]["refused"]
    zero = ("update", "same", "conflict", "error", "applied", "failed", "undone", "kept")
    counters = dict.fromkeys(zero, 0)
    counters |= {"read": read, "refused": refused, "previewed": read - refused, "create": read - refused}
    assert (previewed["state"], previewed["counters"]) == ("PREVIEWED", counters)
    assert (applied["state"], applied["counters"]) == ("APPLIED", counters | {"applied": read - refused})
    assert [entry["event"] for entry in recorded(county_id)] == [
        "RosterUploaded",
        "RosterParsed",
        "RosterApplyStarted",
        "RosterApplied",
    ]
    assert recorded(county_id)[-1]["data"] == {
        "rosterId": roster_id,
        "organisationId": county_id,
        "created": read - refused,
        "updated": 0,
        "unchanged": 0,
        "refused": refused,
    }


def test_every_message_three_times_in_any_order_counts_once(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.xlsx"], contentType=XLSX)
    shuffle = random.Random(7).shuffle  # noqa: S311 - an order for a test

    parsed = [*way.parse(roster_id), *way.parse(roster_id), *way.parse(roster_id)]
    shuffle(parsed)
    way.keep(parsed)
    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), mixed)
    shuffle(answers)
    for start in range(0, len(answers), 7):
        assert way.count(answers[start : start + 7]) == []
    previewed = way.shown(roster_id)
    way.call("POST", f"/v1/rosters/{roster_id}/apply")
    for _ in range(3):
        way.send_all(roster_id, county_id)
    while late := way.answered(way.drain("MEMBER_ROWS_QUEUE"), mixed):
        shuffle(late)
        for start in range(0, len(late), 7):
            assert way.count(late[start : start + 7]) == []
        way.walk_on()
    way.keep(parsed[:5])
    way.send_all(roster_id, county_id)

    one_chunk_each = len({answer.chunk for answer in answers})
    counters, applied = previewed["counters"], way.shown(roster_id)
    assert counters["error"] == one_chunk_each
    assert counters["previewed"] == counters["read"] - counters["refused"]
    assert applied["state"] == "APPLIED"
    assert applied["counters"]["applied"] == counters["create"]
    assert applied["counters"]["failed"] == counters["error"] + counters["conflict"]
    assert [entry["event"] for entry in recorded(county_id)].count("RosterApplied") == 1
    assert [entry["event"] for entry in recorded(county_id)].count("RosterParsed") == 1


def test_the_error_file_holds_every_refused_row_in_order(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])

    way.preview(roster_id, mixed)

    header, *lines = way.error_file(roster_id)
    counters = way.shown(roster_id)["counters"]
    numbers = [int(line.split(",")[0].strip('"')) for line in lines]
    assert header == '"行号","列","内容（部分隐去）","问题","处理办法"'
    assert numbers == sorted(numbers)
    assert len(lines) == counters["refused"] + counters["error"] + counters["conflict"]
    assert any('"党支部代码","","党支部不存在"' in line for line in lines)


def test_an_error_file_of_many_lines_is_put_together_from_parts(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.rosters.outcomes.in_order", lambda lines: iter(sorted([*lines] * 2_000)))
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])

    way.preview(roster_id, mixed)

    _, *lines = way.error_file(roster_id)
    counters = way.shown(roster_id)["counters"]
    bad = counters["refused"] + counters["error"] + counters["conflict"]
    assert len(lines) == bad * 2_000
    assert [int(line.split(",")[0].strip('"')) for line in lines] == sorted(
        int(line.split(",")[0].strip('"')) for line in lines
    )


def test_rows_that_fail_only_when_applied_are_in_the_file_then(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    way.preview(roster_id)
    before = len(way.error_file(roster_id))

    way.apply(roster_id, county_id, mixed)

    counters = way.shown(roster_id)["counters"]
    assert len(way.error_file(roster_id)) == before + counters["failed"]


def test_organisations_go_to_their_own_domain(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    content = files["organisations.csv"].replace(b"431128-000,", b"431128,")

    roster_id = way.upload(county_id, content, kind="organisations")
    way.keep(way.parse(roster_id))

    assert way.drain("MEMBER_ROWS_QUEUE") == []
    answers = way.answered(way.drain("ORGANISATION_ROWS_QUEUE"), way.created)
    assert way.count(answers) == []
    assert way.shown(roster_id)["state"] == "PREVIEWED"
    assert way.shown(roster_id)["counters"]["refused"] == 8


def test_a_file_that_cannot_be_read_is_refused_with_advice() -> None:
    county_id = way.tree().county.id
    files = {"has_doctype": (hostile.with_doctype(), XLSX), "has_nul": ("姓名,民族,学历\n\0".encode(), CSV)}

    for code, (content, content_type) in files.items():
        roster_id = way.upload(county_id, content, contentType=content_type)
        way.keep(way.parse(roster_id))
        way.keep(way.parse(roster_id))

        found = way.shown(roster_id)
        assert (found["state"], found["problem"]["code"]) == ("REFUSED", code)
        assert found["problem"]["advice"].endswith("。")
        assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[1]["code"] == "roster_not_previewed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"sizeBytes": 5}, "size_differs"), ({"sizeBytes": 50}, "size_differs"), ({"sha256": "0" * 64}, "digest_differs")],
)
def test_a_file_other_than_the_announced_one_is_refused(changed: dict[str, Any], code: str) -> None:
    county_id = way.tree().county.id

    roster_id = way.upload(county_id, b"0123456789", **changed)
    way.keep(way.parse(roster_id))

    assert way.shown(roster_id)["problem"]["code"] == code


def test_a_roster_of_bad_rows_alone_is_previewed_and_not_applied() -> None:
    county_id = way.tree().county.id
    header = "姓名,公民身份号码,民族,学历,人员类别,入党日期,工作岗位,党支部代码\n"

    roster_id = way.upload(county_id, (header + "李明,1,汉,本科,正式,2001-07-01,农民,A\n").encode())
    way.keep(way.parse(roster_id))

    assert way.shown(roster_id)["state"] == "PREVIEWED"
    assert len(way.error_file(roster_id)) == 2
    status, problem = way.call("POST", f"/v1/rosters/{roster_id}/apply")
    assert (status, problem["code"]) == (409, "nothing_to_apply")
