"""What was counted, in the order in which it was, so that other rules can be tried on it: facts, not points."""

from collections.abc import Iterable, Sequence
from datetime import date

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.points.facts import Fact, Kind
from functions.points.rules import Beneficiary, Standing
from kernel.clock import now, stamp
from kernel.ids import from_bytes, to_bytes
from kernel.journal import Act
from kernel.scoreboard import ID_SIZE
from kernel.settings import table_name
from kernel.table import Row


class HistoryRow(Row):
    """`HISTORY#<season>#<branch>` / `<instant>#<event>`: put once, in the transaction of the posting.

    `what`: a fact was counted (POSTED), was taken back for these accounts (REVERSED), or members were given what a
    season begins with (OPENED; `last`: what each had at the end of the one before). Ids are packed, 16 bytes each;
    `aside` are those who were left out for a standing of `asked` at that time.
    """

    class Meta:
        table_name = table_name("points")

    POSTED, REVERSED, OPENED = "posted", "reversed", "opened"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    what = UnicodeAttribute()
    source = UnicodeAttribute()
    to = UnicodeAttribute()
    part = NumberAttribute(default=0)
    kind = UnicodeAttribute(default=Kind.ACTIVITY.value)
    activity_type = UnicodeAttribute(null=True)
    rule_id = UnicodeAttribute(null=True)
    held_on = UnicodeAttribute()
    county_id = UnicodeAttribute(null=True)
    path = UnicodeAttribute(null=True)
    attended = NumberAttribute(default=0)
    entitled = NumberAttribute(default=0)
    accounts = BinaryAttribute(legacy_encoding=False)
    aside = BinaryAttribute(legacy_encoding=False, null=True)
    asked = JSONAttribute(default=list)
    last = JSONAttribute(null=True)

    @staticmethod
    def partition(season: str, branch_id: str) -> str:
        return f"HISTORY#{season}#{branch_id}"

    @classmethod
    def posted(cls, act: Act, fact: Fact, aside: Iterable[str], *, asked: Sequence[Standing] = ()) -> "HistoryRow":
        return cls(
            *cls._key(act, fact.season, fact.branch_id),
            what=cls.POSTED,
            source=fact.source,
            to=fact.to.value,
            part=fact.part,
            kind=fact.kind.value,
            activity_type=fact.activity_type,
            rule_id=fact.rule_id or None,
            held_on=fact.held_on.isoformat(),
            county_id=fact.county_id,
            path=fact.path,
            attended=fact.attended,
            entitled=fact.entitled,
            accounts=packed(fact.accounts),
            aside=packed(sorted(aside)) or None,
            asked=sorted(asked),
        )

    @classmethod
    def reversed(
        cls, act: Act, where: tuple[str, str], of: tuple[str, str, int], held_on: str, accounts: Sequence[str]
    ) -> "HistoryRow":
        """`where`: season and branch; `of`: source, beneficiary and part."""
        source, to, part = of
        return cls(
            *cls._key(act, *where),
            what=cls.REVERSED,
            source=source,
            to=to,
            part=part,
            held_on=held_on,
            accounts=packed(accounts),
        )

    @classmethod
    def opened(cls, act: Act, fact: Fact, last: dict[str, int]) -> "HistoryRow":
        """`last`: what each ended the season before with, where it is carried over."""
        row = cls.posted(act, fact, ())
        row.what, row.last = cls.OPENED, last
        return row

    @classmethod
    def _key(cls, act: Act, season: str, branch_id: str) -> tuple[str, str]:
        return cls.partition(season, branch_id), f"{stamp(now())}#{act.cause}"

    @property
    def fact(self) -> Fact:
        """What was counted then."""
        return Fact(
            source=self.source,
            held_on=date.fromisoformat(self.held_on),
            branch_id=self.pk.rpartition("#")[2],
            county_id=str(self.county_id),
            path=str(self.path),
            to=Beneficiary(self.to),
            accounts=unpacked(self.accounts),
            activity_type=self.activity_type,
            part=int(self.part),
            kind=Kind(self.kind),
            rule_id=self.rule_id or "",
            attended=int(self.attended),
            entitled=int(self.entitled),
        )


def packed(ids: Iterable[str]) -> bytes:
    return b"".join(map(to_bytes, ids))


def unpacked(ids: bytes) -> list[str]:
    return [from_bytes(ids[at : at + ID_SIZE]) for at in range(0, len(ids), ID_SIZE)]
