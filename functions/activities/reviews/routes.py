"""The routes of reviews: one record, many clean ones, what waits, how long it took, and what a committee rules."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.models import ActivityOut
from functions.activities.queries import OfOrganisation
from functions.activities.reviews import bulk_reviewing, record_ruling, reviewing, turnaround, withdrawing
from functions.activities.reviews.models import (
    BulkOut,
    MonthOut,
    QueueItem,
    RecordRulesOut,
    ReviewActivity,
    ReviewInBulk,
    ReviewOut,
    SetRecordRules,
    WithdrawActivity,
)
from functions.activities.tagged import tagged
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page


def review(caller: Caller, activity_id: Id, body: Annotated[ReviewActivity, Body()]) -> Response[ActivityOut]:
    """Approve a record, or return it with a reason."""
    return tagged(reviewing.review(caller, activity_id, body), 201)


def reviews(caller: Caller, activity_id: Id) -> Page[ReviewOut]:
    """What the committees decided, oldest first."""
    return reviewing.reviews(caller, activity_id)


def withdraw(caller: Caller, activity_id: Id, body: Annotated[WithdrawActivity, Body()]) -> Response[ActivityOut]:
    """Take the approval back, with a reason."""
    return tagged(withdrawing.withdraw(caller, activity_id, body), 201)


def queue(
    caller: Caller, organisation_id: OfOrganisation, cursor: Cursor = None, limit: Limit = 100
) -> Page[QueueItem]:
    """What waits for a committee's review, longest waiting first."""
    return reviewing.queue(caller, organisation_id, cursor, limit)


def bulk(caller: Caller, body: Annotated[ReviewInBulk, Body()]) -> BulkOut:
    """Pass clean records together, where the committee's rules allow it."""
    return bulk_reviewing.review(caller, body)


def turnarounds(caller: Caller, organisation_id: OfOrganisation) -> Page[MonthOut]:
    """How long records waited for this committee, the latest month first."""
    return turnaround.months(caller, organisation_id)


def record_rules(caller: Caller, organisation_id: OfOrganisation) -> Response[RecordRulesOut]:
    """What is ruled of records here."""
    return tagged(record_ruling.show(caller, organisation_id))


def set_record_rules(caller: Caller, body: Annotated[SetRecordRules, Body()]) -> Response[RecordRulesOut]:
    """Rule of the records of a subtree."""
    return tagged(record_ruling.put(caller, body))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/activities/<activity_id>/reviews", status_code=201)(review)
    app.get("/v1/activities/<activity_id>/reviews")(reviews)
    app.post("/v1/activities/<activity_id>/withdrawal", status_code=201)(withdraw)
    app.get("/v1/reviews")(queue)
    app.post("/v1/reviews/bulk")(bulk)
    app.get("/v1/reviews/turnaround")(turnarounds)
    app.get("/v1/reviews/rules")(record_rules)
    app.put("/v1/reviews/rules")(set_record_rules)
