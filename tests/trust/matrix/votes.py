"""Ballots, appraisals, stars."""

from kernel.authority import Role
from tests.trust.booths import GRADES, QUESTION, VOTE, WORDS
from tests.trust.matrix.rows import (
    ABOVE_TOWNSHIP,
    APPROVE,
    AT_TOWNSHIP,
    BRANCH,
    DOSSIER,
    REVIEWER_OF_TOWNSHIP,
    SELF,
    YEAR,
    Row,
)
from tests.trust.trees import Level, Relation, caller

ASSEMBLY = {"activity_id": "$assembly"}
BALLOTS = "/v1/activities/<activity_id>/ballots"
BALLOT = ASSEMBLY | {"ballot_id": "$ballot"}
APPRAISAL = "/v1/activities/appraisals/<branch_id>/<year>"


def of_year(ago: int) -> dict[str, str]:
    """An appraisal of the branch."""
    return {"branch_id": "$branch", "year": f"{YEAR - ago}"}


ROWS: tuple[Row, ...] = (
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
)
