"""What stands against what is asked of notices and reminder runs."""

from kernel.errors import Invalid, WrongState


class NotACounty(Invalid):
    """Some things go by county."""

    code = "not_a_county"
    zh, en = "只能按县（市、区）办理。", "This goes by county."


class DayTooFar(Invalid):
    code = "day_too_far"
    zh, en = "日期距今不能超过150天。", "The day is more than 150 days away."


class NothingAsked(WrongState):
    code = "nothing_asked"
    zh, en = "此通知无需办理。", "This notice asks for nothing to be done."


class Withdrawn(WrongState):
    code = "notice_withdrawn"
    zh, en = "此通知已撤回。", "This notice was withdrawn."
