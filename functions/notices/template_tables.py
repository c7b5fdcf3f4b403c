"""The words that committees gave to notices: what counts now, and every version that was saved."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item, Row


class Which(NamedTuple):
    """The sentence that is worded: to which reader of a code, in which language, by which channel."""

    code: str
    reader: str
    language: str
    channel: str


class Wordings(Item):
    """`WORDINGS#<organisation>` / `<channel>`: all that a committee worded for a channel.

    One item, so that what is in force at a place is one key for each organisation above it. `texts`:
    `<code>#<reader>#<language>` → text and number of its version; no text: it was taken back.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    texts = JSONAttribute(default=dict)

    @staticmethod
    def key_of(organisation_id: str, channel: str) -> tuple[str, str]:
        return f"WORDINGS#{organisation_id}", channel

    @property
    def organisation_id(self) -> str:
        return self.pk.removeprefix("WORDINGS#")

    def latest(self, which: Which) -> tuple[str | None, int]:
        """Text and number; number 0 where the committee never worded it."""
        text, number = self.texts.get(_place(which), (None, 0))
        return text, int(number)

    def word(self, which: Which, text: str | None) -> int:
        """Returns the number of the new version."""
        number = self.latest(which)[1] + 1
        self.texts = self.texts | {_place(which): [text, number]}
        return number


def _place(which: Which) -> str:
    return f"{which.code}#{which.reader}#{which.language}"


def nearest(found: Iterable[Wordings], path: Sequence[str], which: Which) -> tuple[str | None, str | None]:
    """The text that the nearest organisation on the path (root first) has, and that organisation; none: built-in."""
    of = {wordings.organisation_id: wordings for wordings in found if wordings.sk == which.channel}
    texts = ((of[place].latest(which)[0], place) for place in reversed(path) if place in of)
    return next(((text, place) for text, place in texts if text), (None, None))


class WordingVersion(Row):
    """`TEMPLATE#<organisation>#<code>#<reader>#<language>#<channel>` / `V#<number>`: as it was saved. Never changes."""

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    text = UnicodeAttribute(null=True)
    number = NumberAttribute()
    saved_at = UnicodeAttribute()

    @staticmethod
    def partition(organisation_id: str, which: Which) -> str:
        return f"TEMPLATE#{organisation_id}#{which.code}#{which.reader}#{which.language}#{which.channel}"

    @classmethod
    def of(cls, organisation_id: str, which: Which, number: int, **saved: Any) -> "WordingVersion":
        return cls(cls.partition(organisation_id, which), f"V#{number:06d}", number=number, **saved)
