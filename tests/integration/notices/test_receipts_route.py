"""The one route of notices that takes no token: what is not signed, or not as agreed, moves nothing."""

import hmac
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from unittest import mock

import pytest

from functions.notices import app_receipts, channel_sms
from functions.notices.channels import Answer, Outcome
from functions.notices.sent_tables import Delivery, Receipt
from tests.builders import Tree, answer, request
from tests.conftest import Context
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import deliver, digest, receipt, state
from tests.trust.faults import KilledError

ONE = {"receipts": [{"receipt": "name", "state": "FAILED"}]}


@pytest.fixture(autouse=True)
def signed_with(connected: Callable[..., None]) -> None:
    connected()


def signature(channel: str, body: str) -> str:
    return "sha256=" + hmac.new(b"secret of receipts", f"{channel}.{body}".encode(), "sha256").hexdigest()


def post(body: str, signed: str | None, channel: str = "sms") -> tuple[int, Any]:
    event = request("POST", f"/v1/public/receipts/{channel}", headers={"x-signature": signed} if signed else {})
    event["body"] = body
    return answer(app_receipts.lambda_handler(event, Context()))


def test_what_is_signed_is_taken_and_again_too() -> None:
    body = json.dumps(ONE)

    assert [post(body, signature("sms", body)) for _ in range(2)] == [(200, {"received": 1, "moved": 0})] * 2


@pytest.mark.parametrize(
    "signed",
    [None, "sha256=", "sha256=" + "0" * 64, "é" * 64, signature("email", json.dumps(ONE)), signature("sms", "{}")],
    ids=["none", "empty", "made up", "no ASCII", "another channel's", "another body's"],
)
def test_what_is_not_signed_is_refused(signed: str | None) -> None:
    assert post(json.dumps(ONE), signed)[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"receipts": []},
        {"receipts": ONE["receipts"] * 26},
        {"receipts": [{"receipt": "", "state": "FAILED"}]},
        {"receipts": [{"receipt": "x" * 129, "state": "FAILED"}]},
        {"receipts": [{"receipt": 7, "state": "FAILED"}]},
        {"receipts": [{"receipt": "name", "state": "SENT"}]},
        {"receipts": [{"receipt": "name", "state": "FAILED", "member": "x"}]},
        {"receipts": [{"receipt": "name"}]},
    ],
)
def test_what_is_signed_but_not_as_agreed_is_refused(body: dict[str, Any]) -> None:
    text = json.dumps(body)

    status, problem = post(text, signature("sms", text))

    assert (status, problem["code"]) == (422, "invalid")


def test_a_name_in_any_script_is_nobodys() -> None:
    text = json.dumps({"receipts": [{"receipt": "𠮷🀄", "state": "FAILED"}] * 2}, ensure_ascii=False)

    assert post(text, signature("sms", text)) == (200, {"received": 2, "moved": 0})


def test_a_channel_that_is_none_is_refused() -> None:
    assert post(json.dumps(ONE), signature("fax", json.dumps(ONE)), "fax")[0] == 422


def test_where_nobody_is_to_sign_nobody_is_heard(connected: Callable[..., None]) -> None:
    connected(receipts_secret="")
    body = json.dumps(ONE)

    assert post(body, signature("sms", body))[1]["code"] == "channel_not_connected"


@pytest.mark.parametrize(
    ("told", "expected"),
    [(["DELIVERED"], ["DELIVERED"]), (["OPENED", "DELIVERED"], ["OPENED"]), (["FAILED"], ["OPEN"])],
)
def test_what_is_told_before_our_own_note_stands_is_kept(
    tree: Tree, member_id: str, told: list[str], expected: list[str]
) -> None:
    noticed(tree, member_id)

    def carried(*_: object) -> Answer:
        assert receipt("sms", *(("its name", one) for one in told)) == (200, {"received": len(told), "moved": 0})
        return Answer(Outcome.SENT, "its name")

    with mock.patch.object(channel_sms, "handed_over", side_effect=carried):
        deliver(digest(tree, member_id))

    assert state(member_id) == expected


def test_a_worker_that_dies_before_it_looks_leaves_it_to_the_next(tree: Tree, member_id: str) -> None:
    noticed(tree, member_id)
    receipt("sms", ("its name", "DELIVERED"))
    with mock.patch.object(channel_sms, "handed_over", return_value=Answer(Outcome.SENT, "its name")):
        with mock.patch("functions.notices.receipts.catch_up", side_effect=KilledError), suppress(KilledError):
            deliver(digest(tree, member_id))
        before = state(member_id)
        deliver(digest(tree, member_id))

    assert (before, state(member_id)) == (["SENT"], ["DELIVERED"])


def test_what_is_noted_in_the_very_moment_is_not_lost(tree: Tree, member_id: str) -> None:
    noticed(tree, member_id)
    find, looks = Receipt.find, iter([True])

    def first_look(*key: Any, **how: Any) -> Any:
        found = find(*key, **how)
        if next(looks, False):
            with mock.patch.object(channel_sms, "handed_over", return_value=Answer(Outcome.SENT, "its name")):
                deliver(digest(tree, member_id))
        return found

    with mock.patch.object(Receipt, "find", side_effect=first_look):
        receipt("sms", ("its name", "DELIVERED"))

    assert state(member_id) == ["DELIVERED"]


def test_receipts_move_a_message_forward_and_late_ones_do_nothing(tree: Tree, member_id: str) -> None:
    noticed(tree, member_id)
    deliver(digest(tree, member_id))
    (sent,) = Delivery.query(Delivery.partition(member_id))

    assert receipt("sms", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 1})
    late = receipt("sms", (sent.receipt, "DELIVERED"), (sent.receipt, "FAILED"), ("nobody's", "DELIVERED"))
    assert late == (200, {"received": 3, "moved": 0})
    assert receipt("email", (sent.receipt, "OPENED")) == (200, {"received": 1, "moved": 0})
    assert state(member_id) == ["OPENED"]
