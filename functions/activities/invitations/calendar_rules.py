"""An activity as a calendar file (RFC 5545): one event in UTC, folded and escaped as the RFC says. Pure.

The same UID with a higher SEQUENCE replaces what a calendar took before; STATUS says when it was called off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//E-Branch//Activities//ZH"
CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""
REMINDS_BEFORE = "-PT1H"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar. `uid` never changes, `sequence` grows with each change."""

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str | None = None
    url: str | None = None
    cancelled: bool = False


def render(entry: Entry) -> str:
    """The whole file, each line ended by CR LF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [*_event(entry), "END:VCALENDAR"]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _event(entry: Entry) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.stamped_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART:{_utc(entry.starts_at)}"
    yield f"DTEND:{_utc(entry.ends_at)}"
    yield f"SUMMARY:{escape(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{escape(entry.description)}"
    if entry.location:
        yield f"LOCATION:{escape(entry.location)}"
    if entry.url:
        yield f"URL:{_uri(entry.url)}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    if not entry.cancelled:
        yield from _alarm(entry.summary)
    yield "END:VEVENT"


def _alarm(summary: str) -> Iterable[str]:
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{REMINDS_BEFORE}")
    yield f"DESCRIPTION:{escape(summary)}"
    yield "END:VALARM"


def escape(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11); a tab is the only control that it may hold."""
    return text.translate(ESCAPED)


def fold(line: str) -> str:
    """Lines of at most 75 octets, broken between characters; each after the first begins with a space."""
    parts, room = [""], LONGEST_LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append("")
            room = LONGEST_LINE - 1
        parts[-1] += character
        room -= size
    return "\r\n ".join(parts)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _uri(link: str) -> str:
    """A URI has ASCII alone: what is beyond is percent-encoded."""
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in link)
