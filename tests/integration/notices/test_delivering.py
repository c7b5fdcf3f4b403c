"""Messages to people: once, by the channel they want, when they want to be disturbed, and never lost by a fault."""

import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import permutations
from typing import Any
from unittest import mock

import pytest

from functions.notices import app_receipts, channel_sms, on_committees, on_delivery_due, on_waiting
from functions.notices.channels import Answer, Outcome
from functions.notices.contact_tables import Held, Holder
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.preference_tables import Preferences
from functions.notices.sent_tables import Delivery, Spent
from kernel.authority import Role
from kernel.errors import Busy
from kernel.events import PolicyChanged, RoleGranted, RoleRevoked
from kernel.ids import new_id
from tests.builders import Tree, account, answer, batch, envelope, request
from tests.conftest import Context
from tests.integration.notices.carrying import (
    MAIL,
    MOBILE,
    at,  # noqa: F401 - a fixture
    bound,
    code_in,
    confirm,
    name,
    noticed,
    put,
)
from tests.integration.notices.dispatches import queued
from tests.trust import faults
from tests.trust.faults import KilledError, sends

Texts = Callable[[], list[tuple[str, str]]]
Mails = Callable[[], list[tuple[list[str], str, str]]]
Clock = Callable[[str], None]
DAY = date(2026, 11, 25)
MORNING, NIGHT = "2026-11-25T08:05", "2026-11-25T23:10"


@pytest.fixture
def member_id(tree: Tree, connected: Callable[..., None], texts: Texts, at: Clock) -> str:  # noqa: F811 - a fixture
    """A member who can be reached by text."""
    connected()
    found = bound("member", tree)
    reach("member", texts)
    at(MORNING)
    return found


def reach(subject: str, texts: Texts) -> None:
    name(subject, "sms", MOBILE)
    assert confirm(subject, "sms", code_in(texts()[-1][1]))[0] == 200


def mailed(subject: str, mails: Mails) -> None:
    name(subject, "email", MAIL)
    assert confirm(subject, "email", code_in(mails()[-1][2]))[0] == 200


def prefer(member_id: str, **wishes: Any) -> None:
    put(Preferences(*Preferences.key_of(member_id), version=1, **wishes))


def digest(tree: Tree, member_id: str, box: str | None = None) -> Due:
    return Due(box=box or Notice.member_box(member_id), county_id=tree.county.id, day=DAY)


def urgent(tree: Tree, notice: Notice) -> Due:
    return Due(box=notice.pk, county_id=tree.county.id, notice_id=notice.sk, urgent=True)


def deliver(*dues: Due) -> None:
    bodies = [due.model_dump_json(by_alias=True) for due in dues]
    assert on_delivery_due.lambda_handler(batch(*bodies), Context()) == {"batchItemFailures": []}


def take_up(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of an hour has come: what waits is ordered and delivered."""
    found = datetime.fromisoformat(f"{moment}+08:00")
    monkeypatch.setattr(on_waiting, "now", lambda: found)
    on_waiting.lambda_handler({}, Context())
    on_delivery_due.lambda_handler(batch(*queued("DELIVERY_QUEUE")), Context())


def said(texts: Texts) -> list[str]:
    return [text for _, text in texts() if "验证码" not in text]


def state(member_id: str) -> list[str]:
    return [found.state for found in Delivery.query(Delivery.partition(member_id))]


def test_a_digest_says_how_many_wait_once(tree: Tree, member_id: str, texts: Texts) -> None:
    noticed(tree, member_id, 2)
    due = digest(tree, member_id)

    deliver(due, due)
    deliver(due)

    assert said(texts) == ["【e支部】您有2条未读通知，请登录e支部查看。"]
    assert state(member_id) == ["SENT"]


def test_offices_and_member_are_one_person_with_one_digest(tree: Tree, member_id: str, texts: Texts) -> None:
    box = Notice.office_box(tree.branch.id, "secretary")
    granted = RoleGranted(subject="member", role="secretary", organisation_id=tree.branch.id)
    on_committees.lambda_handler(batch(envelope(granted)), Context())
    (own,) = noticed(tree, member_id)
    office = Notice(**{**own.attribute_values, "pk": box, "sk": new_id()})
    office.place()
    put(office)

    deliver(digest(tree, member_id, box), digest(tree, member_id))

    assert said(texts) == ["【e支部】您有2条未读通知，请登录e支部查看。"]


def test_whoever_named_no_address_is_passed_over(tree: Tree, member_id: str, texts: Texts) -> None:
    other = bound("other", tree)
    noticed(tree, other)

    deliver(digest(tree, other))

    assert said(texts) == []
    assert state(other) == []


def test_an_address_without_its_code_is_not_used(tree: Tree, member_id: str, texts: Texts) -> None:
    other = bound("other", tree)
    name("other", "sms", "13900000002")
    noticed(tree, other)

    deliver(digest(tree, other))

    assert said(texts) == []


@pytest.mark.parametrize("wishes", [{"digest": False}, {"opt_outs": ["ABSENT_3M"]}, {"channels": ["email"]}])
def test_who_does_not_want_it_is_left_alone(tree: Tree, member_id: str, texts: Texts, wishes: dict[str, Any]) -> None:
    prefer(member_id, **wishes)
    noticed(tree, member_id)

    deliver(digest(tree, member_id))

    assert said(texts) == []


def test_what_was_read_meanwhile_is_not_told_of(tree: Tree, member_id: str, texts: Texts) -> None:
    noticed(tree, member_id, read_at="2026-11-25T00:01:00.000Z")

    deliver(digest(tree, member_id))

    assert said(texts) == []


def test_the_readers_language_is_spoken(tree: Tree, member_id: str, texts: Texts) -> None:
    prefer(member_id, language="en")
    noticed(tree, member_id)

    deliver(digest(tree, member_id))

    assert said(texts) == ["【e支部】1 notices wait for you in E-Branch."]


def test_quiet_hours_are_waited_for(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,  # noqa: F811 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prefer(member_id, quiet_hours="22:00-07:10")
    noticed(tree, member_id)
    at(NIGHT)
    deliver(digest(tree, member_id))
    take_up("2026-11-25T23:15", monkeypatch)
    assert said(texts) == []

    at("2026-11-26T07:15")
    take_up("2026-11-26T07:15", monkeypatch)
    take_up("2026-11-26T07:30", monkeypatch)

    assert len(said(texts)) == 1


def test_a_committees_quiet_hours_hold_below_it(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,  # noqa: F811 - a fixture
) -> None:
    told = [
        PolicyChanged(organisation_id=tree.county.id, county_id=tree.county.id, policy=policy, value=value)
        for policy, value in (("quiet_hours", "22:00-07:00"), ("lists", "on"))
    ]
    on_committees.lambda_handler(batch(*(envelope(event) for event in told)), Context())
    noticed(tree, member_id)
    at(NIGHT)

    deliver(digest(tree, member_id))

    assert (said(texts), state(member_id)) == ([], ["OPEN"])


def test_what_is_urgent_is_said_at_night(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,  # noqa: F811 - a fixture
) -> None:
    prefer(member_id, quiet_hours="22:00-07:00")
    (notice,) = noticed(tree, member_id, urgent=True)
    at(NIGHT)

    deliver(urgent(tree, notice))

    assert said(texts) == ["【e支部】您自2026年8月24日起已有3个月没有参加组织生活。"]


def test_a_channel_that_is_down_for_a_day_loses_and_doubles_nothing(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,  # noqa: F811 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noticed(tree, member_id)
    moments = ["2026-11-25T08:05", "2026-11-25T08:30", "2026-11-25T09:30", "2026-11-25T13:30", "2026-11-26T01:30"]
    at(moments[0])
    with away():
        deliver(digest(tree, member_id))
        for moment in moments[1:]:
            at(moment)
            take_up(moment, monkeypatch)
    assert (said(texts), state(member_id)) == ([], ["OPEN"])

    for moment in ("2026-11-27T01:30", "2026-11-27T01:45", "2026-11-28T01:45"):
        at(moment)
        take_up(moment, monkeypatch)

    assert len(said(texts)) == 1
    assert spent(tree) == 5


@contextmanager
def away() -> Iterator[None]:
    """No short message is taken."""
    with mock.patch.object(channel_sms, "handed_over", return_value=Answer(Outcome.UNAVAILABLE)):
        yield


def spent(tree: Tree) -> int:
    found = Spent.find(f"SPENT#{tree.county.id}", "2026-11")
    return int(found.fen) if found else 0


def test_after_the_last_round_the_inbox_is_all_there_is(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,  # noqa: F811 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noticed(tree, member_id)
    with away():
        deliver(digest(tree, member_id))
        for day in range(25, 31):
            for hour in ("09", "14", "20"):
                at(f"2026-11-{day}T{hour}:45")
                take_up(f"2026-11-{day}T{hour}:45", monkeypatch)

    assert state(member_id) == ["FAILED"]
    assert spent(tree) == 0


def test_another_channel_stands_in(tree: Tree, member_id: str, texts: Texts, mails: Mails) -> None:
    mailed("member", mails)
    prefer(member_id, channels=["sms", "email"])
    noticed(tree, member_id)
    before = len(mails())

    with away():
        deliver(digest(tree, member_id))

    assert [text for _, _, text in mails()[before:]] == ["您有1条未读通知，请登录e支部查看。"]
    assert (said(texts), spent(tree)) == ([], 1)


def test_above_the_cap_what_costs_nothing_is_used_or_nothing(
    tree: Tree, member_id: str, texts: Texts, connected: Callable[..., None]
) -> None:
    connected(cost_cap_fen=9)
    noticed(tree, member_id)
    other = bound("other", tree)
    name("other", "sms", "13900000003")
    confirm("other", "sms", code_in(texts()[-1][1]))
    noticed(tree, other)

    deliver(digest(tree, member_id), digest(tree, other))

    assert len(said(texts)) == 1
    assert spent(tree) == 5
    assert sorted(state(member_id) + state(other)) == ["FAILED", "SENT"]


def test_an_address_that_cannot_be_opened_now_is_used_later(tree: Tree, member_id: str, texts: Texts) -> None:
    noticed(tree, member_id)
    body = digest(tree, member_id).model_dump_json(by_alias=True)
    with mock.patch("functions.notices.readers.sealer", side_effect=Busy):
        failed = on_delivery_due.lambda_handler(batch(body), Context())
    assert (failed["batchItemFailures"], said(texts), state(member_id)) == ([{"itemIdentifier": "message-0"}], [], [])

    deliver(digest(tree, member_id))

    assert len(said(texts)) == 1


@pytest.mark.parametrize("fault", [faults.Fault.KILL_BEFORE, faults.Fault.KILL_AFTER])
def test_killed_at_any_call_it_is_said_at_most_once_and_only_lost_while_it_is_handed_over(
    tree: Tree, member_id: str, texts: Texts, fault: faults.Fault
) -> None:
    noticed(tree, member_id)
    lost = []
    for place in range(1, 40):
        due = Due(box=Notice.member_box(member_id), county_id=tree.county.id, day=date(2027, 1, place % 28 + 1))
        for gone in Delivery.query(Delivery.partition(member_id)):
            gone.delete()
        before = len(said(texts))
        with sends(place, fault) as calls, suppress(KilledError):
            deliver(due)
        if not calls.struck:
            break
        deliver(due)
        deliver(due)
        count = len(said(texts)) - before
        assert count <= 1
        assert state(member_id) in (["SENT"], ["UNKNOWN"])
        if not count:
            lost.append(calls.seen[-1])

    assert set(lost) <= {"TransactWriteItems", "Publish"}
    assert place > 8


@pytest.mark.parametrize(
    "fault", [faults.Fault.REPLY_LOST, faults.Fault.CONFLICT, faults.Fault.ERROR, faults.Fault.THROTTLE]
)
def test_a_fault_of_the_table_changes_nothing(tree: Tree, member_id: str, texts: Texts, fault: faults.Fault) -> None:
    noticed(tree, member_id)
    with sends() as counted:
        deliver(Due(box=Notice.member_box(member_id), county_id=tree.county.id, day=date(2027, 2, 1)))
    for place, operation in enumerate(counted.seen, 1):
        if operation == "Publish" or not fault.applies(operation):
            continue
        before = len(said(texts))
        with sends(place, fault):
            deliver(Due(box=Notice.member_box(member_id), county_id=tree.county.id, day=date(2027, 3, place)))
        assert len(said(texts)) == before + 1


def receipt(channel: str, *told: tuple[str, str], key: str = "secret of receipts") -> tuple[int, Any]:
    body = json.dumps({"receipts": [{"receipt": name, "state": state} for name, state in told]})
    signed = hmac.new(key.encode(), f"{channel}.{body}".encode(), "sha256").hexdigest()
    event = request("POST", f"/v1/public/receipts/{channel}", headers={"x-signature": f"sha256={signed}"})
    event["body"] = body
    return answer(app_receipts.lambda_handler(event, Context()))


def test_receipts_move_a_message_forward_and_late_ones_do_nothing(tree: Tree, member_id: str) -> None:
    noticed(tree, member_id)
    deliver(digest(tree, member_id))
    (sent,) = Delivery.query(Delivery.partition(member_id))

    assert receipt("sms", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 1})
    late = receipt("sms", (sent.receipt, "DELIVERED"), (sent.receipt, "FAILED"), ("nobody's", "DELIVERED"))
    assert late == (200, {"received": 3, "moved": 0})
    assert receipt("email", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 0})
    assert state(member_id) == ["OPENED"]


@pytest.mark.parametrize("key", ["another secret", ""])
def test_a_receipt_that_is_not_signed_is_refused(tree: Tree, member_id: str, key: str) -> None:
    assert receipt("sms", ("any", "DELIVERED"), key=key or "x")[0] == 401


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_office_is_held_by_whom_the_last_fact_says(tree: Tree, member_id: str, order: tuple[int, ...]) -> None:
    facts = [
        envelope(kind(subject="member", role="reviewer", organisation_id=tree.township.id), seq=seq)
        for seq, kind in enumerate((RoleGranted, RoleRevoked, RoleGranted), 1)
    ]
    for place in (*order, *order):
        assert on_committees.lambda_handler(batch(facts[place]), Context()) == {"batchItemFailures": []}

    assert Holder.all_of(tree.township.id, "reviewer") == ["member"]
    assert Held.boxes_of("member") == [Notice.office_box(tree.township.id, "reviewer")]


def test_who_lost_an_office_hears_of_its_box_no_more(tree: Tree, member_id: str, texts: Texts) -> None:
    for seq, kind in enumerate((RoleGranted, RoleRevoked), 1):
        fact = kind(subject="member", role="reviewer", organisation_id=tree.township.id)
        on_committees.lambda_handler(batch(envelope(fact, seq=seq)), Context())
    account("member", (Role.MEMBER, tree.branch), member_id=member_id, branch=tree.branch)
    box = Notice.office_box(tree.township.id, "reviewer")
    (own,) = noticed(tree, member_id)
    office = Notice(**{**own.attribute_values, "pk": box, "sk": new_id()})
    office.place()
    put(office)

    deliver(digest(tree, member_id, box))
    assert said(texts) == []

    deliver(digest(tree, member_id))
    assert said(texts) == ["【e支部】您有1条未读通知，请登录e支部查看。"]
