"""Places in volunteer services: booked without overlaps or overbooking, given back, called off."""

from typing import Any
from unittest import mock

from functions.activities.service import booking, offering
from functions.activities.service.tables import Booked, Calendar
from kernel.asking import Asking
from kernel.authority import PRINCIPALS, Role
from kernel.clock import now
from tests import builders
from tests.builders import recorded
from tests.integration.activities.service_story import (
    SERVICES,
    act,
    body,
    book,
    helps,
    offer,
    running,
    stored,
)
from tests.integration.activities.story import HOUR, Story, call
from tests.trust.faults import sends


def asking(subject: str) -> Asking:
    """Whoever acts in the middle of another's request, beside its resolver."""
    return Asking(PRINCIPALS.load(subject))


def test_a_member_books_a_place(story: Story) -> None:
    service_id = offer(story)

    status, booked = book(service_id)

    assert status == 201
    assert {name: booked[name] for name in ("serviceId", "memberId", "branchId", "state", "minutes")} == {
        "serviceId": service_id,
        "memberId": story.members[0],
        "branchId": story.branch.id,
        "state": "BOOKED",
        "minutes": None,
    }
    assert stored(service_id).taken == 1
    assert call("GET", f"{SERVICES}/{service_id}/bookings", story.secretary)[1]["items"] == [booked]
    entry = recorded(story.branch.id)[-1]
    assert (entry["event"], entry["data"]["memberId"]) == ("ServiceBooked", story.members[0])


def test_nobody_has_two_places_at_one_time(story: Story) -> None:
    with mock.patch("tests.integration.activities.service_story.now", return_value=now()):
        first = offer(story, 2 * HOUR, HOUR)
        spans = [(2.0, 1.0), (1.5, 1.0), (2.5, 1.0), (2.25, 0.5), (1.5, 3.0), (3.0, 1.0), (1.5, 0.5)]
        others = [offer(story, starts * HOUR, lasts * HOUR) for starts, lasts in spans]
    book(first)

    answers = [book(other) for other in others]

    assert [told.get("code") for _, told in answers] == ["double_booked"] * 5 + [None, None]
    assert [stored(other).taken for other in others] == [0] * 5 + [1, 1]


def test_two_bookings_in_one_instant_that_overlap_leave_one(story: Story) -> None:
    """Both have read the calendar before either has written it."""
    first, other = offer(story), offer(story)
    real = booking._demand_free

    def meanwhile(seat: booking.Seat, *rest: Any) -> None:
        real(seat, *rest)
        if seat.service.id == first and stored(other).taken == 0:
            booking.book(asking("member"), other)

    with mock.patch.object(booking, "_demand_free", meanwhile):
        status, problem = book(first)

    assert (status, problem["code"]) == (409, "double_booked")
    assert (stored(first).taken, stored(other).taken) == (0, 1)
    calendar = Calendar.demand(Booked.partition(story.members[0]), "CALENDAR")
    assert list(calendar.booked) == [other]


def test_of_two_who_take_the_last_place_in_one_instant_one_has_it(story: Story, second: str) -> None:
    service_id = offer(story, places=1)
    real = booking._demand_free
    told: list[Any] = []

    def meanwhile(seat: booking.Seat, member_id: str, *rest: Any) -> None:
        real(seat, member_id, *rest)
        if member_id == story.members[0] and not told:
            told.append(booking.book(asking(second), service_id))

    with mock.patch.object(booking, "_demand_free", meanwhile):
        status, problem = book(service_id)

    assert told[0].member_id == story.members[1]
    assert (status, problem["code"]) == (409, "no_place_left")
    assert stored(service_id).taken == 1


def test_one_that_is_called_off_in_the_same_instant_is_not_booked(story: Story) -> None:
    service_id = offer(story)
    real = booking._demand_free

    def meanwhile(*args: Any) -> None:
        real(*args)
        offering.call_off(asking("secretary"), service_id)

    with mock.patch.object(booking, "_demand_free", meanwhile):
        status, problem = book(service_id)

    assert (status, problem["code"]) == (409, "wrong_state")
    assert (stored(service_id).taken, Booked.find(Booked.partition(story.members[0]), "x")) == (0, None)


def test_a_place_is_booked_once(story: Story) -> None:
    service_id, headers = offer(story), {"idempotency-key": "once"}

    first = book(service_id, headers=headers)
    again = book(service_id, headers=headers)
    other = book(service_id)

    assert again == first
    assert (other[0], other[1]["code"], stored(service_id).taken) == (409, "already_booked", 1)


def test_a_place_that_is_given_back_can_be_taken_by_others_and_again(story: Story, second: str) -> None:
    service_id = offer(story, places=1)
    book(service_id)

    status, cancelled = act("cancel", service_id, story.members[0], story.member)

    assert (status, cancelled["state"], stored(service_id).taken) == (200, "CANCELLED", 0)
    assert call("GET", f"{SERVICES}/{service_id}/bookings", story.secretary)[1]["items"] == []
    assert book(service_id, second)[0] == 201
    assert book(service_id)[1]["code"] == "no_place_left"
    act("cancel", service_id, story.members[1], story.secretary)
    assert book(service_id)[1]["state"] == "BOOKED"


def test_what_was_given_back_or_called_off_stands_in_nobodys_way(story: Story) -> None:
    first, second, third = offer(story), offer(story), offer(story)
    book(first)
    act("cancel", first, story.members[0], story.member)
    booked = book(second)[0]
    call("POST", f"{SERVICES}/{second}/cancel", story.secretary)

    status, _ = book(third)

    assert (booked, status) == (201, 201)
    assert book(first)[1]["code"] == "double_booked"


def test_once_it_has_begun_the_secretary_alone_gives_a_place_back(story: Story) -> None:
    service_id = running(story)
    book(service_id)

    answers = [act("cancel", service_id, story.members[0], who)[0] for who in (story.member, story.secretary)]

    assert answers == [409, 200]
    assert act("cancel", service_id, story.members[0], story.secretary)[0] == 409


def test_nobody_books_what_is_over_or_called_off_or_done_for_themselves(story: Story) -> None:
    off, own = offer(story), offer(story, helped=helps(story, 0))
    _, told = call("POST", f"{SERVICES}/{off}/cancel", story.secretary)
    over = offer(story, -HOUR, 2 * HOUR)
    row = stored(over)
    row.ends_at = row.starts_at
    row.save()

    codes = [book(one)[1]["code"] for one in (off, own, over)]

    assert codes == ["wrong_state", "helps_oneself", "wrong_state"]
    assert told["calledOff"]
    again = call("POST", f"{SERVICES}/{off}/cancel", story.secretary)
    assert (again[0], again[1]["code"]) == (409, "wrong_state")


def test_of_places_to_come_nobody_has_too_many(story: Story) -> None:
    service_id = offer(story)
    with mock.patch("functions.activities.service.rules.MOST_TO_COME", 1):
        book(offer(story, 5 * HOUR))
        status, problem = book(service_id)

    assert (status, problem["code"]) == (409, "too_many_bookings")


def test_a_committees_service_is_for_all_below_it(story: Story) -> None:
    builders.account("planner", (Role.SECRETARY, story.tree.county))
    _, made = call("POST", SERVICES, "planner", body(story, organisationId=story.tree.county.id))

    statuses = [book(made["id"], by)[0] for by in (story.member, "stranger")]

    assert statuses == [201, 201]
    assert recorded(story.tree.far_branch.id)[-1]["event"] == "ServiceBooked"
    assert book(offer(story, 5 * HOUR), "stranger")[0] == 404


def test_members_book_for_themselves(story: Story) -> None:
    service_id = offer(story)
    builders.account("bound to nobody", branch=story.branch)
    asking = (None, "stranger", "secretary", "county", "bound to nobody", "member")

    statuses = [book(service_id, by)[0] for by in asking]

    assert statuses == [401, 404, 403, 403, 403, 201]


def test_what_is_asked_stays_within_its_budget(story: Story) -> None:
    service_id = offer(story)
    book(offer(story, 9 * HOUR))

    with sends() as offered:
        offer(story, 5 * HOUR)
    with sends() as booked:
        book(service_id)
    with sends() as listed:
        call("GET", f"{SERVICES}/{service_id}/bookings", story.secretary)
    with sends() as cancelled:
        act("cancel", service_id, story.members[0], story.member)

    assert offered.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
    assert booked.seen == ["GetItem", "BatchGetItem", "TransactWriteItems"]
    assert listed.seen == ["Query", "BatchGetItem", "BatchGetItem"]
    assert cancelled.seen == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
