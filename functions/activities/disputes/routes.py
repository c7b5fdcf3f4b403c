"""The routes of one's own attendance, of disputes and of what is ruled on them."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from functions.activities.disputes import disputing, own_attendance, ruling
from functions.activities.disputes.models import (
    AttendanceDisputeOut,
    DisputeAttendance,
    OwnAttendanceLine,
    RuleOnAttendance,
)
from functions.activities.queries import OfBranch, ThisYear
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

InState = Annotated[Literal["open", "ruled"], Query()]


def own_lines(
    caller: Caller, year: ThisYear = None, cursor: Cursor = None, limit: Limit = 30
) -> Page[OwnAttendanceLine]:
    """The caller's own attendance of a year, the latest first; at most thirty lines a page."""
    return own_attendance.own(caller, year, cursor, limit)


def dispute_attendance(
    caller: Caller, activity_id: Id, body: Annotated[DisputeAttendance, Body()]
) -> AttendanceDisputeOut:
    """Say that one's own line of attendance is wrong."""
    return disputing.dispute(caller, activity_id, body)


def attendance_disputes(
    caller: Caller, branch_id: OfBranch, state: InState = "open", cursor: Cursor = None, limit: Limit = 100
) -> Page[AttendanceDisputeOut]:
    """The disputed lines of a branch's activities, with the reasons."""
    return disputing.listed(caller, branch_id, state, cursor, limit)


def rule_on_attendance(
    caller: Caller, activity_id: Id, member_id: Id, body: Annotated[RuleOnAttendance, Body()]
) -> AttendanceDisputeOut:
    """Rule on a dispute; never by who entered the line."""
    return ruling.rule(caller, activity_id, member_id, body)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/attendance/own")(own_lines)
    app.get("/v1/activities/disputes")(attendance_disputes)
    app.post("/v1/activities/<activity_id>/disputes", status_code=201)(dispute_attendance)
    app.post("/v1/activities/<activity_id>/disputes/<member_id>/ruling", status_code=201)(rule_on_attendance)
