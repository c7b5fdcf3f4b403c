"""One transaction per command: the state and its entry in the record stand or fall together (`design.md` 5).

work = UnitOfWork(act, chain=branch_id, action="activities.plan", subject=activity_id)
work.put(activity)
work.record(ActivityPlanned(...))
work.commit(reply)
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kernel.chain import GENESIS, canonical, link, record_hash
from kernel.clock import SHANGHAI, now, stamp
from kernel.errors import Busy
from kernel.events import Event
from kernel.idempotency import Answer, Replayed, Slot
from kernel.ids import derived_id, new_id
from kernel.record import Chain, Entry, EventRow, Head, shard_of
from kernel.transaction import TRIES, Operation, Reason, Writes, on_key, pause, put, transact

if TYPE_CHECKING:
    from pydantic import BaseModel

LARGEST_EVENT = 4096


@dataclass(frozen=True)
class Act:
    """Who does something, when, and on what ground: a person's request, or an event that a consumer handles.

    `caused_at` is when the cause happened, which may be long before it is handled; `cause_seq` is the cause's number in
    its chain, by which two facts of one organisation can be put in order.
    """

    actor: str
    at: datetime = field(default_factory=now)
    cause: str | None = None
    slot: Slot | None = None
    caused_at: datetime | None = None
    cause_seq: int = 0

    @property
    def fact_at(self) -> datetime:
        """When what is acted on happened: the cause's instant, or the act's own."""
        return self.caused_at or self.at

    def event_id(self, effect: str) -> str:
        """A fresh id for a person's act; for a consumer's, the same one at every delivery of its cause."""
        return new_id() if self.cause is None else derived_id(self.cause, effect)


class UnitOfWork(Writes):
    """Gathers rows and events, then commits them in one transaction with their entries and the chain's head."""

    def __init__(
        self,
        act: Act,
        *,
        chain: str,
        action: str,
        subject: str,
        effect: str | int = "",
        head: Head | None = None,
        later: bool = False,
    ) -> None:
        """`chain` is an organisation's id; `effect` tells apart several effects of one cause (a chunk's number).

        `head` is the chain's, if the use case read it together with something else; one without a number says that
        it looked, and the chain is not begun. `later`: the act is one of a burst, of which who listens hears 25
        seconds later than of what people do meanwhile.
        """
        super().__init__()
        self._head_read, self._later = head, later or None
        self.head = Head(chain)  # after the commit: what it left behind
        self.act, self.chain, self.action, self.subject = act, chain, action, subject
        self._effect = f"{action}#{subject}#{effect}"
        self._events: list[tuple[str, Event]] = []

    def record(self, event: Event) -> str:
        """Add an event, and with it an entry. Returns the event's id."""
        told = msgspec.json.encode(event)
        if len(told) > LARGEST_EVENT:
            raise ValueError(f"{type(event).__name__} is larger than {LARGEST_EVENT} bytes")
        event_id = self.act.event_id(f"{self._effect}#{len(self._events)}")
        self._events.append((event_id, msgspec.json.decode(told, type=type(event))))  # as whoever listens will
        return event_id

    def commit(self, reply: "BaseModel | None" = None) -> bool:
        """Write everything, or nothing. True if this act did it, False if an earlier delivery of its cause had.

        Raises the refusal of the first row whose condition failed, `Replayed` when the idempotency key has been
        answered before, `KeyReused` when it came with another body, `Busy` when the chain stayed contended.
        """
        if not self._events:
            raise ValueError("an act without an event leaves no entry")
        slot = [put(self.act.slot.row(reply), "attribute_not_exists(pk)")] if self.act.slot else []
        salt = secrets.token_hex(16)
        stated = b",".join(row.text for row in self.rows if row.stated)
        body_hash = hashlib.sha256(b"%b[%b]" % (salt.encode(), stated)).hexdigest()
        for attempt in range(TRIES):
            links = self._links(salt, body_hash)
            reasons = transact([*links, *self.rows, *slot])
            if not reasons:
                return True
            if reasons[0].condition_failed:  # the effect stands already
                return self.act.cause is None  # a fresh id can only be our own, sent twice after a lost answer
            self._answer_replay(reasons)
            self.refuse(reasons[len(links) :])
            pause(attempt)
        raise Busy

    def _answer_replay(self, reasons: list[Reason]) -> None:
        if self.act.slot and reasons[-1].condition_failed and reasons[-1].item:
            raise Replayed(self.act.slot.open(Answer.from_raw_data(reasons[-1].item)))

    def _links(self, salt: str, body_hash: str) -> list[Operation]:
        """First the event rows (`commit` looks at the first), then the entries, the head, and a new chain's name."""
        head = self._head_read or Head.find(self.chain)
        self._head_read = None  # what another try is needed for may be that it has moved
        head = head if head and head.n is not None else None
        last, seq, year = (head.digest, int(head.n), int(head.in_year)) if head else (GENESIS, 0, 0)
        year = max(year, self.act.at.astimezone(SHANGHAI).year)
        rows, entries = [], []
        for event_id, event in self._events:
            seq += 1
            record = self._record(seq, event_id, event, salt, body_hash, last)
            last = link(last, record_hash(record))
            place = (Entry.partition(self.chain, year), Entry.place(seq))
            entries.append(
                put(
                    Entry(*place, event_id=event_id, record=record, digest=last, later=self._later),
                    "attribute_not_exists(pk)",
                )
            )
            row = EventRow(EventRow.partition(event_id), chain=self.chain, year=year, seq=seq)
            rows.append(put(row, "attribute_not_exists(pk)"))
        self.head = Head(self.chain, n=seq, digest=last, in_year=year)
        return [*rows, *entries, self._head(head, seq, last, year), *([] if head else [self._begun()])]

    def _begun(self) -> Operation:
        return put(Chain(Chain.partition(shard_of(self.chain)), self.chain), "attribute_not_exists(pk)")

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
                "data": msgspec.to_builtins(event),
                "salt": salt,
                "bodyHash": body_hash,
                "prev": previous,
            }
        )

    def _head(self, head: Head | None, n: int, last: str, year: int) -> Operation:
        values = {
            ":new": {"N": str(n)},
            ":digest": {"S": last},
            ":year": {"N": str(year)},
            ":at": {"S": stamp(self.act.at)},
            ":moved": {"S": Head.shard(shard_of(self.chain))},
        }
        condition = "attribute_not_exists(chain)"
        if head:
            condition = "n = :n"
            values[":n"] = {"N": str(int(head.n))}
        change = "SET n = :new, digest = :digest, in_year = :year, moved_at = :at, moved = :moved"
        return on_key("Update", Head(self.chain), condition, values, update=change)
