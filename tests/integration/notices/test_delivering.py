"""Messages to people: once, by the channel they want, when they want to be disturbed."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from functions.notices import on_committees
from functions.notices.inbox_tables import Notice
from kernel.events import PolicyChanged, RoleGranted
from kernel.ids import new_id
from tests.builders import Tree, batch, envelope
from tests.conftest import Context
from tests.integration.notices.carrying import bound, code_in, confirm, name, noticed, put
from tests.integration.notices.outgoing import (
    DAY,
    NIGHT,
    Clock,
    Mails,
    Texts,
    away,
    deliver,
    digest,
    mailed,
    prefer,
    said,
    spent,
    state,
    take_up,
    urgent,
)

ONE_DAY = timedelta(days=1)


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
    at: Clock,
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
    at: Clock,
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
    at: Clock,
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
    at: Clock,
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


@pytest.mark.parametrize(
    ("back", "expected"),
    [("2026-11-26T01:00", 2), ("2026-11-26T07:00", 1), ("2026-11-26T12:20", 1), ("2026-11-27T08:45", 1)],
)
def test_when_it_comes_back_the_next_days_digest_says_all_and_nobody_has_two_on_one_day(
    tree: Tree, member_id: str, texts: Texts, at: Clock, monkeypatch: pytest.MonkeyPatch, back: str, expected: int
) -> None:
    """Down from one morning's digest on, beyond the next one's or not; what was said before the next is said alone."""
    noticed(tree, member_id)
    told: dict[str, list[str]] = {}
    mornings = {"2026-11-25T08:00": DAY, "2026-11-26T08:00": DAY + ONE_DAY}
    hours = [f"2026-11-{day}T{hour:02}:15" for day in range(25, 29) for hour in range(24)]
    for moment in sorted([*hours[8:], *mornings]):
        at(moment)
        before = len(said(texts))
        with away() if moment < back else nullcontext():
            if day := mornings.get(moment):
                deliver(digest(tree, member_id, day=day), digest(tree, member_id, day=day))
            if day == DAY:
                noticed(tree, member_id)  # for tomorrow's
            take_up(moment, monkeypatch)
        told.setdefault(moment[:10], []).extend(said(texts)[before:])

    texts_told = [text for one_day in told.values() for text in one_day]
    assert max(map(len, told.values())) == 1
    assert len(texts_told) == state(member_id).count("SENT") == expected
    assert "2条" in texts_told[-1]
    assert spent(tree) == 5 * expected


def test_after_the_last_round_the_inbox_is_all_there_is(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,
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
