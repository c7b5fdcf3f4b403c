from datetime import UTC, datetime, timedelta

from scripts.local.schedules import due_after, last_seen

MIDDAY = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def test_a_cron_expression_is_read_in_its_own_zone() -> None:
    schedule = {"ScheduleExpression": "cron(30 2 * * ? *)", "ScheduleExpressionTimezone": "Asia/Shanghai"}

    assert due_after(schedule, MIDDAY) == datetime(2026, 11, 21, 18, 30, tzinfo=UTC)


def test_a_single_time_is_due_once_and_never_after_it_fired() -> None:
    schedule = {"ScheduleExpression": "at(2026-11-21T12:00:05)", "ScheduleExpressionTimezone": "Asia/Shanghai"}

    assert due_after(schedule, MIDDAY) == MIDDAY + timedelta(seconds=5)
    assert due_after(schedule | {"LastFired": MIDDAY.timestamp()}, MIDDAY) is None


def test_a_rate_counts_from_the_last_time() -> None:
    assert due_after({"ScheduleExpression": "rate(5 minutes)"}, MIDDAY) == MIDDAY + timedelta(minutes=5)


def test_a_changed_schedule_counts_from_its_change() -> None:
    made, changed = MIDDAY.timestamp(), MIDDAY.timestamp() + 60

    assert last_seen({"CreationDate": made, "LastModificationDate": changed}) == MIDDAY + timedelta(minutes=1)
