"""Where each fact of a dossier comes from, and that somebody checked it against the paper."""

from collections.abc import Sequence
from typing import Any

from pydantic.alias_generators import to_camel, to_snake

from functions.members.correcting import changed
from functions.members.dossier_models import FieldOut, FieldsOut, Verify
from functions.members.facts import NOT_IN_A_ROSTER, SEALED
from functions.members.places import demand_for_change, demand_readable
from functions.members.tables import EXTENDED, PLAIN, Member
from kernel.asking import Asking
from kernel.clock import business_day, now
from kernel.errors import Forbidden
from kernel.journal import UnitOfWork

PLACED = ("branch_id", "membership_state", "lost_since")  # of the form too (`domain.md` 13.1), by other routes
MASKS = {"mobile": "mobile_masked", "id_number": "id_number_masked"}


def fields(caller: Asking, member_id: str) -> FieldsOut:
    """Every fact with its source and who checked it."""
    return _told(demand_readable(caller, member_id))


def vouch(caller: Asking, member_id: str, body: Verify) -> FieldsOut:
    """Put on record that the caller compared facts with the paper. Raises `Stale`; `Forbidden` for one's own word."""
    member, branch, head = demand_for_change(caller, member_id, "members.vouch")
    act = caller.act()
    names = [to_snake(name) for name in body.fields]
    _refuse_own_word(member, names, act.actor)
    day = business_day(act.at).isoformat()
    member.verified = (member.verified or {}) | {name: [act.actor, day] for name in names}
    work = UnitOfWork(act, chain=branch.id, action="members.vouch", subject=member.id, head=head)
    work.put(member)
    work.record(changed(member, branch))
    reply = _told(member)
    work.commit(reply)
    return reply


def _refuse_own_word(member: Member, names: Sequence[str], actor: str) -> None:
    """Whoever stated a fact is no witness to it (`design.md` 5: the submitter never approves)."""
    if any(_origin(member, name)[1] == actor for name in names):
        raise Forbidden


def _told(member: Member) -> FieldsOut:
    items = [_field(member, name) for name in (*PLAIN, *EXTENDED, *SEALED, *PLACED)]
    return FieldsOut(member_id=member.id, version=int(member.version), items=items, as_of=now())


def _field(member: Member, name: str) -> FieldOut:
    source, by, on = _origin(member, name)
    verified_by, verified_on = (member.verified or {}).get(name, (None, None))
    told = {
        "field": to_camel(name),
        "value": _value(member, name),
        "sealed": name in SEALED,
        "source": source,
        "by": by,
        "on": on,
        "verified_by": verified_by,
        "verified_on": verified_on,
    }
    return FieldOut.model_validate(told)


def _value(member: Member, name: str) -> Any:
    if name in SEALED:
        return getattr(member, MASKS[name]) if name in MASKS else None
    return member.state if name == "membership_state" else getattr(member, name)


def _origin(member: Member, name: str) -> tuple[str | None, str | None, str | None]:
    """Source, subject and day of a fact; a fact that nobody ever stated has none."""
    stated = (member.provenance or {}).get(name)
    if stated:
        return stated[0], stated[1], stated[2]
    in_first_roster = name not in (*EXTENDED, *NOT_IN_A_ROSTER, "lost_since")
    return (member.source, member.source_by, member.source_on) if in_first_roster else (None, None, None)
