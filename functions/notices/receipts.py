"""What a carrier says of a message by its own name for it; what it says before our note of that name stands is kept."""

from functools import partial

from functions.notices.channels import Channel
from functions.notices.delivery_rules import FORWARD, State, after_receipt
from functions.notices.keeping import save
from functions.notices.sent_tables import Delivery, Early, Receipt, Waiting
from kernel.clock import instant, now
from kernel.projection import retrying


def take(channel: Channel, receipt: str, told: State) -> bool:
    """Whether it tells something new. What is told of a name that nobody knows yet waits for whoever notes it."""
    return retrying(partial(_moved, channel, receipt, told))


def catch_up(delivery: Delivery) -> None:
    """What was told before the note of the carrier's answer stood; to be called after it, and again if in doubt."""
    channel, receipt = Channel(str(delivery.channel)), str(delivery.receipt)
    for told in sorted(map(State, Early.of_name(channel, receipt)), key=FORWARD.index):
        take(channel, receipt, told)


def _moved(channel: Channel, receipt: str, told: State) -> bool:
    delivery = _named(channel, receipt)
    if delivery is None:
        Early.of(channel, receipt, told, now()).save()
        delivery = _named(channel, receipt)  # it may have been noted in between
    return delivery is not None and _apply(delivery, channel, receipt, told)


def _named(channel: Channel, receipt: str) -> Delivery | None:
    pointer = Receipt.find(Receipt.partition(channel, receipt), "OF")
    return Delivery.find(Delivery.partition(pointer.member_id), pointer.message_key) if pointer else None


def _apply(delivery: Delivery, channel: Channel, receipt: str, told: State) -> bool:
    """False for what is known already."""
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
