"""Volunteer service: offered, shown without who is helped, listed."""

from datetime import datetime
from typing import Any

from kernel.authority import Role
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.service_story import (
    OUTSIDE,
    SERVICES,
    body,
    book,
    offer,
)
from tests.integration.activities.story import HOUR, Story, call, to_next_month


def test_what_is_offered_is_shown_to_the_branch_and_listed_in_its_month(story: Story) -> None:
    sent = body(story)
    status, made = call("POST", SERVICES, story.secretary, sent)

    shown = call("GET", f"{SERVICES}/{made['id']}", story.member)
    month = made["startsAt"][:7]
    _, page = call("GET", SERVICES, story.member, query={"organisationId": story.branch.id, "month": month})

    assert (status, shown) == (201, (200, made))
    assert page["items"] == [made]
    assert {name: made[name] for name in made if name not in ("id", "startsAt", "endsAt")} == {
        "organisationId": story.branch.id,
        "kind": "ELDERLY",
        "title": "走访独居老人",
        "place": "某村敬老院",
        "places": 2,
        "taken": 0,
        "helped": "OUTSIDE",
        "helpedOrganisationId": None,
        "calledOff": False,
    }
    assert datetime.fromisoformat(made["startsAt"]) == datetime.fromisoformat(sent["startsAt"])


def test_what_is_written_of_a_service_is_in_no_event(story: Story) -> None:
    helped = {"kind": "MEMBER", "branchId": story.branch.id, "memberId": story.members[2]}

    offer(story, helped=helped)

    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["helped"]) == ("ServiceOffered", "MEMBER")
    assert not any(word in str(entry) for word in ("老人", "敬老院", story.members[2]))


def test_nobody_is_told_which_member_is_helped(story: Story) -> None:
    helped = {"kind": "MEMBER", "branchId": story.branch.id, "memberId": story.members[2]}

    service_id = offer(story, helped=helped)

    for by in (story.secretary, story.member, story.county):
        assert story.members[2] not in str(call("GET", f"{SERVICES}/{service_id}", by))


def test_who_is_helped_finds_what_is_done_for_them(story: Story) -> None:
    builders.account("helped", member_id=story.members[2], branch=story.branch)
    builders.account("school", (Role.SECRETARY, story.tree.far_branch))
    member = {"kind": "MEMBER", "branchId": story.branch.id, "memberId": story.members[2]}
    theirs = offer(story, helped=member)
    schools = offer(story, 3 * HOUR, helped={"kind": "ORGANISATION", "organisationId": story.tree.far_branch.id})
    path = f"{SERVICES}/received"

    _, own = call("GET", path, "helped")
    _, organisation = call("GET", path, "school", query={"organisationId": story.tree.far_branch.id})

    assert [one["id"] for one in own["items"]] == [theirs]
    assert [one["id"] for one in organisation["items"]] == [schools]
    assert call("GET", path, "member")[1]["items"] == []
    assert call("GET", path, "member", query={"organisationId": story.tree.far_branch.id})[0] == 404
    assert call("GET", path, "secretary")[0] == 404
    assert call("GET", f"{SERVICES}/{schools}", "school")[0] == 200
    assert call("GET", f"{SERVICES}/{theirs}", "school")[0] == 404


def test_a_list_goes_on_where_it_stopped(story: Story) -> None:
    starts = to_next_month()
    ids = [offer(story, starts + n * HOUR) for n in range(3)]
    month = call("GET", f"{SERVICES}/{ids[0]}", story.member)[1]["startsAt"][:7]
    query = {"organisationId": story.branch.id, "month": month, "limit": "2"}

    _, first = call("GET", SERVICES, story.member, query=query)
    _, rest = call("GET", SERVICES, story.member, query=query | {"cursor": first["next"]})

    assert [one["id"] for one in first["items"] + rest["items"]] == ids
    assert rest["next"] is None


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"places": 0}, "places"),
    ({"places": 101}, "places"),
    ({"places": "1.5"}, "places"),
    ({"places": True}, "places"),
    ({"startsAt": "9999-12-31T23:30:00-12:00"}, "startsAt"),
    ({"endsAt": "0001-01-01T00:00:00+14:00"}, "endsAt"),
    ({"kind": "DONATION"}, "kind"),
    ({"title": ""}, "title"),
    ({"title": "长" * 101}, "title"),
    ({"title": "走访\u202e"}, "title"),
    ({"startsAt": "2026-11-22"}, "startsAt"),
    ({"helped": {"kind": "NOBODY"}}, "helped"),
    ({"helped": {"kind": "OUTSIDE", "name": "张某"}}, "helped.OUTSIDE"),
    ({"helped": {"kind": "MEMBER", "branchId": "x", "memberId": "x"}}, "helped.MEMBER.branchId"),
]


def test_an_offer_is_complete_and_names_nobody(story: Story) -> None:
    for changes, field in WRONG:
        status, problem = call("POST", SERVICES, story.secretary, body(story, **changes))

        assert status == 422
        assert f"body.{field}" in [fault["field"] for fault in problem["fields"]]
    assert recorded(story.branch.id) == []


def test_who_is_helped_is_known_and_is_another(story: Story) -> None:
    unknown = {"kind": "MEMBER", "branchId": story.branch.id, "memberId": new_id()}
    itself = {"kind": "ORGANISATION", "organisationId": story.branch.id}
    nowhere = {"kind": "ORGANISATION", "organisationId": new_id()}

    answers = [call("POST", SERVICES, story.secretary, body(story, helped=who)) for who in (unknown, itself, nowhere)]

    assert [(status, told["fields"]) for status, told in answers] == [
        (422, [{"field": "helped.memberId", "code": "unknown_member"}]),
        (422, [{"field": "helped.organisationId", "code": "unknown_organisation"}]),
        (422, [{"field": "helped.organisationId", "code": "unknown_organisation"}]),
    ]


def test_a_title_may_hold_what_people_write(story: Story) -> None:
    assert call("POST", SERVICES, story.secretary, body(story, title="义诊 😀 𠮷村"))[1]["title"] == "义诊 😀 𠮷村"


def test_a_closed_organisation_offers_nothing(story: Story) -> None:
    service_id = offer(story)
    story.branch.closed_on = "2026-11-01"
    story.branch.save()

    status, problem = call("POST", SERVICES, story.secretary, body(story, helped=OUTSIDE))

    assert (status, problem["fields"]) == (422, [{"field": "organisationId", "code": "not_in_a_county"}])
    assert book(service_id)[1]["code"] == "wrong_state"


def test_a_service_that_is_not_there_is_not_found(story: Story) -> None:
    path = f"{SERVICES}/{new_id()}"

    for method, rest in (("GET", ""), ("GET", "/bookings"), ("POST", "/slips"), ("POST", "/cancel")):
        assert call(method, f"{path}{rest}", story.secretary)[0] == 404
