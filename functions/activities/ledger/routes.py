"""The routes of a branch's ledger."""

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from functions.activities.ledger import reading as ledger
from functions.activities.ledger.models import LedgerOut
from functions.activities.queries import OfBranch, ThisMonth
from kernel.http import Caller


def ledger_of_month(caller: Caller, branch_id: OfBranch, month: ThisMonth = None) -> LedgerOut:
    """What a branch held in a month, with its numbers, and what of its duties is met."""
    return ledger.month(caller, branch_id, month)


def add_to(app: APIGatewayHttpResolver) -> None:
    app.get("/v1/activities/ledger")(ledger_of_month)
