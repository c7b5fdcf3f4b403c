"""A row of the table: a route with a target, who may, and how each caller is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kernel.authority import Role
from kernel.clock import business_day, now
from tests.trust.trees import Home, Level, Relation, caller, member

INSIDE = (Relation.OWN, Relation.PARENT, Relation.ABOVE)
"""A grant here covers the target."""
OWN_BRANCH = {Home.SELF, Home.COLLEAGUE}
BELOW = {
    Level.BRANCH: OWN_BRANCH,
    Level.TOWNSHIP: OWN_BRANCH | {Home.SISTER},
    Level.COUNTY: OWN_BRANCH | {Home.SISTER, Home.FAR},
}
"""The members who see a target: at home in it, or below it."""
GRANTED = tuple(role for role in Role if role is not Role.MEMBER)
ROLES = {
    "S": Role.SECRETARY,
    "R": Role.REVIEWER,
    "C": Role.COUNTY_ADMIN,
    "Y": Role.SYSTEM,
    "E": Role.SECURITY,
    "A": Role.AUDITOR,
}
ALLOWED = 0


@dataclass(frozen=True)
class Row:
    """One route with one target.

    `roles`: letters of `ROLES` whose grant, at the target or above, allows. `members`: whose membership allows.
    `only`: instead of all that, the callers named here and nobody else (by `outside`: 404 even where it can be seen).
    `signed`: no token is asked, but a signature that no caller has. `reads`: a body is sent, and nothing is written.
    """

    route: str
    at: Level | None = None
    roles: str = ""
    members: frozenset[Home] = frozenset()
    anyone: bool = False
    only: frozenset[str] | None = None
    outside: bool = False
    open: bool = False
    signed: bool = False
    reads: bool = False
    variant: str = ""
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def name(self) -> str:
        return f"{self.route} {self.variant}".rstrip()

    @property
    def writes(self) -> bool:
        return not self.reads and not self.route.startswith("GET ")


@dataclass(frozen=True)
class Cell:
    """A caller (none without a token) and the status that it must get; ALLOWED for whatever success there is."""

    subject: str | None
    status: int


def cells(row: Row) -> Iterator[Cell]:
    """Every caller of the arrangement that stands in some relation to the row's target."""
    if row.signed:
        yield from (Cell(subject, 401) for subject in (None, "outsider", member(Home.SELF)))
        return
    yield Cell(None, ALLOWED if row.open else 401)
    yield Cell("outsider", ALLOWED if row.anyone else 404)
    for home in Home:
        yield Cell(member(home), _of_member(row, home))
    for role in GRANTED:
        for relation in Relation if row.at else (Relation.OWN, Relation.REVOKED):
            yield Cell(caller(role, relation, row.at or Level.BRANCH), _of_grant(row, role, relation))


def _of_member(row: Row, home: Home) -> int:
    if row.anyone or home in row.members:
        return ALLOWED
    if row.only is not None and member(home) in row.only:
        return ALLOWED
    sees = row.at is not None and home in BELOW[row.at]
    return 403 if sees and not row.outside else 404


def _of_grant(row: Row, role: Role, relation: Relation) -> int:
    if row.anyone:
        return ALLOWED
    if row.at is None:
        return ALLOWED if caller(role, relation, Level.BRANCH) in (row.only or ()) else 404
    if row.only is not None and caller(role, relation, row.at) in row.only:
        return ALLOWED
    if relation not in INSIDE:
        return 404
    if row.only is None and role in {ROLES[letter] for letter in row.roles}:
        return ALLOWED
    return 404 if row.outside else 403


SELF = frozenset({Home.SELF})
BRANCH = frozenset(OWN_BRANCH)
ABOVE_TOWNSHIP = frozenset(BELOW[Level.TOWNSHIP])
ABOVE_COUNTY = frozenset(BELOW[Level.COUNTY])
EVERY_MEMBER = frozenset(Home)
COLLEAGUE = frozenset({Home.COLLEAGUE})
PLANNED = {"activity_id": "$planned"}
THEME_DAY = {"type": "THEME_DAY"}
AT_TOWNSHIP = {"organisationId": "$township"}
OVER = {"activity_id": "$over"}
DOSSIER = {"member_id": "$member_id"}
UNBOUND = {"member_id": "$unbound"}
YEAR = business_day(now()).year
TOWNSHIP = {"organisation_id": "$township"}
IN_BRANCH = {"organisation_id": "$branch"}
APPROVE = {"decision": "approve"}
REVIEWER_OF_TOWNSHIP = frozenset({caller(Role.REVIEWER, Relation.PARENT, Level.BRANCH)})
REVIEWER_OF_COUNTY = frozenset({caller(Role.REVIEWER, Relation.ABOVE, Level.BRANCH)})
