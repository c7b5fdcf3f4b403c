"""What can be told to a person who makes use of their rights, and to those who answer."""

from kernel.errors import QuotaExceeded, WrongState


class ExportsExhausted(QuotaExceeded):
    code = "exports_exhausted"
    zh, en = "今日导出次数已用完，请明天再试。", "You have no copies left today. Please try again tomorrow."


class RequestsExhausted(QuotaExceeded):
    code = "corrections_exhausted"
    zh, en = "今日更正申请次数已用完，请明天再试。", "You have no requests left today. Please try again tomorrow."


class AnsweredAlready(WrongState):
    code, repeatable = "correction_answered_already", True
    zh, en = "该更正申请已答复。", "This request was answered already."
