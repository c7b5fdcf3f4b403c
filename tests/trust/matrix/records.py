"""Minutes, tasks, reviews, and what is disputed of them."""

from kernel.authority import Role
from tests.trust.matrix.rows import (
    ABOVE_TOWNSHIP,
    APPROVE,
    BRANCH,
    COLLEAGUE,
    DOSSIER,
    OVER,
    PLANNED,
    REVIEWER_OF_COUNTY,
    REVIEWER_OF_TOWNSHIP,
    SELF,
    YEAR,
    Row,
)
from tests.trust.phones import BUNDLE
from tests.trust.trees import Level, Relation, caller

APPROVED = {"activity_id": "$approved"}
MINUTES = {"host": "$member_id", "recorder": "$member_id", "summary": "学习。"}
REVIEWS = "POST /v1/activities/<activity_id>/reviews"
RULING = "POST /v1/activities/<activity_id>/disputes/<member_id>/ruling"
DISPUTED = {"claim": "LATE", "reason": "我晚到了。"}
RULED = {"upheld": True, "answer": "属实。"}


ROWS: tuple[Row, ...] = (
    Row("POST /v1/me/devices/<device_id>/bundles", members=COLLEAGUE, path={"device_id": "$device"}, body=BUNDLE),
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
    Row("GET /v1/activities/<activity_id>/tasks/burden", Level.BRANCH, "SRCA", BRANCH, path=PLANNED),
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
    Row("POST /v1/activities/<activity_id>/disputes", Level.BRANCH, "", BRANCH, path=OVER, body=DISPUTED),
    Row("GET /v1/activities/ledger", Level.BRANCH, "SRCA", BRANCH, query={"branchId": "$branch"}),
    Row("POST /v1/activities/bundles", Level.BRANCH, "SRCA", body={"branchId": "$branch", "year": YEAR}),
    Row(
        "GET /v1/activities/bundles/<bundle_id>",
        Level.BRANCH,
        only=frozenset({caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)}),
        path={"bundle_id": "$bundle"},
    ),
    Row("GET /v1/activities/disputes", Level.BRANCH, "SRCA", query={"branchId": "$branch"}),
    Row(RULING, Level.BRANCH, "S", path=DOSSIER | {"activity_id": "$disputed"}, body=RULED, variant="branch"),
    Row(RULING, Level.BRANCH, only=REVIEWER_OF_COUNTY, path=DOSSIER | APPROVED, body=RULED, variant="final"),
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
)
