"""Working days of China: weekends, official holidays and moved workdays.

The calendar of a year is announced in the autumn before it; a year that is not yet announced counts
Monday to Friday (`domain.md` 12: working-day arithmetic needs the holiday calendar).
"""

from datetime import date, timedelta


def is_working_day(day: date) -> bool:
    import chinese_calendar  # a table of data that only reminder runs and reply clocks need

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def month_of(day: date) -> str:
    """`2026-11`."""
    return f"{day:%Y-%m}"


def end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
