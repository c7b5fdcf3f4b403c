"""Sealed data shown in full: for a purpose, within a quota, and on a record that the member can read.

The values are in no entry and are not kept as the answer to an Idempotency-Key: a repeated request is a new look.
"""

from datetime import datetime

from functions.members import rules
from functions.members.counting import count
from functions.members.errors import RevealsExhausted
from functions.members.facts import SEALED_P2, SEALED_P3
from functions.members.models import Reveal, RevealOut, SealedField
from functions.members.tables import NOUN, Member, Revealed
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Principal, Target, scope
from kernel.directory import Organisation, covers
from kernel.events import MemberRevealed
from kernel.journal import Act, UnitOfWork
from kernel.record import Head
from kernel.vault import DataClass, sealer

ACTION = "members.reveal"
STORED: dict[SealedField, str] = {
    "mobile": "mobile",
    "address": "address",
    "birthDate": "birth_date",
    "outflowTo": "outflow_to",
    "branchPost": "branch_post",
    "idNumber": "id_number",
    "homePhone": "home_phone",
    "nativePlace": "native_place",
    "school": "school",
    "major": "major",
}


def reveal(caller: Asking, member_id: str, body: Reveal) -> RevealOut:
    """The values asked for, once the look is on the record. Raises `RevealsExhausted` after fifty on a day."""
    member = Member.demand(Member.partition(member_id), "NOW")
    branch, head = directory.organisation_and(member.branch_id, Head, member.branch_id)
    caller.may(ACTION, Target(path=branch.path, member_id=member.id))
    values = _opened(member, body)
    _record(Act(caller.principal.subject), caller.principal, member, branch, head, body)
    return RevealOut(member_id=member.id, values=values)


def _opened(member: Member, body: Reveal) -> dict[SealedField, str | None]:
    """Opens no class but those that the wanted fields are in."""
    wanted = {name: STORED[name] for name in body.fields}
    blobs = {DataClass.P2: (SEALED_P2, member.p2), DataClass.P3: (SEALED_P3, member.p3)}
    needed = [c for c, (names, _) in blobs.items() if set(names) & set(wanted.values())]
    opener = sealer(NOUN, member.id, *needed)
    facts: dict[str, str] = {}
    for data_class in needed:
        facts |= opener.open(data_class, blobs[data_class][1])
    return {name: facts.get(stored) for name, stored in wanted.items()}


def _record(
    act: Act, principal: Principal, member: Member, branch: Organisation, head: Head | None, body: Reveal
) -> None:
    fields = tuple(dict.fromkeys(body.fields))
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=head)
    look = work.record(MemberRevealed(member_id=member.id, fields=fields, purpose=body.purpose))
    work.put_new(_row(act.at, look, principal, member, branch, body, fields))
    count(work, "REVEALS", rules.REVEALS_A_DAY, RevealsExhausted())
    work.commit()


def _row(
    at: datetime,
    look: str,
    principal: Principal,
    member: Member,
    branch: Organisation,
    body: Reveal,
    fields: tuple[SealedField, ...],
) -> Revealed:
    return Revealed(
        Member.partition(member.id),
        Revealed.place(at, look),
        by=principal.subject,
        organisation_id=_ground(principal, branch.path),
        purpose=body.purpose,
        fields=list(fields),
    )


def _ground(principal: Principal, path: str) -> str | None:
    """The nearest organisation whose role lets the caller look; None for one's own dossier."""
    granted = [place for place in scope(principal, ACTION) if covers(place, path)]
    return max(granted, key=path.index, default=None)
