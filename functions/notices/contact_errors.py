"""What stands against an address."""

from kernel.errors import DomainError, Invalid, QuotaExceeded, WrongState


class NoSuchChannel(WrongState):
    code = "channel_not_connected"
    zh, en = "本系统尚未接入该通知渠道。", "This channel is not connected here."


class CodesExhausted(QuotaExceeded):
    code = "codes_exhausted"
    zh, en = "今日验证码发送次数已用完。", "No more codes are sent to you today."


class WrongCode(Invalid):
    code = "wrong_code"
    zh, en = "验证码不正确或已过期。", "The code is wrong or has expired."


class NotTaken(Invalid):
    code = "address_refused"
    zh, en = "该地址无法接收消息。", "Messages to this address are refused."


class CarrierAway(DomainError):
    status, code, retry_after = 503, "channel_unavailable", 60
    zh, en = "通知渠道暂不可用，请稍后再试。", "The channel does not answer. Please try again later."


class NotReachable(Invalid):
    code = "address_not_public"
    zh, en = "该网址不是可访问的公网 HTTPS 地址。", "This is no https address on the public net."
