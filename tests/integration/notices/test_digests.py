"""The digest: one a day, of what stands."""

from datetime import timedelta

import pytest

from functions.notices.inbox_tables import Notice
from tests.builders import Tree
from tests.integration.notices import boxes
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import (
    DAY,
    NIGHT,
    Clock,
    Texts,
    away,
    deliver,
    digest,
    prefer,
    said,
    state,
    take_up,
)

ONE_DAY = timedelta(days=1)


def test_nobody_has_two_digests_on_one_day(
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
    at("2026-11-26T07:15")
    take_up("2026-11-26T07:15", monkeypatch)
    at("2026-11-26T08:05")
    deliver(digest(tree, member_id, day=DAY + ONE_DAY))
    assert (len(said(texts)), state(member_id)) == (1, ["SENT", "OPEN"])

    at("2026-11-27T08:15")
    take_up("2026-11-27T08:15", monkeypatch)

    assert (len(said(texts)), state(member_id)) == (2, ["SENT", "SENT"])


def test_a_digest_that_waited_for_a_day_of_its_own_gives_way_to_that_days(
    tree: Tree,
    member_id: str,
    texts: Texts,
    at: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noticed(tree, member_id)
    at("2026-11-26T07:15")
    deliver(digest(tree, member_id), digest(tree, member_id, day=DAY + ONE_DAY))

    at("2026-11-27T08:15")
    deliver(digest(tree, member_id, day=DAY + 2 * ONE_DAY))
    take_up("2026-11-27T08:15", monkeypatch)

    assert (len(said(texts)), state(member_id)) == (2, ["SENT", "OPEN", "SENT"])


def test_a_day_is_free_again_where_nobody_took_its_digest(tree: Tree, member_id: str, texts: Texts, at: Clock) -> None:
    noticed(tree, member_id)
    at("2026-11-26T07:15")
    with away():
        deliver(digest(tree, member_id))

    deliver(digest(tree, member_id, day=DAY + ONE_DAY))

    assert (len(said(texts)), state(member_id)) == (1, ["OPEN", "SENT"])


def test_a_digest_counts_nothing_that_was_taken_back(tree: Tree, member_id: str, texts: Texts) -> None:
    box = Notice.member_box(member_id)
    taken_back = [boxes.send(box, tree.county, tree.branch, asks=True) for _ in range(2)]
    boxes.retract(box, taken_back[0], "有误")
    deliver(digest(tree, member_id))
    boxes.retract(box, taken_back[1], "有误")
    deliver(digest(tree, member_id, day=DAY + ONE_DAY))

    assert said(texts) == ["【e支部】您有1条未读通知，请登录e支部查看。"]
    assert state(member_id) == ["SENT"]
