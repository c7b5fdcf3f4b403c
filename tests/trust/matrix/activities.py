"""What is planned and held."""

from tests.trust.matrix.rows import (
    ABOVE_TOWNSHIP,
    AT_TOWNSHIP,
    BRANCH,
    COLLEAGUE,
    EVERY_MEMBER,
    OVER,
    PLANNED,
    THEME_DAY,
    Row,
)
from tests.trust.trees import Level

TO_COME = {"activity_id": "$to_come"}
PHOTO = {"contentType": "image/png", "sizeBytes": 9, "sha256": "1" * 64}
PLAN = {
    "branchId": "$branch",
    "type": "THEME_DAY",
    "title": "主题党日",
    "startsAt": "$starts",
    "endsAt": "$ends",
    "place": "村部",
}
SEEN = {"memberId": "$member_id"}
STAY = {"joinedAt": "2020-01-01T00:00:00Z", "leftAt": "2099-12-31T00:00:00Z"}
ONLINE = {"entries": [{"memberId": "$colleague"} | STAY]}
GUESTS = {"guests": [{"organisation": "县委组织部", "count": 2, "role": "OBSERVER"}]}
ROLL = {"entries": [{"memberId": "$member_id", "state": "LATE"}]}


ROWS: tuple[Row, ...] = (
    Row("POST /v1/me/devices", members=EVERY_MEMBER, body={}),
    Row("GET /v1/me/devices", members=EVERY_MEMBER),
    Row("DELETE /v1/me/devices/<device_id>", members=COLLEAGUE, path={"device_id": "$device"}),
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
    Row("GET /v1/activities/attendance/own", members=EVERY_MEMBER),
)
