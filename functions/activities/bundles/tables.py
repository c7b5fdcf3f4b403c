"""The rows of inspection bundles."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from functions.activities.tables import TABLE
from kernel.table import Item


class Bundle(Item):
    """`BUNDLE#<id>` / `NOW`: who asked for which year of which branch, and the file once it is made.

    `asked_by` is the account, `member_id` the member who it is of, if any. `sha256` and `size_bytes` are of the ZIP
    under `bundles/<id>/<sha256>.zip`, which goes after a week.
    """

    class Meta:
        table_name = TABLE

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="NOW")
    branch_id = UnicodeAttribute()
    year = NumberAttribute()
    asked_by = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    member_id = UnicodeAttribute(null=True)
    made_at = UnicodeAttribute(null=True)
    sha256 = UnicodeAttribute(null=True)
    size_bytes = NumberAttribute(null=True)

    @property
    def id(self) -> str:
        return self.pk.removeprefix("BUNDLE#")

    @property
    def object_key(self) -> str:
        return f"bundles/{self.id}/{self.sha256}.zip"

    @staticmethod
    def partition(bundle_id: str) -> str:
        return f"BUNDLE#{bundle_id}"
