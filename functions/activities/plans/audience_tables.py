"""What lists a committee's activity in the years of the branches that it is for."""

from pynamodb.attributes import UnicodeAttribute

from functions.activities.tables import TABLE, Activity
from kernel.table import Row


class Invited(Row):
    """`ACTIVITY#<id>` / `INVITED#<branch>`: in the index `year` under the branch, at the activity's start."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    branch_year = UnicodeAttribute()
    starts_at = UnicodeAttribute()

    @classmethod
    def to(cls, activity: Activity, branch_id: str, year: int) -> "Invited":
        key = activity.pk, f"INVITED#{branch_id}"
        return cls(*key, branch_year=Activity.year_of(branch_id, year), starts_at=activity.starts_at)
