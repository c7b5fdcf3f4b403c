"""Putting, moving and taking away deadlines. A deadline never lands on a day that a run has closed."""

from datetime import date, timedelta

from functions.notices.tables import Deadline, Progress, shard_of
from kernel.errors import Changed
from kernel.transaction import Writes

ONE_DAY = timedelta(days=1)


class Calendar:
    """What is still open of one organisation's part of its county, read once for one try of a transaction."""

    def __init__(self, county_id: str, organisation_id: str, today: date) -> None:
        self._progress = Progress.load(county_id, shard_of(organisation_id), today - ONE_DAY)
        self._county, self._organisation = county_id, organisation_id
        self.first_open = max(today, self._progress.closed + ONE_DAY)

    def put(self, writes: Writes, code: str, day: date, subject: str | None = None) -> date:
        """Put a deadline on the day, or on the first open one after it, which is returned."""
        day = max(day, self.first_open)
        due = Deadline.of(code, subject or self._organisation, self._organisation, self._county, day)
        if _is_taken(writes, due):
            due.version = 1
            writes.require(due)  # it stays where it is
            return day
        writes.put_new(due, Changed())
        self._demand_open(writes, day)
        return day

    def _demand_open(self, writes: Writes, day: date) -> None:
        """Commit only if the day is not closed; one check for all deadlines of this part of the county."""
        key = self._progress.key()
        for place, row in enumerate(writes.rows):
            if key.items() <= row.body.get("Item", row.body.get("Key", {})).items():
                if row.verb == "Put" or row.body["ExpressionAttributeValues"][":day"]["S"] <= day.isoformat():
                    return
                del writes.rows[place]
                break
        if self._progress.version:
            values = {":day": {"S": day.isoformat()}}
            writes.require_that(self._progress, "closed_through < :day", values, Changed())
        else:
            writes.put_new(self._progress, Changed())

    def take(self, writes: Writes, code: str, due_on: str | None, subject: str | None = None) -> None:
        """Take a deadline away, if there is one."""
        if due_on:
            day = date.fromisoformat(due_on)
            gone = Deadline.of(code, subject or self._organisation, self._organisation, self._county, day)
            gone.version = 1
            writes.delete(gone)


def _is_taken(writes: Writes, due: Deadline) -> bool:
    """Whether the same deadline was to be taken away in this transaction; then it is not any more."""
    for place, row in enumerate(writes.rows):
        if row.verb == "Delete" and row.body["Key"] == due.key():
            del writes.rows[place]
            return True
    return False


class Calendars:
    """Those that one try of a transaction needs, each read once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._read: dict[tuple[str, str], Calendar] = {}

    def of(self, county_id: str, organisation_id: str) -> Calendar:
        part = county_id, organisation_id
        if part not in self._read:
            self._read[part] = Calendar(*part, self._today)
        return self._read[part]
