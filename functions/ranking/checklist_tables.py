"""What is kept of a branch's checklists: the facts of each year, and beside its county's others what they come to."""

from dataclasses import astuple
from datetime import date
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.ranking import checklist_rules
from functions.ranking.checklist_rules import RULED, Line, Owing, Record, Sign
from kernel.settings import table_name
from kernel.table import Item, Row

TALK = "TALK"
GRADES = "#grades"
"""After the id of the meeting that an appraisal joined: what its grades say, beside the record of the meeting."""


class Ruling(NamedTuple):
    """What a committee said of a line; without a `decision` it took back what it had said."""

    decision: str | None
    reason: str
    ruled_at: str


class Checklist(Item):
    """`CHECKLIST#<branch>` / `<2026>`: the facts from which each line follows.

    `records`: activity → `Record`, in the order of its fields; `rulings`: line → `Ruling`; `talks`: recorded less taken
    back.
    """

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    records: JSONAttribute = JSONAttribute(default=dict)
    rulings: JSONAttribute = JSONAttribute(default=dict)
    talks = NumberAttribute(default=0)

    @staticmethod
    def key_of(branch_id: str, year: int) -> tuple[str, str]:
        return f"CHECKLIST#{branch_id}", f"{year}"

    def record(self, activity_id: str) -> Record | None:
        known = self.records.get(activity_id)
        return Record(*known) if known else None

    def keep(self, activity_id: str, record: Record) -> None:
        self.records[activity_id] = list(astuple(record))

    def ruling(self, line: Line) -> Ruling | None:
        known = self.rulings.get(line.id)
        return Ruling(*known) if known else None

    def of(self, line: Line) -> dict[str, Record]:
        """The records that stand for a line; of grades that were never approved nothing is said."""
        told = ((activity_id, Record(*kept)) for activity_id, kept in self.records.items())
        return {
            activity_id: one
            for activity_id, one in told
            if one.type == line.type and line.first <= date.fromisoformat(one.held_on) <= line.last
            if one.approved or not activity_id.endswith(GRADES)
        }

    def sign(self, line: Line) -> Sign:
        if line.type == TALK and self.talks > 0:
            return Sign.IN_TIME
        ruling = self.ruling(line)
        ruled = RULED[ruling.decision] if ruling and ruling.decision else None
        return checklist_rules.sign(self.of(line).values(), ruled, line.hand_in_by.isoformat())


class BranchSigns(Item):
    """`CHECKLISTS#<county>` / `<branch>`: a board's lines, a letter (`Sign`) each, by year.

    `since`: the day of its founding; `duties`: conditional type → day → the last that was told on it: the number of the
    fact in the branch's chain, and whether the type is owed from then on.
    """

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    since = UnicodeAttribute(null=True)
    duties: JSONAttribute = JSONAttribute(default=dict)
    years: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def partition(county_id: str) -> str:
        return f"CHECKLISTS#{county_id}"

    @property
    def owing(self) -> Owing:
        duties = {
            kind: [(date.fromisoformat(day), owed) for day, (_, owed) in sorted(told.items())]
            for kind, told in self.duties.items()
        }
        return Owing(duties, date.fromisoformat(self.since) if self.since else None)

    def hear(self, kind: str, day: date, number: int, *, owed: bool) -> None:
        """A branch owes a type from a day on, or no more; of what is told of one day the higher number counts."""
        told = self.duties.setdefault(kind, {})
        told[day.isoformat()] = max(told.get(day.isoformat(), [0, owed]), [number, owed])

    def of(self, year: int) -> str:
        known: Any = self.years.get(f"{year}", "")
        return str(known)

    def set(self, year: int, place: int, sign: Sign) -> None:
        """What a line has become; nothing is kept of lines after the last of which something is known."""
        signs = list(self.of(year).ljust(place + 1, Sign.NOTHING))
        signs[place] = sign.value
        self.years[f"{year}"] = "".join(signs).rstrip(Sign.NOTHING)


class CountySums(Row):
    """`CHECKLISTS#<year>` / `<county>`: by period, how many lines of all its branches are in which state; what the
    county stands below."""

    class Meta:
        table_name = table_name("ranking")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    as_of = UnicodeAttribute()
    above = UnicodeAttribute()
    level = UnicodeAttribute()
    kind = UnicodeAttribute()
    sums: JSONAttribute = JSONAttribute()

    @staticmethod
    def partition(year: int) -> str:
        return f"CHECKLISTS#{year}"
