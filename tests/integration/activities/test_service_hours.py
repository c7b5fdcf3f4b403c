"""Hours of volunteer service: entered, confirmed by who was helped, disputed, taken back; nothing else counts."""

from typing import Any

from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests import builders
from tests.builders import recorded
from tests.integration.activities.service_story import (
    SERVICES,
    act,
    book,
    confirm,
    helps,
    hours,
    minutes,
    offer,
    running,
    served,
    slip,
)
from tests.integration.activities.story import HOUR, Story, call
from tests.trust.faults import sends


def confirmed(story: Story, helped: str) -> str:
    service_id = served(story, helped=helps(story, 2))
    assert confirm(story, service_id, helped)[0] == 201
    return service_id


def test_hours_count_once_the_member_who_was_helped_confirms(story: Story, helped: str) -> None:
    service_id = served(story, helped=helps(story, 2))
    before = minutes(story)

    status, booked = confirm(story, service_id, helped)

    assert (before, minutes(story)) == ((0, 45, 0), (45, 0, 45))
    assert (status, booked["state"], booked["minutes"]) == (201, "CONFIRMED", 45)
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["actor"]) == ("ServiceConfirmed", "helped")
    assert entry["data"] == {
        "serviceId": service_id,
        "organisationId": story.branch.id,
        "branchId": story.branch.id,
        "countyId": story.tree.county.id,
        "path": story.branch.path,
        "memberId": story.members[0],
        "minutes": 45,
        "heldOn": f"{business_day(now() - HOUR)}",
    }


def test_the_secretary_of_an_organisation_that_was_helped_confirms(story: Story) -> None:
    builders.account("school", (Role.SECRETARY, story.tree.far_branch))
    who = {"kind": "ORGANISATION", "organisationId": story.tree.far_branch.id}
    service_id = served(story, helped=who)

    answers = [confirm(story, service_id, by)[0] for by in ("secretary", "member", "stranger", "county", "school")]

    assert answers == [403, 403, 404, 403, 201]


def test_nobody_confirms_what_they_entered(story: Story, helped: str) -> None:
    builders.account("both", (Role.SECRETARY, story.branch), member_id=story.members[2], branch=story.branch)
    service_id = running(story, helped=helps(story, 2))
    book(service_id)
    act("hours", service_id, story.members[0], "both", {"minutes": 45})

    assert [confirm(story, service_id, by)[0] for by in ("both", helped)] == [403, 201]


def test_nobody_confirms_their_own_hours_whatever_office_they_hold(story: Story) -> None:
    who = {"kind": "ORGANISATION", "organisationId": story.tree.far_branch.id}
    builders.account("member", (Role.SECRETARY, story.tree.far_branch), member_id=story.members[0], branch=story.branch)
    service_id = running(story, helped=who)
    book(service_id)
    act("hours", service_id, story.members[0], story.secretary, {"minutes": 45})

    assert confirm(story, service_id, "member")[0] == 403


def test_what_is_disputed_does_not_count_and_may_be_entered_anew(story: Story, helped: str) -> None:
    service_id = served(story, helped=helps(story, 2))

    status, booked = confirm(story, service_id, helped, confirmed=False)
    disputed = minutes(story)
    late = confirm(story, service_id, helped)
    act("hours", service_id, story.members[0], story.secretary, {"minutes": 20})
    confirm(story, service_id, helped, 20)

    assert (status, booked["state"], disputed) == (201, "DISPUTED", (0, 0, 0))
    assert late[1]["code"] == "wrong_state"
    assert minutes(story) == (20, 0, 20)
    events = [entry["event"] for entry in recorded(story.branch.id)][-3:]
    assert events == ["ServiceDisputed", "ServiceHoursEntered", "ServiceConfirmed"]


def test_what_was_changed_after_it_was_read_is_not_confirmed(story: Story, helped: str) -> None:
    service_id = served(story, helped=helps(story, 2))
    act("hours", service_id, story.members[0], story.member, {"minutes": 50})

    status, problem = confirm(story, service_id, helped, 45)

    assert (status, problem["code"], minutes(story)) == (409, "hours_changed", (0, 50, 0))


def test_a_confirmation_counts_once(story: Story, helped: str) -> None:
    service_id, headers = served(story, helped=helps(story, 2)), {"idempotency-key": "once"}

    first = confirm(story, service_id, helped, headers=headers)
    again = confirm(story, service_id, helped, headers=headers)
    other = confirm(story, service_id, helped)

    assert again == first
    assert (other[0], other[1]["code"], minutes(story)) == (409, "wrong_state", (45, 0, 45))


def test_hours_are_whole_minutes_that_can_have_passed(story: Story) -> None:
    service_id = running(story)
    book(service_id)
    before = recorded(story.branch.id)

    wrong: list[Any] = [{"minutes": value} for value in (61, 1441, -1, 1.5, "😀", "45", True, None)]
    for sent in (*wrong, {}, []):
        assert act("hours", service_id, story.members[0], story.member, sent)[0] == 422
    assert recorded(story.branch.id) == before


def test_nobody_enters_hours_of_what_has_not_begun_or_was_called_off(story: Story) -> None:
    to_come, off = offer(story, 5 * HOUR), running(story)
    for one in (to_come, off):
        book(one)
    call("POST", f"{SERVICES}/{off}/cancel", story.secretary)

    answers = [act("hours", one, story.members[0], story.member, {"minutes": 1}) for one in (to_come, off)]

    assert [told["code"] for _, told in answers] == ["wrong_state", "wrong_state"]


def test_who_did_not_come_has_no_hours_and_no_place_means_no_hours(story: Story) -> None:
    service_id = running(story)
    book(service_id)

    _, missed = act("hours", service_id, story.members[0], story.secretary, {"minutes": 0})
    strange = act("hours", service_id, story.members[1], story.secretary, {"minutes": 10})

    assert (missed["state"], strange[0]) == ("MISSED", 404)
    assert slip(story, service_id, story.members[0])
    code = slip(story, service_id, story.members[0])
    assert confirm(story, service_id, story.member, 0, code=code)[1]["code"] == "wrong_state"


def test_the_county_takes_a_confirmation_back_for_good(story: Story, helped: str) -> None:
    service_id = confirmed(story, helped)

    status, booked = act("withdrawal", service_id, story.members[0], "county", {"ground": "FALSE_HOURS"})

    assert (status, booked["state"], minutes(story)) == (201, "WITHDRAWN", (0, 0, 0))
    told = [entry["data"] for entry in recorded(story.branch.id)[-2:]]
    assert told[0] == told[1]
    assert recorded(story.branch.id)[-1]["event"] == "ServiceWithdrawn"
    again = act("withdrawal", service_id, story.members[0], "county", {"ground": "MISTAKE"})
    anew = act("hours", service_id, story.members[0], story.member, {"minutes": 10})
    assert [told["code"] for _, told in (again, anew)] == ["wrong_state", "wrong_state"]


def test_nobody_else_takes_it_back(story: Story, helped: str) -> None:
    service_id = confirmed(story, helped)
    asking = (None, "secretary", "township", "stranger", helped)

    statuses = [act("withdrawal", service_id, story.members[0], by, {"ground": "MISTAKE"})[0] for by in asking]

    assert statuses == [401, 403, 403, 404, 403]


def test_a_year_explains_each_line(story: Story, helped: str) -> None:
    service_id = confirmed(story, helped)
    to_come = offer(story, 5 * HOUR)
    book(to_come)

    status, told = hours(story)

    assert (status, told["year"], told["stars"]) == (200, business_day(now()).year, 0)
    lines = {line["serviceId"]: (line["state"], line["counts"], line["why"]["zh"]) for line in told["lines"]}
    assert lines == {
        service_id: ("CONFIRMED", True, "受助方已确认，计入"),
        to_come: ("BOOKED", False, "尚未登记时长，不计入"),
    }
    assert hours(story, year="2020")[1]["lines"] == []
    assert hours(story, year="2020")[1]["totalMinutes"] == 45


def test_the_member_and_the_committees_see_the_hours_of_whom_they_have(story: Story) -> None:
    builders.account("second", member_id=story.members[1], branch=story.branch)

    assert [hours(story, by)[0] for by in (None, "second", "stranger", "secretary", "county")] == [
        401,
        403,
        404,
        200,
        200,
    ]
    assert hours(story, "secretary", memberId=new_id())[0] == 404


def test_the_sum_is_that_of_the_lines_whatever_is_done_in_whatever_order(story: Story, helped: str) -> None:
    service_id = served(story, helped=helps(story, 2))
    for what, by, sent in [
        ("confirmation", helped, {"minutes": 44}),
        ("confirmation", helped, {"minutes": 45, "confirmed": False}),
        ("hours", story.secretary, {"minutes": 30}),
        ("withdrawal", "county", {"ground": "MISTAKE"}),
        ("confirmation", helped, {"minutes": 30}),
        ("cancel", story.secretary, None),
        ("hours", story.member, {"minutes": 60}),
        ("withdrawal", "county", {"ground": "MISTAKE"}),
    ]:
        act(what, service_id, story.members[0], by, sent)
        _, told = hours(story)
        counting = sum(line["minutes"] for line in told["lines"] if line["counts"])
        assert told["confirmedMinutes"] == told["totalMinutes"] == counting


def test_what_is_asked_stays_within_its_budget(story: Story, helped: str) -> None:
    service_id = running(story, helped=helps(story, 2))
    book(service_id)

    with sends() as entered:
        act("hours", service_id, story.members[0], story.member, {"minutes": 45})
    confirm(story, service_id, helped, 44)
    with sends() as said:
        confirm(story, service_id, helped)
    with sends() as shown:
        hours(story)

    assert entered.seen == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
    assert said.seen == ["GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    assert shown.seen == ["BatchGetItem", "Query"]
