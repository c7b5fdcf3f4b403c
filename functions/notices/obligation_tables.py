"""What is owed: one row for each obligation, with the rung told of and the deadline of the next."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.rules import LADDERS, Ladder
from kernel.settings import table_name
from kernel.table import Item

NOBODY = -1
"""The number of the rung told of before there is one."""


class Obligation(Item):
    """`OF#<subject>` / `<family>`: the subject is an organisation, or the member, record or case that it is about.

    `anchor` is the day that its rungs are counted from (of a duty: the end of the period that is owed), `told` the
    number of the rung told of or passed, `due_on` the day of its deadline. Without a `ladder` nothing is owed.
    `told_by` is the order of the fact that it rests on, `home_by` of the one that said whose it is; older ones change
    nothing. `met`: ends of periods known to be met. `records`: by which, record → end, of the last year and a
    bit; one that was withdrawn has a minus before it, whenever it is told of. Its deadline stands in the part of its
    organisation in the county where it was armed.
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
    told_by = UnicodeAttribute(default="")
    home_by = UnicodeAttribute(default="")
    met: ListAttribute[Any] = ListAttribute(default=list)
    records = JSONAttribute(default=dict)
    facts = JSONAttribute(default=dict)

    WITHDRAWN, KEPT = "-", timedelta(days=400)
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

    @property
    def ends_met(self) -> list[date]:
        return [date.fromisoformat(end) for end in self.met]

    @property
    def ends_shown(self) -> set[str]:
        """The ends of periods that some record meets which was not withdrawn."""
        return {end for end in self.records.values() if not end.startswith(self.WITHDRAWN)}

    def note(self, record: str, end: date, *, withdrawn: bool) -> bool:
        """Keep what a record says of a period. False where it was withdrawn before."""
        known, oldest = self.records.get(record, ""), (end - self.KEPT).isoformat()
        if not withdrawn and known.startswith(self.WITHDRAWN):
            return False
        said = f"{self.WITHDRAWN if withdrawn else ''}{end.isoformat()}"
        records = self.records | {record: said}
        self.records = {one: of for one, of in records.items() if of.removeprefix(self.WITHDRAWN) >= oldest}
        return True

    @property
    def closed(self) -> bool:
        return self.told_by == self.CLOSED
