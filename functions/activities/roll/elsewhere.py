"""Where members take part beside their home, from the events of `members`; and what their home branch sees of it."""

from collections.abc import Callable

from functions.activities.roll.elsewhere_tables import Elsewhere
from functions.activities.roll.tables import Done
from kernel.errors import Changed
from kernel.events import AttachmentChanged, FloatingEnded, FloatingRegistered, MemberErased
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def attached(act: Act, event: AttachmentChanged) -> None:
    """They take part in a floating, temporary or functional organisation, or no longer do; the latest fact counts."""

    def change(row: Elsewhere) -> None:
        known = row.places.get(event.attached_to)
        row.places[event.attached_to] = _latest(known, [event.attached, *_order(act)])
        row.home_id = event.branch_id

    _keep(act, event.member_id, change)


def away(act: Act, event: FloatingRegistered) -> None:
    """A floating member is received by a branch, if one is named."""
    _keep(act, event.member_id, lambda row: _receive(row, act, event.host_branch_id, event.branch_id))


def returned(act: Act, event: FloatingEnded) -> None:
    _keep(act, event.member_id, lambda row: _receive(row, act, None, event.branch_id))


def erased(act: Act, event: MemberErased) -> None:
    """Nothing is known of them any more, whatever comes late."""

    def forget(row: Elsewhere) -> None:
        row.places, row.host, row.home_id, row.gone = {}, [], None, True

    _keep(act, event.member_id, forget)


def _receive(row: Elsewhere, act: Act, host_id: str | None, home_id: str) -> None:
    row.host = _latest(row.host or None, [host_id, *_order(act)])
    row.home_id = home_id


def _latest(known: list[object] | None, fact: list[object]) -> list[object]:
    return fact if known is None or known[1:] < fact[1:] else known


def _order(act: Act) -> list[object]:
    """The order of the fact: its instant in milliseconds, its number in its chain."""
    return [int(act.fact_at.timestamp() * 1000), act.cause_seq]


def _keep(act: Act, member_id: str, change: Callable[[Elsewhere], None]) -> None:
    def write(writes: Writes) -> None:
        row = Elsewhere.load(member_id)
        if not row.gone:
            change(row)
        writes.put(row, Changed())

    once(Done(Done.partition(act.cause), "ELSEWHERE"), write)
