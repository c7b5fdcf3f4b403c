"""When the emulator's schedules fire: in their own time zone, and once.

ministack reads `at(…)` and `cron(…)` as UTC whatever the zone, fires a passed `at(…)` again after each restart, and
leaves `<aws.scheduler.scheduled-time>` in the input as it stands.
"""

import logging
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ministack.services import eventbridge, scheduler

Json = dict[str, Any]
logger = logging.getLogger("schedules")
TICK_SECONDS = 1
# A time that passed while the request for it was on its way still counts.
PRECISION = timedelta(minutes=1)
PRIVATE = {
    scheduler: ("_SCHEDULE_TICK_INTERVAL", "_tick_schedules", "_schedules"),
    eventbridge: ("_parse_rate_seconds", "_parse_cron_fields", "_cron_next_fire", "_invoke_target"),
}


def replace_ticker() -> None:
    """Have the emulator's scheduler thread use this module."""
    scheduler._SCHEDULE_TICK_INTERVAL = TICK_SECONDS
    scheduler._tick_schedules = tick


def tick() -> None:
    """Fire every schedule that has come due since it was last looked at."""
    now = datetime.now(UTC)
    for key, schedule in list(scheduler._schedules.items()):
        due = due_after(schedule, last_seen(schedule))
        if schedule.get("State") == "ENABLED" and due is not None and due <= now:
            schedule["LastFired"] = now.timestamp()
            fire(schedule, due)
            if schedule.get("ActionAfterCompletion") == "DELETE" and due_after(schedule, now) is None:
                scheduler._schedules.pop(key, None)


def last_seen(schedule: Json) -> datetime:
    """The moment after which a schedule's next time is sought: it fired, was changed, or was made."""
    seen = (schedule.get(name) for name in ("LastFired", "LastModificationDate", "CreationDate"))
    return datetime.fromtimestamp(max(float(moment or 0) for moment in seen), UTC)


def due_after(schedule: Json, moment: datetime) -> datetime | None:
    """The first time after `moment` at which a schedule fires; None if never."""
    zone = ZoneInfo(schedule.get("ScheduleExpressionTimezone") or "UTC")
    expression = schedule["ScheduleExpression"].strip()
    if expression.startswith("at("):
        once = datetime.fromisoformat(expression[3:-1].strip()).replace(tzinfo=zone)
        return once if "LastFired" not in schedule and once > moment - PRECISION else None
    if seconds := eventbridge._parse_rate_seconds(expression):
        return moment + timedelta(seconds=seconds)
    found: datetime | None = eventbridge._cron_next_fire(
        eventbridge._parse_cron_fields(expression), moment.astimezone(zone)
    )
    return found


def fire(schedule: Json, due: datetime) -> None:
    """Call a schedule's target with its input."""
    words = {
        "<aws.scheduler.scheduled-time>": f"{due.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "<aws.scheduler.schedule-arn>": schedule.get("Arn", ""),
        "<aws.scheduler.execution-id>": str(uuid.uuid4()),
        "<aws.scheduler.attempt-number>": "1",
    }
    target = dict(schedule["Target"])
    for word, meaning in words.items():
        target["Input"] = target.get("Input", "{}").replace(word, meaning)
    event = {"Source": "aws.scheduler", "DetailType": "Scheduled Event", "Detail": "{}", "Time": due.timestamp()}
    event |= {"EventId": str(uuid.uuid4()), "Resources": [schedule.get("Arn", "")]}
    try:
        eventbridge._invoke_target(target, event, schedule)
    except Exception:  # one target's failure must not stop the other schedules
        logger.exception("schedule %s did not reach its target", schedule.get("Name"))
