"""Assistance and donations: promised, shown without a name, taken back."""

from typing import Any

from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.builders import recorded
from tests.integration.activities.assistance_story import (
    ALL,
    GOODS,
    MONEY,
    act,
    body,
    confirm,
    delivered,
    promise,
    state,
)
from tests.integration.activities.service_story import helps
from tests.integration.activities.story import Story, call
from tests.trust.faults import sends


def test_a_promise_is_delivered_and_confirmed_by_the_member_who_is_helped(story: Story, helped: str) -> None:
    status, promised = call("POST", ALL, story.member, body(story, helped=helps(story, 2)))
    before = confirm(promised["id"], helped)
    _, brought = act("delivery", promised["id"], story.member)

    answered, confirmed = confirm(promised["id"], helped)

    assert (status, promised["state"], promised["gift"]) == (201, "PROMISED", MONEY)
    assert (promised["donorId"], promised["carrierId"]) == (story.members[0], None)
    assert (brought["state"], brought["carrierId"]) == ("DELIVERED", story.members[0])
    assert (before[0], before[1]["code"]) == (409, "wrong_state")
    assert (answered, confirmed["state"], "donorId" in confirmed) == (201, "CONFIRMED", False)
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["actor"]) == ("AssistanceConfirmed", "helped")
    assert entry["data"] == {
        "assistanceId": promised["id"],
        "organisationId": story.branch.id,
        "countyId": story.tree.county.id,
        "kind": "MONEY",
        "fen": 50_000,
        "confirmedOn": f"{business_day(now())}",
    }


def test_the_branch_sees_what_is_given_and_no_name(story: Story, second: str, helped: str) -> None:
    ids = [delivered(story, helped=helps(story, 2)), promise(story, gift=GOODS, purpose="FESTIVAL")]

    _, page = call("GET", ALL, second, query={"organisationId": story.branch.id})
    _, own = call("GET", f"{ALL}/received", helped)

    assert [one["id"] for one in page["items"]] == ids
    assert [one["id"] for one in own["items"]] == ids[:1]
    assert page["items"][1] == {
        "id": ids[1],
        "organisationId": story.branch.id,
        "donor": "MEMBER",
        "gift": GOODS,
        "purpose": "FESTIVAL",
        "helped": "OUTSIDE",
        "helpedOrganisationId": None,
        "state": "PROMISED",
        "promisedAt": page["items"][1]["promisedAt"],
        "deliveredAt": None,
        "confirmedAt": None,
    }
    assert not any(member in str(page) + str(own) for member in story.members)


def test_who_gives_how_much_and_to_whom_is_in_no_event(story: Story, helped: str) -> None:
    assistance_id = delivered(story, helped=helps(story, 2), gift=GOODS)
    confirm(assistance_id, helped)

    told = str([entry["data"] for entry in recorded(story.branch.id)])

    assert [entry["event"] for entry in recorded(story.branch.id)] == [
        "AssistancePromised",
        "AssistanceDelivered",
        "AssistanceConfirmed",
    ]
    assert not any(word in told for word in ("大米", "HARDSHIP", *story.members))


def test_the_donor_and_the_committees_see_who_gives(story: Story, second: str, helped: str) -> None:
    path = f"{ALL}/{promise(story, helped=helps(story, 2))}"

    statuses = [call("GET", path, by)[0] for by in (None, second, helped, "stranger", "member", "secretary", "county")]

    assert statuses == [401, 403, 403, 404, 200, 200, 200]
    assert call("GET", path, "secretary")[1]["donorId"] == story.members[0]


def test_a_list_is_of_a_year_and_goes_on_where_it_stopped(story: Story) -> None:
    ids = [promise(story) for _ in range(3)]
    query = {"organisationId": story.branch.id, "limit": "2"}

    _, first = call("GET", ALL, story.member, query=query)
    _, rest = call("GET", ALL, story.member, query=query | {"cursor": first["next"]})
    _, other = call("GET", ALL, story.member, query=query | {"year": "2020"})

    assert [one["id"] for one in first["items"] + rest["items"]] == ids
    assert (rest["next"], other["items"]) == (None, [])


def test_a_promise_is_taken_back_before_it_is_delivered(story: Story, second: str) -> None:
    promised, brought = promise(story), delivered(story)

    answers = [act("cancel", one, by) for one, by in ((promised, second), (promised, "member"), (brought, "member"))]

    assert [status for status, _ in answers] == [403, 200, 409]
    assert state(promised) == "TAKEN_BACK"
    assert recorded(story.branch.id)[-1]["event"] == "AssistanceTakenBack"
    assert act("delivery", promised, story.member)[1]["code"] == "wrong_state"


def test_a_promise_is_of_whole_fen_or_of_things(story: Story) -> None:
    wrong: list[dict[str, Any]] = [
        {"gift": {"kind": "MONEY", "fen": value}} for value in (0, -1, 1.5, "100", 10**10 + 1, 10**40, None, True)
    ]
    wrong += [{"gift": {"kind": "GOODS", "things": value}} for value in ("", "长" * 101, "大\u202e米", 1, None)]
    wrong += [{"gift": MONEY | GOODS}, {"gift": {}}, {"purpose": "😀"}, {"donor": "ANYBODY"}, {"helped": {}}]

    for changes in wrong:
        assert call("POST", ALL, story.member, body(story, **changes))[0] == 422, changes
    assert recorded(story.branch.id) == []


def test_who_is_helped_is_known_and_the_organisation_is_open(story: Story) -> None:
    unknown = {"kind": "MEMBER", "branchId": story.branch.id, "memberId": new_id()}
    first = call("POST", ALL, story.member, body(story, helped=unknown))
    story.branch.closed_on = "2026-11-01"
    story.branch.save()

    closed = call("POST", ALL, story.member, body(story))

    assert first[1]["fields"] == [{"field": "helped.memberId", "code": "unknown_member"}]
    assert closed[1]["fields"] == [{"field": "organisationId", "code": "not_in_a_county"}]


def test_a_promise_under_a_key_is_made_once(story: Story) -> None:
    headers = {"idempotency-key": "once"}

    first, again = (call("POST", ALL, story.member, body(story), headers=headers) for _ in range(2))

    assert first == again
    assert len(recorded(story.branch.id)) == 1


def test_what_is_asked_stays_within_its_budget(story: Story, helped: str) -> None:
    promise(story)

    with sends() as promised:
        assistance_id = promise(story, helped=helps(story, 2))
    with sends() as brought:
        act("delivery", assistance_id, story.member)
    with sends() as listed:
        call("GET", ALL, story.member, query={"organisationId": story.branch.id})

    assert promised.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
    assert brought.seen == ["GetItem", "BatchGetItem", "TransactWriteItems"]
    assert listed.seen == ["BatchGetItem", "Query", "BatchGetItem"]
