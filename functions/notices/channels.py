"""The port to whoever carries a message out of the house, and which carriers this installation has.

A carrier is asked once: what it may have taken is never handed to it again.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Protocol

from kernel.settings import Settings


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"
    WEBHOOK = "webhook"


class Outcome(StrEnum):
    """REFUSED: this address never. UNAVAILABLE: nothing was taken, later perhaps. UNKNOWN: it may have gone out."""

    SENT = "SENT"
    REFUSED = "REFUSED"
    UNAVAILABLE = "UNAVAILABLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Message:
    """What is to be said. `key` is the same at every try; `text` names nobody; `about` are ids and counts.

    `own`: channel → the text for it, where a committee worded it.
    """

    key: str
    title: str
    text: str
    about: dict[str, str | int]
    own: dict[str, str] = field(default_factory=dict)

    def by(self, channel: Channel) -> "Message":
        """As it is said by a channel."""
        return replace(self, text=self.own.get(channel, self.text))


@dataclass(frozen=True)
class Answer:
    """`receipt` is the carrier's name for the message, by which it tells later what became of it."""

    outcome: Outcome
    receipt: str | None = None


class Carrier(Protocol):
    @property
    def fen(self) -> int:
        """What a message costs."""

    def send(self, to: str, message: Message) -> Answer:
        """Hand it over. Never raises for what the carrier does."""


class ChannelSettings(Settings):
    """Each channel is off while its first setting is empty. Prices in fen a message, the cap in fen a county and month.

    `mail_events` is the configuration set of SES that tells what became of mails, none where nothing tells.
    `webhook_hosts`: hosts of the committees' own network that may be called though their addresses are not public.
    """

    sms_sign: str = ""
    sms_fen: int = 5
    mail_sender: str = ""
    mail_events: str = ""
    mail_fen: int = 1
    wechat_template: str = ""
    wechat_secret: str = ""
    wechat_url: str = "https://api.weixin.qq.com"
    webhook_secret: str = ""
    webhook_hosts: str = ""
    receipts_secret: str = ""
    cost_cap_fen: int = 50_000


@cache
def carrier(channel: Channel) -> Carrier | None:
    """The carrier of a channel; None where this installation has none. Loaded when first used."""
    settings = ChannelSettings.load()
    match channel:
        case Channel.SMS if settings.sms_sign:
            from functions.notices.channel_sms import Sms

            return Sms(settings.sms_sign, settings.sms_fen)
        case Channel.EMAIL if settings.mail_sender:
            from functions.notices.channel_mail import Mail

            return Mail(settings.mail_sender, settings.mail_fen, settings.mail_events)
        case Channel.WECHAT if settings.wechat_template:
            from functions.notices.channel_wechat import Wechat

            return Wechat(settings.wechat_url, settings.wechat_secret, settings.wechat_template)
        case Channel.WEBHOOK if settings.webhook_secret:
            from functions.notices.channel_webhook import Webhook

            return Webhook(settings.webhook_secret, settings.webhook_hosts.split())
    return None
