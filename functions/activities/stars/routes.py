"""The routes of star ratings."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from functions.activities.queries import OfBranch, OfOrganisation, OfYear, ThisYear
from functions.activities.stars import rating
from functions.activities.stars import ruling as star_ruling
from functions.activities.stars.models import ConfirmStars, SetStarRules, StarRulesOut, StarsOut
from functions.activities.tagged import tagged
from kernel.http import Caller


def stars(caller: Caller, branch_id: OfBranch, year: ThisYear = None) -> Response[StarsOut]:
    """The stars that a branch's reviewed records of a year come to, criterion by criterion, and those it was given."""
    return tagged(rating.show(caller, branch_id, year))


def give_stars(
    caller: Caller, branch_id: OfBranch, year: OfYear, body: Annotated[ConfirmStars, Body()]
) -> Response[StarsOut]:
    """Give a branch its stars of a year that is over."""
    return tagged(rating.confirm(caller, branch_id, year, body))


def star_rules(caller: Caller, organisation_id: OfOrganisation) -> Response[StarRulesOut]:
    """The weights, targets and scores in force at an organisation."""
    return tagged(star_ruling.show(caller, organisation_id))


def set_star_rules(caller: Caller, body: Annotated[SetStarRules, Body()]) -> Response[StarRulesOut]:
    """Say by which weights, targets and scores branches are rated."""
    return tagged(star_ruling.put(caller, body))


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/stars")(stars)
    app.put("/v1/activities/stars")(give_stars)
    app.get("/v1/activities/stars/rules")(star_rules)
    app.put("/v1/activities/stars/rules")(set_star_rules)
