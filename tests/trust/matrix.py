"""Who may call what, stated once more and in other words than `kernel/authority.py`: a row for every route.

A row says where its target stands and who may; everything else follows from three sentences of `design.md` 5:
nobody without a token (401); nobody sees what lies outside their subtree (404); who sees, but is not granted, is told
so (403). A member sees their own branch and what is above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kernel.authority import Role
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
    """

    route: str
    at: Level | None = None
    roles: str = ""
    members: frozenset[Home] = frozenset()
    anyone: bool = False
    only: frozenset[str] | None = None
    outside: bool = False
    open: bool = False
    variant: str = ""
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def name(self) -> str:
        return f"{self.route} {self.variant}".rstrip()

    @property
    def writes(self) -> bool:
        return not self.route.startswith("GET ")


@dataclass(frozen=True)
class Cell:
    """A caller (none without a token) and the status that it must get; ALLOWED for whatever success there is."""

    subject: str | None
    status: int


def cells(row: Row) -> Iterator[Cell]:
    """Every caller of the arrangement that stands in some relation to the row's target."""
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


NOBODY: frozenset[Home] = frozenset()
SELF = frozenset({Home.SELF})
BRANCH = frozenset(OWN_BRANCH)
ABOVE_TOWNSHIP = frozenset(BELOW[Level.TOWNSHIP])
ABOVE_COUNTY = frozenset(BELOW[Level.COUNTY])
EVERY_MEMBER = frozenset(Home)
PLANNED = {"activity_id": "$planned"}
OVER = {"activity_id": "$over"}
DOSSIER = {"member_id": "$member_id"}
ROSTER = {"roster_id": "$roster_id"}
TOWNSHIP = {"organisation_id": "$township"}
PHOTO = {"contentType": "image/png", "sizeBytes": 9, "sha256": "1" * 64}
PLAN = {
    "branchId": "$branch",
    "type": "THEME_DAY",
    "title": "主题党日",
    "startsAt": "$starts",
    "endsAt": "$ends",
    "place": "村部",
}
MINUTES = {"host": "$member_id", "recorder": "$member_id", "summary": "学习。"}
ROLL = {"entries": [{"memberId": "$member_id", "state": "LATE"}]}
FILE = {"kind": "members", "organisationId": "$county", "sizeBytes": 9, "sha256": "1" * 64, "contentType": "text/csv"}
FOUND = {"code": "NEW-1", "name": "新支部", "kind": "BRANCH", "level": "BRANCH", "parentId": "$township"}
RULE = {"id": "day", "activityType": "THEME_DAY", "to": "member", "points": 5, "zh": "主题党日", "en": "Theme day"}
RULES = {"organisationId": "$township", "effectiveFrom": "$tomorrow", "rules": [RULE]}
GRANT = {"subject": "newcomer", "role": "reviewer", "organisationId": "$township"}
REVIEWS = "POST /v1/activities/<activity_id>/reviews"
APPROVE = {"decision": "approve"}
REVIEWER_OF_TOWNSHIP = frozenset({caller(Role.REVIEWER, Relation.PARENT, Level.BRANCH)})
REVIEWER_OF_COUNTY = frozenset({caller(Role.REVIEWER, Relation.ABOVE, Level.BRANCH)})

ROWS = (
    # Everybody who is signed in, or nobody in particular
    Row("GET /v1/health", anyone=True, open=True),
    Row("GET /v1/me", anyone=True),
    Row("GET /v1/me/notices", anyone=True),
    Row("GET /v1/journal/seals/key", anyone=True),
    Row("POST /v1/me/binding", anyone=True, body={"name": "$name", "idNumber": "$id_number"}),
    # One's own
    Row("GET /v1/me/dossier", members=EVERY_MEMBER),
    Row("GET /v1/me/dossier/reveals", members=EVERY_MEMBER),
    Row("GET /v1/me/points", members=EVERY_MEMBER),
    Row("GET /v1/me/standing", members=EVERY_MEMBER),
    Row("POST /v1/me/notices/<notice_id>/read", members=SELF, path={"notice_id": "$own_notice"}, variant="own"),
    Row(
        "POST /v1/me/notices/<notice_id>/read",
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"notice_id": "$office_notice"},
        variant="of an office",
    ),
    # Grants and switches
    Row("POST /v1/grants", Level.TOWNSHIP, "E", body=GRANT),
    Row("GET /v1/grants", Level.TOWNSHIP, "EA", query={"organisationId": "$township"}),
    Row(
        "DELETE /v1/grants/<subject>/<role>/<organisation_id>",
        Level.TOWNSHIP,
        "E",
        path=TOWNSHIP | {"subject": "holder", "role": "auditor"},
    ),
    Row("GET /v1/organisations/<organisation_id>/policies", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row(
        "PUT /v1/organisations/<organisation_id>/policies/<policy>",
        Level.TOWNSHIP,
        "C",
        path=TOWNSHIP | {"policy": "lists"},
        body={"value": "on"},
    ),
    # The tree
    Row("POST /v1/organisations", Level.TOWNSHIP, "YC", body=FOUND),
    Row("GET /v1/organisations/<organisation_id>", Level.TOWNSHIP, "SRCYEA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row(
        "GET /v1/organisations/<organisation_id>",
        Level.BRANCH,
        "SRCYEA",
        BRANCH,
        path={"organisation_id": "$branch"},
        variant="branch",
    ),
    Row("PATCH /v1/organisations/<organisation_id>", Level.TOWNSHIP, "YC", path=TOWNSHIP, body={"name": "新名称"}),
    Row("GET /v1/organisations/<organisation_id>/children", Level.TOWNSHIP, "SRCYEA", path=TOWNSHIP),
    # Dossiers
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("GET /v1/members/<member_id>", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("PATCH /v1/members/<member_id>", Level.BRANCH, "SC", path=DOSSIER, body={"education": "11"}),
    Row(
        "POST /v1/members/<member_id>/reveal",
        Level.BRANCH,
        "SC",
        SELF,
        path=DOSSIER,
        body={"purpose": "CONTACT", "fields": ["mobile", "idNumber"]},
    ),
    # Rosters
    Row("POST /v1/rosters", Level.COUNTY, "C", body=FILE),
    Row("GET /v1/rosters", Level.COUNTY, "CA", query={"organisationId": "$county"}),
    Row("GET /v1/rosters/<roster_id>", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/rows", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/errors", Level.COUNTY, "CA", path=ROSTER),
    Row("POST /v1/rosters/<roster_id>/apply", Level.COUNTY, "C", path=ROSTER),
    # Activities
    Row("POST /v1/activities", Level.BRANCH, "S", body=PLAN),
    Row("GET /v1/activities", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row("GET /v1/activities/<activity_id>", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row(
        "PATCH /v1/activities/<activity_id>",
        Level.BRANCH,
        "S",
        path={"activity_id": "$to_come"},
        body={"title": "新标题"},
    ),
    Row("POST /v1/activities/<activity_id>/cancel", Level.BRANCH, "S", path={"activity_id": "$to_come"}),
    Row("GET /v1/activities/<activity_id>/code", Level.BRANCH, "S", path=PLANNED),
    Row("POST /v1/activities/<activity_id>/sign-ins", Level.BRANCH, "", BRANCH, path=PLANNED, body={"code": "$code"}),
    Row("PUT /v1/activities/<activity_id>/attendance", Level.BRANCH, "S", path=PLANNED, body=ROLL),
    Row("GET /v1/activities/<activity_id>/attendance", Level.BRANCH, "SRCA", path=PLANNED),
    Row("POST /v1/activities/<activity_id>/photos", Level.BRANCH, "S", path=PLANNED, body=PHOTO),
    Row("GET /v1/activities/<activity_id>/photos", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row("PUT /v1/activities/<activity_id>/minutes", Level.BRANCH, "S", path=PLANNED, body=MINUTES),
    Row("GET /v1/activities/<activity_id>/minutes", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row("POST /v1/activities/<activity_id>/submit", Level.BRANCH, "S", path=OVER),
    Row("GET /v1/activities/<activity_id>/reviews", Level.BRANCH, "SRCA", BRANCH, path={"activity_id": "$final"}),
    Row(
        REVIEWS,
        Level.BRANCH,
        only=REVIEWER_OF_TOWNSHIP,
        path={"activity_id": "$first"},
        body=APPROVE,
        variant="first",
    ),
    Row(
        REVIEWS,
        Level.BRANCH,
        only=REVIEWER_OF_COUNTY | REVIEWER_OF_TOWNSHIP,  # to the township, whose turn is over, it is a wrong state
        path={"activity_id": "$final"},
        body=APPROVE,
        variant="final",
    ),
    Row("GET /v1/reviews", Level.TOWNSHIP, "R", query={"organisationId": "$township"}),
    # Points
    Row("GET /v1/points/members/<member_id>", Level.BRANCH, "SA", SELF, path=DOSSIER),
    Row("GET /v1/points/branches/<branch_id>", Level.BRANCH, "SRCA", BRANCH, path={"branch_id": "$branch"}),
    Row("GET /v1/points/rules", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query={"organisationId": "$township"}),
    Row("PUT /v1/points/rules", Level.TOWNSHIP, "C", body=RULES),
    # Ranking
    Row("POST /v1/rankings/runs", Level.COUNTY, "C", body={"organisationId": "$county"}),
    Row("GET /v1/rankings/runs/<run_id>", Level.COUNTY, "C", path={"run_id": "$run_id"}),
    Row("GET /v1/rankings/<organisation_id>", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row(
        "GET /v1/rankings/<organisation_id>",
        Level.COUNTY,
        "SRCA",
        ABOVE_COUNTY,
        path={"organisation_id": "$county"},
        variant="county",
    ),
    # Reminders
    Row("POST /v1/reminders/runs", Level.COUNTY, "C", body={"organisationId": "$county", "asOf": "$today"}),
    # The record
    Row("GET /v1/journal/<organisation_id>", Level.BRANCH, "ACS", path={"organisation_id": "$branch"}),
    Row("GET /v1/journal/entries/<event_id>/receipt", Level.BRANCH, "ACS", BRANCH, path={"event_id": "$event_id"}),
)
