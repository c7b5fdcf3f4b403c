"""A roster is to be applied (`RosterApplyStarted`), or the sending of its chunks goes on (`WalkOn`)."""

import json
from functools import partial
from typing import Any

from functions.rosters.applying import walk
from functions.rosters.messages import WalkOn
from kernel.consumer import Failures, each_body
from kernel.events import Envelope, RosterApplyStarted

MILLISECONDS_FOR_A_PAGE = 15_000


def _handle(body: str, context: Any) -> None:
    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > MILLISECONDS_FOR_A_PAGE)

    message = json.loads(body)
    if "detail" in message:
        started = RosterApplyStarted.model_validate(Envelope.model_validate(message["detail"]).data)
        walk(started.roster_id, 0, has_time)
    else:
        on = WalkOn.model_validate(message)
        walk(on.roster_id, on.after, has_time)


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:
    return each_body(event, partial(_handle, context=context), "roster apply")
