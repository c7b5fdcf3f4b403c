"""Warnings to organisations, and the lists in which each committee above finds them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from functions.notices.obligation_tables import Obligation
from kernel.clock import instant
from kernel.directory import ancestors
from kernel.settings import table_name
from kernel.table import Item, Row

MOST_RISK = 100
LAST_MOMENT = 10**13  # milliseconds: what is taken from it grows smaller, and so the newest comes first


class OrganisationWarning(Item):
    """`OF#<subject>` / `WARNING#<family>#<anchor>`: what was told of one obligation, or of one period of a duty.

    `path` is where the organisation stood when it was raised, or has moved to since; it is open until `withdrawn_at`.
    `notices`: box and id of each notice about it.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    code = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    path = UnicodeAttribute()
    facts = JSONAttribute(default=dict)
    risk = NumberAttribute()
    rung = NumberAttribute()
    due_on = UnicodeAttribute()
    raised_at = UnicodeAttribute()
    withdrawn_at = UnicodeAttribute(null=True)
    notices: ListAttribute[Any] = ListAttribute(default=list)

    @staticmethod
    def place(family: str, anchor: date) -> str:
        return f"WARNING#{family}#{anchor}"

    @classmethod
    def about(cls, o: Obligation, anchor: date) -> "OrganisationWarning | None":
        return cls.find(o.pk, cls.place(o.family, anchor))

    @classmethod
    def of(cls, subject: str) -> "Iterator[OrganisationWarning]":
        """Of every obligation of an organisation, the withdrawn ones too."""
        return iter(cls.query(Obligation.partition(subject), cls.sk.startswith("WARNING#"), consistent_read=True))

    @property
    def name(self) -> str:
        """What it is called in the lists: subject, family and anchor."""
        return f"{self.pk.removeprefix('OF#')}#{self.sk.removeprefix('WARNING#')}"

    @property
    def listed(self) -> "list[Listed]":
        """Its rows in the lists of its organisation and of all above."""
        return [Listed(Listed.partition(above), Listed.place(self)) for above in ancestors(self.path)]


class Listed(Row):
    """`WARNINGS#<organisation>` / `OPEN#<100 - risk>#<raised at>#<name>` or `PAST#<inverse moment>#<name>`.

    The open ones of its subtree by risk, then the withdrawn ones, the newest first.
    """

    class Meta:
        table_name = table_name("notices")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    OPEN, PAST = KINDS = ("OPEN#", "PAST#")

    @staticmethod
    def partition(organisation_id: str) -> str:
        return f"WARNINGS#{organisation_id}"

    @classmethod
    def place(cls, warning: OrganisationWarning) -> str:
        if warning.withdrawn_at is None:
            return f"{cls.OPEN}{MOST_RISK - int(warning.risk):03d}#{warning.raised_at}#{warning.name}"
        ago = LAST_MOMENT - int(instant(warning.withdrawn_at).timestamp() * 1000)
        return f"{cls.PAST}{ago:013d}#{warning.name}"

    @property
    def warning_key(self) -> tuple[str, str]:
        """Where the warning itself stands."""
        subject, family, anchor = self.sk.rsplit("#", 3)[1:]
        return Obligation.partition(subject), f"WARNING#{family}#{anchor}"


@dataclass(frozen=True)
class Page:
    """Some of a committee's list, in its order; `last` is the place of the last row if there are more."""

    warnings: Sequence[OrganisationWarning]
    last: str | None


def page(organisation_id: str, *, past: bool, after: str | None, limit: int) -> Page:
    """Two calls: the list, and what stands in it."""
    condition = Listed.sk.startswith(Listed.OPEN) if not past else None
    start = {"pk": {"S": Listed.partition(organisation_id)}, "sk": {"S": after}} if after else None
    rows = list(
        Listed.query(
            Listed.partition(organisation_id), condition, last_evaluated_key=start, limit=limit, consistent_read=True
        )
    )
    found = _stored(row.warning_key for row in rows)
    warnings = [found[row.warning_key] for row in rows if row.warning_key in found]
    return Page(warnings, rows[-1].sk if len(rows) == limit else None)


def _stored(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], OrganisationWarning]:
    wanted = list(keys)
    return {(w.pk, w.sk): w for w in OrganisationWarning.find_all(wanted, consistent=True)} if wanted else {}
