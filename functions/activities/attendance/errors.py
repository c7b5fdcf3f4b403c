"""What attendance can refuse, by name."""

from kernel.errors import Invalid, WrongState


class NotOneself(Invalid):
    code = "not_oneself"
    zh, en = "不能为自己作证。", "Nobody confirms to have seen themselves."


class NotSignedIn(WrongState):
    """Who confirms, or is confirmed, has no row that says present."""

    code = "not_signed_in"
    zh, en = "双方均签到后才能互相确认。", "Both of you have to be signed in before one confirms the other."


class SameDevice(WrongState):
    """Two sign-ins on one phone do not confirm each other."""

    code = "same_device"
    zh, en = "同一设备上的签到不能互相确认。", "Sign-ins made on one phone cannot confirm each other."


class TooManyDevices(WrongState):
    code = "too_many_devices"
    zh, en = "登记的手机数量已达上限，请先注销一部。", "You have as many phones as you may. Please remove one first."


class DeviceRevoked(WrongState):
    code = "device_revoked"
    zh, en = "该手机已注销。", "This phone was removed."


class BadSignature(Invalid):
    code = "bad_signature"
    zh, en = "签名不正确。", "The signature is not correct."


class CounterReused(WrongState):
    """The phone signed something else under this number before."""

    code = "counter_reused"
    zh, en = "该序号已用于其他签到。", "This number was used for another sign-in."


class ReplayedTooLate(WrongState):
    code = "replay_window_over"
    zh, en = "离线签到超过补传期限。", "The time for sending sign-ins made offline is over."
