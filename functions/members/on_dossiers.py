"""Dossiers changed, moved, left the roll or were erased (queue): what is kept beside them follows, or goes."""

from collections.abc import Callable
from typing import Any

from functions.members import following, sweeping
from kernel.consumer import Batch, Failures, each_event
from kernel.events import Event, MemberErased, MembersChanged, MembersLeft, MembersMoved
from kernel.journal import Act


def _left(act: Act, event: MembersLeft) -> None:
    following.follow(act, event)
    sweeping.sweep_undone(event)


def _erased(act: Act, event: MemberErased) -> None:
    following.gone(act, event)
    sweeping.sweep(act, event)


HANDLERS: dict[type[Event], Callable[[Act, Any], None]] = {
    MembersChanged: following.follow,
    MembersMoved: following.follow,
    MembersLeft: _left,
    MemberErased: _erased,
}


def lambda_handler(event: Batch, _context: Any) -> Failures:
    return each_event(event, HANDLERS, "members.on_dossiers")
