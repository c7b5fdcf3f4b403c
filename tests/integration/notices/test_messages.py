"""What went out of the house: a member sees which message went by which channel, and what became of it."""

from copy import replace
from typing import Any

import pytest

from functions.notices.sent_tables import Delivery
from kernel.authority import Role
from kernel.clock import now
from kernel.ids import new_id
from tests.builders import Tree, account
from tests.integration.notices.conftest import call
from tests.integration.notices.outgoing import Person
from tests.trust.faults import sends

PATH = "/v1/me/notices/messages"


def shown(**query: str) -> list[tuple[Any, ...]]:
    items = call("GET", PATH, "member", query=query)[1]["items"]
    return [(one["about"], one["channel"], one["state"]) for one in items]


def test_a_member_sees_what_went_out_and_by_which_channel(person: Person) -> None:
    day = person.due.day

    status, body = call("GET", PATH, "member")

    assert (status, body["next"]) == (200, None)
    [message] = body["items"]
    assert (message["about"], message["day"], message["noticeId"]) == ("digest", str(day), None)
    assert (message["channel"], message["state"], message["waitsUntil"]) == ("sms", "SENT", None)
    assert message["changedAt"] is not None


def test_what_a_carrier_tells_of_it_is_seen(person: Person) -> None:
    person.tell("sms", "DELIVERED")

    assert shown() == [("digest", "sms", "DELIVERED")]


def test_what_failed_waits_for_the_next_channel_and_says_when(person: Person) -> None:
    person.tell("sms", "FAILED")

    [message] = call("GET", PATH, "member")[1]["items"]
    assert (message["state"], message["waitsUntil"] is None) == ("OPEN", False)


def test_a_page_goes_on_where_it_stopped(person: Person) -> None:
    urgent = replace(person.due, day=None, notice_id=new_id(), urgent=True)
    Delivery.load(person.member_id, urgent, now()).save()

    first = call("GET", PATH, "member", query={"limit": "1"})[1]
    rest = call("GET", PATH, "member", query={"limit": "1", "cursor": first["next"]})[1]

    assert [one["about"] for one in (*first["items"], *rest["items"])] == ["notice", "digest"]
    assert (first["items"][0]["noticeId"], rest["next"]) == (urgent.notice_id, None)
    assert call("GET", PATH, "member", query={"cursor": "e30"})[0] == 400


@pytest.mark.parametrize(("subject", "expected"), [(None, 401), ("clerk", 404), ("neighbour", 200)])
def test_nobody_sees_anothers(person: Person, tree: Tree, subject: str | None, expected: int) -> None:
    account("clerk", (Role.SECRETARY, tree.branch))
    account("neighbour", member_id=tree.sister.id, branch=tree.sister)

    status, body = call("GET", PATH, subject)

    assert status == expected
    assert person.member_id not in str(body)
    assert body.get("items", []) == []


def test_calls_of_the_list(person: Person) -> None:
    call("GET", PATH, "member")

    with sends() as calls:
        call("GET", PATH, "member")

    assert calls.seen == ["Query"]
