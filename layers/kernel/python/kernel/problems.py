"""Problem documents (RFC 9457): a stable code, a sentence in the caller's language, and the failing fields."""

import json
from collections.abc import Sequence
from typing import Any

from kernel.errors import DomainError, Invalid, Malformed

CONTENT_TYPE = "application/problem+json"
LANGUAGES = ("zh", "en")


def language_of(accepted: str | None) -> str:
    """`en` if the caller puts English first, else `zh`."""
    return "en" if (accepted or "").strip().lower().startswith("en") else "zh"


def document(error: DomainError, language: str) -> str:
    """The body: `type`, `title`, `status`, `code`, and the facts that the error knows."""
    return json.dumps(
        {
            "type": f"urn:e-branch:problem:{error.code}",
            "title": error.sentence(language),
            "status": error.status,
            "code": error.code,
            **error.facts,
        },
        ensure_ascii=False,
    )


def plain(error: DomainError, language: str) -> dict[str, Any]:
    """The answer in the gateway's form."""
    headers = {"Content-Type": CONTENT_TYPE, "Content-Language": "en" if language == "en" else "zh-CN"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return {
        "statusCode": error.status,
        "headers": headers,
        "body": document(error, language),
        "isBase64Encoded": False,
    }


def from_validation(errors: Sequence[Any]) -> DomainError:
    """Which fields failed and how; never what was sent, not even the name of an unknown property."""
    if any(error["type"] == "json_invalid" for error in errors):
        return Malformed()
    return Invalid(fields=[{"field": _place(error), "code": error["type"]} for error in errors])


def _place(error: Any) -> str:
    parts = [str(part) for part in error["loc"]]
    return ".".join(parts[:-1] if error["type"] == "extra_forbidden" else parts)
