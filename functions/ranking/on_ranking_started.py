"""Somebody asked for a run by hand: carry it out."""

from typing import Any

from functions.ranking import starting
from kernel.consumer import Failures, each_event
from kernel.events import RankingStarted


def lambda_handler(event: dict[str, Any], _context: Any) -> Failures:
    return each_event(event, {RankingStarted: starting.carry_out}, "ranking on ranking started")
