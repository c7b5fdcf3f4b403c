"""Rows on their way through a queue: sealed under a data key of their upload, so that no message holds a person.

Who packs may only ask KMS for a key (`kms:GenerateDataKey`), who opens may only decrypt, both under the upload's
encryption context. Needs the layer `sealing`.
"""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel import aws

NONCE = 12


@dataclass(frozen=True)
class Packer:
    """Seals the chunks of one upload. `wrapped` travels beside each chunk."""

    roster_id: str
    key: bytes
    wrapped: str

    @classmethod
    def of(cls, roster_id: str) -> "Packer":
        """A packer with a fresh key of the KMS key that `P3_KEY` names."""
        made = aws.client("kms").generate_data_key(
            KeyId=os.environ["P3_KEY"], KeySpec="AES_256", EncryptionContext=_context(roster_id)
        )
        return cls(roster_id, made["Plaintext"], base64.b64encode(made["CiphertextBlob"]).decode())

    def pack(self, chunk: int, rows: Sequence[Any]) -> str:
        """The rows (JSON values, or `msgspec.Raw`) as text that only an opener of this upload and chunk can read."""
        nonce = os.urandom(NONCE)
        text = msgspec.json.encode(rows)
        return base64.b64encode(nonce + AESGCM(self.key).encrypt(nonce, text, _bound(self.roster_id, chunk))).decode()


def unpack[R](roster_id: str, chunk: int, sealed: str, wrapped: str, row: type[R]) -> list[R]:
    """The rows of a parcel. Raises `cryptography.exceptions.InvalidTag` for a parcel of another upload or chunk, and
    `msgspec.ValidationError` for rows of another kind.
    """
    blob = base64.b64decode(sealed)
    text = AESGCM(_key(roster_id, wrapped)).decrypt(blob[:NONCE], blob[NONCE:], _bound(roster_id, chunk))
    return msgspec.json.decode(text, type=list[row])  # type: ignore[valid-type]  # of the rows that are asked for


@lru_cache(maxsize=8)
def _key(roster_id: str, wrapped: str) -> bytes:
    return aws.client("kms").decrypt(CiphertextBlob=base64.b64decode(wrapped), EncryptionContext=_context(roster_id))[
        "Plaintext"
    ]


def _context(roster_id: str) -> dict[str, str]:
    return {"app": "e-branch", "purpose": "roster", "roster": roster_id}


def _bound(roster_id: str, chunk: int) -> bytes:
    return f"parcel1|{roster_id}|{chunk}".encode()
