"""What carriers tell afterwards of what they took: good news moves a message forward, a failure to the next channel."""

import hmac
from functools import cache, partial
from typing import TYPE_CHECKING

from functions.notices.channels import Channel, ChannelSettings
from functions.notices.contact_errors import CarrierAway, NoSuchChannel
from functions.notices.delivery_rules import State, after_receipt
from functions.notices.keeping import save
from functions.notices.messages import MailTold
from functions.notices.sent_tables import Delivery, Receipt, Waiting
from kernel import outside
from kernel.clock import instant, now
from kernel.errors import Unauthenticated
from kernel.projection import retrying

if TYPE_CHECKING:
    from functions.notices.receipt_models import Receipts

DELIVERED = "Email Delivered"


def receive(channel: Channel, signature: str | None, raw: bytes, told: "Receipts") -> int:
    """How many told something new.

    Raises `Unauthenticated` for a body that was not signed with this installation's secret.
    """
    _demand_signed(channel, signature, raw)
    return sum(retrying(partial(_moved, channel, one.receipt, State(one.state))) for one in told.receipts)


def take_mail(told: MailTold) -> None:
    """What SES says, as a receipt; of a mail with a code nobody keeps a name, and nothing moves."""
    state = State.DELIVERED if told.told == DELIVERED else State.FAILED
    retrying(partial(_moved, Channel.EMAIL, told.mail, state))


def _moved(channel: Channel, receipt: str, told: State) -> bool:
    """False for a name that nobody knows, and for what is known already."""
    pointer = Receipt.find(Receipt.partition(channel, receipt), "OF")
    delivery = pointer and Delivery.find(Delivery.partition(pointer.member_id), pointer.message_key)
    if not delivery:
        return False
    latest, age = delivery.receipt == receipt, now() - instant(str(delivery.changed_at))
    state = after_receipt(State(delivery.state), told, latest=latest and delivery.channel == channel, age=age)
    if state == delivery.state:
        return False
    delivery.state = state.value
    if told is State.FAILED:
        delivery.tried = delivery.tried | {channel.value: told.value}
    save(delivery, _taken_up_again(delivery) if state is State.OPEN else None)
    return True


def _taken_up_again(delivery: Delivery) -> Waiting:
    """With those that wait, in the writing that opens it: a failure that is told is never lost."""
    delivery.channel = delivery.receipt = None
    return Waiting.of(delivery, now())


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
