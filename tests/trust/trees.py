"""Two counties below one city, and who stands where in them: the roles around a target, the members' homes.

Callers are named by what they are and where they stand to a target: `secretary@PARENT@BRANCH` is a secretary of the
organisation right above the branch.
"""

from enum import StrEnum

from kernel.authority import Role
from kernel.directory import Organisation
from tests import builders


class Level(StrEnum):
    """Of the target."""

    BRANCH = "BRANCH"
    TOWNSHIP = "TOWNSHIP"
    COUNTY = "COUNTY"


class Relation(StrEnum):
    """Where a grant stands, seen from the target. PREFIX: a sibling whose id the target's begins with."""

    OWN = "OWN"
    PARENT = "PARENT"
    ABOVE = "ABOVE"
    CHILD = "CHILD"
    SIBLING = "SIBLING"
    COUSIN = "COUSIN"
    OTHER_COUNTY = "OTHER_COUNTY"
    PREFIX = "PREFIX"
    REVOKED = "REVOKED"


class Home(StrEnum):
    """Where a member is at home; SELF is the member whom the objects of the branch are about."""

    SELF = "SELF"
    COLLEAGUE = "COLLEAGUE"
    SISTER = "SISTER"
    FAR = "FAR"
    FOREIGN = "FOREIGN"


class Trees(builders.Tree):
    """The county of the builders below a city and a province, with a Party group in the branch; a second county."""

    def __init__(self) -> None:
        self.province = self.found(None, "43", "COMMITTEE", "PROVINCE")
        self.city = self._root(self.province, "4311", "CITY")
        self.other_city = self._root(self.province, "4312", "CITY")
        super().__init__()
        self.group = self.found(self.branch, "431128-101-001-1", "PARTY_GROUP", "BRANCH")
        self.other_county = self._root(self.city, "431129", "COUNTY")
        self.foreign_township = self.found(self.other_county, "431129-101", "COMMITTEE", "TOWNSHIP")
        self.foreign_branch = self.found(self.foreign_township, "431129-101-001", "BRANCH", "BRANCH")
        self.prefixes = {level: _cut_short(place) for level, place in self._targets().items()}

    def found(self, parent: Organisation | None, code: str, kind: str, level: str) -> Organisation:
        if code == builders.COUNTY_CODE:
            return self._root(self.city, code, level)
        return super().found(parent, code, kind, level)

    def _root(self, parent: Organisation, code: str, level: str) -> Organisation:
        """A county or city below others: its id and its county are its own, its path is below theirs."""
        made = super().found(None, code, "COMMITTEE", level)
        made.path, made.parent_id = f"{parent.path}{made.id}/", parent.id
        made.save()
        return made

    def _targets(self) -> dict[Level, Organisation]:
        return dict(zip(Level, (self.branch, self.township, self.county), strict=True))

    def around(self, level: Level) -> dict[Relation, Organisation]:
        """The place of each relation's grant, seen from the target of a level."""
        own, parent, above, child, sibling, cousin, foreign = {
            Level.BRANCH: (
                self.branch,
                self.township,
                self.county,
                self.group,
                self.sister,
                self.other_township,
                self.foreign_branch,
            ),
            Level.TOWNSHIP: (
                self.township,
                self.county,
                self.city,
                self.branch,
                self.other_township,
                self.far_branch,
                self.foreign_township,
            ),
            Level.COUNTY: (
                self.county,
                self.city,
                self.province,
                self.township,
                self.other_county,
                self.other_city,
                self.foreign_township,
            ),
        }[level]
        prefix = self.prefixes[level]
        return dict(zip(Relation, (own, parent, above, child, sibling, cousin, foreign, prefix, own), strict=True))

    def all(self) -> list[Organisation]:
        return [o for o in vars(self).values() if isinstance(o, Organisation)]


def _cut_short(place: Organisation) -> Organisation:
    """A sibling of which nobody could be the founder: ids are of one length. Decisions must not lean on that."""
    made = Organisation(Organisation.partition(place.id[:-1]), version=1)
    made.path, made.parent_id = f"{place.path[: -len(place.id) - 1]}{made.id}/", place.parent_id
    made.county_id = made.id  # in no list: those take ids to be of one length
    made.name, made.kind, made.level, made.holds_members = "某地", place.kind, place.level, place.holds_members
    made.save()
    return made


def caller(role: Role, relation: Relation, level: Level) -> str:
    return f"{role.value}@{relation}@{level}"


def member(home: Home) -> str:
    return f"member@{home}"
