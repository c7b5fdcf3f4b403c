"""Who belongs to which Party group of a branch, as it was told."""

from collections.abc import Iterable

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item


class GroupsItem(Item):
    """`GROUPS#<branch>` / `MEMBERS`: group → [when it was said, its members]. The latest word counts."""

    class Meta:
        table_name = table_name("points")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    told = JSONAttribute(default=dict)

    @staticmethod
    def key_of(branch_id: str) -> tuple[str, str]:
        return f"GROUPS#{branch_id}", "MEMBERS"

    def hear(self, group_id: str, members: Iterable[str], at: str) -> bool:
        """Whether it is news."""
        if self.told.get(group_id, [""])[0] >= at:
            return False
        self.told = {**self.told, group_id: [at, list(members)]}
        return True

    @property
    def groups(self) -> dict[str, frozenset[str]]:
        """Those that somebody belongs to."""
        return {group: frozenset(members) for group, (_, members) in sorted(self.told.items()) if members}
