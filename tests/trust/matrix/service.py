"""Volunteer service, talks, assistance."""

from tests.trust.matrix.rows import BRANCH, COLLEAGUE, DOSSIER, EVERY_MEMBER, REVIEWER_OF_COUNTY, SELF, YEAR, Row
from tests.trust.trees import Level
from tests.trust.volunteering import CONFIRMED, OFFER, PROMISE

SERVICE = {"service_id": "$service"}
PROMISED = {"assistance_id": "$promised"}
ASSISTANCE = "/v1/activities/assistance/<assistance_id>"
TALK = {"branchId": "$branch", "members": ["$member_id", "$colleague"]}
BOOKING = "/v1/activities/services/<service_id>/bookings/<member_id>"
SERVED = {"service_id": "$served", "member_id": "$member_id"}


ROWS: tuple[Row, ...] = (
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
)
