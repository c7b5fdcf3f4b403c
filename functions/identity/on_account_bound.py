"""A member proved who they are: the account gets its member and its home branch."""

from typing import Any

from functions.identity import accounts
from kernel.consumer import Batch, Failures, each_event
from kernel.events import AccountBound


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, {AccountBound: accounts.bind}, "account_bound")
