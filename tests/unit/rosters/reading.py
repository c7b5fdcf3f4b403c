"""Parses rosters in tests as the function does, with a key of its own and no AWS."""

from datetime import date
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from functions.rosters.messages import CSV, Order, Parsed, Summary
from functions.rosters.parsing import parse
from kernel.ids import derived_id
from kernel.parcel import NONCE, Packer, _bound
from kernel.rows import Kind, RowOutcome

KEY = b"0" * 32
ROSTER, COUNTY = derived_id("roster"), derived_id("county")
ROOT = "431128-000"
DAY = date(2026, 11, 1)


def order(kind: Kind = "members", content_type: str = CSV) -> Order:
    return Order(
        roster_id=ROSTER,
        kind=kind,
        organisation_id=COUNTY,
        organisation_code=ROOT,
        organisation_kind="COMMITTEE",
        organisation_level="COUNTY",
        county_id=COUNTY,
        actor="someone",
        day=DAY,
        size_bytes=1,
        sha256="0" * 64,
        content_type=content_type,
    )


def parsed(content: bytes, kind: Kind = "members", content_type: str = CSV) -> list[Parsed]:
    return list(parse(order(kind, content_type), BytesIO(content), Packer(ROSTER, KEY, "wrapped")))


def summary(messages: list[Parsed]) -> Summary:
    """The last message, the only one of its kind."""
    (found,) = [message.summary for message in messages if message.summary]
    assert messages[-1].summary == found
    return found


def problem(content: bytes, kind: Kind = "members", content_type: str = CSV) -> str | None:
    """Why a file cannot be read; the end is then the only message beside the beginning."""
    messages = parsed(content, kind, content_type)
    found = summary(messages).problem
    assert found is None or len(messages) == 2
    return found


def chunks(messages: list[Parsed]) -> list[list[dict[str, Any]]]:
    """The rows of every chunk, opened."""
    return [opened(m.chunk.chunk, m.chunk.sealed) for m in messages if m.chunk]


def opened(number: int, sealed: str) -> list[dict[str, Any]]:
    import base64
    import json

    blob = base64.b64decode(sealed)
    rows: list[dict[str, Any]] = json.loads(AESGCM(KEY).decrypt(blob[:NONCE], blob[NONCE:], _bound(ROSTER, number)))
    return rows


def rows(messages: list[Parsed]) -> list[dict[str, Any]]:
    return [row for chunk in chunks(messages) for row in chunk]


def refused(messages: list[Parsed]) -> list[RowOutcome]:
    return [one for message in messages if message.refused for one in message.refused.outcomes]
