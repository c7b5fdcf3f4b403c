"""Previews of what one request cannot count: above counties, and of whom a kept search finds."""

from datetime import timedelta
from typing import Any
from unittest import mock

import msgspec
import pytest

from functions.members import estimating
from functions.members.search_tables import Searched
from functions.notices import preview_counting, preview_figures
from functions.notices.dispatch_messages import CountyPart
from functions.notices.preview_tables import Preview
from kernel.authority import Role
from kernel.clock import now
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import everybody, expand, order, people, send, told
from tests.integration.notices.previews import count, figures, look, preview
from tests.integration.notices.test_burden import load
from tests.integration.notices.test_dispatch_counties import Province, machine, run, started  # noqa: F401 - a fixture
from tests.integration.notices.test_dispatch_segments import found_in
from tests.trust import engine
from tests.trust.faults import sends


@pytest.fixture
def province(tree: Tree) -> Province:
    return Province(tree)


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    return tree


def everywhere(province: Province, machine: str, **asked: Any) -> str:  # noqa: F811 - the fixture's value
    """A preview of the whole province, counted. Returns its id."""
    preview_id = str(preview("provincial", province.top, everybody(province.top), **asked)[1]["id"])
    count(province.top)
    run(machine)
    return preview_id


def test_above_counties_a_preview_is_asked_for_and_counted_county_by_county(
    province: Province,
    machine: str,  # noqa: F811
) -> None:
    people(province.tree.branch, 3)
    people(province.second_branch, 2)
    people(province.foreign_branch, 5)
    account("admin", (Role.COUNTY_ADMIN, province.second))
    send("admin", province.second, everybody(province.second), demands={"forms": 2})

    status, first = preview("provincial", province.top, everybody(province.top), demands={"forms": 1})
    count(province.top)
    between = look("provincial", first["id"])[1]
    run(machine)
    status_after, body = look("provincial", first["id"])

    assert (status, status_after) == (200, 200)
    assert (figures(first), first["parts"]) == (("COUNTING", 0, 0, 0), None)
    assert figures(between) == ("COUNTING", 0, 0, 0)
    assert body == {
        "id": first["id"],
        "state": "COUNTED",
        "parts": 2,
        "partsCounted": 2,
        "branches": 4,
        "people": 5,
        "branchesOver": 1,
        "overBudget": [load(province.second_branch, over=True, forms=3)],
        "costs": [
            {"channel": "inbox", "fen": 1},
            {"channel": "sms", "fen": 25},
            {"channel": "email", "fen": 5},
            {"channel": "wechat", "fen": 0},
        ],
        "asOf": body["asOf"],
    }
    assert body["asOf"] >= first["asOf"]


def test_while_a_county_is_missing_the_rest_is_shown_as_unfinished(
    province: Province,
    machine: str,  # noqa: F811
) -> None:
    people(province.tree.branch, 3)
    preview_id = str(preview("provincial", province.top, everybody(province.top))[1]["id"])
    count(province.top)
    (given,) = started(machine)
    part = msgspec.convert(next(c for c in given["counties"] if c["countyId"] == province.tree.county.id), CountyPart)

    assert [preview_counting.county(part) for _ in range(2)] == [3, 3]

    body = look("provincial", preview_id)[1]
    assert (*figures(body), body["parts"], body["partsCounted"]) == ("COUNTING", 3, 3, 0, 2, 1)


def test_above_counties_without_branches_there_is_nobody(tree: Tree, machine: str) -> None:  # noqa: F811
    top = tree.found(None, "43", "COMMITTEE", "PROVINCE")
    account("provincial", (Role.COUNTY_ADMIN, top))
    preview_id = preview("provincial", top, everybody(top))[1]["id"]

    count(top)

    assert figures(look("provincial", preview_id)[1]) == ("COUNTED", 0, 0, 0)


def test_whom_a_kept_search_finds_is_counted_by_members_and_named_nowhere(county: Tree) -> None:
    people(county.branch, 1)
    segment_id, members = found_in(county, 47)
    send("admin", county.county, everybody(county.branch), demands={"photos": 6})

    first = preview("admin", county.county, {"segmentId": segment_id}, demands={"photos": 1})[1]
    count(county.county)
    count(county.county)
    body = look("admin", first["id"])[1]

    assert first["state"] == "COUNTING"
    assert (*figures(body), body["parts"]) == ("COUNTED", 1, 47, 1, 1)
    assert body["overBudget"] == [load(county.branch, over=True, photos=7)]
    assert [e["event"] for e in recorded(county.county.id)][-2:] == ["PreviewAsked", "AudienceCounted"]
    assert not any(member in str(recorded(county.county.id)) for member in members)


def test_a_search_that_is_gone_or_of_another_place_finds_nobody(county: Tree) -> None:
    account("township", (Role.COUNTY_ADMIN, county.township))
    wide, _ = found_in(county, 2)

    gone = preview("admin", county.county, {"segmentId": new_id()})[1]["id"]
    other = preview("township", county.township, {"segmentId": wide})[1]["id"]
    count(county.county)
    count(county.township)

    assert figures(look("admin", gone)[1]) == ("COUNTED", 0, 0, 0)
    assert figures(look("township", other)[1]) == ("COUNTED", 0, 0, 0)


def test_many_branches_are_counted_in_several_events(county: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    segment_id, _ = found_in(county, 4)
    (stored,) = Searched.find_all([(Searched.partition(county.branch.id), "LINES")])
    Searched(Searched.partition(county.sister.id), lines=stored.lines, version=1).save()
    for name in ("IN_EVENT", "IN_ACT"):
        monkeypatch.setattr(estimating, name, 1)
    preview_id = preview("admin", county.county, {"segmentId": segment_id})[1]["id"]

    count(county.county)

    body = look("admin", preview_id)[1]
    assert (*figures(body), body["parts"]) == ("COUNTED", 2, 8, 0, 2)


def test_what_was_counted_spares_a_reason_or_names_who_needs_one(
    province: Province,
    machine: str,  # noqa: F811
) -> None:
    people(province.second_branch, 1)
    light = everywhere(province, machine, demands={"forms": 2})
    heavy = str(preview("provincial", province.top, everybody(province.top), demands={"forms": 3})[1]["id"])
    expand(told(province.top)[-1])
    run(machine)
    audience = everybody(province.top)

    spared = order("provincial", province.top, audience, demands={"forms": 2}, previewId=light)
    refused = order("provincial", province.top, audience, demands={"forms": 3}, previewId=heavy)
    given = order("provincial", province.top, audience, demands={"forms": 3}, previewId=heavy, reason="普查")

    assert (spared[0], spared[1]["branchesOver"]) == (202, 0)
    assert (refused[0], refused[1]["code"]) == (422, "reason_required")
    assert province.second_branch.id in [field["branchId"] for field in refused[1]["fields"]]
    assert (given[0], given[1]["branchesOver"]) == (202, 4)
    assert recorded(province.top.id)[-1]["data"]["overBudget"] == 4


def test_a_preview_of_another_plan_too_old_or_unfinished_serves_no_order(
    province: Province,
    machine: str,  # noqa: F811
) -> None:
    audience = everybody(province.top)
    asked: dict[str, Any] = {"demands": {"forms": 1}}
    fit = everywhere(province, machine, **asked)
    unfinished = str(preview("provincial", province.top, audience, **asked)[1]["id"])

    codes = [
        order("provincial", province.top, audience, **(asked | {"previewId": fit} | change))[1]["code"]
        for change in ({"demands": {"forms": 2}}, {"asks": True}, {"previewId": unfinished}, {"previewId": new_id()})
    ]
    stored = Preview.demand(*Preview.key_of(fit))
    with mock.patch("functions.notices.preview_asking.now", return_value=stored.at + timedelta(days=1, seconds=1)):
        codes.append(order("provincial", province.top, audience, previewId=fit, **asked)[1]["code"])

    assert codes == ["preview_unfit"] * 5
    assert order("provincial", province.top, audience, previewId=fit, **asked)[0] == 202


def test_a_preview_is_for_whoever_may_send_for_its_sender(county: Tree) -> None:
    segment_id, _ = found_in(county, 1)
    preview_id = preview("admin", county.county, {"segmentId": segment_id})[1]["id"]
    account("reviewer", (Role.REVIEWER, county.county))

    assert [look(who, preview_id)[0] for who in (None, "secretary", "reviewer", "admin")] == [401, 404, 403, 200]
    assert look("admin", new_id())[0] == 404
    assert look("admin", "x")[0] == 422


def test_a_part_names_twenty_branches_of_all_that_are_above_and_goes_after_a_week(
    county: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_figures, "MOST_WORST", 0)
    segment_id, _ = found_in(county, 1)
    body = preview("admin", county.county, {"segmentId": segment_id}, demands={"photos": 7})[1]
    count(county.county)

    after = look("admin", body["id"])[1]

    assert (after["branchesOver"], after["overBudget"]) == (1, [])
    rows = [row for row in engine.rows("NoticesTable") if row["pk"]["S"] == f"PREVIEW#{body['id']}"]
    week = int((now() + timedelta(days=7)).timestamp())
    assert len(rows) == 2
    assert all(week - 600 <= int(row["expires_at"]["N"]) <= week for row in rows)


def test_what_is_told_of_a_preview_that_is_gone_changes_nothing(
    province: Province,
    machine: str,  # noqa: F811
) -> None:
    preview_id = str(preview("provincial", province.top, everybody(province.top))[1]["id"])
    stored = Preview.demand(*Preview.key_of(preview_id))
    count(province.top)
    (given,) = started(machine)
    stored.delete()

    assert [preview_counting.county(msgspec.convert(c, CountyPart)) for c in given["counties"]] == [0, 0]
    expand(*told(province.top))
    assert look("provincial", preview_id)[0] == 404


def test_asked_twice_with_one_key_it_is_one_preview(county: Tree) -> None:
    body = {"organisationId": county.county.id, "audience": {"segmentId": new_id()}}
    headers = {"idempotency-key": "a-key"}

    answers = [call("POST", "/v1/dispatches/preview", "admin", body=body, headers=headers) for _ in range(2)]

    assert answers[0] == answers[1]
    assert [e["event"] for e in recorded(county.county.id)] == ["PreviewAsked"]


def test_calls_of_a_preview_that_is_counted_afterwards(province: Province, machine: str) -> None:  # noqa: F811
    preview_id = everywhere(province, machine, demands={"forms": 1})
    plan: dict[str, Any] = {"demands": {"forms": 1}}

    with sends() as asking:
        preview("provincial", province.top, everybody(province.top), **plan)
    with sends() as looking:
        look("provincial", preview_id)
    with sends() as ordering:
        order("provincial", province.top, everybody(province.top), previewId=preview_id, **plan)

    assert asking.seen == ["BatchGetItem", "TransactWriteItems"]
    assert looking.seen == ["GetItem", "BatchGetItem", "Query"]
    assert ordering.seen == ["BatchGetItem", "GetItem", "Query", "TransactWriteItems"]
