"""What can be told to somebody who works with dossiers."""

from kernel.errors import DomainError, QuotaExceeded, WrongState


class IdentityNotProved(DomainError):
    """No such number, or another name: the two look the same."""

    status, code = 422, "identity_not_proved"
    zh, en = "姓名与公民身份号码不符，或未登记。", "The name and the ID number do not match a member on record."


class MemberAlreadyBound(WrongState):
    code = "member_already_bound"
    zh, en = "该党员已绑定其他账号，请联系支部。", "This member is bound to another account. Please ask your branch."


class AccountAlreadyBound(WrongState):
    code = "account_already_bound"
    zh, en = "此账号已绑定其他党员，请联系支部。", "This account is bound to another member. Please ask your branch."


class TriesExhausted(QuotaExceeded):
    code = "binding_tries_exhausted"
    zh, en = "今日核验次数已用完，请明天再试。", "You have no tries left today. Please try again tomorrow."


class RevealsExhausted(QuotaExceeded):
    code = "reveals_exhausted"
    zh, en = "今日查看次数已用完。", "You have no reveals left today."


class IdNumberHeld(WrongState):
    code = "id_number_held"
    zh, en = "此公民身份号码已登记于另一份档案。", "Another dossier has this ID number."
