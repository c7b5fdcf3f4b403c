"""What SES tells of mails on the account's own bus: shortened by the rule, taken as a receipt by the consumer."""

import json
from collections.abc import Callable
from typing import Any, cast
from unittest import mock

import pytest
from moto.events.models import EventPattern

from functions.notices import on_delivery_due
from functions.notices.channels import Channel, Message, Outcome, carrier
from functions.notices.sent_tables import Delivery
from tests.builders import Tree, batch
from tests.conftest import Context
from tests.integration.notices.carrying import noticed
from tests.integration.notices.outgoing import (
    Mails,
    Texts,
    deliver,
    digest,
    mailed,
    prefer,
    said,
    state,
    take_up,
)
from tests.template_reader import ROOT, resources

MESSAGE = Message("key-1", "e支部通知", "您有3条未读通知", {})


def event(told: str = "Email Bounced", mail: str | None = None) -> dict[str, Any]:
    """As SES tells it; of another mail, where one is named."""
    found: dict[str, Any] = json.loads((ROOT / "events/notices/mail_bounced.json").read_text())
    found["detail-type"] = told
    found["detail"]["mail"]["messageId"] = mail or found["detail"]["mail"]["messageId"]
    return found


def rule() -> dict[str, Any]:
    return resources("AWS::Events::Rule")["MailRule"]


def matches(found: dict[str, Any]) -> bool:
    pattern = json.dumps(rule()["EventPattern"]).replace('{"Ref": "MailEvents"}', '"MailEvents"')
    return bool(EventPattern.load(pattern).matches_event(cast("Any", found)))


def shortened(found: dict[str, Any]) -> str:
    """By the rule's transformer: what the queue is sent."""
    (target,) = rule()["Targets"]
    text: str = target["InputTransformer"]["InputTemplate"]
    for name, path in target["InputTransformer"]["InputPathsMap"].items():
        value: Any = found
        for step in path.removeprefix("$.").split("."):
            value = value[step]
        text = text.replace(f"<{name}>", json.dumps(value))
    return text


def tell(told: str, mail: str) -> None:
    handled = on_delivery_due.lambda_handler(batch(shortened(event(told, mail))), Context())
    assert handled == {"batchItemFailures": []}


@pytest.fixture
def mail(tree: Tree, member_id: str, mails: Mails) -> str:
    """SES's name of the mail with which a member was told first, to be told by text next."""
    mailed("member", mails)
    prefer(member_id, channels=["email", "sms"])
    noticed(tree, member_id)
    deliver(digest(tree, member_id))
    (sent,) = Delivery.query(Delivery.partition(member_id))
    assert (sent.state, sent.channel) == ("SENT", "email")
    return str(sent.receipt)


def test_the_rule_takes_what_became_of_our_mails_and_nothing_else() -> None:
    assert all(matches(event(told)) for told in ("Email Bounced", "Email Rejected", "Email Delivered"))
    assert not matches(event("Email Opened"))
    other = event()
    other["detail"]["mail"]["tags"]["ses:configuration-set"] = ["another"]
    assert not matches(other)
    (destination,) = resources("AWS::SES::ConfigurationSetEventDestination").values()
    assert destination["EventDestination"]["MatchingEventTypes"] == ["BOUNCE", "REJECT", "DELIVERY"]


def test_the_queue_sees_no_address_and_the_sample_is_what_it_sees() -> None:
    sample = json.loads((ROOT / "events/notices/on_delivery_due_bounced.json").read_text())

    assert json.loads(shortened(event())) == json.loads(sample["Records"][0]["body"])
    assert "@" not in shortened(event())


@pytest.mark.parametrize("told", ["Email Bounced", "Email Rejected"])
def test_a_mail_that_came_back_goes_out_as_a_text(
    mail: str,
    member_id: str,
    texts: Texts,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(told, mail)
    tell(told, mail)

    take_up("2026-11-25T08:15", monkeypatch)

    assert len(said(texts)) == 1
    assert state(member_id) == ["SENT"]


def test_a_mail_that_arrived_is_delivered_and_a_bounce_after_it_moves_nothing(
    mail: str,
    member_id: str,
) -> None:
    tell("Email Delivered", mail)
    tell("Email Bounced", mail)

    assert state(member_id) == ["DELIVERED"]


def test_of_a_mail_with_a_code_nobody_keeps_a_name(
    mail: str,
    member_id: str,
) -> None:
    tell("Email Bounced", "of-a-code")

    assert state(member_id) == ["SENT"]


@pytest.mark.parametrize(("named", "sent"), [("", {}), ("events", {"ConfigurationSetName": "events"})])
def test_mail_is_sent_under_the_set_whose_events_are_heard(
    connected: Callable[..., None], named: str, sent: dict[str, str]
) -> None:
    connected(mail_events=named)
    way = carrier(Channel.EMAIL)
    assert way is not None

    with mock.patch("kernel.aws.client") as client:
        client("sesv2").send_email.return_value = {"MessageId": "name"}
        answer = way.send("somebody@example.org", MESSAGE)

    told = client("sesv2").send_email.call_args.kwargs
    assert {name: value for name, value in told.items() if name == "ConfigurationSetName"} == sent
    assert (answer.outcome, answer.receipt) == (Outcome.SENT, "name")
