"""Messages on their way in a test: who can be reached, what is ordered and delivered, what came, what carriers tell."""

import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from unittest import mock

import msgspec
import pytest

from functions.notices import app_receipts, channel_sms, on_delivery_due, on_waiting
from functions.notices.channels import Answer, Outcome
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.preference_tables import Preferences
from functions.notices.sent_tables import Delivery, Spent
from tests.builders import Tree, answer, batch, request
from tests.conftest import Context
from tests.integration.notices.carrying import MAIL, MOBILE, bound, code_in, confirm, name, noticed, put
from tests.integration.notices.queues import queued

Texts = Callable[[], list[tuple[str, str]]]
Mails = Callable[[], list[tuple[list[str], str, str]]]
Clock = Callable[[str], None]
DAY = date(2026, 11, 25)
MORNING, QUARTER, NIGHT = "2026-11-25T08:05", "2026-11-25T08:15", "2026-11-25T23:10"


@pytest.fixture
def member_id(tree: Tree, connected: Callable[..., None], texts: Texts, at: Clock) -> str:
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


def digest(tree: Tree, member_id: str, box: str | None = None, day: date = DAY) -> Due:
    return Due(box=box or Notice.member_box(member_id), county_id=tree.county.id, day=day)


def urgent(tree: Tree, notice: Notice) -> Due:
    return Due(box=notice.pk, county_id=tree.county.id, notice_id=notice.sk, urgent=True)


def deliver(*dues: Due) -> None:
    bodies = [msgspec.json.encode(due).decode() for due in dues]
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


@contextmanager
def away() -> Iterator[None]:
    """No short message is taken."""
    with mock.patch.object(channel_sms, "handed_over", return_value=Answer(Outcome.UNAVAILABLE)):
        yield


def spent(tree: Tree) -> int:
    found = Spent.find(f"SPENT#{tree.county.id}", "2026-11")
    return int(found.fen) if found else 0


def receipt(channel: str, *told: tuple[str, str], key: str = "secret of receipts") -> tuple[int, Any]:
    body = json.dumps({"receipts": [{"receipt": name, "state": state} for name, state in told]})
    signed = hmac.new(key.encode(), f"{channel}.{body}".encode(), "sha256").hexdigest()
    event = request("POST", f"/v1/public/receipts/{channel}", headers={"x-signature": f"sha256={signed}"})
    event["body"] = body
    return answer(app_receipts.lambda_handler(event, Context()))


class Person:
    """A member with a mobile and a mail address, and what came there; a digest has gone out as a text."""

    def __init__(self, tree: Tree, member: str, texts: Texts, mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tree, self.member_id, self._texts, self._mails, self._patch = tree, member, texts, mails, monkeypatch
        mailed("member", mails)
        prefer(member, channels=["sms", "email"])
        self._before = len(mails())
        (self.notice,) = noticed(tree, member)
        self.names: dict[str, str] = {}
        deliver(self.due)
        self._learn()

    @property
    def due(self) -> Due:
        return digest(self.tree, self.member_id)

    def tell(self, channel: str, told: str) -> int:
        """A carrier tells of the message that it took. Returns how many messages moved."""
        status, body = receipt(channel, (self.names[channel], told))
        assert status == 200
        return int(body["moved"])

    def wait(self, moment: str = QUARTER) -> None:
        take_up(moment, self._patch)
        self._learn()

    def _learn(self) -> None:
        """The carrier's name for the message, by its channel."""
        for sent in Delivery.query(Delivery.partition(self.member_id)):
            if sent.receipt:
                self.names[str(sent.channel)] = sent.receipt

    @property
    def came(self) -> tuple[int, int]:
        """How many texts and mails."""
        return len(said(self._texts)), len(self._mails()) - self._before

    @property
    def state(self) -> str:
        (found,) = state(self.member_id)
        return found


@pytest.fixture
def person(
    tree: Tree,
    member_id: str,
    texts: Texts,
    mails: Mails,
    monkeypatch: pytest.MonkeyPatch,
) -> Person:
    found = Person(tree, member_id, texts, mails, monkeypatch)
    assert (found.came, found.state) == ((1, 0), "SENT")
    return found
