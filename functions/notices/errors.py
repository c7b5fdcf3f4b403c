"""What can be wrong with asking for a run."""

from kernel.errors import Invalid


class NotACounty(Invalid):
    """Runs go by county."""

    code = "not_a_county"
    zh, en = "只能按县（市、区）运行。", "A run is for a county."


class DayTooFar(Invalid):
    code = "day_too_far"
    zh, en = "日期距今不能超过150天。", "The day is more than 150 days away."
