"""Identifiers: ULIDs for a person's act, derived ones for an effect that may be tried again."""

import hashlib
from typing import Annotated

from pydantic import StringConstraints
from ulid import ULID

PATTERN = r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"

Id = Annotated[str, StringConstraints(pattern=PATTERN)]
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


def to_bytes(identifier: str) -> bytes:
    """The 16 bytes of an identifier, for packed items."""
    return ULID.from_str(identifier).bytes


def from_bytes(packed: bytes) -> str:
    return str(ULID.from_bytes(packed))
