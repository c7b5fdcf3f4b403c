"""Each carrier, in front of a service that stands in for it: what is sent, and what is made of its answers."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from functions.notices import channel_webhook, channels
from functions.notices.channels import Channel, Message, Outcome
from kernel import outside
from scripts.local.carriers import WECHAT_PATH, Carriers, Fault
from scripts.local.standing_in import running
from tests.trust import faults
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")

OPEN_ID, MOBILE, MAIL, HOOK = "o" * 28, "13800000000", "somebody@example.org", "/told"
MESSAGE = Message("key-1", "e支部通知", "您有3条未读通知", {"unread": 3})


def sent(channel: Channel, to: str) -> Outcome:
    way = channels.carrier(channel)
    assert way is not None
    return way.send(to, MESSAGE).outcome


@pytest.fixture
def carriers(connected: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Iterator[Carriers]:
    """Both HTTP carriers, standing in one place."""
    monkeypatch.setattr(outside, "ANSWER_SECONDS", 0.2)
    stand_in = Carriers()
    with running(stand_in) as url:
        connected(wechat_url=url, webhook_hosts=url.removeprefix("http://"))
        yield stand_in


def hook(carriers: Carriers) -> str:
    return f"county {carriers.url}{HOOK}"


def test_a_channel_that_is_not_connected_has_no_carrier(connected: Callable[..., None]) -> None:
    connected(sms_sign="", mail_sender="", wechat_template="", webhook_secret="")

    assert [channels.carrier(channel) for channel in Channel] == [None] * 4


def test_a_short_message_bears_the_sign(connected: Callable[..., None], texts: Callable[[], list[Any]]) -> None:
    connected()

    assert sent(Channel.SMS, MOBILE) is Outcome.SENT
    assert texts() == [("+8613800000000", "【e支部】您有3条未读通知")]


def test_a_mail_has_subject_and_text(connected: Callable[..., None], mails: Callable[[], list[Any]]) -> None:
    connected()

    assert sent(Channel.EMAIL, MAIL) is Outcome.SENT
    assert mails() == [([MAIL], MESSAGE.title, MESSAGE.text)]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (faults.Fault.THROTTLE, Outcome.UNAVAILABLE),
        (faults.Fault.ERROR, Outcome.UNAVAILABLE),
        (faults.Fault.TIMEOUT, Outcome.UNKNOWN),
        (faults.Fault.REPLY_LOST, Outcome.UNKNOWN),
    ],
)
@pytest.mark.parametrize(("channel", "to"), [(Channel.SMS, MOBILE), (Channel.EMAIL, MAIL)])
def test_aws_is_asked_once_and_its_silence_is_no_refusal(
    connected: Callable[..., None], channel: Channel, to: str, fault: faults.Fault, outcome: Outcome
) -> None:
    connected()

    with sends(1, fault) as calls:
        assert sent(channel, to) is outcome

    assert len(calls.seen) == 1


def test_an_address_that_aws_refuses_is_not_tried_again(connected: Callable[..., None]) -> None:
    connected(mail_sender="unknown@example.net")

    assert sent(Channel.EMAIL, MAIL) is Outcome.REFUSED


def test_wechat_is_told_title_and_text_under_one_key(carriers: Carriers) -> None:
    assert [sent(Channel.WECHAT, OPEN_ID) for _ in range(2)] == [Outcome.SENT] * 2

    first, second = carriers.sent
    assert first.path == f"{WECHAT_PATH}?access_token=token-1"
    assert first.body == {
        "touser": OPEN_ID,
        "template_id": "template",
        "data": {"thing1": {"value": MESSAGE.title}, "thing2": {"value": MESSAGE.text}},
        "client_msg_id": "key-1",
    }
    assert (second.body, carriers.tokens) == (first.body, 1)


def test_a_stale_token_is_asked_anew(carriers: Carriers) -> None:
    carriers.fault = "stale token"

    assert [sent(Channel.WECHAT, OPEN_ID) for _ in range(2)] == [Outcome.UNAVAILABLE, Outcome.SENT]
    assert carriers.tokens == 2


def test_a_countys_service_is_told_ids_and_counts_signed(carriers: Carriers) -> None:
    assert sent(Channel.WEBHOOK, hook(carriers)) is Outcome.SENT

    (told,) = carriers.sent
    assert (told.path, told.body) == (HOOK, {"key": "key-1", "unread": 3})
    stamp, signature = (part.split("=")[1] for part in told.headers[channel_webhook.HEADER].split(","))
    key = hmac.digest(b"secret of hooks", b"hook|county", "sha256").hex()
    assert signature == hmac.new(key.encode(), f"{stamp}.".encode() + told.raw, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("away", Outcome.UNAVAILABLE), ("refuse", Outcome.REFUSED), ("slow", Outcome.UNKNOWN)],
)
@pytest.mark.parametrize("channel", [Channel.WECHAT, Channel.WEBHOOK])
def test_what_a_service_over_http_does_is_told_apart(
    carriers: Carriers, channel: Channel, fault: Fault, outcome: Outcome
) -> None:
    to = OPEN_ID if channel is Channel.WECHAT else hook(carriers)
    if fault == "away" and channel is Channel.WECHAT:
        assert sent(channel, to) is Outcome.SENT  # it has a token
    carriers.fault = fault

    assert sent(channel, to) is outcome


def test_a_service_that_sends_on_is_not_followed(carriers: Carriers) -> None:
    """Where it leads nobody has looked at; and what it did with the message is its own affair."""
    carriers.fault = "redirect"

    assert sent(Channel.WEBHOOK, hook(carriers)) is Outcome.REFUSED
    assert sent(Channel.WECHAT, OPEN_ID) is Outcome.UNKNOWN
    assert len(carriers.sent) == 2


def test_what_wechat_garbles_may_have_gone_out(carriers: Carriers) -> None:
    assert sent(Channel.WECHAT, OPEN_ID) is Outcome.SENT
    carriers.fault = "garble"

    assert sent(Channel.WECHAT, OPEN_ID) is Outcome.UNKNOWN


def test_a_service_that_does_not_listen_took_nothing(connected: Callable[..., None]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{held.getsockname()[1]}"
        connected(wechat_url=f"http://{place}", webhook_hosts=place)

        assert sent(Channel.WECHAT, OPEN_ID) is Outcome.UNAVAILABLE
        assert sent(Channel.WEBHOOK, f"county http://{place}/told") is Outcome.UNAVAILABLE


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "100.64.0.1"])
def test_a_name_that_leads_into_a_private_net_is_not_called(
    connected: Callable[..., None], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    connected()
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.114.5", 443)), (0, 0, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(outside, "post", lambda *_: pytest.fail("it was called"))

    assert sent(Channel.WEBHOOK, "county https://county.example.org/told") is Outcome.UNAVAILABLE


def test_what_was_looked_up_is_what_is_called(connected: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    connected()
    called: list[Any] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]

    def post(*given: Any) -> outside.Reply:
        called.append(given)
        return outside.Reply(200, b"{}")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(outside, "post", post)

    assert sent(Channel.WEBHOOK, "county https://county.example.org/told") is Outcome.SENT
    ((url, body, _, address),) = called
    assert (url, address) == ("https://county.example.org/told", "8.8.8.8")
    assert json.loads(body) == {"key": "key-1", "unread": 3}


def test_secrets_that_cannot_be_read_send_nothing(carriers: Carriers, connected: Callable[..., None]) -> None:
    connected(wechat_url=carriers.url, wechat_secret="gone", webhook_secret="gone")

    assert sent(Channel.WECHAT, OPEN_ID) is Outcome.UNAVAILABLE
    assert sent(Channel.WEBHOOK, hook(carriers)) is Outcome.UNAVAILABLE
    assert carriers.sent == []
