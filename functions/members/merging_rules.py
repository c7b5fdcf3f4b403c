"""How long two merged dossiers can be taken apart again."""

from datetime import date, timedelta

UNDO_DAYS = 90


def undo_until(merged_on: date) -> date:
    """The last business day on which a merger can be undone."""
    return merged_on + timedelta(days=UNDO_DAYS)
