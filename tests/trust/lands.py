"""A land that grows and changes through the product's own routes, while a country keeps book beside it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from functions.members import on_rows
from kernel import vault
from kernel.authority import PRINCIPALS, Role
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation, organisation
from kernel.ids import derived_id
from tests import builders
from tests.conftest import Context
from tests.integration.members.people import ROSTER, message, row
from tests.template.house import texts
from tests.trust import bus
from tests.trust.asking import call
from tests.trust.country import NAME, RECORD, Country
from tests.trust.leaving import while_calling
from tests.trust.matrix import ROWS, Row
from tests.trust.places import World

HOUR = timedelta(hours=1)
NOTHING = "01KB0000000000000000000000"
ACTIVITIES = ("planned", "over", "to_come", "approved", "final")
NAMES = {"branch", "township", "county", "member_id", "event_id", "today", *ACTIVITIES}
SEARCH = Row("GET /v1/members/search", query={"organisationId": "$township", "q": "$canary"}, variant="for a canary")


def _asks_for(row: Row) -> set[str]:
    return {name[1:] for part in (row.path, row.query, row.body or {}) for name in texts(part) if name[:1] == "$"}


READS = [*(row for row in ROWS if not row.writes and _asks_for(row) <= NAMES), SEARCH]
"""Every route that reads what a land has."""
ADMIN, GUARD = "admin-of-all", "guard-of-all"
LEVELS = {"COUNTY": "TOWNSHIP", "TOWNSHIP": "BRANCH"}
"""What may stand below a level here."""


class Land:
    """`branches`, `members` (id → branch) and `activities` (id → branch) are what requests can be about."""

    def __init__(self) -> None:
        PRINCIPALS.cached.clear()
        vault.forget()
        self.country = Country()
        self.levels: dict[str, str] = {}
        self.members: dict[str, str] = {}
        self.activities: dict[str, str] = {}
        self.told: set[str] = set()
        self.canary_of: dict[str, str] = {}
        self.subjects: dict[str, str] = {}
        self.asked, self.seen, self.leaks = 0, 0, list[str]()
        self.root = self._stand("PROVINCE", None, "43")
        for subject, role in ((ADMIN, Role.COUNTY_ADMIN), (GUARD, Role.SECURITY)):
            builders.account(subject, (role, organisation(self.root)))
            self.country.grants[subject] = {(role, self.root)}
        self.counties = [self._stand("COUNTY", self.root, code) for code in ("431128", "431129")]

    def _stand(self, level: str, above: str | None, code: str) -> str:
        """A province or a county, which no route founds below another: written as it would be."""
        made = Organisation(
            Organisation.partition(derived_id("organisation", code)),
            path=f"{organisation(above).path if above else '/'}{derived_id('organisation', code)}/",
            county_id=derived_id("organisation", code),
            parent_id=above,
            code=code,
            kind="COMMITTEE",
            level=level,
            version=1,
        )
        self._book(made.id, above, level)
        made.name = self.country.canary(NAME, made.id)
        made.save()
        return made.id

    def _book(self, place: str, above: str | None, level: str) -> None:
        self.country.above[place], self.levels[place] = above, level

    @property
    def places(self) -> list[str]:
        return list(self.levels)

    def of_level(self, level: str) -> list[str]:
        return [place for place, known in self.levels.items() if known == level]

    def settle(self, chance: Random) -> None:
        """Two townships and three branches, with a member and an activity in each."""
        for county in self.counties:
            self.found(county)
        townships = self.of_level("TOWNSHIP")
        for township in [*townships, chance.choice(townships)]:
            self.found(township)
        for branch in self.of_level("BRANCH"):
            self.enrol(branch)
            self.plan(branch)

    def found(self, above: str) -> None:
        """An organisation of the next level below."""
        level = LEVELS[self.levels[above]]
        name = self.country.canary(NAME, above)
        body = {"code": f"C-{len(self.levels)}", "name": name, "level": level, "parentId": above}
        kind = "BRANCH" if level == "BRANCH" else "COMMITTEE"
        made = self._do("POST /v1/organisations", body=body | {"kind": kind})["id"]
        self._book(made, above, level)
        self.country.places[name] = made

    def enrol(self, branch: str) -> None:
        """A member by way of a roster, who binds an account."""
        number = len(self.members) + 2
        stands, canary = organisation(branch), self.country.canary(RECORD, branch)
        county = organisation(stands.county_id)
        person = row(number, stands, name=canary)
        tree = type("Place", (), {"county": county})
        told = message(tree, [person], chunk=number, by=county)  # type: ignore[arg-type]  # asked for its county alone
        assert on_rows.lambda_handler(builders.batch(told), Context()) == {"batchItemFailures": []}
        member, subject = derived_id(ROSTER, number), f"person-{number}"
        self.members[member], self.canary_of[member] = branch, canary
        self.country.been[member], self.subjects[member] = {branch}, subject
        self.country.homes[subject], self.country.grants[subject] = branch, set()
        self._do("POST /v1/me/binding", by=subject, body={"name": canary, "idNumber": person.id_number})
        self.tell()
        self.a_minute_later()

    def plan(self, branch: str) -> None:
        """An activity with a guest, and with minutes if the roll has heard of a member."""
        by, canary = self.clerk(branch), self.country.canary(RECORD, branch)
        at = now().replace(microsecond=0)
        times = {"startsAt": stamp(at - HOUR / 4), "endsAt": stamp(at + HOUR)}
        body = {"branchId": branch, "type": "THEME_DAY", "title": canary, "place": canary} | times
        made = self._do("POST /v1/activities", by=by, body=body)["id"]
        self.activities[made], self.country.been[made] = branch, {branch}
        guests = {"guests": [{"organisation": canary, "count": 2, "role": "OBSERVER"}]}
        self._do("PUT /v1/activities/<activity_id>/guests", {"activity_id": made}, by, guests)
        if own := [member for member, home in self.members.items() if home == branch]:
            self.country.shown.setdefault(self.subjects[own[0]], set()).update((canary, made))
            minutes = {"host": own[0], "recorder": own[0], "summary": canary}
            self.attempt("PUT /v1/activities/<activity_id>/minutes", {"activity_id": made}, by, minutes)

    def clerk(self, branch: str) -> str:
        """The secretary of a branch."""
        subject = f"clerk-{branch}"
        if subject not in self.country.grants:
            builders.account(subject, (Role.SECRETARY, organisation(branch)))
            self.country.grants[subject] = {(Role.SECRETARY, branch)}
        return subject

    def grant(self, subject: str, role: Role, place: str) -> None:
        body = {"subject": subject, "role": role.value, "organisationId": place}
        status = self.attempt("POST /v1/grants", by=GUARD, body=body)
        if status == 201:
            self.country.grants.setdefault(subject, set()).add((role, place))
        self.a_minute_later()

    def revoke(self, subject: str, role: Role, place: str) -> None:
        route = "DELETE /v1/grants/<subject>/<role>/<organisation_id>"
        self.attempt(route, {"subject": subject, "role": role.value, "organisation_id": place}, GUARD)
        self.country.grants[subject].discard((role, place))
        self.a_minute_later()

    def move(self, place: str, below: str) -> None:
        """What is refused (a move under way, the place where it stands) changes nothing."""
        body = {"newParentId": below, "reason": "区划调整"}
        status = self.attempt("POST /v1/organisations/<organisation_id>/moves", {"organisation_id": place}, body=body)
        if status == 201:
            self.country.above[place] = below
        self.a_minute_later()

    def resettle(self, member: str, branch: str) -> None:
        """A member who changes the branch takes what is about them along."""
        body = {"branchId": branch, "effectiveOn": f"{business_day(now())}", "reason": "工作变动"}
        status = self.attempt("POST /v1/members/<member_id>/moves", {"member_id": member}, body=body)
        if status == 200:
            self.country.places[self.canary_of[member]] = branch
            self.members[member] = self.country.homes[self.subjects[member]] = branch
            self.country.been[member].add(branch)
            self.tell()
        self.a_minute_later()

    def tell(self) -> None:
        """Everybody hears of what was recorded: copies of paths are rewritten, rolls and boards follow."""
        bus.tell(self.told)

    def a_minute_later(self) -> None:
        PRINCIPALS.cached.clear()

    def anybody(self, chance: Random) -> str | None:
        return chance.choice([*self.country.grants, "stranger", None])

    def look(self, chance: Random) -> None:
        """Anybody reads anything, mostly of what is theirs to see."""
        subject = self.anybody(chance)
        places = self.country.places
        seen = {places[one] for one in self.country.may_see(subject) if one in places}
        near = seen if chance.random() < 0.75 else set()
        self.ask(subject, chance.choice(READS), self._names(chance, near))

    def look_as(self, subject: str, place: str) -> None:
        """Somebody reads whatever there is about an organisation and what is below it."""
        for read in READS:
            self.ask(subject, read, self.names_in(place))

    def names_in(self, place: str) -> dict[str, str]:
        return self._names(Random(1), self.country.below(place))  # noqa: S311 - a repeatable choice

    def _names(self, chance: Random, near: set[str]) -> dict[str, str]:
        """What the rows of the matrix call their objects: of the near places, or of anywhere."""

        def some(of: Mapping[str, str]) -> str:
            return chance.choice(sorted(one for one in of if of[one] in near) or sorted(of) or [NOTHING])

        places = {place: place for place in self.places}
        return {
            "branch": some({place: place for place in self.of_level("BRANCH")}),
            "township": some(places),
            "county": some({place: place for place in self.counties}),
            "member_id": some(self.members),
            "event_id": chance.choice(sorted(self.told) or [NOTHING]),
            "today": f"{business_day(now())}",
            "canary": chance.choice((NAME, RECORD)),
        } | dict.fromkeys(ACTIVITIES, some(self.activities))

    def _do(self, route: str, path: Any = None, by: str = ADMIN, body: Any = None) -> dict[str, Any]:
        answer = self.ask(by, Row(route, path=path or {}, body=body), {})
        assert answer["statusCode"] // 100 == 2, (route, answer)
        return dict(json.loads(answer["body"]))

    def where(self, leaked: str) -> str:
        """Where a canary or a record is, and what that is."""
        places = {self.country.places[leaked]} if leaked in self.country.places else self.country.been[leaked]
        return ", ".join(f"{self.levels[place]} {place}" for place in places)

    def attempt(self, route: str, path: Any = None, by: str = ADMIN, body: Any = None) -> int:
        return int(self.ask(by, Row(route, path=path or {}, body=body), {})["statusCode"])

    def ask(self, subject: str | None, row: Row, names: dict[str, str]) -> dict[str, Any]:
        """An answer; every canary that left with it and was not the caller's to see is kept in `leaks`."""
        world = World(None, names)  # type: ignore[arg-type]  # names alone are asked for
        answer, left = while_calling(lambda: call(world, row, subject))
        sent = json.dumps([row.path, row.body, names], ensure_ascii=False)
        seen = self.country.found_in(left) - self.country.found_in(sent)
        self.asked, self.seen = self.asked + (not row.writes), self.seen + bool(seen and not row.writes)
        for leaked in sorted(seen - self.country.may_see(subject)):
            self.leaks.append(f"{row.name} by {subject}: {leaked} of {self.where(leaked)}")
        return answer
