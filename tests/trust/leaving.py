"""Every byte that leaves while a call is made: status, headers, body, links, messages, log lines, decoded too."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_plus

from tests.trust.collector import Collected, collecting

PACKED = re.compile(r"[A-Za-z0-9_+/-]{16,}={0,2}")
ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")


def while_calling(call: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """The answer, and everything that left meanwhile as one text."""
    collected = Collected()
    with collecting(collected):
        answer = call()
    left = [json.dumps(answer, ensure_ascii=False), *(text for _, text in collected.take(with_record=False))]
    return answer, "\n".join(form for text in left for form in forms(text))


def forms(text: str) -> Iterator[str]:
    """The text as it is, without escapes of JSON and links, and what is packed in it as base64."""
    plain = unquote_plus(ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text))
    yield text
    yield plain
    yield from (unpacked for found in PACKED.findall(plain) if (unpacked := _unpacked(found)))


def _unpacked(text: str) -> str:
    """What base64 holds, if it is text."""
    filled = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        return base64.b64decode(filled, altchars=b"-_" if set(text) & set("-_") else None).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
