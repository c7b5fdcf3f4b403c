"""What stands where, and who may see it, as an outsider keeps book of it: nothing here is read back from the product.

Each organisation's name and each record carry a canary, a word of their own that stands in no other text; whoever reads
one has seen the record.
"""

import re
from dataclasses import dataclass, field

from kernel.authority import EXCLUSIVE, Role

NAME, RECORD = "鹊", "鸢"
"""How the canary of an organisation's name begins, and that of a record which an organisation keeps."""
DIGITS = "甲乙丙丁戊己庚辛壬癸"
CANARY = re.compile(f"[{NAME}{RECORD}][{DIGITS}]{{4}}")
WITHOUT_BUSINESS = frozenset(EXCLUSIVE) - {Role.AUDITOR}
"""Administrators who see organisations and no business data (`design.md` 5)."""


@dataclass
class Country:
    """`above` leads from an organisation to the one above it; `places` from a canary to the organisation that has it;
    `been` from the id of a record to all that ever had it, and whose own record may tell of it; `homes` from a subject
    to the branch of its member; `shown` from a subject to what names them, and is theirs to read wherever they went.
    """

    above: dict[str, str | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    been: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, set[str]] = field(default_factory=dict)
    grants: dict[str, set[tuple[Role, str]]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)

    def canary(self, kind: str, place: str) -> str:
        """A new one, of a name or a record of that organisation."""
        number = f"{len(self.places):04d}"
        made = kind + "".join(DIGITS[int(digit)] for digit in number)
        self.places[made] = place
        return made

    def path(self, place: str | None) -> list[str]:
        """From the organisation up to its root."""
        found = []
        while place is not None:
            found.append(place)
            place = self.above[place]
        return found

    def below(self, place: str) -> set[str]:
        """The organisation and its subtree, as they stand now."""
        return {other for other in self.above if place in self.path(other)}

    def may_see(self, subject: str | None) -> set[str]:
        """What may reach a caller now: records of their subtrees and ids of these, names of what is there or above."""
        held = self.grants.get(subject or "", set())
        home = {self.homes[subject]} if subject in self.homes else set()
        tops = {place for _, place in held} | home
        business = {place for role, place in held if role not in WITHOUT_BUSINESS} | home
        kept = {place for top in business for place in self.below(top)}
        named = {place for top in tops for place in (*self.below(top), *self.path(top))}
        canaries = {one for one, place in self.places.items() if place in (kept if one[0] == RECORD else named)}
        own = self.shown.get(subject or "", set())
        return canaries | own | {one for one, places in self.been.items() if places & kept}

    def found_in(self, text: str) -> set[str]:
        """The canaries and the ids of records that stand in a text."""
        return set(CANARY.findall(text)) | {one for one in self.been if one in text}
