"""What stands against what is asked of notices and reminder runs."""

from kernel.errors import Invalid, WrongState


class NotACounty(Invalid):
    """Some things go by county."""

    code = "not_a_county"
    zh, en = "只能按县（市、区）办理。", "This goes by county."


class DayToCome(Invalid):
    code = "day_to_come"
    zh, en = "日期不能晚于今天。", "That day is still to come."


class NothingAsked(WrongState):
    code = "nothing_asked"
    zh, en = "此通知无需办理。", "This notice asks for nothing to be done."


class Withdrawn(WrongState):
    code = "notice_withdrawn"
    zh, en = "此通知已撤回。", "This notice was withdrawn."
