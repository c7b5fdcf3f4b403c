"""What goes on the bus, what a seal states, and the bytes that are signed. Pure (`reliability.md` 5.1)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kernel.chain import canonical, leaf, root
from kernel.events import Envelope
from kernel.message import Message

SOURCE = "e-branch"
MOST_ENTRIES = 10
MOST_BYTES = 256 * 1024
STATEMENT = "e-branch seal 1"

Head = tuple[str, int, str]
"""A chain, the number of its last entry, and that entry's digest."""


class Outgoing(Message):
    """An event on its way to the bus: its class's name, and its envelope as JSON."""

    name: str
    detail: str

    @property
    def size(self) -> int:
        """Bytes as the bus counts them."""
        return len(SOURCE) + len(self.name.encode()) + len(self.detail.encode())


def outgoing(record: str) -> Outgoing:
    """What an entry's canonical text tells the bus. Raises `ValueError` or `KeyError` for what is no entry."""
    content = json.loads(record)
    told = msgspec.convert({name: content[name] for name in Envelope.__struct_fields__}, Envelope)
    return Outgoing(name=told.event, detail=msgspec.json.encode(told).decode())


def batches(events: Iterable[Outgoing]) -> Iterator[list[Outgoing]]:
    """In order, at most ten and at most 256 KB together."""
    batch: list[Outgoing] = []
    for event in events:
        full = len(batch) == MOST_ENTRIES or sum(e.size for e in batch) + event.size > MOST_BYTES
        if batch and full:
            yield batch
            batch = []
        batch.append(event)
    if batch:
        yield batch


def leaves(heads: Sequence[Head]) -> list[bytes]:
    return [leaf(*head) for head in heads]


def statement(n: int, at: str, previous_root: str, heads: Sequence[Head]) -> dict[str, Any]:
    """What seal `n` says: the root over the heads, in the order of their chains, after the root before it."""
    return {
        "type": STATEMENT,
        "n": n,
        "at": at,
        "count": len(heads),
        "root": root(leaves(heads)).hex(),
        "prevRoot": previous_root,
    }


def signed_text(stated: dict[str, Any]) -> bytes:
    """The bytes under the signature."""
    return canonical(stated).encode()
