"""One transaction per command: the state and its entry in the record stand or fall together (`design.md` 5).

work = UnitOfWork(act, chain=branch_id, action="activities.plan", subject=activity_id)
work.put(activity)
work.record(ActivityPlanned(...))
work.commit(reply)
"""

import hashlib
import random
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel

from kernel.chain import GENESIS, canonical, entry_hash
from kernel.clock import SHANGHAI, now, stamp
from kernel.errors import AlreadyExists, Busy, Changed, DomainError
from kernel.events import Event
from kernel.idempotency import Answer, Replayed, Slot
from kernel.ids import derived_id, new_id
from kernel.record import SEAL_SHARDS, Entry, EventRow, Head
from kernel.table import Item, Row
from kernel.transaction import Operation, Reason, Values, on_key, put, transact

TRIES = 12
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
LARGEST_EVENT = 4096


@dataclass(frozen=True)
class Act:
    """Who does something, when, and on what ground: a person's request, or an event that a consumer handles."""

    actor: str
    at: datetime = field(default_factory=now)
    cause: str | None = None
    slot: Slot | None = None

    def event_id(self, effect: str) -> str:
        """A fresh id for a person's act; for a consumer's, the same one at every delivery of its cause."""
        return new_id() if self.cause is None else derived_id(self.cause, effect)


class UnitOfWork:
    """Gathers rows and events, then commits them in one transaction with their entries and the chain's head."""

    def __init__(self, act: Act, *, chain: str, action: str, subject: str, effect: str | int = "") -> None:
        """`chain` is an organisation's id; `effect` tells apart several effects of one cause (a chunk's number)."""
        self.act, self.chain, self.action, self.subject = act, chain, action, subject
        self._effect = f"{action}#{subject}#{effect}"
        self._rows: list[Operation] = []
        self._events: list[tuple[str, Event]] = []

    def put(self, item: Item, refusal: DomainError | None = None) -> None:
        """Write the item if its version is still the one that was read, else `refusal` (`Changed`)."""
        read = int(item.version)
        if read == 0:
            self.put_new(item, refusal)
            return
        item.version = read + 1
        self._rows.append(put(item, "version = :v", _version(read), refusal or Changed()))

    def put_new(self, row: Row, refusal: DomainError | None = None) -> None:
        """Write the row if nothing stands under its key, else `refusal` (`AlreadyExists`)."""
        if isinstance(row, Item):
            row.version = 1
        condition = f"attribute_not_exists({row.hash_key_name()})"
        self._rows.append(put(row, condition, refusal=refusal or AlreadyExists()))

    def delete(self, item: Item, refusal: DomainError | None = None) -> None:
        """Delete the item if its version is still the one that was read, else `refusal` (`Changed`)."""
        self._rows.append(on_key("Delete", item, "version = :v", _version(item.version), refusal or Changed()))

    def require(self, item: Item, refusal: DomainError | None = None) -> None:
        """Commit only if an item that was read, and is not written, still has its version."""
        self._rows.append(on_key("ConditionCheck", item, "version = :v", _version(item.version), refusal or Changed()))

    def require_that(self, row: Row, condition: str, values: Values, refusal: DomainError) -> None:
        """Commit only if a condition holds on the item under the row's key."""
        self._rows.append(on_key("ConditionCheck", row, condition, values, refusal))

    def record(self, event: Event) -> str:
        """Add an event, and with it an entry. Returns the event's id."""
        if len(event.model_dump_json().encode()) > LARGEST_EVENT:
            raise ValueError(f"{type(event).__name__} is larger than {LARGEST_EVENT} bytes")
        event_id = self.act.event_id(f"{self._effect}#{len(self._events)}")
        self._events.append((event_id, event))
        return event_id

    def commit(self, reply: BaseModel | None = None) -> bool:
        """Write everything, or nothing. True if this act did it, False if an earlier delivery of its cause had.

        Raises the refusal of the first row whose condition failed, `Replayed` when the idempotency key has been
        answered before, `KeyReused` when it came with another body, `Busy` when the chain stayed contended.
        """
        if not self._events:
            raise ValueError("an act without an event leaves no entry")
        slot = [put(self.act.slot.row(reply), "attribute_not_exists(pk)")] if self.act.slot else []
        salt = secrets.token_hex(16)
        body_hash = hashlib.sha256((salt + canonical([row.plain() for row in self._rows])).encode()).hexdigest()
        for attempt in range(TRIES):
            links = self._links(salt, body_hash)
            reasons = transact([*links, *self._rows, *slot])
            if not reasons:
                return True
            if reasons[0].condition_failed:  # the effect stands already
                return self.act.cause is None  # a fresh id can only be our own, sent twice after a lost answer
            self._refuse(reasons[len(links) :])
            time.sleep(random.uniform(0, min(LONGEST_WAIT, FIRST_WAIT * 2**attempt)))  # noqa: S311 - jitter, not a secret
        raise Busy

    def _refuse(self, reasons: list[Reason]) -> None:
        if self.act.slot and reasons[-1].condition_failed and reasons[-1].item:
            raise Replayed(self.act.slot.open(Answer.from_raw_data(reasons[-1].item)))
        for row, reason in zip(self._rows, reasons, strict=False):
            if reason.condition_failed and row.refusal:
                raise row.refusal

    def _links(self, salt: str, body_hash: str) -> list[Operation]:
        """First the event rows (`commit` looks at the first), then the entries, then the head."""
        head = Head.find(self.chain)
        last, seq, year = (head.digest, int(head.n), int(head.in_year)) if head else (GENESIS, 0, 0)
        year = max(year, self.act.at.astimezone(SHANGHAI).year)
        rows, entries = [], []
        for event_id, event in self._events:
            seq += 1
            record = self._record(seq, event_id, event, salt, body_hash, last)
            last = entry_hash(record)
            place = (Entry.partition(self.chain, year), Entry.place(seq))
            entries.append(
                put(Entry(*place, event_id=event_id, record=record, digest=last), "attribute_not_exists(pk)")
            )
            row = EventRow(EventRow.partition(event_id), chain=self.chain, year=year, seq=seq)
            rows.append(put(row, "attribute_not_exists(pk)"))
        return [*rows, *entries, self._head(head, seq, last, year)]

    def _record(self, seq: int, event_id: str, event: Event, salt: str, body_hash: str, previous: str) -> str:
        return canonical(
            {
                "chain": self.chain,
                "seq": seq,
                "id": event_id,
                "at": stamp(self.act.at),
                "actor": self.act.actor,
                "cause": self.act.cause,
                "action": self.action,
                "subject": self.subject,
                "event": type(event).__name__,
                "data": event.model_dump(mode="json", by_alias=True),
                "salt": salt,
                "bodyHash": body_hash,
                "prev": previous,
            }
        )

    def _head(self, head: Head | None, n: int, last: str, year: int) -> Operation:
        shard = int(hashlib.sha256(self.chain.encode()).hexdigest(), 16) % SEAL_SHARDS
        values = {
            ":new": {"N": str(n)},
            ":digest": {"S": last},
            ":year": {"N": str(year)},
            ":at": {"S": stamp(self.act.at)},
            ":moved": {"S": Head.shard(shard)},
        }
        condition = "attribute_not_exists(chain)"
        if head:
            condition = "n = :n"
            values[":n"] = {"N": str(int(head.n))}
        change = "SET n = :new, digest = :digest, in_year = :year, moved_at = :at, moved = :moved"
        return on_key("Update", Head(self.chain), condition, values, update=change)


def _version(version: float) -> Values:
    return {":v": {"N": str(int(version))}}
