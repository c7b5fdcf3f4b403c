"""What the record shows: entries, and receipts that `scripts/verify` checks offline."""

from typing import Any, Literal

from pydantic import Field

from kernel.model import Model


class EntryOut(Model):
    """An entry as it was written: its record (canonical JSON gives the hashed text) and its digest in the chain."""

    record: dict[str, Any]
    digest: str


class HeadOut(Model):
    chain: str
    n: int
    digest: str


class ProofOut(Model):
    """From the entry to the root: hashes of the records up to the sealed head, then the head's way up the tree."""

    segment: list[str] = Field(description="SHA-256 of each following record, up to the sealed head")
    head: HeadOut
    index: int
    path: list[str] = Field(description="Sibling hashes from the head's leaf up to the root (RFC 9162)")


class SealOut(Model):
    """A signed statement about the root; the signature is ECDSA P-256 over the statement's canonical JSON."""

    statement: dict[str, Any]
    signature: str
    key_id: str


class ReceiptOut(Model):
    state: Literal["SEALED", "NOT_YET_SEALED"]
    entry: EntryOut
    proof: ProofOut | None = None
    seal: SealOut | None = None


class KeyOut(Model):
    key_id: str
    algorithm: Literal["ECDSA_P256_SHA256"] = "ECDSA_P256_SHA256"
    pem: str
