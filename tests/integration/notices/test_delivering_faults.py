"""Messages and faults: at most once, and lost only while they are handed over."""

from contextlib import suppress
from datetime import date
from unittest import mock

import msgspec
import pytest

from functions.notices import on_delivery_due
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.sent_tables import Delivery
from kernel.errors import Busy
from tests.builders import Tree, batch
from tests.conftest import Context
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import (
    Texts,
    deliver,
    digest,
    said,
    state,
)
from tests.trust import faults
from tests.trust.faults import KilledError, sends


def test_an_address_that_cannot_be_opened_now_is_used_later(tree: Tree, member_id: str, texts: Texts) -> None:
    noticed(tree, member_id)
    body = msgspec.json.encode(digest(tree, member_id)).decode()
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
