"""Who is at home in a branch, as far as the tree must know: how many, and who is a full member."""

import json
from collections.abc import Mapping

from pynamodb.attributes import UnicodeAttribute

from kernel.settings import table_name
from kernel.table import Item

FULL = "FULL"
GONE = "-"

Fact = tuple[str, str, int]
"""A member's category, or GONE; when that came to be, and its number in its chain."""


class Roll(Item):
    """`ORG#<id>` / `ROLL`: each member's latest fact; one who left stays with the day of it, to outlast older news."""

    class Meta:
        table_name = table_name("organisations")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="ROLL")
    facts = UnicodeAttribute(default="{}")

    @staticmethod
    def key_of(organisation_id: str) -> tuple[str, str]:
        return f"ORG#{organisation_id}", "ROLL"

    def open(self) -> dict[str, Fact]:
        return {member: (kind, at, int(seq)) for member, (kind, at, seq) in json.loads(self.facts).items()}

    def learn(self, told: Mapping[str, Fact]) -> bool:
        """Take what is newer than what is known; whether anything was."""
        known = self.open()
        news = {m: fact for m, fact in told.items() if m not in known or fact[1:] > known[m][1:]}
        if news:
            self.facts = json.dumps(known | news, separators=(",", ":"), sort_keys=True)
        return bool(news)

    @property
    def members(self) -> dict[str, str]:
        """Who is at home here now, with their categories."""
        return {member: fact[0] for member, fact in self.open().items() if fact[0] != GONE}

    @property
    def full(self) -> int:
        """Full members."""
        return sum(category == FULL for category in self.members.values())
