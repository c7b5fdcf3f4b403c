"""Channels connected in a test, and people who can be reached: what was sent through AWS can be looked at."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from functions.notices import app_contacts, channel_webhook, channels, delivering, keeping, receipts, receiving
from functions.notices.inbox_tables import Notice
from kernel import aws, vault
from kernel.clock import stamp
from kernel.ids import new_id
from kernel.transaction import Writes, transact
from tests.builders import Tree, account, answer, request
from tests.cloud import REGION
from tests.conftest import Context

SENDER = "notices@example.org"
SECRETS = {
    "wechat_secret": '{"appId": "app", "appSecret": "made up"}',
    "webhook_secret": "secret of hooks",
    "receipts_secret": "secret of receipts",
}
MOBILE, MAIL = "13800000000", "somebody@example.org"


@pytest.fixture
def connected(account: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Connect every channel; what is named is set otherwise."""

    def connect(**others: Any) -> None:
        names = {secret: new_id() for secret in SECRETS}
        for secret, text in SECRETS.items():
            aws.client("secretsmanager").create_secret(Name=names[secret], SecretString=text)
        aws.client("sesv2").create_email_identity(EmailIdentity=SENDER)
        wanted = {"sms_sign": "e支部", "mail_sender": SENDER, "mail_events": "", "wechat_template": "template"}
        wanted |= names | others
        for name, value in wanted.items():
            monkeypatch.setenv(name.upper(), str(value))
        forget()

    forget()
    yield connect
    forget()


def forget() -> None:
    channels.ChannelSettings.load.cache_clear()
    channels.carrier.cache_clear()
    channel_webhook._secret.cache_clear()
    receiving._secret.cache_clear()


@pytest.fixture
def texts(account: None) -> Callable[[], list[tuple[str, str]]]:
    """Number and text of the short messages so far."""
    backend = sns_backends[DEFAULT_ACCOUNT_ID][REGION]
    already = len(backend.sms_messages)
    return lambda: list(backend.sms_messages.values())[already:]


@pytest.fixture
def mails(connected: Any) -> Callable[[], list[tuple[list[str], str, str]]]:
    """Addresses, subject and text of the mails so far."""
    backend = ses_backends[DEFAULT_ACCOUNT_ID][REGION]
    already = len(backend.sent_messages)
    return lambda: [
        (message.destinations["ToAddresses"], message.subject, message.body)
        for message in backend.sent_messages[already:]
    ]


def call(method: str, path: str, subject: str | None, **rest: Any) -> tuple[int, Any]:
    return answer(app_contacts.lambda_handler(request(method, path, subject=subject, **rest), Context()))


def bound(subject: str, tree: Tree) -> str:
    """A member with keys, and the account that is bound to them. Returns the member's id."""
    member_id = new_id()
    account(subject, member_id=member_id, branch=tree.branch)
    _, keys = vault.new_keys("members", member_id, tree.county.id)
    put(keys)
    return member_id


def put(*rows: Any) -> None:
    writes = Writes()
    for row in rows:
        writes.put_anyway(row)
    assert transact(writes.rows) == []


def name(subject: str, channel: str, address: str, **headers: str) -> tuple[int, Any]:
    body = {"channel": channel, "address": address}
    return call("POST", "/v1/me/notices/contacts", subject, body=body, headers=headers)


def confirm(subject: str, channel: str, code: str) -> tuple[int, Any]:
    return call("POST", f"/v1/me/notices/contacts/{channel}/confirmation", subject, body={"code": code})


def code_in(text: str) -> str:
    return next(part for part in text.replace("，", "是").split("是") if part.isdigit())


def noticed(tree: Tree, member_id: str, count: int = 1, **facts: Any) -> Sequence[Notice]:
    """Notices in a member's box."""
    box = Notice.member_box(member_id)
    made = [
        Notice(
            box, new_id(), code="ABSENT_3M", organisation_id=tree.branch.id, county_id=tree.county.id, **SAID, **facts
        )
        for _ in range(count)
    ]
    for notice in made:
        notice.place()
    put(*made)
    return made


SAID: dict[str, Any] = {
    "facts": {"months": 3, "since": "2026-08-24"},
    "sent_at": stamp(datetime.fromisoformat("2026-11-25T00:00Z")),
}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock of whoever delivers, in Shanghai's time."""

    def set_to(text: str) -> None:
        moment = datetime.fromisoformat(f"{text}+08:00")
        for module in (delivering, keeping, receipts):
            monkeypatch.setattr(module, "now", lambda: moment)

    return set_to
