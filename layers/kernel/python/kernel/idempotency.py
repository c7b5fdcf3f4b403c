"""`Idempotency-Key`: the answer is kept in the same transaction as the act it answers, for seven days."""

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.errors import KeyReused
from kernel.settings import table_name
from kernel.table import Row

if TYPE_CHECKING:
    from pydantic import BaseModel

DAYS = 7


class Answer(Row):
    """`IDEM#<subject>#<route>#<key>` → the hash of the request's body, and the answer it got."""

    class Meta:
        table_name = table_name("idempotency")

    pk = UnicodeAttribute(hash_key=True)
    body_hash = UnicodeAttribute()
    answer = UnicodeAttribute()
    expires_at = NumberAttribute()


@dataclass(frozen=True)
class Slot:
    """The place where the answer to one keyed request is kept."""

    pk: str
    body_hash: str

    @classmethod
    def of(cls, subject: str, route: str, key: str, asked: str) -> "Slot":
        """The caller and the route are part of the key: nobody is answered with another's answer.

        `asked` is what was sent, in the query and in the body: under the same key it has to be the same.
        """
        return cls(f"IDEM#{subject}#{route}#{key}", hashlib.sha256(asked.encode()).hexdigest())

    def row(self, reply: "BaseModel | None") -> Answer:
        answer = reply.model_dump_json(by_alias=True) if reply is not None else "null"
        expires = int(time.time()) + DAYS * 86_400
        return Answer(self.pk, body_hash=self.body_hash, answer=answer, expires_at=expires)

    def open(self, stored: Answer) -> Any:
        """The kept answer as JSON. Raises `KeyReused` if the key came with another body."""
        if stored.body_hash != self.body_hash:
            raise KeyReused
        return json.loads(stored.answer)


class Replayed(Exception):
    """The keyed request was carried out before; `answer` is what it was told then."""

    def __init__(self, answer: Any) -> None:
        super().__init__("replayed")
        self.answer = answer
