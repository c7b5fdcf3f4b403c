"""Minutes: host, recorder, what was said and what was decided (`domain.md` 4.3)."""

from functions.activities import reading, rules
from functions.activities.reading import Record
from functions.activities.record_models import MinutesOut, WriteMinutes
from functions.activities.tables import Minutes
from kernel.asking import Asking
from kernel.errors import Changed, Invalid, TooLarge
from kernel.events import MinutesWritten
from kernel.journal import UnitOfWork


def write(caller: Asking, activity_id: str, body: WriteMinutes) -> MinutesOut:
    """Put the minutes in place of what stood. Raises `Stale`, `WrongState` once handed in, `Invalid`, `TooLarge`."""
    record = reading.record_for(caller, activity_id, "activities.host")
    reading.demand_open(record.activity)
    minutes = record.minutes or Minutes(record.activity.pk, "MINUTES")
    caller.expect_version(minutes.version)
    _demand_complete(body, record)
    minutes.content = body.model_dump_json(by_alias=True)
    if len(minutes.content.encode()) > rules.LARGEST_MINUTES:
        raise TooLarge
    reply = MinutesOut.of(minutes, minutes.version + 1)
    work = UnitOfWork(caller.act(), chain=record.place.id, action="activities.minute", subject=record.activity.id)
    work.put(minutes, Changed())
    work.require(record.activity)
    work.record(
        MinutesWritten(
            activity_id=record.activity.id, branch_id=record.place.id, host=body.host, recorder=body.recorder
        )
    )
    work.commit(reply)
    return reply


def _demand_complete(body: WriteMinutes, record: Record) -> None:
    faults = rules.minutes_missing(record.activity.type, body.model_dump())
    named = {"host": body.host, "recorder": body.recorder}
    named |= {f"speeches.{number}.memberId": speech.member_id for number, speech in enumerate(body.speeches)}
    faults += [rules.fault(field, "unknown_member") for field, member in named.items() if member not in record.roll]
    if faults:
        raise Invalid(fields=faults)
