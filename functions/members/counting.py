"""Rationed acts: a counter of the day that moves only in the transaction of the act it counts."""

from functions.members.tables import DayCounter
from kernel.clock import business_day
from kernel.errors import QuotaExceeded
from kernel.journal import UnitOfWork
from kernel.transaction import on_key


def count(work: UnitOfWork, what: str, most: int, refusal: QuotaExceeded) -> None:
    """Count the act of this transaction; beyond `most` on one business day nothing is written but `refusal` raised."""
    day = business_day(work.act.at)
    row = DayCounter.of(work.act.actor, what, day)
    values = {
        ":none": {"N": "0"},
        ":one": {"N": "1"},
        ":most": {"N": str(most)},
        ":until": {"N": str(DayCounter.expiry(day))},
    }
    change = "SET n = if_not_exists(n, :none) + :one, expires_at = :until"
    work.rows.append(on_key("Update", row, "attribute_not_exists(n) OR n < :most", values, refusal, change))
