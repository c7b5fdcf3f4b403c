"""The arithmetic of the record: canonical text, chained hashes, Merkle trees (RFC 9162, 2.1). No AWS."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def entry_hash(record: str) -> str:
    """The hash of an entry's canonical text, which holds the hash of the entry before it."""
    return hashlib.sha256(b"J1" + record.encode()).hexdigest()


def leaf(chain: str, n: int, head: str) -> bytes:
    """The leaf of a chain's head in a seal's tree."""
    return hashlib.sha256(b"\x00" + canonical([chain, n, head]).encode()).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree head over leaf hashes; the hash of nothing for no leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:  # pairing level by level equals the split of RFC 9162
        paired = [_node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes from a leaf up to the root."""
    if len(leaves) <= 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*inclusion_proof(leaves[:cut], index), root(leaves[cut:])]
    return [*inclusion_proof(leaves[cut:], index - cut), root(leaves[:cut])]


def root_from_proof(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a leaf and its proof lead to (RFC 9162, 2.1.3.2). Raises `ValueError` for a wrong length."""
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
