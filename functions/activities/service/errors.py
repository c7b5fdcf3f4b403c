"""What volunteer service can refuse, by name."""

from kernel.errors import Invalid, WrongState


class DoubleBooked(WrongState):
    """The member has another service at that time."""

    code = "double_booked"
    zh, en = "您在该时段已报名其他志愿服务。", "You have booked another service at this time."


class AlreadyBooked(WrongState):
    code = "already_booked"
    zh, en = "您已报名该志愿服务。", "You have a place in this service already."


class NoPlaceLeft(WrongState):
    code = "no_place_left"
    zh, en = "该志愿服务名额已满。", "There is no place left in this service."


class TooManyBookings(WrongState):
    code = "too_many_bookings"
    zh, en = "您报名的志愿服务数量已达上限。", "You have booked as many services as you may."


class HelpsOneself(WrongState):
    code = "helps_oneself"
    zh, en = "受助人不能报名为自己服务。", "Who is helped cannot be the one who helps."


class HoursChanged(WrongState):
    """The hours were entered anew after who was helped had read them."""

    code = "hours_changed"
    zh, en = "时长已被修改，请核对后重新确认。", "The hours were changed. Please read them again before you confirm."


class WrongSlip(Invalid):
    code = "wrong_slip"
    zh, en = "确认码不正确。", "The code of the slip is not correct."
