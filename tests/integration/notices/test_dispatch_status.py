"""What became of a dispatch: counts by organisation, the unread list, retraction."""

from typing import Any

from functions.notices.dispatch_messages import IN_CHUNK
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import (
    act,
    boxes,
    carry,
    everybody,
    expand,
    inbox,
    order,
    people,
    reach,
    remind,
    retract,
    send,
    status,
    told,
)
from tests.integration.notices.queues import queued
from tests.trust.faults import sends


def unread(dispatch: Any, branch: Organisation, subject: str | None = "admin", **query: str) -> tuple[int, Any]:
    asked = {"organisationId": branch.id} | query
    return call("GET", f"/v1/dispatches/{dispatch['id']}/unread", subject, query=asked)


def test_delivered_opened_and_acted_are_counted_apart_by_the_organisations_below(county: Tree) -> None:
    near, far = people(county.branch, 3), people(county.far_branch, 2)
    people(county.sister, 1)
    sent = send("admin", county.county, everybody(county.county), asks=True)

    act(near[0], county.branch, "read")
    act(near[1], county.branch, "done")
    act(far[0], county.far_branch, "read", "read", "done", "done")
    whole, body = status(sent)

    assert whole == 200
    assert body == {
        "dispatch": sent,
        "reach": reach(county.county, 6, 3, 2),
        "items": sorted(
            [reach(county.township, 4, 2, 1), reach(county.other_township, 2, 1, 1)],
            key=lambda item: str(item["organisationId"]),
        ),
        "asOf": body["asOf"],
        "next": None,
    }
    assert status(sent, organisationId=county.township.id)[1]["reach"] == reach(county.township, 4, 2, 1)
    assert status(sent, "secretary", organisationId=county.branch.id)[1]["items"] == [reach(county.branch, 3, 2, 1)]


def test_pages_of_the_status_hold_every_organisation_once(county: Tree) -> None:
    for place in (county.branch, county.far_branch):
        people(place, 1)
    sent = send("admin", county.county, everybody(county.county))

    first = status(sent, limit=1)[1]
    second = status(sent, limit=1, cursor=first["next"])[1]

    assert first["reach"] == second["reach"] == reach(county.county, 2, 0, 0)
    found = [item["organisationId"] for item in (*first["items"], *second["items"])]
    assert found == sorted([county.township.id, county.other_township.id])
    assert second["next"] is None


def test_a_dispatch_is_seen_from_the_sender_down_and_by_nobody_else(county: Tree) -> None:
    people(county.sister, 1)
    sent = send("admin", county.county, everybody(county.township))
    account("township", (Role.REVIEWER, county.township))
    account("above", (Role.COUNTY_ADMIN, county.county), (Role.SECRETARY, county.far_branch))
    account("member", member_id=new_id(), branch=county.branch)
    other = order("above", county.branch, everybody(county.branch))[1]

    assert status(sent, None)[0] == 401
    assert status(sent, "township")[0] == 404
    assert status(sent, "township", organisationId=county.township.id)[0] == 200
    assert status(sent, "member", organisationId=county.branch.id)[0] == 403
    assert status({"id": new_id()})[0] == 404
    assert status(other, organisationId=county.far_branch.id)[0] == 404
    assert status(sent, cursor="eyJhZnRlciI6MX0")[0] == 400


def test_the_unread_list_names_who_has_not_opened_it_or_not_acted(county: Tree) -> None:
    members = people(county.branch, 3)
    sent = send("admin", county.county, everybody(county.branch), asks=True)
    act(members[0], county.branch, "read")
    act(members[1], county.branch, "done")

    opened = unread(sent, county.branch)
    acted = unread(sent, county.branch, "secretary", what="acted")

    assert opened[0] == 200
    assert opened[1]["items"] == [{"memberId": members[2], "openedAt": None, "actedAt": None}]
    assert [item["memberId"] for item in acted[1]["items"]] == sorted([members[0], members[2]])
    assert {item["openedAt"] is None for item in acted[1]["items"]} == {True, False}
    assert unread(sent, county.sister)[1]["items"] == []


def test_pages_of_the_unread_list_go_through_all_chunks(county: Tree) -> None:
    members = people(county.branch, 2 * IN_CHUNK + 3)
    sent = send("admin", county.county, everybody(county.branch))

    found: list[str] = []
    query: dict[str, str] = {}
    while True:
        body = unread(sent, county.branch, **query)[1]
        found += [item["memberId"] for item in body["items"]]
        if body["next"] is None:
            break
        query = {"cursor": body["next"]}

    assert sorted(found) == members
    assert unread(sent, county.sister, cursor=query["cursor"])[0] == 400


def test_a_retraction_reaches_every_copy_and_stops_what_is_on_its_way(county: Tree) -> None:
    members, late = people(county.branch, 2), people(county.sister, 1)
    account("member", member_id=members[0], branch=county.branch)
    sent = send("admin", county.county, everybody(county.branch))
    other = order("admin", county.county, everybody(county.sister))[1]

    answered, again = retract(sent), retract(sent)
    (notice,) = inbox("member")
    expand(*told(county.county)[-2:])
    waiting = queued()
    assert retract(other)[0] == 200
    carry(waiting)
    expand(*[event for event in told(county.county) if event.data.get("dispatchId") == other["id"]])

    assert answered[0] == 200
    assert answered[1] == sent | {"retractedAt": answered[1]["retractedAt"]}
    assert (again[0], again[1]["code"]) == (409, "dispatch_retracted")
    assert remind(sent)[1]["code"] == "dispatch_retracted"
    assert (notice["withdrawnAt"], notice["body"]) == (answered[1]["retractedAt"], "时间有误")
    assert not set(late) & set(boxes())
    assert queued() == []
    (entry,) = [e for e in recorded(county.county.id) if e["event"] == "DispatchRetracted"][:1]
    assert entry["data"] == {
        "dispatchId": sent["id"],
        "organisationId": county.county.id,
        "countyId": county.county.id,
    }


def test_only_the_sender_retracts_and_nobody_is_reminded_of_what_was_retracted(county: Tree) -> None:
    people(county.branch, 1)
    sent = send("admin", county.county, everybody(county.branch))
    remind(sent)

    refused = [retract(sent, subject)[0] for subject in (None, "secretary")]
    retract(sent)
    expand(*[event for event in told(county.county) if event.event == "DispatchReminded"])
    carry()

    assert refused == [401, 404]
    assert retract({"id": new_id()})[0] == 404
    assert remind({"id": new_id()})[0] == 404
    assert unread({"id": new_id()}, county.branch)[0] == 404
    assert len(boxes()) == 1


def test_calls_of_the_routes(county: Tree) -> None:
    people(county.branch, 2)
    sent = send("admin", county.county, everybody(county.county))

    with sends() as asked:
        status(sent)
    with sends() as listed:
        unread(sent, county.branch)
    with sends() as reminded:
        remind(sent)
    with sends() as retracted:
        retract(sent)

    assert asked.seen == ["Query", "BatchGetItem", "Query"]
    assert listed.seen == ["BatchGetItem", "Query", "BatchGetItem"]
    assert reminded.seen == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
    assert retracted.seen == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
