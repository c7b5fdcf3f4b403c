"""What a carrier took and then failed goes out by the reader's next channel: each channel once, and never twice."""

from collections.abc import Callable
from contextlib import suppress
from copy import replace
from datetime import date
from typing import Any
from unittest import mock

import pytest

from functions.notices import channel_mail
from functions.notices.channels import Answer, Outcome
from functions.notices.sent_tables import Delivery
from kernel.clock import now
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import (
    QUARTER,
    Clock,
    Mails,
    Person,
    deliver,
    prefer,
    receipt,
    spent,
    urgent,
)
from tests.trust.faults import Fault, KilledError, sends

TEXT = "您有1条未读通知，请登录e支部查看。"


def test_what_failed_goes_out_by_the_next_channel(person: Person, mails: Mails) -> None:
    assert person.tell("sms", "FAILED") == 1
    assert (person.came, person.state) == ((1, 0), "OPEN")

    person.wait()

    assert (person.came, person.state) == ((1, 1), "SENT")
    assert mails()[-1][2] == TEXT
    assert spent(person.tree) == 5 + 1


def test_a_failure_that_is_told_twice_falls_back_once(person: Person) -> None:
    assert [person.tell("sms", "FAILED"), person.tell("sms", "FAILED")] == [1, 0]
    person.wait()
    assert person.tell("sms", "FAILED") == 0
    person.wait("2026-11-25T08:30")

    assert (person.came, person.state) == ((1, 1), "SENT")


def test_each_channel_has_it_once_and_then_the_inbox_is_all_there_is(person: Person) -> None:
    person.tell("sms", "FAILED")
    person.wait()

    assert person.tell("email", "FAILED") == 1
    for moment in ("2026-11-25T08:30", "2026-11-25T12:30", "2026-11-27T08:30"):
        person.wait(moment)
    deliver(person.due)

    assert (person.came, person.state) == ((1, 1), "FAILED")


def test_a_channel_that_failed_is_not_asked_again_while_the_next_is_down(
    person: Person,
    at: Clock,
) -> None:
    person.tell("sms", "FAILED")
    with mock.patch.object(channel_mail, "handed_over", return_value=Answer(Outcome.UNAVAILABLE)):
        person.wait()
    assert (person.came, person.state) == ((1, 0), "OPEN")

    at("2026-11-25T08:30")
    person.wait("2026-11-25T08:30")

    assert (person.came, person.state) == ((1, 1), "SENT")


def test_good_news_before_the_next_channel_has_it_ends_the_matter(person: Person) -> None:
    person.tell("sms", "FAILED")

    assert person.tell("sms", "DELIVERED") == 1
    person.wait()

    assert (person.came, person.state) == ((1, 0), "DELIVERED")


def test_good_news_after_it_is_believed_and_sends_nothing(person: Person) -> None:
    person.tell("sms", "FAILED")
    person.wait()

    assert person.tell("sms", "DELIVERED") == 1
    assert person.tell("email", "FAILED") == 0
    person.wait("2026-11-25T08:30")

    assert (person.came, person.state) == ((1, 1), "DELIVERED")


def test_a_failure_after_good_news_moves_nothing(person: Person) -> None:
    person.tell("sms", "DELIVERED")

    assert person.tell("sms", "FAILED") == 0
    person.wait()

    assert (person.came, person.state) == ((1, 0), "DELIVERED")


def test_the_order_delivered_again_is_not_another_text(person: Person) -> None:
    person.tell("sms", "FAILED")

    deliver(person.due, person.due)
    person.wait()

    assert (person.came, person.state) == ((1, 1), "SENT")


def test_what_was_read_meanwhile_is_not_told_again(person: Person) -> None:
    person.tell("sms", "FAILED")
    person.notice.refresh()
    person.notice.mark_read(now())
    person.notice.save()

    person.wait()

    assert person.came == (1, 0)


@pytest.mark.parametrize("wishes", [{"digest": False}, {"opt_outs": ["ABSENT_3M"]}])
def test_who_has_had_enough_meanwhile_is_left_alone(person: Person, wishes: dict[str, Any]) -> None:
    person.tell("sms", "FAILED")
    prefer(person.member_id, channels=["sms", "email"], **wishes)

    person.wait()

    assert person.came == (1, 0)


def test_quiet_hours_hold_for_the_next_channel_too(
    person: Person,
    at: Clock,
) -> None:
    prefer(person.member_id, channels=["sms", "email"], quiet_hours="08:00-09:00")
    person.tell("sms", "FAILED")
    at(QUARTER)
    person.wait()
    assert (person.came, person.state) == ((1, 0), "OPEN")

    at("2026-11-25T09:00")
    person.wait("2026-11-25T09:00")

    assert person.came == (1, 1)


def test_above_the_cap_the_next_channel_is_not_paid_for(person: Person, connected: Callable[..., None]) -> None:
    connected(cost_cap_fen=5)
    person.tell("sms", "FAILED")

    person.wait()

    assert (person.came, person.state, spent(person.tree)) == ((1, 0), "FAILED", 5)


def test_a_failure_that_is_told_days_later_sends_nothing(
    person: Person,
    at: Clock,
) -> None:
    at("2026-11-27T08:06")

    assert person.tell("sms", "FAILED") == 1
    person.wait("2026-11-27T08:15")

    assert (person.came, person.state) == ((1, 0), "FAILED")


def test_a_digest_that_falls_back_on_a_later_day_gives_way_to_that_days(
    person: Person,
    at: Clock,
) -> None:
    person.tell("sms", "FAILED")
    at("2026-11-26T08:05")
    deliver(replace(person.due, day=date(2026, 11, 26)))

    person.wait("2026-11-26T08:15")

    assert person.came == (2, 0)


def test_without_one_of_a_later_day_it_still_falls_back(
    person: Person,
    at: Clock,
) -> None:
    person.tell("sms", "FAILED")
    at("2026-11-26T08:05")

    person.wait("2026-11-26T08:15")

    assert person.came == (1, 1)


def test_what_is_urgent_falls_back_at_night(
    person: Person,
    at: Clock,
) -> None:
    prefer(person.member_id, channels=["sms", "email"], quiet_hours="22:00-07:00")
    (notice,) = noticed(person.tree, person.member_id, urgent=True)
    at("2026-11-25T23:10")
    deliver(urgent(person.tree, notice))
    sent = Delivery.demand(Delivery.partition(person.member_id), f"NOTICE-{notice.sk}")

    receipt("sms", (str(sent.receipt), "FAILED"))
    person.wait("2026-11-25T23:15")

    assert person.came == (2, 1)


@pytest.mark.parametrize("place", [1, 2, 3])
@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.CONFLICT, Fault.ERROR, Fault.THROTTLE, Fault.KILL_AFTER])
def test_no_fault_of_the_table_loses_a_failure_or_doubles_a_message(person: Person, fault: Fault, place: int) -> None:
    receipt("sms", ("nobody's", "FAILED"))  # from here on the secret is known

    with sends(place, fault) as calls, suppress(KilledError):
        receipt("sms", (person.names["sms"], "FAILED"))
    person.tell("sms", "FAILED")
    person.wait()

    assert calls.struck
    assert (person.came, person.state) == ((1, 1), "SENT")


def test_a_failure_of_nobodys_message_is_counted_and_forgotten(person: Person) -> None:
    assert receipt("sms", ("nobody's", "FAILED")) == (200, {"received": 1, "moved": 0})
    assert receipt("wechat", (person.names["sms"], "FAILED")) == (200, {"received": 1, "moved": 0})
    assert person.state == "SENT"
