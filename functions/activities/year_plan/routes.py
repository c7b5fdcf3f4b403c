"""The routes of a branch's year."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.queries import OfBranch, OfYear, ThisYear
from functions.activities.tagged import tagged
from functions.activities.year_plan import year_planning
from functions.activities.year_plan.models import SetYearPlan, YearPlanOut
from kernel.http import Caller


def show_year(caller: Caller, branch_id: OfBranch, year: ThisYear = None) -> Response[YearPlanOut]:
    """What a branch owes in a year, and how far it is."""
    return tagged(year_planning.show(caller, branch_id, year))


def write_year(
    caller: Caller, branch_id: OfBranch, year: OfYear, body: Annotated[SetYearPlan, Body()]
) -> Response[YearPlanOut]:
    """Say what a branch means to do in each month of a year."""
    return tagged(year_planning.write(caller, branch_id, year, body))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/year-plan")(show_year)
    app.put("/v1/activities/year-plan")(write_year)
