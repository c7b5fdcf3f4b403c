"""A province with two cities and their counties, founded and changed through the front door, beside its oracle."""

from typing import Any

import msgspec

from functions.organisations import carrying
from kernel.authority import Role
from kernel.directory import Account, GrantAttribute, Organisation
from kernel.ids import organisation_id
from tests.builders import account
from tests.integration.organisations import desk
from tests.integration.organisations.desk import TODAY, ago, ask
from tests.integration.organisations.oracle import Oracle

KINDS = {"PROVINCE": "COMMITTEE", "CITY": "COMMITTEE", "COUNTY": "COMMITTEE", "TOWNSHIP": "COMMITTEE"}


class Province:
    """Everything is done by its administrator, on a day so many days ago."""

    def __init__(self, day: int) -> None:
        self.oracle, self.levels, self.notes, self.number = Oracle(), dict[str, str](), list[Any](), 0
        root = organisation_id("", "43")
        grants = [GrantAttribute(role=Role.SYSTEM.value, organisation_id=root)]
        Account(Account.partition("keeper"), grants=grants, version=1).save()
        self.top = self.found(None, "PROVINCE", day, by="keeper", code="43")
        account("admin", (Role.COUNTY_ADMIN, Organisation.demand(f"ORG#{self.top}", "NOW")))
        self.cities = [self.found(self.top, "CITY", day) for _ in range(2)]
        self.counties = [self.found(city, "COUNTY", day) for city in (*self.cities, self.top)]
        for parent in (*self.counties, self.cities[0], self.top):
            self.found(parent, "BRANCH", day)

    def found(self, parent: str | None, level: str, day: int, by: str = "admin", code: str = "") -> str:
        self.number += 1
        name = f"组织{self.number}"
        body = {"code": code or f"N-{self.number}", "name": name, "kind": KINDS.get(level, "BRANCH"), "level": level}
        made = str(desk.found(body | ({"parentId": parent} if parent else {}) | {"effectiveOn": ago(day)}, by)["id"])
        self.oracle.found(made, parent or "", name, ago(day))
        self.levels[made] = level
        return made

    def rename(self, what: str, day: int) -> None:
        self.number += 1
        if ask("PATCH", what, "admin", {"name": f"名{self.number}", "effectiveOn": ago(day)})[0] == 200:
            self.oracle.change(what, ago(day), name=f"名{self.number}")

    def move(self, what: str, under: str, day: int) -> None:
        before = ask("GET", what)[1]
        status, told = desk.move(what, under, effectiveOn=ago(day))
        if status == 201:
            self.oracle.change(what, ago(day), parent=under)
            self.notes.append(desk.moved(Organisation.demand(f"ORG#{what}", "NOW"), before["path"], told["path"]))

    def dissolve(self, what: str, day: int) -> None:
        if desk.dissolve(what, effectiveOn=ago(day))[0] == 201:
            self.oracle.change(what, ago(day), closed=True)

    def work(self) -> None:
        """The job behind the moves, one call of it."""
        if self.notes:
            desk.work(self.notes.pop())
            self.notes += [note for note in desk.notes() if msgspec.convert(note, carrying.Note).quiet_since is None]

    def differences(self, days: set[int]) -> list[tuple[int, str]]:
        """On which days, and now, which of the lists above the county is not the oracle's."""
        return [(day, top) for day in sorted(days) for top in (self.top, *self.cities) if self._differs(top, day)]

    def _differs(self, top: str, day: int) -> bool:
        tree = self.oracle.tree(ago(day))
        own = next(path for path in tree if path.endswith(f"/{top}/"))
        below = {path: name for path, name in tree.items() if path.startswith(own) and path != own}
        direct = {path: name for path, name in below.items() if path.count("/") == own.count("/") + 1}
        found = [shown(top, deep="true", asOf=ago(day)), shown(top, asOf=ago(day))]
        if day == 0:
            found += [shown(top, deep="true"), shown(top)]
        return found != [below, direct] * (len(found) // 2)


def shown(top: str, limit: str = "2", **query: str) -> dict[str, str]:
    """Path and name of all that a list shows, page by page, nothing twice."""
    found: dict[str, str] = {}
    while True:
        status, page = ask("GET", f"{top}/children", "admin", limit=limit, **query)
        names = {item["path"]: item["name"] for item in page["items"]}
        assert (status, len(names) <= int(limit), found.keys() & names.keys()) == (200, True, set())
        found |= names
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


__all__ = ["TODAY", "Province", "shown"]
