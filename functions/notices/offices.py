"""Who holds an office that has a box: the copy of what `identity` tells, so that its digest finds its people.

A grant and its revocation may be told in either order: the one with the higher number in its chain counts.
"""

from functions.notices.contact_tables import Held, Holder, Person
from functions.notices.inbox_tables import OFFICES, Notice
from functions.notices.tables import Mark
from kernel.events import RoleGranted, RoleRevoked
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def granted(act: Act, event: RoleGranted) -> None:
    _tell(act, event, held=True)


def revoked(act: Act, event: RoleRevoked) -> None:
    _tell(act, event, held=False)


def _tell(act: Act, event: RoleGranted | RoleRevoked, *, held: bool) -> None:
    if event.role not in OFFICES:
        return

    def attempt(writes: Writes) -> None:
        key = (Holder.partition(event.organisation_id, event.role), event.subject)
        holder = Holder.find(*key) or Holder(*key)
        if holder.seq >= act.cause_seq:
            return
        holder.held, holder.seq = held, act.cause_seq
        writes.put(holder)
        box = Held(Person.partition(event.subject), Notice.office_box(event.organisation_id, event.role))
        if held:
            writes.put_anyway(box)
        else:
            writes.take_away(box)

    once(Mark.of(act.cause, f"OFFICE#{event.role}#{event.subject}"), attempt)
