"""What one person puts into words and another decides, once: a dispute, an appeal, an award."""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from pynamodb.attributes import UnicodeAttribute

from kernel.authority import Principal
from kernel.errors import Changed, DomainError, Forbidden, Malformed
from kernel.ids import PATTERN
from kernel.table import Item, decode_cursor, encode_cursor
from kernel.transaction import Writes


class Submission(Item):
    """`<PREFIX><organisation>` / `<id>`: it waits with an organisation until somebody decides.

    `WAITING` is the state until then. `WORDS` names what people wrote: of an erased member it is blank, and what
    nobody had decided is CLOSED.
    """

    CLOSED = "CLOSED"
    PREFIX: ClassVar[str]
    WAITING: ClassVar[str]
    WORDS: ClassVar[tuple[str, ...]]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute()

    @classmethod
    def partition(cls, organisation_id: str) -> str:
        return f"{cls.PREFIX}{organisation_id}"

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix(self.PREFIX)

    def demand_waiting(self, who: Principal, about: str, decided: DomainError) -> None:
        """Nobody decides what is about themselves (`about`), and nothing twice. Raises `Forbidden`, `decided`."""
        if who.member_id == about:
            raise Forbidden
        if self.state != self.WAITING:
            raise decided

    @classmethod
    def blank_all(cls, keys: Iterable[tuple[str, str]], writes: Writes) -> None:
        """Nothing that anybody wrote in these is left; at most 100."""
        for item in cls.find_all(list(keys), consistent=True):
            item._blank()
            writes.put(item, Changed())

    def _blank(self) -> None:
        for name in self.WORDS:
            setattr(self, name, None)
        if self.state == self.WAITING:
            self.state = self.CLOSED


def page[S: Submission](
    kind: type[S], organisation_id: str, cursor: str | None, limit: int, *, newest_first: bool = True
) -> tuple[Sequence[S], str | None]:
    """What waits or waited with an organisation, in the order of the ids, and the cursor of the next page."""
    partition, after = kind.partition(organisation_id), _after(cursor)
    found = list(
        kind.query(
            partition,
            scan_index_forward=not newest_first,
            limit=limit + 1,
            last_evaluated_key={"pk": {"S": partition}, "sk": {"S": after}} if after else None,
            consistent_read=True,
        )
    )
    shown = found[:limit]
    return shown, encode_cursor({"after": shown[-1].sk}) if len(found) > limit else None


def _after(cursor: str | None) -> str | None:
    """The id that ended the page before. Raises `Malformed` for a cursor of another making."""
    place = decode_cursor(cursor)
    if place is None:
        return None
    if not re.fullmatch(PATTERN, str(place.get("after"))):
        raise Malformed(field="cursor")
    return str(place["after"])
