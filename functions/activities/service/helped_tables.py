"""What is given to somebody, and where it is listed: in the index `year`, under who gives it and who is helped."""

from typing import ClassVar, Self, cast

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from functions.activities.service.helped_rules import HelpedKind, Party
from functions.activities.tables import TABLE
from kernel.clock import business_day, instant
from kernel.table import Row


class OfYear(GlobalSecondaryIndex["Listed"]):
    class Meta:
        index_name = "year"
        projection = KeysOnlyProjection()

    branch_year = UnicodeAttribute(hash_key=True)
    starts_at = UnicodeAttribute(range_key=True)


class Listed(Row):
    """What the index knows of any row; `<help>#<id>` / `HELPED` lists one under who is helped."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="HELPED")
    branch_year = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    year = OfYear()

    @classmethod
    def under_helped(cls, row: "Help") -> Self:
        """For a row that names who is helped: their list of the year in which it begins."""
        year = business_day(instant(row.starts_at)).year
        return cls(row.pk, branch_year=row.received_in(str(row.helped_id), year), starts_at=row.starts_at)


class Help(Row):
    """`<help>#<id>` / `NOW`: help that goes through an organisation; listed under it by `branch_year` and `starts_at`.

    `helped_id`: the member or organisation that is helped. `secret` makes the codes of slips. `GIVEN` and `RECEIVED`
    begin the names of the lists; a kind of help gives itself its `Meta`.
    """

    GIVEN: ClassVar[str]
    RECEIVED: ClassVar[str]

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_year = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    organisation_id = UnicodeAttribute()
    county_id = UnicodeAttribute()
    helped_kind = UnicodeAttribute()
    helped_id = UnicodeAttribute(null=True)
    secret = UnicodeAttribute()

    @property
    def party(self) -> Party:
        return Party(cast("HelpedKind", self.helped_kind), self.helped_id)

    @classmethod
    def given_in(cls, organisation_id: str, year: int) -> str:
        return f"{cls.GIVEN}#{organisation_id}#{year}"

    @classmethod
    def received_in(cls, helped_id: str, year: int) -> str:
        return f"{cls.RECEIVED}#{helped_id}#{year}"
