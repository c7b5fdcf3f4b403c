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

    def put(self, writes: Writes, code: str, day: date) -> date:
        """Put a deadline on the day, or on the first open one after it, which is returned."""
        day = max(day, self.first_open)
        writes.put_new(Deadline.of(code, self._organisation, self._county, day), Changed())
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

    def take(self, writes: Writes, code: str, due_on: str | None) -> None:
        """Take a deadline away, if there is one."""
        if due_on:
            gone = Deadline.of(code, self._organisation, self._county, date.fromisoformat(due_on))
            gone.version = 1
            writes.delete(gone)
