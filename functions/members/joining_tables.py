"""The index by which those are found who joined on a day, and how far their anniversaries were announced."""

from datetime import date, timedelta
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from kernel.settings import table_name
from kernel.table import Item

ONE_DAY = timedelta(days=1)


class MembersByJoining(GlobalSecondaryIndex[Any]):
    """Who joined on a day, by the branch on whose roll they are; who left stands behind all branches."""

    class Meta:
        index_name = "joinings"
        projection = IncludeProjection(["membership_state"])

    joined_on = UnicodeAttribute(hash_key=True)
    roll = UnicodeAttribute(range_key=True)


class Announced(Item):
    """`ANNIVERSARIES/NOW`: days up to `done_through` were announced, and the one after it up to the branch `after`."""

    class Meta:
        table_name = table_name("members")

    pk = UnicodeAttribute(hash_key=True, default="ANNIVERSARIES")
    sk = UnicodeAttribute(range_key=True, default="NOW")
    done_through = UnicodeAttribute()
    after = UnicodeAttribute(default="")

    @classmethod
    def load(cls, today: date, earliest: date) -> "Announced":
        """The very first run begins with today, any other not before the earliest day."""
        key = ("ANNIVERSARIES", "NOW")
        known = cls.find(*key)
        if known is None:
            return cls(*key, done_through=(today - ONE_DAY).isoformat())
        if known.day < earliest:
            known.finish(earliest - ONE_DAY)
        return known

    def finish(self, day: date) -> None:
        self.done_through, self.after = day.isoformat(), ""

    @property
    def day(self) -> date:
        """The first one that is not done."""
        return date.fromisoformat(self.done_through) + ONE_DAY
