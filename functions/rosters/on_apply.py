"""A roster is to be applied, taken back or read anew, or goes on after a pause (events); chunks may go (`WalkOn`)."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from functions.rosters.messages import WalkOn
from functions.rosters.rereading import read_anew
from functions.rosters.walking import send_again, send_piece, walk
from kernel.consumer import Failures, each_body
from kernel.events import Envelope, RosterApplyStarted, RosterReadingOrdered, RosterResumed, RosterUndoStarted

MILLISECONDS_FOR_A_PAGE = 15_000
STARTING: dict[str, type[RosterApplyStarted | RosterResumed | RosterUndoStarted]] = {
    event.__name__: event for event in (RosterApplyStarted, RosterResumed, RosterUndoStarted)
}


def _handle(body: str, context: Any) -> None:
    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > MILLISECONDS_FOR_A_PAGE)

    message = json.loads(body)
    if "detail" not in message:
        _go_on(msgspec.convert(message, WalkOn), has_time)
        return
    envelope = msgspec.convert(message["detail"], Envelope)
    if envelope.event == RosterReadingOrdered.__name__:
        read_anew(msgspec.convert(envelope.data, RosterReadingOrdered))
        return
    roster_id = msgspec.convert(envelope.data, STARTING[envelope.event]).roster_id
    if envelope.event == RosterResumed.__name__:
        send_again(roster_id)
    walk(roster_id, has_time)


def _go_on(order: WalkOn, has_time: Callable[[], bool]) -> None:
    if order.piece:
        send_piece(order.roster_id, order.piece)
        return
    if order.again:
        send_again(order.roster_id)
    walk(order.roster_id, has_time)


def lambda_handler(event: dict[str, Any], context: Any) -> Failures:
    return each_body(event, partial(_handle, context=context), "roster apply")
