"""Identifiers: ULIDs for a person's act, derived ones for an effect that may be tried again."""

import hashlib
import re
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta
from ulid import ULID

PATTERN = r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"

_SHAPE = re.compile(PATTERN)
_TO_BASE_32 = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghijklmnopqrstuv")  # to the digits that `int` knows


class _Pattern:
    """The same for pydantic, which does not know msgspec's: a request is read by the one, an event by the other."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> dict[str, Any]:
        schema: dict[str, Any] = handler(source)
        return schema | {"pattern": PATTERN}


# `$` would let a line's end pass in msgspec, which asks Python's `re`; the length does not.
Id = Annotated[str, Meta(pattern=PATTERN, max_length=26), _Pattern()]
OrganisationId = Id
MemberId = Id


def new_id() -> str:
    """A fresh ULID: 26 characters, sorted by time."""
    return str(ULID())


def derived_id(*cause: str | int) -> str:
    """The same 26 characters for the same cause, so that a repeated effect meets its own row."""
    text = "\x1f".join(str(part) for part in cause)
    return str(ULID.from_bytes(hashlib.sha256(text.encode()).digest()[:16]))


def organisation_id(county_id: str, code: str) -> str:
    """An organisation's id follows from its county and its code, so that rosters and routes name the same one.

    A root (the county itself, or what stands above it) has `county_id` "".
    """
    return derived_id("organisation", county_id, code)


def made_at(identifier: str) -> datetime:
    """When a fresh id was made, to the millisecond (a derived one says nothing of time)."""
    return ULID.from_str(identifier).datetime


def to_bytes(identifier: str) -> bytes:
    """The 16 bytes of an identifier, for packed items. Raises `ValueError`."""
    if not _SHAPE.fullmatch(identifier):
        raise ValueError("not an identifier")
    return int(identifier.translate(_TO_BASE_32), 32).to_bytes(16)


def from_bytes(packed: bytes) -> str:
    return str(ULID.from_bytes(packed))
