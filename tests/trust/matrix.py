"""Who may call what, stated once more and in other words than `kernel/authority.py`: a row for every route.

A row says where its target stands and who may; everything else follows from three sentences of `design.md` 5:
nobody without a token (401); nobody sees what lies outside their subtree (404); who sees, but is not granted, is told
so (403). A member sees their own branch and what is above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kernel.authority import Role
from kernel.clock import business_day, now
from tests.trust.booths import GRADES, QUESTION, VOTE, WORDS
from tests.trust.phones import BUNDLE
from tests.trust.trees import Home, Level, Relation, caller, member
from tests.trust.volunteering import CONFIRMED, OFFER, PROMISE

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


NOBODY: frozenset[Home] = frozenset()
SELF = frozenset({Home.SELF})
BRANCH = frozenset(OWN_BRANCH)
ABOVE_TOWNSHIP = frozenset(BELOW[Level.TOWNSHIP])
ABOVE_COUNTY = frozenset(BELOW[Level.COUNTY])
EVERY_MEMBER = frozenset(Home)
COLLEAGUE = frozenset({Home.COLLEAGUE})
PLANNED = {"activity_id": "$planned"}
SERVICE = {"service_id": "$service"}
PROMISED = {"assistance_id": "$promised"}
ASSISTANCE = "/v1/activities/assistance/<assistance_id>"
TALK = {"branchId": "$branch", "members": ["$member_id", "$colleague"]}
BOOKING = "/v1/activities/services/<service_id>/bookings/<member_id>"
SERVED = {"service_id": "$served", "member_id": "$member_id"}
THEME_DAY = {"type": "THEME_DAY"}
AT_TOWNSHIP = {"organisationId": "$township"}
OVER = {"activity_id": "$over"}
ASSEMBLY = {"activity_id": "$assembly"}
BALLOTS = "/v1/activities/<activity_id>/ballots"
BALLOT = ASSEMBLY | {"ballot_id": "$ballot"}
TO_COME = {"activity_id": "$to_come"}
APPROVED = {"activity_id": "$approved"}
DOSSIER = {"member_id": "$member_id"}
DISPATCH = {"organisationId": "$township", "audience": {"organisationId": "$township"}}
SENT = {"dispatch_id": "$dispatch"}
UNBOUND = {"member_id": "$unbound"}
YEAR = business_day(now()).year
REQUEST = {"request_id": "$request_id"}
REFUSED = {"outcome": "refused", "reason": "NO_EVIDENCE"}
AWAY = {"reason": "WORK", "regionCode": "440300", "since": "$since", "contactPersonId": "$colleague"}
HEARD = {"channel": "PHONE"}
CERTIFIED = {"returnsOften": False, "transferImpossible": True}
LOST = {"reason": "1", "lostSince": "$since", "ownerId": "$colleague"}
ON_HOLD = {"member_id": "$on_hold"}
PROPOSAL = {"proposal_id": "$proposal"}
ON_DAY = {"asOf": "$today"}
DAYS = {"from": "$today", "to": "$today"}
LEFT = {"reason": "SELF_EXIT", "effectiveOn": "$today"}
ABROAD = {"reason": "SETTLED_ABROAD", "effectiveOn": "$today"}
RETURNED = {"reason": "RETURNED", "effectiveOn": "$today"}
TERM = {"reason": "PASSIVE", "startsOn": "$today"}
MOVED = {"branchId": "$sister", "effectiveOn": "$today", "reason": "工作单位变动"}
BESIDE = {"organisationId": "$project"}
ROSTER = {"roster_id": "$roster_id"}
NEEDED = ("name", "id_number", "ethnicity", "education", "category", "joined_on", "occupation", "branch_code")
MAPPING = {"columns": dict(zip("ABCDEFGH", NEEDED, strict=True))}
ROSTERS_OF = {"organisationId": "$county", "kind": "members"}
CASE = {"case_id": "$case"}
LOOKUP = {"organisationId": "$township", "idNumber": "$id_number", "purpose": "CONTACT"}
SEGMENT = {"organisationId": "$township", "name": "女党员", "criteria": {"category": "FULL"}}
DIFFERENT = {"decision": "different", "reason": "TWINS"}
APPEAL = {"organisation_id": "$township", "appeal_id": "$appeal"}
BANDS = {"effectiveOn": "$today", "basis": "SHARE", "gold": 90, "silver": 70, "yellow": 50, "warning": 5}
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
SEEN = {"memberId": "$member_id"}
STAY = {"joinedAt": "2020-01-01T00:00:00Z", "leftAt": "2099-12-31T00:00:00Z"}
ONLINE = {"entries": [{"memberId": "$colleague"} | STAY]}
GUESTS = {"guests": [{"organisation": "县委组织部", "count": 2, "role": "OBSERVER"}]}
ROLL = {"entries": [{"memberId": "$member_id", "state": "LATE"}]}
FILE = {"kind": "members", "organisationId": "$county", "sizeBytes": 9, "sha256": "1" * 64, "contentType": "text/csv"}
FOUND = {"code": "NEW-1", "name": "新支部", "kind": "BRANCH", "level": "BRANCH", "parentId": "$township"}
IN_BRANCH = {"organisation_id": "$branch"}
OF_CENTRE = TOWNSHIP | {"centre_id": "$centre"}
MOVE = {"newParentId": "$other_township", "reason": "区划调整"}
MERGE = {"intoId": "$sister", "reason": "区划调整"}
DISSOLVE = {"reason": "任务完成"}
CHOSEN = {"post": "SECRETARY", "memberId": "$member_id", "approvedBy": "$township"}
ELECT = {"kind": "TERM", "heldOn": "$today", "entitled": 2, "present": 2, "holders": [CHOSEN]}
APPOINT = {"appointedOn": "$today", "reason": "工作需要", "holders": [CHOSEN]}
VACATE = {"post": "SECRETARY", "memberId": "$member_id", "endedOn": "$today", "reason": "RESIGNED"}
SPOT = {"lat": 25.9, "lng": 112.2, "verifiedOn": "$today"}
CENTRE = SPOT | {"name": "某镇党群服务中心", "address": "某镇政府院内"}
RULE = {"id": "day", "activityType": "THEME_DAY", "to": "member", "points": 5, "zh": "主题党日", "en": "Theme day"}
RULES = {"organisationId": "$township", "effectiveFrom": "$tomorrow", "rules": [RULE]}
TRIAL = {"organisationId": "$township", "rules": [RULE], "target": 100}
AT_BRANCH = {"organisationId": "$branch"}
AWARDED = {"branchId": "$branch", "memberId": "$colleague", "ruleId": "honour", "heldOn": "$today"}
AWARD = AWARDED | {"reason": "表现突出", "evidence": "县委组〔2026〕12号"}
EXEMPT = {"branchId": "$branch", "memberId": "$colleague", "ground": "ill", "firstDay": "$today"}
EXEMPT |= {"lastDay": "$today", "reason": "住院治疗"}
ENDS = {"branchId": "$branch", "lastDay": "$today"}
WORDING = {"reader": "member", "language": "zh", "channel": "inbox", "text": "{since}以来{months}个月"}
GRANT = {"subject": "newcomer", "role": "reviewer", "organisationId": "$township"}
REVIEWS = "POST /v1/activities/<activity_id>/reviews"
RULING = "POST /v1/activities/<activity_id>/disputes/<member_id>/ruling"
DISPUTED = {"claim": "LATE", "reason": "我晚到了。"}
RULED = {"upheld": True, "answer": "属实。"}
APPROVE = {"decision": "approve"}
REVIEWER_OF_TOWNSHIP = frozenset({caller(Role.REVIEWER, Relation.PARENT, Level.BRANCH)})
REVIEWER_OF_COUNTY = frozenset({caller(Role.REVIEWER, Relation.ABOVE, Level.BRANCH)})

APPRAISAL = "/v1/activities/appraisals/<branch_id>/<year>"


def of_year(ago: int) -> dict[str, str]:
    """An appraisal of the branch."""
    return {"branch_id": "$branch", "year": f"{YEAR - ago}"}


ROWS = (
    # Everybody who is signed in, or nobody in particular
    Row("GET /v1/health", anyone=True, open=True),
    Row("GET /v1/me", anyone=True),
    Row("GET /v1/me/notices", anyone=True),
    Row("GET /v1/me/notices/counts", anyone=True),
    Row("GET /v1/journal/seals/key", anyone=True),
    Row(
        "POST /v1/public/receipts/<channel>",
        signed=True,
        path={"channel": "sms"},
        body={"receipts": [{"receipt": "any", "state": "DELIVERED"}]},
    ),
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
    Row("POST /v1/me/notices/<notice_id>/done", members=SELF, path={"notice_id": "$own_notice"}, variant="own"),
    Row(
        "POST /v1/me/notices/<notice_id>/done",
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"notice_id": "$office_notice"},
        variant="of an office",
    ),
    Row("POST /v1/me/devices", members=EVERY_MEMBER, body={}),
    Row("GET /v1/me/devices", members=EVERY_MEMBER),
    Row("DELETE /v1/me/devices/<device_id>", members=COLLEAGUE, path={"device_id": "$device"}),
    Row("POST /v1/me/devices/<device_id>/bundles", members=COLLEAGUE, path={"device_id": "$device"}, body=BUNDLE),
    Row("GET /v1/me/notices/preferences", members=EVERY_MEMBER),
    Row("PUT /v1/me/notices/preferences", members=EVERY_MEMBER, body={"language": "en", "channels": ["sms"]}),
    Row("GET /v1/me/notices/messages", members=EVERY_MEMBER),
    Row("GET /v1/me/notices/contacts", members=EVERY_MEMBER),
    Row("POST /v1/me/notices/contacts", members=EVERY_MEMBER, body={"channel": "sms", "address": "13800000000"}),
    Row(
        "POST /v1/me/notices/contacts/<channel>/confirmation",
        members=SELF,
        path={"channel": "email"},
        body={"code": "123456"},
    ),
    Row("DELETE /v1/me/notices/contacts/<channel>", members=SELF, path={"channel": "email"}),
    Row("GET /v1/organisations/<organisation_id>/webhook", Level.COUNTY, "C", path={"organisation_id": "$county"}),
    Row(
        "PUT /v1/organisations/<organisation_id>/webhook",
        Level.COUNTY,
        "C",
        path={"organisation_id": "$county"},
        body={"url": "http://WebhookHosts/told"},
    ),
    Row("DELETE /v1/organisations/<organisation_id>/webhook", Level.COUNTY, "C", path={"organisation_id": "$county"}),
    # The words of notices
    Row("GET /v1/organisations/<organisation_id>/notice-templates", Level.TOWNSHIP, "SRCA", path=TOWNSHIP),
    Row(
        "GET /v1/organisations/<organisation_id>/notice-templates/<code>",
        Level.TOWNSHIP,
        "SRCA",
        path=TOWNSHIP | {"code": "ABSENT_3M"},
        query={"reader": "member"},
    ),
    Row(
        "PUT /v1/organisations/<organisation_id>/notice-templates/<code>",
        Level.TOWNSHIP,
        "C",
        path=TOWNSHIP | {"code": "ABSENT_3M"},
        body=WORDING,
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
    Row("GET /v1/organisations/<organisation_id>/history", Level.TOWNSHIP, "SRCA", path=TOWNSHIP),
    Row("POST /v1/organisations/<organisation_id>/moves", Level.COUNTY, "C", path=IN_BRANCH, body=MOVE),
    Row(
        "POST /v1/organisations/<organisation_id>/mergers",
        Level.COUNTY,
        "C",
        path={"organisation_id": "$far_branch"},
        body=MERGE,
    ),
    Row(
        "POST /v1/organisations/<organisation_id>/dissolution",
        Level.BRANCH,
        "C",
        path={"organisation_id": "$group"},
        body=DISSOLVE,
    ),
    Row("GET /v1/organisations/<organisation_id>/leadership", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row(
        "POST /v1/organisations/<organisation_id>/leadership/elections", Level.BRANCH, "SC", path=IN_BRANCH, body=ELECT
    ),
    Row(
        "POST /v1/organisations/<organisation_id>/leadership/appointments",
        Level.BRANCH,
        "C",
        path=IN_BRANCH,
        body=APPOINT,
    ),
    Row(
        "POST /v1/organisations/<organisation_id>/leadership/vacancies", Level.BRANCH, "SC", path=IN_BRANCH, body=VACATE
    ),
    Row(
        "PUT /v1/organisations/<organisation_id>/term",
        Level.BRANCH,
        "SC",
        path=IN_BRANCH,
        body={"startsOn": "2026-01-01"},
    ),
    Row("PUT /v1/organisations/<organisation_id>/position", Level.BRANCH, "SC", path=IN_BRANCH, body=SPOT),
    Row("POST /v1/organisations/<organisation_id>/centres", Level.TOWNSHIP, "SC", path=TOWNSHIP, body=CENTRE),
    Row(
        "PUT /v1/organisations/<organisation_id>/centres/<centre_id>", Level.TOWNSHIP, "SC", path=OF_CENTRE, body=CENTRE
    ),
    Row("DELETE /v1/organisations/<organisation_id>/centres/<centre_id>", Level.TOWNSHIP, "SC", path=OF_CENTRE),
    Row("GET /v1/organisations/<organisation_id>/map", Level.BRANCH, "SRCA", BRANCH, path=IN_BRANCH),
    Row(
        "GET /v1/organisations/<organisation_id>/coverage", Level.TOWNSHIP, "SRCA", path=TOWNSHIP, query={"of": "terms"}
    ),
    Row("GET /v1/public/centres", anyone=True, open=True, query={"organisationId": "$township"}),
    Row("GET /v1/public/centres/<centre_id>", anyone=True, open=True, path={"centre_id": "$centre"}),
    # Dossiers
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("GET /v1/members/<member_id>", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("PATCH /v1/members/<member_id>", Level.BRANCH, "SC", path=DOSSIER, body={"education": "11"}),
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"branchId": "$branch", "state": "LEFT"}, variant="who left"),
    Row("GET /v1/members", Level.BRANCH, "SRCA", query={"attachedTo": "$branch"}, variant="beside"),
    Row("GET /v1/members/<member_id>", Level.BRANCH, "SRCA", SELF, path=DOSSIER, query=ON_DAY, variant="on a day"),
    Row("GET /v1/members/<member_id>/differences", Level.BRANCH, "SRCA", SELF, path=DOSSIER, query=DAYS),
    Row("GET /v1/members/<member_id>/history", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("GET /v1/members/<member_id>/fields", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("POST /v1/members/<member_id>/verifications", Level.BRANCH, "SRC", path=DOSSIER, body={"fields": ["name"]}),
    Row("PATCH /v1/members/<member_id>/sealed", Level.BRANCH, "SC", path=DOSSIER, body={"mobile": "15411112222"}),
    Row("POST /v1/members/<member_id>/departure", Level.BRANCH, "C", path=DOSSIER, body=LEFT),
    Row("POST /v1/members/<member_id>/suspension", Level.BRANCH, "C", path=DOSSIER, body=ABROAD),
    Row("POST /v1/members/<member_id>/reinstatement", Level.BRANCH, "C", path=ON_HOLD, body=RETURNED),
    Row("PUT /v1/members/<member_id>/term", Level.BRANCH, "C", path=DOSSIER, body=TERM),
    Row("POST /v1/members/<member_id>/term/end", Level.BRANCH, "C", path=ON_HOLD, body={"outcome": "CORRECTED"}),
    Row("POST /v1/members/<member_id>/moves", Level.TOWNSHIP, "C", path=DOSSIER, body=MOVED),
    Row("POST /v1/members/<member_id>/attachments", Level.BRANCH, "SC", path=DOSSIER, body=BESIDE),
    Row(
        "DELETE /v1/members/<member_id>/attachments/<organisation_id>",
        Level.BRANCH,
        "SC",
        path=ON_HOLD | {"organisation_id": "$project"},
    ),
    Row(
        "POST /v1/members/<member_id>/proposals", Level.BRANCH, "SC", path=DOSSIER, body={"facts": {"education": "11"}}
    ),
    Row("GET /v1/proposals", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}),
    Row("GET /v1/proposals/<proposal_id>", Level.BRANCH, "SRCA", path=PROPOSAL),
    Row("POST /v1/proposals/<proposal_id>/withdrawal", Level.BRANCH, "SC", path=PROPOSAL),
    Row("POST /v1/proposals/<proposal_id>/decision", Level.TOWNSHIP, "RC", path=PROPOSAL, body={"outcome": "accepted"}),
    Row(
        "POST /v1/members/<member_id>/reveal",
        Level.BRANCH,
        "SC",
        SELF,
        path=DOSSIER,
        body={"purpose": "CONTACT", "fields": ["mobile", "idNumber"]},
    ),
    Row("POST /v1/members/<member_id>/identity-checks", Level.BRANCH, "SC", path=DOSSIER),
    Row("PUT /v1/members/<member_id>/tags", Level.BRANCH, "SC", path=DOSSIER, body={"tags": ["退役军人"]}),
    Row("GET /v1/members/search", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township", "q": "z"}),
    Row("POST /v1/members/lookups", Level.TOWNSHIP, "SC", body=LOOKUP),
    Row("POST /v1/segments", Level.TOWNSHIP, "SC", body=SEGMENT),
    Row("GET /v1/segments", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}),
    Row("GET /v1/segments/<segment_id>/members", Level.TOWNSHIP, "SRCA", path={"segment_id": "$segment"}),
    Row("DELETE /v1/segments/<segment_id>", Level.TOWNSHIP, "SC", path={"segment_id": "$segment"}),
    # Likely duplicates
    Row("GET /v1/duplicates", Level.COUNTY, "CA", query={"organisationId": "$county"}),
    Row("GET /v1/duplicates/<case_id>", Level.BRANCH, "CA", path=CASE),
    Row("POST /v1/duplicates/<case_id>/decision", Level.BRANCH, "C", path=CASE, body=DIFFERENT),
    Row("POST /v1/duplicates/<case_id>/merger", Level.BRANCH, "C", path=CASE, body={"keep": "$alike"}),
    Row("DELETE /v1/duplicates/<case_id>/merger", Level.BRANCH, "C", path={"case_id": "$merger"}),
    # Members who are away, or lost
    Row("POST /v1/members/<member_id>/floating", Level.BRANCH, "SC", path={"member_id": "$unbound"}, body=AWAY),
    Row("GET /v1/members/<member_id>/floating", Level.BRANCH, "SRCA", SELF, path=DOSSIER),
    Row("PATCH /v1/members/<member_id>/floating", Level.BRANCH, "SC", path=DOSSIER, body={"abroad": True}),
    Row("DELETE /v1/members/<member_id>/floating", Level.BRANCH, "SC", path=DOSSIER),
    Row("POST /v1/members/<member_id>/floating/return", Level.BRANCH, "SC", path=DOSSIER, body={}),
    Row("POST /v1/members/<member_id>/floating/contacts", Level.BRANCH, "", COLLEAGUE, path=DOSSIER, body=HEARD),
    Row("GET /v1/me/floating", members=SELF | COLLEAGUE),
    Row("POST /v1/me/floating/contacts", members=EVERY_MEMBER, body=HEARD),
    Row("GET /v1/floating", Level.BRANCH, "SRCA", query={"branchId": "$branch"}, variant="home"),
    Row("GET /v1/floating", Level.BRANCH, "SRCA", query={"hostBranchId": "$branch"}, variant="host"),
    Row("GET /v1/floating", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}, variant="committee"),
    Row("POST /v1/members/<member_id>/floating/certificate", Level.BRANCH, "C", path=DOSSIER, body=CERTIFIED),
    Row("GET /v1/floating/certificates", Level.COUNTY, "SRCA", query={"organisationId": "$county"}),
    Row(
        "POST /v1/floating/certificates/<number>/checks",
        Level.BRANCH,
        "SC",
        path={"number": "$certificate"},
        body={"year": YEAR, "passed": True},
    ),
    Row("POST /v1/floating/certificates/<number>/return", Level.BRANCH, "SC", path={"number": "$certificate"}, body={}),
    Row("POST /v1/members/<member_id>/lost-contact", Level.BRANCH, "SC", path=DOSSIER, body=LOST),
    Row("GET /v1/members/<member_id>/lost-contact", Level.BRANCH, "SRCA", path=UNBOUND),
    Row(
        "PUT /v1/members/<member_id>/lost-contact/owner",
        Level.BRANCH,
        "SC",
        path=UNBOUND,
        body={"ownerId": "$colleague"},
    ),
    Row("POST /v1/members/<member_id>/lost-contact/attempts", Level.BRANCH, "SC", SELF, path=UNBOUND, body=HEARD),
    Row("POST /v1/members/<member_id>/lost-contact/found", Level.BRANCH, "SC", path=UNBOUND, body={}),
    Row("POST /v1/members/<member_id>/lost-contact/suspension", Level.BRANCH, "C", path=UNBOUND, body={}),
    Row(
        "POST /v1/members/<member_id>/lost-contact/removal",
        Level.BRANCH,
        "SC",
        path={"member_id": "$colleague"},
        body={},
    ),
    Row("GET /v1/lost-contacts", Level.BRANCH, "SRCA", query={"branchId": "$branch"}, variant="home"),
    Row("GET /v1/lost-contacts", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}, variant="committee"),
    # Rights of the person
    Row("POST /v1/me/export", members=EVERY_MEMBER),
    Row("POST /v1/me/corrections", members=EVERY_MEMBER, body={"facts": {"education": "11"}}),
    Row("GET /v1/me/corrections", members=EVERY_MEMBER),
    Row("GET /v1/corrections", Level.BRANCH, "SRCA", query={"branchId": "$branch"}, variant="home"),
    Row("GET /v1/corrections", Level.TOWNSHIP, "SRCA", query={"organisationId": "$township"}, variant="committee"),
    Row("GET /v1/corrections/<request_id>", Level.BRANCH, "SC", path=REQUEST),
    Row("POST /v1/corrections/<request_id>/reveal", Level.BRANCH, "SC", path=REQUEST),
    Row("POST /v1/corrections/<request_id>/answer", Level.BRANCH, "SC", path=REQUEST, body=REFUSED),
    Row("POST /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=DOSSIER, body={"ground": "LAW"}),
    Row("GET /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=UNBOUND),
    Row("DELETE /v1/members/<member_id>/erasure", Level.BRANCH, "C", path=UNBOUND),
    Row("POST /v1/members/<member_id>/erasure/confirmation", Level.BRANCH, "C", path=UNBOUND),
    # Rosters
    Row("POST /v1/rosters", Level.COUNTY, "C", body=FILE),
    Row("GET /v1/rosters", Level.COUNTY, "CA", query={"organisationId": "$county"}),
    Row("GET /v1/rosters/<roster_id>", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/rows", Level.COUNTY, "CA", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/errors", Level.COUNTY, "CA", path=ROSTER),
    Row("POST /v1/rosters/<roster_id>/apply", Level.COUNTY, "C", path=ROSTER),
    Row("GET /v1/rosters/<roster_id>/branches", Level.COUNTY, "CA", path=ROSTER),
    Row("PUT /v1/rosters/<roster_id>/mapping", Level.COUNTY, "C", path={"roster_id": "$roster_asking"}, body=MAPPING),
    Row("POST /v1/rosters/<roster_id>/pause", Level.COUNTY, "C", path={"roster_id": "$roster_running"}),
    Row("POST /v1/rosters/<roster_id>/resume", Level.COUNTY, "C", path={"roster_id": "$roster_paused"}),
    Row("POST /v1/rosters/<roster_id>/undo", Level.COUNTY, "C", path={"roster_id": "$roster_applied"}),
    Row("POST /v1/rosters/<roster_id>/cancellation", Level.COUNTY, "C", path=ROSTER),
    Row("GET /v1/rosters/mappings", Level.COUNTY, "CA", query=ROSTERS_OF),
    Row("PUT /v1/rosters/mappings", Level.COUNTY, "C", body=ROSTERS_OF | {"headings": {"名字": "name"}}),
    # Activities
    Row("GET /v1/activities/templates", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query=AT_TOWNSHIP),
    Row(
        "GET /v1/activities/templates/<type>",
        Level.TOWNSHIP,
        "SRCA",
        ABOVE_TOWNSHIP,
        path=THEME_DAY,
        query=AT_TOWNSHIP,
    ),
    Row(
        "PUT /v1/activities/templates/<type>",
        Level.TOWNSHIP,
        "SC",
        path=THEME_DAY,
        query=AT_TOWNSHIP,
        body={"required": ["speakers"]},
    ),
    Row("GET /v1/activities/year-plan", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row(
        "PUT /v1/activities/year-plan",
        Level.BRANCH,
        "S",
        query={"branchId": "$branch", "year": "2027"},
        body={"entries": [{"month": "2027-03", "type": "THEME_DAY", "title": "植树"}]},
    ),
    Row("GET /v1/activities/groups", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row(
        "PUT /v1/activities/groups/<group_id>",
        Level.BRANCH,
        "S",
        path={"group_id": "$group"},
        body={"members": ["$member_id"]},
    ),
    Row("PUT /v1/activities/<activity_id>/reply", Level.BRANCH, "", BRANCH, path=TO_COME, body={"reply": "COMING"}),
    Row("GET /v1/activities/<activity_id>/reply", Level.BRANCH, "", BRANCH, path=TO_COME),
    Row("GET /v1/activities/<activity_id>/replies", Level.BRANCH, "SRCA", path=TO_COME),
    Row("GET /v1/activities/<activity_id>/calendar.ics", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
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
    Row("GET /v1/activities/<activity_id>/sign-ins/own", Level.BRANCH, "", BRANCH, path=PLANNED),
    Row("POST /v1/activities/<activity_id>/confirmations", Level.BRANCH, "", BRANCH, path=OVER, body=SEEN),
    Row("GET /v1/activities/visits", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("PUT /v1/activities/<activity_id>/online-attendance", Level.BRANCH, "S", path=PLANNED, body=ONLINE),
    Row("PUT /v1/activities/<activity_id>/guests", Level.BRANCH, "S", path=PLANNED, body=GUESTS),
    Row("GET /v1/activities/<activity_id>/guests", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row("PUT /v1/activities/<activity_id>/attendance", Level.BRANCH, "S", path=PLANNED, body=ROLL),
    Row("GET /v1/activities/<activity_id>/attendance", Level.BRANCH, "SRCA", path=PLANNED),
    Row("POST /v1/activities/<activity_id>/photos", Level.BRANCH, "S", path=PLANNED, body=PHOTO),
    Row("GET /v1/activities/<activity_id>/photos", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row("PUT /v1/activities/<activity_id>/minutes", Level.BRANCH, "S", path=PLANNED, body=MINUTES),
    Row("GET /v1/activities/<activity_id>/minutes", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
    Row(
        "POST /v1/activities/<activity_id>/minutes/signatures",
        Level.BRANCH,
        "",
        SELF,  # host and recorder
        path=PLANNED,
        body={"digest": "$digest"},
    ),
    Row(
        "POST /v1/activities/<activity_id>/minutes/corrections",
        Level.BRANCH,
        "S",
        path=APPROVED,
        body=MINUTES | {"reason": "笔误。"},
    ),
    Row("GET /v1/activities/<activity_id>/minutes/versions", Level.BRANCH, "SRCA", BRANCH, path=APPROVED),
    Row(
        "GET /v1/activities/<activity_id>/minutes/versions/<number>",
        Level.BRANCH,
        "SRCA",
        BRANCH,
        path=APPROVED | {"number": "1"},
    ),
    Row("POST /v1/activities/appraisals", Level.BRANCH, "S", body={"activityId": "$next_year"}),
    Row("GET /v1/activities/appraisals", Level.TOWNSHIP, "R", query=AT_TOWNSHIP),
    Row(f"GET {APPRAISAL}", Level.BRANCH, "SRCA", BRANCH, path=of_year(0)),
    Row(f"GET {APPRAISAL}/members/<member_id>", Level.BRANCH, "SRC", SELF, path=of_year(1) | DOSSIER),
    Row(f"PUT {APPRAISAL}/members/<member_id>/words", Level.BRANCH, "", BRANCH, path=of_year(1) | DOSSIER, body=WORDS),
    Row(f"POST {APPRAISAL}/ballot", Level.BRANCH, "S", path=of_year(0)),
    Row(f"PUT {APPRAISAL}/grades", Level.BRANCH, "S", path=of_year(1), body=GRADES),
    Row(f"POST {APPRAISAL}/reviews", Level.BRANCH, only=REVIEWER_OF_TOWNSHIP, path=of_year(2), body=APPROVE),
    Row(f"POST {BALLOTS}", Level.BRANCH, "S", path=ASSEMBLY, body=QUESTION),
    Row(f"GET {BALLOTS}", Level.BRANCH, "SRCA", BRANCH, path=ASSEMBLY),
    Row(f"GET {BALLOTS}/<ballot_id>", Level.BRANCH, "SRCA", BRANCH, path=BALLOT),
    Row(f"POST {BALLOTS}/<ballot_id>/votes", Level.BRANCH, "", BRANCH, path=BALLOT, body=VOTE),
    Row(f"POST {BALLOTS}/<ballot_id>/closing", Level.BRANCH, "S", path=BALLOT),
    Row(f"POST {BALLOTS}/<ballot_id>/count", Level.BRANCH, "S", path=ASSEMBLY | {"ballot_id": "$ballot_closed"}),
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
    Row("GET /v1/activities/tasks", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch", "state": "open"}),
    Row(
        "POST /v1/activities/<activity_id>/tasks/<task_id>/closing",
        Level.BRANCH,
        "S",
        SELF,  # the owner
        path=APPROVED | {"task_id": "$task"},
        body={"text": "已完成。"},
    ),
    Row(
        "POST /v1/activities/<activity_id>/withdrawal",
        Level.BRANCH,
        only=REVIEWER_OF_COUNTY,
        path=APPROVED,
        body={"reason": "审核有误。"},
    ),
    Row("GET /v1/activities/attendance/own", members=EVERY_MEMBER),
    Row("POST /v1/activities/<activity_id>/disputes", Level.BRANCH, "", BRANCH, path=OVER, body=DISPUTED),
    Row("GET /v1/activities/ledger", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row("POST /v1/activities/bundles", Level.BRANCH, "SRCA", body={"branchId": "$branch", "year": YEAR}),
    Row(
        "GET /v1/activities/bundles/<bundle_id>",
        Level.BRANCH,
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"bundle_id": "$bundle"},
    ),
    Row("GET /v1/activities/stars", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row(
        "PUT /v1/activities/stars",
        Level.BRANCH,
        only=frozenset({caller(Role.COUNTY_ADMIN, Relation.ABOVE, Level.BRANCH)}),
        query={"branchId": "$branch", "year": str(YEAR - 1)},
        body={"stars": 3, "reason": "县委组织部评定。"},
    ),
    Row("GET /v1/activities/stars/rules", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query=AT_TOWNSHIP),
    Row("PUT /v1/activities/stars/rules", Level.TOWNSHIP, "C", body=AT_TOWNSHIP),
    Row("GET /v1/activities/disputes", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row(RULING, Level.BRANCH, "S", path=DOSSIER | {"activity_id": "$disputed"}, body=RULED, variant="branch"),
    Row(RULING, Level.BRANCH, only=REVIEWER_OF_COUNTY, path=DOSSIER | APPROVED, body=RULED, variant="final"),
    Row("POST /v1/activities/services", Level.BRANCH, "S", body=OFFER),
    Row("GET /v1/activities/services", Level.BRANCH, "SRCA", BRANCH, query={"organisationId": "$branch"}),
    Row("GET /v1/activities/services/received", members=EVERY_MEMBER),
    Row(
        "GET /v1/activities/services/received",
        Level.BRANCH,
        "SRCA",
        query={"organisationId": "$branch"},
        variant="organisation",
    ),
    Row("GET /v1/activities/services/<service_id>", Level.BRANCH, "SRCA", BRANCH, path=SERVICE),
    Row("POST /v1/activities/services/<service_id>/cancel", Level.BRANCH, "S", path=SERVICE),
    Row("POST /v1/activities/services/<service_id>/slips", Level.BRANCH, "S", path=SERVICE),
    Row("POST /v1/activities/services/<service_id>/bookings", Level.BRANCH, "", BRANCH, path=SERVICE),
    Row("GET /v1/activities/services/<service_id>/bookings", Level.BRANCH, "SRCA", path=SERVICE),
    Row(f"POST {BOOKING}/cancel", Level.BRANCH, "S", SELF, path=SERVICE | DOSSIER),
    Row(f"PUT {BOOKING}/hours", Level.BRANCH, "S", SELF, path=SERVED, body={"minutes": 20}),
    Row(f"POST {BOOKING}/confirmation", Level.BRANCH, "", COLLEAGUE, path=SERVED, body=CONFIRMED),
    Row(
        f"POST {BOOKING}/withdrawal",
        Level.BRANCH,
        only=REVIEWER_OF_COUNTY,
        path={"service_id": "$credited", "member_id": "$colleague"},
        body={"ground": "FALSE_HOURS"},
    ),
    Row(
        "GET /v1/activities/service-hours",
        Level.BRANCH,
        "SRCA",
        SELF,
        query={"branchId": "$branch", "memberId": "$member_id"},
    ),
    Row("GET /v1/activities/talks", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row(
        "GET /v1/activities/talks",
        Level.BRANCH,
        "SRCA",
        SELF,
        query={"branchId": "$branch", "memberId": "$member_id"},
        variant="of a member",
    ),
    Row(
        "PUT /v1/activities/talks/committee",
        Level.BRANCH,
        "S",
        query={"branchId": "$branch", "year": f"{YEAR}"},
        body={"members": ["$member_id"]},
    ),
    Row("POST /v1/activities/talks", Level.BRANCH, "S", BRANCH, body=TALK | {"heldOn": "$today"}),
    Row("POST /v1/activities/talks/withdrawal", Level.BRANCH, "S", BRANCH, body=TALK | {"heldOn": "$talked_on"}),
    Row("POST /v1/activities/assistance", Level.BRANCH, "", BRANCH, body=PROMISE),
    Row(
        "POST /v1/activities/assistance",
        Level.BRANCH,
        "S",
        body=PROMISE | {"donor": "ORGANISATION"},
        variant="organisation",
    ),
    Row("GET /v1/activities/assistance", Level.BRANCH, "SRCA", BRANCH, query={"organisationId": "$branch"}),
    Row("GET /v1/activities/assistance/received", members=EVERY_MEMBER),
    Row(f"GET {ASSISTANCE}", Level.BRANCH, "SRCA", SELF, path=PROMISED),
    Row(f"POST {ASSISTANCE}/cancel", Level.BRANCH, "S", SELF, path=PROMISED),
    Row(f"POST {ASSISTANCE}/delivery", Level.BRANCH, "S", SELF, path=PROMISED),
    Row(f"POST {ASSISTANCE}/slip", Level.BRANCH, "S", path=PROMISED),
    Row(
        f"POST {ASSISTANCE}/confirmation",
        Level.BRANCH,
        "",
        COLLEAGUE,
        path={"assistance_id": "$delivered"},
        body={"received": True},
    ),
    Row("GET /v1/reviews", Level.TOWNSHIP, "R", query={"organisationId": "$township"}),
    Row(
        "POST /v1/reviews/bulk",
        Level.TOWNSHIP,
        only=frozenset({caller(Role.REVIEWER, Relation.OWN, Level.TOWNSHIP)}),
        body={"organisationId": "$township", "activityIds": ["$clean"]},
    ),
    Row("GET /v1/reviews/turnaround", Level.TOWNSHIP, "RCA", query={"organisationId": "$township"}),
    Row("GET /v1/reviews/rules", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query={"organisationId": "$township"}),
    Row("PUT /v1/reviews/rules", Level.TOWNSHIP, "C", body={"organisationId": "$township", "entryDays": 7}),
    # Points
    Row("GET /v1/points/opportunities", members=EVERY_MEMBER),
    Row("GET /v1/points/members/<member_id>", Level.BRANCH, "SA", SELF, path=DOSSIER),
    Row("GET /v1/points/branches/<branch_id>", Level.BRANCH, "SRCA", BRANCH, path={"branch_id": "$branch"}),
    Row("GET /v1/points/branches/<branch_id>/groups", Level.BRANCH, "SRCA", BRANCH, path={"branch_id": "$branch"}),
    Row("GET /v1/points/groups/<group_id>", Level.BRANCH, "SRCA", BRANCH, path={"group_id": "$group"}),
    Row("GET /v1/points/rules", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, query={"organisationId": "$township"}),
    Row("PUT /v1/points/rules", Level.TOWNSHIP, "C", body=RULES),
    Row("GET /v1/points/rule-sets", anyone=True),
    Row("POST /v1/points/simulations", Level.TOWNSHIP, "C", body=TRIAL),
    Row("POST /v1/points/simulations", Level.BRANCH, "C", body=TRIAL | AT_BRANCH, variant="branch"),
    Row("GET /v1/points/simulations/<simulation_id>", Level.TOWNSHIP, "C", path={"simulation_id": "$simulation"}),
    Row("POST /v1/points/disputes", members=EVERY_MEMBER, body={"line": "$line", "words": "没有参加。"}),
    Row("GET /v1/points/disputes", Level.TOWNSHIP, "RCA", query={"organisationId": "$township"}),
    Row("GET /v1/points/disputes/own", members=EVERY_MEMBER),
    Row(
        "POST /v1/points/disputes/<dispute_id>/ruling",
        Level.TOWNSHIP,
        "RC",
        path={"dispute_id": "$dispute_open"},
        body={"organisationId": "$township", "outcome": "dismissed", "reason": "记录无误。"},
    ),
    Row("POST /v1/points/awards", Level.BRANCH, "SC", body=AWARD),
    Row("GET /v1/points/awards", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row(
        "GET /v1/points/awards/<award_id>",
        Level.BRANCH,
        "SRCA",
        COLLEAGUE,
        path={"award_id": "$award"},
        query={"branchId": "$branch"},
    ),
    Row("POST /v1/points/exemptions", Level.BRANCH, "SC", body=EXEMPT),
    Row("GET /v1/points/exemptions", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row("GET /v1/points/exemptions/own", members=EVERY_MEMBER),
    Row(
        "POST /v1/points/exemptions/<exemption_id>/end",
        Level.BRANCH,
        "SC",
        path={"exemption_id": "$exemption"},
        body=ENDS,
    ),
    Row(
        "POST /v1/points/awards/<award_id>/decision",
        Level.BRANCH,
        "RC",
        path={"award_id": "$award"},
        body={"branchId": "$branch", "decision": "confirm"},
    ),
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
    Row("POST /v1/rankings/appeals", members=EVERY_MEMBER, body=AT_TOWNSHIP | {"words": "积分未计。"}),
    Row("GET /v1/rankings/<organisation_id>/appeals", Level.TOWNSHIP, "SRCA", path=TOWNSHIP),
    Row("GET /v1/rankings/<organisation_id>/appeals/<appeal_id>", Level.TOWNSHIP, "SRCA", SELF, path=APPEAL),
    Row(
        "POST /v1/rankings/<organisation_id>/appeals/<appeal_id>/ruling",
        Level.TOWNSHIP,
        "C",
        path=APPEAL,
        body={"band": "gold", "reason": "情况属实。"},
    ),
    Row("GET /v1/rankings/<organisation_id>/bands", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row("PUT /v1/rankings/<organisation_id>/bands", Level.TOWNSHIP, "C", path=TOWNSHIP, body=BANDS),
    Row("GET /v1/rankings/<organisation_id>/history", Level.TOWNSHIP, "SRCA", path=TOWNSHIP),
    Row("GET /v1/rankings/history/own", members=EVERY_MEMBER),
    Row("GET /v1/rankings/weekly/own", members=EVERY_MEMBER),
    Row("PUT /v1/rankings/weekly/own", members=EVERY_MEMBER, body={"wanted": True}),
    Row("GET /v1/rankings/<organisation_id>/tasks", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row("GET /v1/rankings/<organisation_id>/tasks/lines", Level.BRANCH, "SRCA", BRANCH, path=IN_BRANCH),
    Row(
        "POST /v1/rankings/<organisation_id>/tasks/lines/<line_id>/ruling",
        Level.TOWNSHIP,
        "RC",
        path=IN_BRANCH | {"line_id": f"THEME_DAY.{business_day(now()):%Y-%m}"},
        body={"decision": "EXCUSED", "reason": "全员抗洪。"},
    ),
    Row("GET /v1/rankings/<organisation_id>/seasons", Level.TOWNSHIP, "SRCA", ABOVE_TOWNSHIP, path=TOWNSHIP),
    Row("GET /v1/rankings/seasons/<season>", members=EVERY_MEMBER, path={"season": "$closed_season"}),
    # Reminders
    Row("POST /v1/reminders/runs", Level.COUNTY, "C", body={"organisationId": "$county", "asOf": "$today"}),
    # Dispatches
    Row("POST /v1/dispatches", Level.TOWNSHIP, "SC", body=DISPATCH | {"title": "通知", "body": "请知悉。"}),
    Row("POST /v1/dispatches/preview", Level.TOWNSHIP, "SC", body=DISPATCH, reads=True),
    Row("GET /v1/dispatches/previews/<preview_id>", Level.TOWNSHIP, "SC", path={"preview_id": "$preview"}),
    Row("GET /v1/dispatches/<dispatch_id>", Level.TOWNSHIP, "SRCA", path=SENT),
    Row(
        "GET /v1/dispatches/<dispatch_id>/unread", Level.BRANCH, "SRCA", path=SENT, query={"organisationId": "$branch"}
    ),
    Row("POST /v1/dispatches/<dispatch_id>/reminders", Level.TOWNSHIP, "SC", path=SENT, body={}),
    Row("POST /v1/dispatches/<dispatch_id>/retraction", Level.TOWNSHIP, "SC", path=SENT, body={"reason": "有误"}),
    Row("GET /v1/organisations/<organisation_id>/burden", Level.BRANCH, "SRCA", path=IN_BRANCH),
    Row("GET /v1/organisations/<organisation_id>/warnings", Level.BRANCH, "SRCA", path=IN_BRANCH),
    # The record
    Row(
        "GET /v1/journal/unplaced",
        Level.COUNTY,
        only=frozenset(caller(role, Relation.ABOVE, Level.COUNTY) for role in (Role.AUDITOR, Role.SECURITY)),
        outside=True,
    ),
    Row("GET /v1/journal/<organisation_id>", Level.BRANCH, "ACS", path={"organisation_id": "$branch"}),
    Row("GET /v1/journal/entries/<event_id>/receipt", Level.BRANCH, "ACS", BRANCH, path={"event_id": "$event_id"}),
)
