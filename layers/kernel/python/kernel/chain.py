"""The arithmetic of the record: canonical text, chained hashes, Merkle trees (RFC 9162, 2.1). No AWS.

`scripts/verify` states the same once more, for people who have nothing but a receipt and Python.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def record_hash(record: str) -> str:
    """The hash of an entry's canonical text; the salt in it keeps the text from being guessed."""
    return hashlib.sha256(record.encode()).hexdigest()


def link(previous: str, hashed: str) -> str:
    """The digest of an entry from the digest before it and the hash of its record.

    Who proves that an earlier entry leads to a head shows 32 bytes for each entry in between, and none of their text.
    """
    return hashlib.sha256(b"J1" + bytes.fromhex(previous) + bytes.fromhex(hashed)).hexdigest()


def entry_hash(record: str) -> str:
    """The digest of an entry; its record names the digest of the entry before it."""
    return link(json.loads(record)["prev"], record_hash(record))


def leaf(chain: str, n: int, head: str) -> bytes:
    """The leaf of a chain's head in a seal's tree."""
    return hashlib.sha256(b"\x00" + canonical([chain, n, head]).encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves up to its root; the last of an odd level rises alone (the split of RFC 9162)."""
    found = [list(leaves)]
    while len(found[-1]) > 1:
        below = found[-1]
        paired = [_node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        found.append(paired + below[len(below) - len(below) % 2 :])
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree head over leaf hashes; the hash of nothing for no leaves."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes from a leaf up to the root."""
    proof = []
    for level in levels(leaves):
        if index ^ 1 < len(level):
            proof.append(level[index ^ 1])
        index >>= 1
    return proof


def root_from_proof(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2). Raises `ValueError` for a wrong shape."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    place, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise ValueError("proof too long")
        if place & 1 or place == last:
            found = _node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("proof too short")
    return found
