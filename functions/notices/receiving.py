"""What carriers tell afterwards of what they took: it moves a message forward and never back."""

import hmac
from functools import cache, partial

from functions.notices.channels import Channel, ChannelSettings
from functions.notices.contact_errors import CarrierAway, NoSuchChannel
from functions.notices.delivery_rules import State, after_receipt
from functions.notices.keeping import save
from functions.notices.receipt_models import Receipts, ReceiptsOut
from functions.notices.sent_tables import Delivery, Receipt
from kernel import outside
from kernel.errors import Unauthenticated
from kernel.projection import retrying


def receive(channel: Channel, signature: str | None, raw: bytes, told: Receipts) -> ReceiptsOut:
    """Raises `Unauthenticated` for a body that was not signed with this installation's secret."""
    _demand_signed(channel, signature, raw)
    moved = sum(retrying(partial(_moved, channel, one.receipt, State(one.state))) for one in told.receipts)
    return ReceiptsOut(received=len(told.receipts), moved=moved)


def _moved(channel: Channel, receipt: str, told: State) -> bool:
    """False for a name that nobody knows, and for what is known already."""
    pointer = Receipt.find(Receipt.partition(channel, receipt), "OF")
    delivery = pointer and Delivery.find(Delivery.partition(pointer.member_id), pointer.message_key)
    if not delivery or (state := after_receipt(State(delivery.state), told)) == delivery.state:
        return False
    delivery.state = state.value
    save(delivery)
    return True


def _demand_signed(channel: Channel, signature: str | None, raw: bytes) -> None:
    name = ChannelSettings.load().receipts_secret
    if not name:
        raise NoSuchChannel
    try:
        key = _secret(name)
    except outside.Unreachable:
        raise CarrierAway from None
    expected = hmac.new(key, channel.encode() + b"." + raw, "sha256").hexdigest()
    if not hmac.compare_digest(expected, (signature or "").removeprefix("sha256=")):
        raise Unauthenticated


@cache
def _secret(name: str) -> bytes:
    return outside.secret(name).encode()
