"""The routes of the yearly appraisal; votes of its ballot go where all votes go."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from functions.activities.appraisals import appraising, grading
from functions.activities.appraisals import reading as appraisal_reading
from functions.activities.appraisals.models import (
    AppraisalOut,
    AppraisedOut,
    OpenAppraisal,
    ProposeGrades,
    WaitingOut,
    WordsOut,
    WriteWords,
)
from functions.activities.ballots.models import BallotOut
from functions.activities.queries import OfOrganisation
from functions.activities.reviews.models import ReviewActivity
from functions.activities.tagged import tagged
from kernel.http import Caller, Cursor, Limit
from kernel.ids import Id
from kernel.model import Page

Year = Annotated[int, Path(ge=2000, le=2100)]
PATH = "/v1/activities/appraisals/<branch_id>/<year>"


def open_appraisal(caller: Caller, body: Annotated[OpenAppraisal, Body()]) -> Response[AppraisalOut]:
    """Open the appraisal of a branch within a meeting."""
    return tagged(appraising.open_one(caller, body), 201)


def waiting_appraisals(
    caller: Caller, organisation_id: OfOrganisation, cursor: Cursor = None, limit: Limit = 100
) -> Page[WaitingOut]:
    """Grades that wait for a committee's approval."""
    return grading.waiting(caller, organisation_id, cursor, limit)


def show_appraisal(caller: Caller, branch_id: Id, year: Year) -> Response[AppraisalOut]:
    """How far it is, and once it is approved the grades."""
    return tagged(appraisal_reading.show(caller, branch_id, year))


def appraised(caller: Caller, branch_id: Id, year: Year, member_id: Id) -> AppraisedOut:
    """What was written by and of a member, and their grade."""
    return appraisal_reading.of_member(caller, branch_id, year, member_id)


def write_words(
    caller: Caller, branch_id: Id, year: Year, member_id: Id, body: Annotated[WriteWords, Body()]
) -> Response[WordsOut]:
    """Appraise oneself, or say what one thinks of another member."""
    return tagged(appraising.write(caller, branch_id, year, member_id, body))


def open_appraisal_ballot(caller: Caller, branch_id: Id, year: Year) -> Response[BallotOut]:
    """Open the secret ballot in which members are graded."""
    return tagged(appraising.open_ballot(caller, branch_id, year), 201)


def propose_grades(
    caller: Caller, branch_id: Id, year: Year, body: Annotated[ProposeGrades, Body()]
) -> Response[AppraisalOut]:
    """Propose the grades to the committee above."""
    return tagged(grading.propose(caller, branch_id, year, body))


def review_appraisal(
    caller: Caller, branch_id: Id, year: Year, body: Annotated[ReviewActivity, Body()]
) -> Response[AppraisalOut]:
    """Approve the grades, or return them."""
    return tagged(grading.review(caller, branch_id, year, body), 201)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.post("/v1/activities/appraisals", status_code=201)(open_appraisal)
    app.get("/v1/activities/appraisals")(waiting_appraisals)
    app.get(PATH)(show_appraisal)
    app.get(f"{PATH}/members/<member_id>")(appraised)
    app.put(f"{PATH}/members/<member_id>/words")(write_words)
    app.post(f"{PATH}/ballot", status_code=201)(open_appraisal_ballot)
    app.put(f"{PATH}/grades")(propose_grades)
    app.post(f"{PATH}/reviews", status_code=201)(review_appraisal)
