"""What can be told to somebody who keeps touch with those who are away."""

from kernel.errors import AlreadyExists, WrongState


class NotRegistered(WrongState):
    """Not away, or away by a roster alone: there is nobody yet who keeps touch."""

    code = "floating_not_registered"
    zh, en = "该党员尚未进行流动登记。", "This member is not registered as floating."


class AlreadyRegistered(AlreadyExists):
    code, repeatable = "floating_registered_already", True
    zh, en = "该党员已进行流动登记。", "This member is registered as floating already."


class NotOnTheRoll(WrongState):
    code = "member_not_on_the_roll"
    zh, en = "该党员已不在册。", "This member is not on the roll any more."


class NoCertificate(WrongState):
    """`reason` says which paper is the right one, or that there is none (`domain.md` 6)."""

    code = "floating_certificate_not_due"
    zh, en = "此情形不发流动党员活动证。", "No certificate is issued in this case."


class CertificateHeld(AlreadyExists):
    code, repeatable = "floating_certificate_held", True
    zh, en = "该党员已持有流动党员活动证。", "This member holds a certificate already."


class CertificateReturned(WrongState):
    code, repeatable = "floating_certificate_returned", True
    zh, en = "该活动证已收回。", "This certificate was returned."


class CaseOpen(AlreadyExists):
    code, repeatable = "lost_contact_open", True
    zh, en = "该党员的失联登记尚未结束。", "There is an open case for this member already."


class NoCase(WrongState):
    code, repeatable = "lost_contact_not_open", True
    zh, en = "该党员没有失联登记。", "There is no open case for this member."


class TooEarly(WrongState):
    """`earliest` is the first day on which it is possible."""

    code = "lost_contact_too_early"
    zh, en = "尚未到规定期限。", "The time that must pass has not passed yet."


class NeverSought(WrongState):
    code = "lost_contact_never_sought"
    zh, en = "尚无联系记录，不能停止党籍。", "Nobody has tried to reach this member yet."
