"""One step of a message, written down with what hangs on it: the money, its place in the queue of those that wait."""

from functions.notices.channels import ChannelSettings
from functions.notices.sent_tables import Delivery, DigestDay, Receipt, Spent, Waiting
from kernel.clock import now, stamp
from kernel.errors import Busy, DomainError
from kernel.ids import new_id
from kernel.transaction import TRIES, Reason, Writes, on_key, pause, transact


class OverTheCap(DomainError):
    """The county has spent what it may in this month; a channel that costs nothing may still be used."""

    status, code = 409, "cost_cap_reached"


class DigestedToday(DomainError):
    """The person was told of another digest on this day."""

    status, code = 409, "digested_today"


def save(
    delivery: Delivery,
    beside: Receipt | Waiting | DigestDay | None = None,
    fen: int = 0,
    takes: DigestDay | None = None,
) -> None:
    """Raises `Changed` where another worker moved the message, `DigestedToday`, `OverTheCap`, and `Busy`."""
    delivery.changed_at, delivery.change = stamp(now()), new_id()
    writes = Writes()
    writes.put(delivery)
    if beside is not None:
        writes.put_anyway(beside)
    if takes is not None:
        writes.rows.append(takes.taking(DigestedToday()))
    if fen:
        _spend(writes, delivery, fen)
    for attempt in range(TRIES):
        reasons = transact(writes.rows)
        if not reasons or _is_our_own(delivery, reasons[0]):
            return
        writes.refuse(reasons)
        pause(attempt)
    raise Busy


def _is_our_own(delivery: Delivery, reason: Reason) -> bool:
    """Whether what stands there is this very writing, sent a second time after its answer was lost."""
    return reason.condition_failed and (reason.item or {}).get("change") == {"S": delivery.change}


def _spend(writes: Writes, delivery: Delivery, fen: int) -> None:
    """Beside the claim that costs it, or gives it back."""
    spent = Spent.of(delivery.county_id, str(delivery.month))
    values = {":none": {"N": "0"}, ":fen": {"N": str(fen)}}
    condition = "attribute_exists(fen)"
    if fen > 0:
        values[":left"] = {"N": str(ChannelSettings.load().cost_cap_fen - fen)}
        condition = "attribute_not_exists(fen) OR fen <= :left"
    change = "SET fen = if_not_exists(fen, :none) + :fen"
    writes.rows.append(on_key("Update", spent, condition, values, OverTheCap(), change))
