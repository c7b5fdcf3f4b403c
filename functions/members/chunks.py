"""The chunks of one batch: opened, what is on record about them read together, and the heads that they move."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import msgspec

from functions.members.effects import Before
from functions.members.looking import Chunk, OnRecord, look, look_all
from kernel.log import log
from kernel.parcel import unpack
from kernel.record import Head
from kernel.rows import MemberRow, RowsMessage
from kernel.tracebacks import frames, name

type Place = tuple[str, str, int, int]


FRESH_SECONDS = 3.0  # a chunk of a batch that was held up is read anew: its branch may be another by then


@dataclass
class Chunks:
    """What was read for the chunks of a batch. A reading serves once, and not for long: who asks again, because
    somebody was quicker, reads anew. `heads` are those that the batch's own acts left behind; `before` is what its
    branches were: whoever comes to a branch is on its record, so one without a record has nobody.
    """

    rows: dict[Place, Sequence[MemberRow]] = field(default_factory=dict)
    records: dict[Place, OnRecord] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    before: Before = field(default_factory=dict)
    read_at: float = field(default_factory=monotonic)

    @classmethod
    def of(cls, batch: Mapping[str, Any]) -> "Chunks":
        """Of a batch whose reading fails, whatever is wrong with one of it, each chunk is read by itself."""
        read_at = monotonic()
        opened = {_place(message): (message, rows) for message, rows in _readable(batch)}
        try:
            records = dict(zip(opened, look_all(list(opened.values())), strict=True))
        except Exception as error:  # noqa: BLE001 - one chunk that cannot be looked up must not hold up the others
            log(
                "not together", level=logging.WARNING, trigger="members.on_rows", error=name(error), trace=frames(error)
            )
            records = {}
        before: Before = {one.head.chain: Counter() for one in records.values() if one.head.n is None}
        return cls({place: rows for place, (_, rows) in opened.items()}, records, before=before, read_at=read_at)

    def rows_of(self, message: RowsMessage) -> Sequence[MemberRow]:
        found = self.rows.get(_place(message))
        return rows_of(message) if found is None else found

    def record_of(self, message: RowsMessage, rows: Sequence[MemberRow]) -> OnRecord:
        if monotonic() - self.read_at > FRESH_SECONDS:
            self.records.clear()
        return self.records.pop(_place(message), None) or look(message, rows)

    def forget(self) -> None:
        """Something of the batch was taken back: what was read before is not so any more."""
        self.records.clear()
        self.before.clear()


def rows_of(message: RowsMessage) -> Sequence[MemberRow]:
    """The rows of a chunk. Raises what opening a parcel raises, and `msgspec.ValidationError`."""
    return unpack(message.roster_id, message.chunk, message.sealed, message.key, MemberRow)


def _place(message: RowsMessage) -> Place:
    return message.roster_id, message.phase, message.chunk, message.generation


def _readable(batch: Mapping[str, Any]) -> Iterator[Chunk]:
    """The chunks that hold rows, and can be read."""
    for record in batch["Records"]:
        try:
            message = msgspec.json.decode(record["body"], type=RowsMessage)
            if message.phase != "undo":
                yield message, rows_of(message)
        except Exception:  # noqa: BLE001, S112 - it is told of when it is handled by itself
            continue
