"""The front door of rosters: who may, what is asked, what is answered."""

import hashlib
from typing import Any

import pytest

from functions.rosters.tables import Outcomes, Roster
from kernel.errors import Changed
from kernel.ids import new_id
from kernel.table import encode_cursor
from scripts.demo.county import county
from scripts.demo.sheets import county_files
from tests.builders import recorded
from tests.integration.rosters import way
from tests.integration.rosters.test_way import mixed

pytestmark = pytest.mark.usefixtures("rosters")
CONTENT = b"some,content\n"


@pytest.fixture(scope="module")
def members() -> bytes:
    return county_files(county(1, small=True))["members.utf8.csv"]


def test_only_a_county_administrator_uploads_and_applies(members: bytes) -> None:
    tree = way.tree()
    body = way.announcement(tree.county.id, CONTENT)
    roster_id = way.upload(tree.county.id, members)

    statuses = [
        way.call("POST", "/v1/rosters", subject, body=body)[0]
        for subject in (None, "nobody", way.AUDITOR, way.SECRETARY)
    ]
    applying = [
        way.call("POST", f"/v1/rosters/{roster_id}/apply", subject)[0]
        for subject in (None, "nobody", way.AUDITOR, way.SECRETARY)
    ]
    reading = [
        [way.call("GET", f"/v1/rosters/{roster_id}{path}", subject)[0] for path in ("", "/rows")]
        for subject in (None, "nobody", way.AUDITOR, way.SECRETARY)
    ]

    assert statuses == applying == [401, 404, 403, 404]
    assert reading == [[401, 401], [404, 404], [200, 200], [404, 404]]
    assert way.call("POST", "/v1/rosters", body=body | {"organisationId": new_id()})[0] == 404


def test_a_secretary_of_the_same_branch_sees_that_it_is_not_theirs(members: bytes) -> None:
    tree = way.tree()
    roster_id = way.upload(tree.branch.id, members)

    assert way.call("GET", f"/v1/rosters/{roster_id}", way.SECRETARY)[0] == 403


def test_a_roster_that_does_not_exist_is_not_found() -> None:
    way.tree()

    answers = [way.call("GET", f"/v1/rosters/{new_id()}{path}") for path in ("", "/rows", "/errors")]
    answers.append(way.call("POST", f"/v1/rosters/{new_id()}/apply"))

    assert {status for status, _ in answers} == {404}
    assert way.call("GET", "/v1/rosters/x")[0] == 422


def test_a_roster_shows_where_it_stands(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)

    found = way.shown(roster_id)

    assert found == {
        "rosterId": roster_id,
        "organisationId": county_id,
        "kind": "members",
        "state": "UPLOADING",
        "filename": "花名册.csv",
        "sizeBytes": len(members),
        "sha256": hashlib.sha256(members).hexdigest(),
        "createdAt": found["createdAt"],
        "counters": dict.fromkeys(
            (
                *("read", "refused", "previewed", "create", "update", "same", "conflict", "error"),
                *("applied", "failed", "undone", "kept"),
            ),
            0,
        ),
        "unknownColumns": [],
        "layout": None,
        "problem": None,
        "pausedFrom": None,
        "stalled": False,
        "rowsPerSecond": None,
        "estimatedEnd": None,
    }


def test_while_it_runs_a_roster_says_when_it_may_end(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    way.keep(way.parse(roster_id))
    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)

    before = way.shown(roster_id)["estimatedEnd"]
    way.count(answers[:2])
    during = way.shown(roster_id)["estimatedEnd"]
    way.count(answers[2:])

    assert (before, way.shown(roster_id)["estimatedEnd"]) == (None, None)
    assert during > way.shown(roster_id)["createdAt"]


def pages(roster_id: str, **query: str) -> list[dict[str, Any]]:
    found, cursor = [], None
    while True:
        asked = query | ({"cursor": cursor} if cursor else {})
        status, page = way.call("GET", f"/v1/rosters/{roster_id}/rows", query=asked)
        assert status == 200
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize(("limit", "chunks"), [("7", 50), ("100", 2), ("3", 3)])
def test_rows_are_listed_page_by_page_none_twice(
    limit: str, chunks: int, members: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.rosters.reading.CHUNKS_IN_PAGE", chunks)
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    way.preview(roster_id, mixed)
    counters = way.shown(roster_id)["counters"]

    everything = pages(roster_id, limit=limit)
    errors = pages(roster_id, limit=limit, outcome="error")
    conflicts = pages(roster_id, limit=limit, outcome="conflict")

    numbers = [row["row"] for row in everything]
    assert len(numbers) == len(set(numbers)) == counters["read"]
    assert len(errors) == counters["refused"] + counters["error"]
    assert len(conflicts) == counters["conflict"]
    assert conflicts[0] == {
        "row": conflicts[0]["row"],
        "outcome": "conflict",
        "code": "enrolled_elsewhere",
        "column": "党支部代码",
        "advice": "该党员的组织关系在另一个党支部；请通过组织关系转接办理，不能用名册改变所在支部",
        "shown": None,
        "changes": [],
        "differences": [],
    }


def test_after_the_apply_its_outcomes_are_listed_and_the_preview_on_demand(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    way.preview(roster_id, mixed)
    way.apply(roster_id, county_id)
    counters = way.shown(roster_id)["counters"]

    assert len(pages(roster_id, outcome="create")) == counters["applied"]
    assert len(pages(roster_id, outcome="create", phase="preview")) == counters["create"]


@pytest.mark.parametrize(
    "place",
    [{"at": "CHUNK#000001", "skip": 0}, {"at": 1, "skip": 0}, {"at": "PREVIEW#", "skip": "x"}, {"other": 1}],
)
def test_a_cursor_from_elsewhere_is_malformed(place: dict[str, Any], members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)

    cursor = encode_cursor(place) or ""

    assert way.call("GET", f"/v1/rosters/{roster_id}/rows", query={"cursor": cursor})[0] == 400
    query = {"organisationId": county_id, "cursor": encode_cursor({"before": 5}) or ""}
    assert way.call("GET", "/v1/rosters", query=query)[0] == 400


def test_the_error_file_is_given_out_by_a_link_once_it_is_there(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    early = way.call("GET", f"/v1/rosters/{roster_id}/errors")
    way.preview(roster_id)

    status, body = way.call("GET", f"/v1/rosters/{roster_id}/errors")

    assert (early[0], early[1]["code"]) == (409, "roster_not_ready")
    assert (status, body["expiresIn"]) == (200, 300)
    assert f"/errors/{roster_id}.csv?" in body["url"]
    assert "response-content-disposition=attachment" in body["url"]
    assert "X-Amz-Expires=300" in body["url"]


def test_a_roster_is_applied_once_from_its_preview(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    path, headers = f"/v1/rosters/{roster_id}/apply", {"idempotency-key": "go"}

    early = way.call("POST", path)
    way.preview(roster_id)
    first = way.call("POST", path, headers=headers)
    again = way.call("POST", path, headers=headers)
    other = way.call("POST", path, headers={"idempotency-key": "other"})

    assert (early[0], early[1]["code"]) == (409, "roster_not_previewed")
    assert (first[0], first[1]["state"]) == (202, "APPLYING")
    assert again == first
    assert (other[0], other[1]["code"]) == (409, "roster_not_previewed")
    assert [entry["event"] for entry in recorded(county_id)].count("RosterApplyStarted") == 1


def test_an_old_roster_is_not_applied(members: bytes) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    way.preview(roster_id)
    roster = Roster.of(roster_id)
    roster.created_at = "2026-01-01T00:00:00.000Z"
    roster.save()

    status, problem = way.call("POST", f"/v1/rosters/{roster_id}/apply")

    assert (status, problem["code"]) == (409, "roster_expired")


def test_of_two_who_apply_at_once_one_is_told_to_reload(members: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, members)
    way.preview(roster_id)
    stale = Roster.of(roster_id)
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    monkeypatch.setattr(Roster, "of", classmethod(lambda _cls, _id: stale))

    status, problem = way.call("POST", f"/v1/rosters/{roster_id}/apply")

    assert (status, problem["code"]) == (409, Changed.code)


def test_the_rosters_of_an_organisation_are_listed_the_latest_first(members: bytes) -> None:
    tree = way.tree()
    made = [way.upload(tree.county.id, members) for _ in range(5)]
    way.upload(tree.township.id, members)

    first = way.call("GET", "/v1/rosters", query={"organisationId": tree.county.id, "limit": "3"})[1]
    query = {"organisationId": tree.county.id, "limit": "3", "cursor": first["next"]}
    second = way.call("GET", "/v1/rosters", query=query)[1]

    found = [item["rosterId"] for item in (*first["items"], *second["items"])]
    assert found == sorted(made, reverse=True)
    assert (len(first["items"]), second["next"]) == (3, None)
    assert way.call("GET", "/v1/rosters", "nobody", query={"organisationId": tree.county.id})[0] == 404
    assert way.call("GET", "/v1/rosters")[0] == 422


def test_outcomes_are_kept_under_keys_in_the_order_of_the_file() -> None:
    keys = [Outcomes.refused(2), Outcomes.answered("preview", 12), Outcomes.answered("apply", 3)]
    assert [*keys, Outcomes.answered("undo", 3, 1)] == [
        "PREVIEW#0#000002",
        "PREVIEW#1#000012",
        "APPLY#1#000003",
        "UNDO.1#1#000003",
    ]
