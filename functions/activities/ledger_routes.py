"""The routes of a branch's ledger."""

from typing import Annotated

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.activities import ledger
from functions.activities.ledger_models import LedgerOut
from functions.activities.year_routes import OfBranch
from kernel.http import Caller

InMonth = Annotated[str | None, Query(pattern=r"^2[0-9]{3}-(0[1-9]|1[0-2])$", description="This month, if none")]


def ledger_of_month(caller: Caller, branch_id: OfBranch, month: InMonth = None) -> LedgerOut:
    """What a branch held in a month, with its numbers, and what of its duties is met."""
    return ledger.month(caller, branch_id, month)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/ledger")(ledger_of_month)
