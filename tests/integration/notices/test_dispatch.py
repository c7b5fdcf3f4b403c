"""From the order to the inboxes: a branch, a subtree, a list; what is refused; what comes twice."""

from datetime import timedelta
from typing import Any

import pytest

from functions.notices import on_dispatch_due, on_dispatch_ordered
from functions.notices.dispatch_messages import IN_CHUNK
from functions.notices.tables import Presence
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.notices.dispatches import (
    TABLE,
    boxes,
    carry,
    everybody,
    expand,
    inbox,
    order,
    people,
    send,
    told,
)
from tests.integration.notices.queues import queued
from tests.trust import engine
from tests.trust.delivery import thrice_shuffled
from tests.trust.faults import sends


def test_a_branch_is_told(county: Tree) -> None:
    members = people(county.branch, 3)
    account("member", member_id=members[0], branch=county.branch)

    ordered = send(
        "secretary", county.branch, everybody(county.branch), links=[{"rel": "附件", "href": "https://a.b/c"}]
    )

    assert ordered == {
        "id": ordered["id"],
        "organisationId": county.branch.id,
        "audience": "subtree",
        "title": "关于开展主题党日的通知",
        "actBy": None,
        "urgent": False,
        "asks": False,
        "demands": {"requests": 0, "forms": 0, "photos": 0},
        "branchesOver": 0,
        "orderedAt": ordered["orderedAt"],
        "retractedAt": None,
    }
    assert boxes() == members
    (notice,) = inbox("member")
    assert (notice["subject"], notice["body"], notice["sender"]) == (
        "关于开展主题党日的通知",
        "请按时参加。",
        county.branch.id,
    )
    assert notice["links"] == [{"rel": "附件", "href": "https://a.b/c"}]


def test_the_order_and_each_delivery_are_on_the_record_without_a_word_of_the_text(county: Tree) -> None:
    members = people(county.branch, 2)

    ordered = send("admin", county.county, everybody(county.branch))

    (first,) = recorded(county.county.id)
    assert (first["event"], first["actor"], first["data"]) == (
        "DispatchOrdered",
        "admin",
        {
            "dispatchId": ordered["id"],
            "organisationId": county.county.id,
            "countyId": county.county.id,
            "path": county.county.path,
            "audience": "subtree",
            "topId": county.branch.id,
            "overBudget": 0,
        },
    )
    (delivered,) = [entry for entry in recorded(county.branch.id) if entry["event"] == "DispatchDelivered"]
    assert delivered["data"] == {
        "dispatchId": ordered["id"],
        "organisationId": county.county.id,
        "branchId": county.branch.id,
        "countyId": county.county.id,
        "path": county.branch.path,
        "members": members,
        "asks": False,
        "actBy": None,
    }


def test_a_county_reaches_all_its_branches_and_a_township_its_own(county: Tree) -> None:
    near, far = [*people(county.branch, 2), *people(county.sister, 2)], people(county.far_branch, 2)

    send("admin", county.county, everybody(county.township))
    of_township = boxes()
    send("admin", county.county, everybody(county.county))

    assert of_township == sorted(near)
    assert boxes() == sorted([*near, *near, *far])


def test_a_large_branch_is_told_in_several_acts_whose_rows_fit(county: Tree) -> None:
    members = people(county.branch, 2 * IN_CHUNK + 1)

    send("admin", county.county, everybody(county.branch), asks=True)

    assert boxes() == members
    acts = [entry for entry in recorded(county.branch.id) if entry["event"] == "DispatchDelivered"]
    assert [len(entry["data"]["members"]) for entry in acts] == [IN_CHUNK, IN_CHUNK, 1]


def test_a_closed_branch_and_one_that_moved_away_hear_nothing(county: Tree) -> None:
    people(county.branch, 1)
    people(county.sister, 1)
    county.branch.closed_on = "2026-11-01"
    county.branch.save()
    county.sister.path = county.other_township.path + county.sister.id + "/"
    county.sister.save()

    send("admin", county.county, everybody(county.township))

    assert boxes() == []


def test_a_list_goes_to_whom_it_names_and_to_each_once(county: Tree) -> None:
    near, far = people(county.branch, 3), people(county.far_branch, 2)
    named = [(county.branch, near[0]), (county.branch, near[0]), (county.far_branch, far[1])]

    send("admin", county.county, {"members": [{"branchId": b.id, "memberId": m} for b, m in named]})

    assert boxes() == sorted([near[0], far[1]])


def test_who_is_not_at_home_in_the_branch_is_named_by_place(county: Tree) -> None:
    (member,) = people(county.branch, 1)
    named = [{"branchId": county.branch.id, "memberId": member}, {"branchId": county.sister.id, "memberId": member}]

    status, body = order("admin", county.county, {"members": named})

    assert (status, body["code"]) == (422, "not_at_home")
    assert body["fields"] == [{"field": "body.audience.members.1", "code": "not_at_home"}]


def test_a_keyed_order_is_carried_out_once(county: Tree) -> None:
    people(county.branch, 1)

    first = order("admin", county.county, everybody(county.branch), key="one")
    again = order("admin", county.county, everybody(county.branch), key="one")

    assert first == again
    assert len(recorded(county.county.id)) == 1


def test_a_sender_reaches_only_its_own_subtree(county: Tree) -> None:
    account("both", (Role.SECRETARY, county.branch), (Role.SECRETARY, county.sister))

    assert order(None, county.branch, everybody(county.branch))[0] == 401
    assert order("secretary", county.branch, everybody(county.sister))[0] == 404
    assert order("secretary", county.county, everybody(county.branch))[0] == 404
    assert order("secretary", county.branch, {"organisationId": new_id()})[0] == 404
    assert order("both", county.branch, everybody(county.sister))[1]["code"] == "not_below_sender"
    account("auditor", (Role.AUDITOR, county.county))
    assert order("auditor", county.county, everybody(county.branch))[0] == 403


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": ""}, "invalid"),
        ({"body": "字" * 4001}, "invalid"),
        ({"links": [{"rel": "附件", "href": "http://a.b"}]}, "invalid"),
        ({"audience": {}}, "invalid"),
        ({"demands": {"forms": 100}}, "invalid"),
        ({"actBy": "2020-01-01"}, "act_by_past"),
    ],
)
def test_what_makes_no_notice_is_refused(county: Tree, more: dict[str, Any], expected: str) -> None:
    words = {"audience": everybody(county.branch)} | more

    status, body = order("admin", county.county, words.pop("audience"), **words)

    assert (status, body["code"]) == (422, expected)


def test_a_list_is_of_one_county(county: Tree) -> None:
    county.far_branch.county_id = new_id()
    county.far_branch.save()
    named = [{"branchId": b.id, "memberId": new_id()} for b in (county.branch, county.far_branch)]

    assert order("admin", county.county, {"members": named})[1]["code"] == "several_counties"


def test_with_a_day_to_act_by_it_asks_for_something(county: Tree) -> None:
    (member,) = people(county.branch, 1)
    account("member", member_id=member, branch=county.branch)
    day = business_day(now()) + timedelta(days=7)

    send("admin", county.county, everybody(county.branch), actBy=day.isoformat(), urgent=True)

    (notice,) = inbox("member")
    assert (notice["asks"], notice["urgent"], notice["dueOn"]) == (True, True, day.isoformat())


def test_what_is_urgent_is_ordered_to_go_out_and_the_rest_waits_for_the_digest(county: Tree) -> None:
    members = people(county.branch, 2)

    send("admin", county.county, everybody(county.branch), urgent=True)
    out = queued("DELIVERY_QUEUE")
    waiting = [row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("OUT#")]
    send("admin", county.county, everybody(county.branch))

    assert sorted(message["box"].removeprefix("BOX#MEMBER#") for message in out) == members
    assert all(message["urgent"] for message in out)
    assert waiting == []
    assert queued("DELIVERY_QUEUE") == []
    digests = [row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("OUT#")]
    tomorrow = business_day(now()) + timedelta(days=1)
    assert {row["pk"]["S"].split("#")[1] for row in digests} == {tomorrow.isoformat()}
    assert len(digests) == len(members)


def test_orders_and_chunks_that_come_three_times_shuffled_tell_everybody_once(county: Tree) -> None:
    members = sorted([*people(county.branch, IN_CHUNK + 3), *people(county.sister, 4)])
    order("admin", county.county, everybody(county.county), demands={"forms": 1})

    thrice_shuffled(on_dispatch_ordered.lambda_handler, *told(county.county))
    thrice_shuffled(on_dispatch_due.lambda_handler, *queued())

    assert boxes() == members
    burdens = [row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BURDEN#")]
    assert sorted(int(row["forms"]["N"]) for row in burdens) == [1, 1]
    tallies = [row for row in engine.rows(TABLE) if row["sk"]["S"].startswith("BRANCH#")]
    assert sum(int(row["delivered"]["N"]) for row in tallies) == len(members)


def test_who_came_between_two_expansions_is_told_once_and_so_is_everybody_else(county: Tree) -> None:
    before = people(county.branch, IN_CHUNK)
    order("admin", county.county, everybody(county.branch), demands={"photos": 2})
    expand(*told(county.county))
    carry()

    presence = Presence.load(county.branch.id, county.county.id, "")
    newcomer = "00000000000000000000000001"
    presence.members = presence.members | {newcomer: ["2026-11-01", 0]}
    presence.save()
    expand(*told(county.county))
    carry()

    assert boxes() == sorted([newcomer, *before])
    (burden,) = [row for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BURDEN#")]
    assert burden["photos"]["N"] == "2"


def test_calls_of_an_order_and_of_a_chunk(county: Tree) -> None:
    people(county.branch, 2)
    order("admin", county.county, everybody(county.branch))

    with sends() as plain:
        order("admin", county.county, everybody(county.branch))
    with sends() as demanding:
        order("admin", county.county, everybody(county.branch), asks=True)
    queued()
    expand(*told(county.county)[-1:])
    chunks = queued()
    with sends() as delivered:
        carry(chunks)

    assert plain.seen == ["BatchGetItem", "TransactWriteItems"]
    assert demanding.seen == ["BatchGetItem", "Query", "Query", "TransactWriteItems"]
    assert delivered.seen == ["GetItem", "GetItem", "TransactWriteItems"]
