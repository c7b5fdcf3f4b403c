"""Members who are away, or lost."""

from tests.trust.matrix.rows import COLLEAGUE, DOSSIER, EVERY_MEMBER, SELF, UNBOUND, YEAR, Row
from tests.trust.trees import Level

AWAY = {"reason": "WORK", "regionCode": "440300", "since": "$since", "contactPersonId": "$colleague"}
HEARD = {"channel": "PHONE"}
CERTIFIED = {"returnsOften": False, "transferImpossible": True}
LOST = {"reason": "1", "lostSince": "$since", "ownerId": "$colleague"}


ROWS: tuple[Row, ...] = (
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
)
