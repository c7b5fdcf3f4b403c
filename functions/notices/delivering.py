"""A message to a person: claimed before it is handed to a carrier, so that no redelivery sends it twice.

The inbox has everything already; what goes out says that something is there. A message whose fate is not known is not
sent again. Needs `sealing`.
"""

from datetime import datetime, timedelta

from functions.notices import delivery_rules, keeping, readers, receipts, saying
from functions.notices.channels import Answer, Channel, Message, Outcome, carrier
from functions.notices.delivery_rules import State
from functions.notices.messages import Due
from functions.notices.readers import Reader
from functions.notices.sent_tables import Delivery, DigestDay, Receipt, Waiting, month_of
from kernel.clock import business_day, instant, now
from kernel.errors import Busy

CAPPED = "CAPPED"
ONE_DAY = timedelta(days=1)
FOR_GOOD = (Outcome.REFUSED.value, State.FAILED.value)
"""Outcomes after which a channel is not asked again for this message: it never takes it, or took it and failed."""


def deliver(due: Due) -> None:
    """To everybody who reads the box. Raises `Changed` or `Busy` where another worker has the same message in hand."""
    for reader in readers.of(due):
        _to(reader, due, now())


def _to(reader: Reader, due: Due, at: datetime) -> None:
    delivery = Delivery.load(reader.member_id, due, at)
    if delivery.state == State.SENDING:
        _give_up(delivery, at)
        return
    if delivery_rules.is_over(State(delivery.state)) or _gives_way(delivery, due, at):
        _hear(delivery)  # whoever noted the answer may have died before
        return
    message = None if delivery.waits(at) else saying.message(reader, due)
    if message is None:
        return
    quiet = None if due.urgent else delivery_rules.quiet_until(at, reader.quiet)
    if quiet:
        keeping.save(delivery, Waiting.of(delivery, quiet))
    else:
        _go_round(reader, delivery, message)


def _give_up(delivery: Delivery, at: datetime) -> None:
    """Whoever claimed it is gone, and it may have gone out. Raises `Busy` for as long as it may still be in hand."""
    if at - instant(str(delivery.changed_at)) <= delivery_rules.IN_HAND:
        raise Busy
    delivery.state = State.UNKNOWN.value
    keeping.save(delivery)


def _gives_way(delivery: Delivery, due: Due, at: datetime) -> bool:
    """A digest that is late to one of a later day, which counts the same: nobody has two on one day."""
    late = due.day is not None and due.day < business_day(at)
    return late and Delivery.has_one_after(delivery.member_id, due.key)


def _go_round(reader: Reader, delivery: Delivery, message: Message) -> None:
    """Each channel in the reader's order, until one takes it. A digest on a day that has one waits for tomorrow."""
    for channel in reader.order:
        way = carrier(channel)
        if way is None or channel not in reader.addresses or channel in delivery.tried:
            continue
        address = reader.addresses[channel]()  # before the claim: what cannot be opened now is tried again
        try:
            _claim(delivery, channel, way.fen)
        except keeping.OverTheCap:
            delivery.tried = delivery.tried | {channel.value: CAPPED}
            continue
        except keeping.DigestedToday:
            keeping.save(delivery, Waiting.of(delivery, now() + ONE_DAY))
            return
        _note(delivery, channel, way.send(address, message.by(channel)))
        if delivery_rules.is_over(State(delivery.state)):
            return
    _later_or_never(delivery)


def _claim(delivery: Delivery, channel: Channel, fen: int) -> None:
    """Raises `OverTheCap` if the county's cap does not allow the channel, `DigestedToday` if the day has its digest."""
    state, version = delivery.state, delivery.version
    delivery.state, delivery.channel, delivery.fen = State.SENDING.value, channel.value, fen
    delivery.month = month_of(now())
    try:
        keeping.save(delivery, fen=fen, takes=DigestDay.of(delivery, now()))
    except (keeping.OverTheCap, keeping.DigestedToday):
        delivery.state, delivery.version, delivery.fen = state, version, 0
        raise


def _note(delivery: Delivery, channel: Channel, answer: Answer) -> None:
    """Write down what the carrier said; what it did not take costs nothing."""
    match answer.outcome:
        case Outcome.SENT:
            delivery.state, delivery.receipt = State.SENT.value, answer.receipt
            keeping.save(delivery, Receipt.of(delivery) if answer.receipt else None)
            _hear(delivery)
        case Outcome.UNKNOWN:
            delivery.state = State.UNKNOWN.value
            keeping.save(delivery)
        case _:
            back, delivery.fen = -int(delivery.fen), 0
            delivery.state, delivery.channel = State.OPEN.value, None
            delivery.tried = delivery.tried | {channel.value: answer.outcome.value}
            day = DigestDay.of(delivery, instant(str(delivery.changed_at)))
            keeping.save(delivery, day and day.given_back(), fen=back)


def _hear(delivery: Delivery) -> None:
    """What the carrier told before its answer was noted."""
    if delivery.state == State.SENT and delivery.receipt:
        receipts.catch_up(delivery)


def _later_or_never(delivery: Delivery) -> None:
    """Another round if somebody might still take it, else the inbox is all there is."""
    if not delivery.tried:
        return
    hope = Outcome.UNAVAILABLE.value in delivery.tried.values()
    again = delivery_rules.next_try(int(delivery.rounds), now()) if hope else None
    if again is None:
        delivery.state = State.FAILED.value
        keeping.save(delivery)
        return
    delivery.rounds += 1
    delivery.tried = {c: outcome for c, outcome in delivery.tried.items() if outcome in FOR_GOOD}
    keeping.save(delivery, Waiting.of(delivery, again))
