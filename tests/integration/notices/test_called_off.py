"""Volunteer service that is called off: whoever has a place in it hears of it, once, in whatever order it is told."""

import itertools
from copy import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from functions.notices.inbox_tables import Notice
from functions.notices.serving import MOST_MEMBERS
from kernel.clock import SHANGHAI
from kernel.events import Envelope, ServiceBooked, ServiceBookingCancelled, ServiceCalledOff, ServiceOffered
from kernel.ids import derived_id
from tests.builders import account, envelope
from tests.integration.notices.conftest import call
from tests.integration.notices.queues import queued
from tests.integration.notices.world import COUNTY, TABLE, branch, clock, hand_over, member, morning, tell
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
TODAY, ONE = date(2026, 11, 10), timedelta(days=1)
SERVICE, HOME = derived_id("service"), branch(1)
FIRST, SECOND = member(1), member(2)
AT: dict[str, Any] = {"service_id": SERVICE, "organisation_id": HOME}
NEXT_WEEK = TODAY + 7 * ONE


def offered(on: date = NEXT_WEEK) -> Envelope:
    starts = datetime.combine(on, time(15), SHANGHAI)
    times: dict[str, Any] = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    return told(ServiceOffered(county_id=COUNTY, kind="CARE", places=50, helped="OUTSIDE", **times, **AT), 1)


def booked(who: str = FIRST) -> Envelope:
    return told(ServiceBooked(branch_id=HOME, member_id=who, **AT), 2)


def given_back(who: str = FIRST) -> Envelope:
    return told(ServiceBookingCancelled(branch_id=HOME, member_id=who, **AT), 3)


def called_off() -> Envelope:
    return told(ServiceCalledOff(county_id=COUNTY, **AT), 4)


def told(event: Any, seq: int) -> Envelope:
    return replace(envelope(event), seq=seq, at=morning(TODAY))


def notices() -> list[Notice]:
    return [Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#")]


def who_was_told() -> list[str]:
    return sorted(notice.pk.removeprefix("BOX#MEMBER#") for notice in notices())


def test_whoever_has_a_place_is_told_and_who_gave_it_back_is_not() -> None:
    tell(TODAY, offered(), booked(), booked(SECOND), given_back(SECOND), called_off())

    assert who_was_told() == [FIRST]


def test_nobody_is_told_of_what_takes_place() -> None:
    tell(TODAY, offered(), booked())

    assert who_was_told() == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3])
def test_in_whatever_order_and_number_it_is_told_each_hears_once(order: tuple[int, ...]) -> None:
    facts = (offered(), booked(), given_back(SECOND), called_off())

    for place in (*order, *order):
        hand_over(facts[place])

    assert who_was_told() == [FIRST]


def test_many_volunteers_are_told_in_parts() -> None:
    crowd = [member(number) for number in range(MOST_MEMBERS + 1)]
    tell(TODAY, offered(), *map(booked, crowd))

    tell(TODAY, called_off())

    assert who_was_told() == sorted(crowd)


def test_of_what_begins_soon_word_goes_out_at_once_and_of_the_rest_with_the_digest() -> None:
    tell(TODAY, offered(), booked(), called_off())
    assert queued("DELIVERY_QUEUE") == []

    soon = {"service_id": derived_id("soon"), "organisation_id": HOME}
    with clock(TODAY):
        for fact in (offered(TODAY + ONE), booked(), called_off()):
            hand_over(replace(fact, data=fact.data | {"serviceId": soon["service_id"]}, id=derived_id(fact.id)))

    assert [(due["box"], due["urgent"]) for due in queued("DELIVERY_QUEUE")] == [(Notice.member_box(FIRST), True)]


def test_the_notice_says_when_it_was_to_be_and_leads_to_it() -> None:
    account("member", member_id=FIRST)
    tell(TODAY, offered(), booked(), called_off())

    [item] = call("GET", "/v1/me/notices", "member")[1]["items"]

    assert item["subject"] == "您报名的2026年11月17日15:00志愿服务已取消。"
    assert item["links"] == [{"rel": "service", "href": f"/v1/activities/services/{SERVICE}"}]
    assert (item["code"], item["organisationId"], item["dueOn"]) == ("SERVICE_CALLED_OFF", HOME, "2026-11-17")
