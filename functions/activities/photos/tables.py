"""The rows of photos: an activity's, and where a file was first shown."""

from collections.abc import Iterator

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from functions.activities.tables import TABLE, Activity, Part
from kernel.table import Row


class Photo(Part):
    """`PHOTO#<slot>`: one of at most nine; a refused one, or one that never came, gives its slot away."""

    class Meta:
        table_name = TABLE

    photo_id = UnicodeAttribute()
    nonce = UnicodeAttribute()
    state = UnicodeAttribute()
    content_type = UnicodeAttribute()
    size_bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    announced_at = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    taken_at = UnicodeAttribute(null=True)
    width = NumberAttribute(null=True)
    height = NumberAttribute(null=True)
    duplicate_of = UnicodeAttribute(null=True)
    checks = JSONAttribute(default=list)

    @staticmethod
    def slot(number: int) -> str:
        return f"PHOTO#{number}"

    @classmethod
    def of(cls, activity_id: str) -> Iterator["Photo"]:
        prefix = cls.sk.startswith("PHOTO#")
        return iter(cls.query(Activity.partition(activity_id), prefix, consistent_read=True))


class PhotoHash(Row):
    """`HASH#<branch>#<sha256>` / `FIRST`: where a branch first showed this file; `HASH#<sha256>`: where anybody did."""

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="FIRST")
    photo_id = UnicodeAttribute()
    activity_id = UnicodeAttribute()

    @staticmethod
    def partition(branch_id: str, sha256: str) -> str:
        return f"HASH#{branch_id}#{sha256}"

    @staticmethod
    def anywhere(sha256: str) -> str:
        return f"HASH#{sha256}"
