"""When a person's data may be erased (`domain.md` 13.4, articles 19 and 47). Pure."""

from datetime import date, timedelta
from typing import Literal

Ground = Literal["RETENTION_OVER", "WRONGLY_ENROLLED", "LAW"]


def keeps_until(left_on: date, retention_days: int) -> date:
    """The first day on which the data of somebody who left need not be kept any more."""
    return left_on + timedelta(days=retention_days)


def refusal(ground: Ground, state: str, left_on: date | None, today: date, retention_days: int) -> str | None:
    """Why an erasure on this ground is not possible; None if it is.

    Who was never a member, or whom the law wants forgotten, is erased in any state; everybody else once they have left
    and the time has passed for which it must be known that they did.
    """
    if ground != "RETENTION_OVER":
        return None
    if state != "LEFT" or left_on is None:
        return "still_a_member"
    return "kept_by_rule" if today < keeps_until(left_on, retention_days) else None
