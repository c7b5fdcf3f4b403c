"""The tree, its leaders and its places."""

from tests.trust.matrix.rows import ABOVE_TOWNSHIP, BRANCH, IN_BRANCH, TOWNSHIP, Row
from tests.trust.trees import Level

FOUND = {"code": "NEW-1", "name": "新支部", "kind": "BRANCH", "level": "BRANCH", "parentId": "$township"}
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


ROWS: tuple[Row, ...] = (
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
)
