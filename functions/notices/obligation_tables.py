"""What is owed: one row for each obligation, with the rung told of and the deadline of the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.ladders import Ladder, Step
from functions.notices.rules import LADDERS
from kernel.settings import table_name
from kernel.table import Item

NOBODY = -1
"""The number of the rung told of before there is one."""


class RecordState(StrEnum):
    """What became of a record, as its sign in a stored mark."""

    SHOWS = ""
    RETURNED = "!"  # until the next round
    WITHDRAWN = "-"  # for good


@dataclass(frozen=True)
class RecordMark:
    """The period (by its end) that a record was held in, in which round it was handed in, and what became of it then.

    Stored as `2026-11-30#2`, with the sign before it; what was stored without a round is of round 0.
    """

    end: str
    round: int = 0
    state: RecordState = RecordState.SHOWS

    @classmethod
    def of(cls, text: str) -> "RecordMark":
        state = RecordState("" if text[0].isdigit() else text[0])
        end, _, number = text.removeprefix(state).partition("#")
        return cls(end, int(number or 0), state)

    @property
    def text(self) -> str:
        return f"{self.state}{self.end}#{self.round}"

    @property
    def order(self) -> tuple[bool, int, bool]:
        """What is later: a withdrawal, then the round, then its return."""
        return self.state is RecordState.WITHDRAWN, self.round, self.state is RecordState.RETURNED


class Obligation(Item):
    """`OF#<subject>` / `<family>`: the subject is an organisation, or the member, record or case that it is about.

    `anchor` is the day that its rungs are counted from (of a duty: the end of the period that is owed), `told` the
    number of the rung told of or passed, `due_on` the day of its deadline. Without a `ladder` nothing is owed.
    `told_by` is the order of the fact that it rests on, `home_by` of the one that said whose it is; older ones change
    nothing. `reminded_on`: the day of the last reminder. `met`: ends of periods known to be met. `records`: by which,
    of the last year and a bit (`RecordMark`). Its
    deadline stands in the part of its organisation in the county where it was armed.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    path = UnicodeAttribute(default="")
    ladder_code = UnicodeAttribute(null=True)
    anchor = UnicodeAttribute(null=True)
    told = NumberAttribute(default=NOBODY)
    due_on = UnicodeAttribute(null=True)
    reminded_on = UnicodeAttribute(null=True)
    told_by = UnicodeAttribute(default="")
    home_by = UnicodeAttribute(default="")
    met: ListAttribute[Any] = ListAttribute(default=list)
    records = JSONAttribute(default=dict)
    facts = JSONAttribute(default=dict)

    KEPT = timedelta(days=400)
    OPENED = "0"  # before every order: what opened it says where it belongs, what follows says how far it is
    CLOSED = "~"  # after every order: nothing is owed any more, whatever is told late

    @staticmethod
    def partition(subject: str) -> str:
        return f"OF#{subject}"

    @classmethod
    def stored(cls, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], "Obligation"]:
        """Those that exist of these subjects and families, in one call."""
        found = cls.find_all([(cls.partition(subject), family) for subject, family in keys], consistent=True)
        return {(o.subject, o.family): o for o in found}

    @property
    def subject(self) -> str:
        return self.pk.removeprefix("OF#")

    @property
    def family(self) -> str:
        return self.sk

    @property
    def ladder(self) -> Ladder:
        return LADDERS[str(self.ladder_code)]

    @property
    def counted_from(self) -> date:
        return date.fromisoformat(str(self.anchor))

    def due_by(self, step: Step) -> date:
        """The end of its period, or the day that its event names; of what is missing `since` a day the rung's own."""
        return step.day if "since" in self.facts else step.anchor

    @property
    def ends_met(self) -> list[date]:
        return [date.fromisoformat(end) for end in self.met]

    @property
    def ends_shown(self) -> set[str]:
        """The ends of periods that some record meets which was not withdrawn."""
        return {mark.end for mark in self._marks.values() if mark.state is RecordState.SHOWS}

    def shows(self, record: str) -> str | None:
        """The end of the period that a record meets; None if it meets none."""
        mark = self._marks.get(record)
        return mark.end if mark and mark.state is RecordState.SHOWS else None

    def note(self, record: str, mark: RecordMark) -> bool:
        """Keep the latest that became of a record. False where something later was told before."""
        marks = self._marks
        if record in marks and marks[record].order > mark.order:
            return False
        oldest = (date.fromisoformat(mark.end) - self.KEPT).isoformat()
        self.records = {one: of.text for one, of in sorted((marks | {record: mark}).items()) if of.end >= oldest}
        return True

    @property
    def _marks(self) -> dict[str, RecordMark]:
        return {record: RecordMark.of(text) for record, text in self.records.items()}

    @property
    def closed(self) -> bool:
        return self.told_by == self.CLOSED
