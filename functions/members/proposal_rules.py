"""How long a proposed change may wait, and who may decide it. Pure."""

from datetime import date, timedelta

SWITCH = "member_changes_by_proposal"
DAYS_TO_DECIDE = 15  # a setting of the house: the rules name no number


def due_on(proposed_on: date) -> date:
    return proposed_on + timedelta(days=DAYS_TO_DECIDE)


def level_above(path: str) -> str:
    """The path of the organisation above a branch; "/", which nobody covers, above a root."""
    return path.rstrip("/").rpartition("/")[0] + "/"
