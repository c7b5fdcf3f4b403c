"""Named errors that carry their status and code; one handler turns them into problem documents.

The sentence is for the person, in their language; `code` is for programs and never changes. Facts are what
the error knows and may be shown: never what the caller sent.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    """Something the caller can be told: `status`, a stable `code`, a sentence in Chinese and in English."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    zh: ClassVar[str] = "系统出错，请稍后再试。"
    en: ClassVar[str] = "Something went wrong on our side. Please try again later."
    retry_after: ClassVar[int | None] = None  # seconds, where it makes sense to say when to come again
    repeatable: ClassVar[bool] = False  # a repeated keyed request may meet this state because its first sending made it

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def sentence(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Malformed(DomainError):
    status, code = 400, "malformed"
    zh, en = "请求格式不正确。", "The request is malformed."


class Unauthenticated(DomainError):
    status, code = 401, "unauthenticated"
    zh, en = "请先登录。", "Please sign in first."


class Forbidden(DomainError):
    """The object may be seen, the act is not granted."""

    status, code = 403, "forbidden"
    zh, en = "您没有此项权限。", "You do not have permission to do this."


class NotFound(DomainError):
    """Missing, or outside the caller's subtree: the two look the same."""

    status, code = 404, "not_found"
    zh, en = "没有找到。", "Not found."


class Gone(NotFound):
    """Missing, asked by somebody who may act there: perhaps their own request took it away when it first came."""

    repeatable = True


class WrongState(DomainError):
    status, code = 409, "wrong_state"
    zh, en = "当前状态不允许此操作。", "This is not possible in the present state."


class Changed(DomainError):
    """Somebody else changed the object between our reading and our writing."""

    status, code = 409, "changed_meanwhile"
    zh, en = (
        "内容刚被他人修改，请刷新后重试。",
        "Somebody else changed this just now. Please reload and try again.",
    )


class AlreadyExists(DomainError):
    status, code = 409, "already_exists"
    zh, en = "已存在，不能重复。", "It exists already."


class Stale(DomainError):
    """`If-Match` names a version that is no longer the present one."""

    status, code = 412, "stale_version"
    zh, en = "您看到的不是最新内容，请刷新。", "You are looking at an old version. Please reload."


class TooLarge(DomainError):
    status, code = 413, "too_large"
    zh, en = "内容过大。", "The content is too large."


class UnsupportedType(DomainError):
    status, code = 415, "unsupported_type"
    zh, en = "不支持此文件类型。", "This type of content is not supported."


class Invalid(DomainError):
    """The content breaks a rule; `fields` lists `{"field", "code"}`."""

    status, code = 422, "invalid"
    zh, en = "填写的内容有误。", "Some of the content is not valid."


class KeyReused(DomainError):
    status, code = 422, "idempotency_key_reused"
    zh, en = "同一幂等键用于了不同的请求。", "The same Idempotency-Key came with a different request."


class QuotaExceeded(DomainError):
    status, code = 429, "quota_exceeded"
    zh, en = "操作过于频繁，请稍后再试。", "Too many requests. Please try again later."


class TooFast(QuotaExceeded):
    """One account asks faster than anybody reads (`kernel.pace`): nothing was looked at or done."""

    code, retry_after = "too_fast", 5


class Busy(DomainError):
    """Retries of a contended write ran out: nothing was written, the caller may try again."""

    status, code = 503, "busy"
    zh, en = "系统繁忙，请稍后再试。", "The system is busy. Please try again."
