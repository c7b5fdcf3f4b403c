"""Rankings."""

from kernel.clock import business_day, now
from tests.trust.matrix.rows import (
    ABOVE_COUNTY,
    ABOVE_TOWNSHIP,
    AT_TOWNSHIP,
    BRANCH,
    EVERY_MEMBER,
    IN_BRANCH,
    SELF,
    TOWNSHIP,
    Row,
)
from tests.trust.trees import Level

APPEAL = {"organisation_id": "$township", "appeal_id": "$appeal"}
BANDS = {"effectiveOn": "$today", "basis": "SHARE", "gold": 90, "silver": 70, "yellow": 50, "warning": 5}


ROWS: tuple[Row, ...] = (
    Row("GET /v1/me/standing", members=EVERY_MEMBER),
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
)
