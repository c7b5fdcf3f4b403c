"""How often, and by when (`domain.md` 13.4)."""

from datetime import date

from kernel.calendar import add_working_days

EXPORTS_A_DAY = 5
REQUESTS_A_DAY = 10


def answer_due(asked_on: date, working_days: int) -> date:
    """The day by which a request for correction must be answered."""
    return add_working_days(asked_on, working_days)
