"""The rotating code of a sign-in: TOTP (RFC 6238, HMAC-SHA-256, eight digits, a new one every thirty seconds)."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

PERIOD = 30
DIGITS = 8
ACCEPTED = 1  # the current step and the one before
REMEMBERED = 20  # a code of the last ten minutes is told from one that never was


def new_secret() -> str:
    """32 random bytes, as hex."""
    return secrets.token_hex(32)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD


def valid_until(at: datetime) -> datetime:
    """When the code of this instant gives way to the next."""
    return datetime.fromtimestamp((step_at(at) + 1) * PERIOD, UTC)


def code_at(secret: str, step: int) -> str:
    digest = hmac.digest(bytes.fromhex(secret), step.to_bytes(8, "big"), hashlib.sha256)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def uri(activity_id: str, code: str) -> str:
    """The text of the QR picture on the host's screen: what a phone sends in, and for which activity."""
    return f"e-branch:sign-in?activity={activity_id}&code={code}"


def hashed(device: str, secret: str) -> str:
    """A device's name under the activity's own secret: the same within the activity, strange to every other."""
    return hmac.digest(bytes.fromhex(secret), b"device|" + device.encode(), hashlib.sha256)[:16].hex()


def age_of(code: str, secret: str, at: datetime) -> int | None:
    """How many steps old the code is: 0 and 1 are accepted, more has expired, None never was."""
    now = step_at(at)
    ages = [age for age in range(REMEMBERED) if hmac.compare_digest(code_at(secret, now - age), code)]
    return min(ages, default=None)


def shown_at(code: str, secret: str, first: datetime, last: datetime, near: datetime) -> datetime | None:
    """When this code came onto the screen, between two instants; None if it never did. Of two, the one nearer."""
    steps = range(step_at(first), step_at(last) + 1)
    shown = [step * PERIOD for step in steps if hmac.compare_digest(code_at(secret, step), code)]
    return datetime.fromtimestamp(min(shown, key=lambda at: abs(at - near.timestamp())), UTC) if shown else None
