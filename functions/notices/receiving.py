"""What carriers tell afterwards of what they took: good news moves a message forward, a failure to the next channel."""

import hmac
from functools import cache
from typing import TYPE_CHECKING

from functions.notices import receipts
from functions.notices.channels import Channel, ChannelSettings
from functions.notices.contact_errors import CarrierAway, NoSuchChannel
from functions.notices.delivery_rules import State
from functions.notices.messages import MailTold
from kernel import outside
from kernel.errors import Unauthenticated

if TYPE_CHECKING:
    from functions.notices.receipt_models import Receipts

DELIVERED = "Email Delivered"


def receive(channel: Channel, signature: str | None, raw: bytes, told: "Receipts") -> int:
    """How many told something new.

    Raises `Unauthenticated` for a body that was not signed with this installation's secret.
    """
    _demand_signed(channel, signature, raw)
    return sum(receipts.take(channel, one.receipt, State(one.state)) for one in told.receipts)


def take_mail(told: MailTold) -> None:
    """What SES says, as a receipt; of a mail with a code nobody keeps a name, and nothing moves."""
    state = State.DELIVERED if told.told == DELIVERED else State.FAILED
    receipts.take(Channel.EMAIL, told.mail, state)


def _demand_signed(channel: Channel, signature: str | None, raw: bytes) -> None:
    name = ChannelSettings.load().receipts_secret
    if not name:
        raise NoSuchChannel
    try:
        key = _secret(name)
    except outside.Unreachable:
        raise CarrierAway from None
    expected = hmac.new(key, channel.encode() + b"." + raw, "sha256").hexdigest()
    shown = (signature or "").removeprefix("sha256=").encode(errors="replace")  # as bytes: it may be any text
    if not hmac.compare_digest(expected.encode(), shown):
        raise Unauthenticated


@cache
def _secret(name: str) -> bytes:
    return outside.secret(name).encode()
