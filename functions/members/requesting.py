"""A member asks for facts of their own dossier to be put right (`domain.md` 13.4, article 46). Needs `sealing`."""

from typing import Any

from pydantic.alias_generators import to_camel

from functions.members import correcting, rights_rules, sealing
from functions.members.concerning_tables import Concerns
from functions.members.correction_models import AskCorrection, CorrectionOut
from functions.members.correction_tables import ASKED, Correction
from functions.members.counting import count
from functions.members.facts import SEALED_P3
from functions.members.handing_over import requested
from functions.members.places import demand_change_at
from functions.members.rights_errors import RequestsExhausted
from functions.members.rights_settings import RightsSettings
from functions.members.tables import NOUN, Member
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Invalid, NotFound
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.vault import COUNTY_KEYS, DataClass, MemberKeys, open_keys

ACTION = "members.corrections.ask"
Wishes = dict[str, Any]


def ask(caller: Asking, body: AskCorrection) -> CorrectionOut:
    """The request. Raises `NotFound` before the caller is a member, `RequestsExhausted`, `HasLeft`, `Invalid`."""
    member, keys = sealing.open_dossier(_own(caller))
    branch, head = demand_change_at(Asking(caller.principal), member, ACTION)
    wishes = _differing(member, keys, body)
    act = caller.act()
    row = _row(act, member, branch, wishes)
    seal(row, wishes, keys)
    work = UnitOfWork(act, chain=branch.id, action=ACTION, subject=member.id, head=head)
    work.require(member)
    work.put_new(row)
    work.put_new(Concerns.of(member.id, row.pk))
    count(work, "CORRECTIONS", rights_rules.REQUESTS_A_DAY, RequestsExhausted())
    work.record(requested(row, branch))
    reply = shown(row, act)
    work.commit(reply)
    return reply


def _own(caller: Asking) -> str:
    if caller.principal.member_id is None:
        raise NotFound
    return caller.principal.member_id


def _differing(member: Member, keys: MemberKeys, body: AskCorrection) -> Wishes:
    stated = body.facts.facts() if body.facts else {}
    hidden = body.sealed.facts() if body.sealed else {}
    wishes: Wishes = {name: stated[name] for name in correcting.differing(member, stated)}
    wishes |= {name: hidden[name] for name in sealing.differing(member, hidden, keys)}
    if not wishes:
        raise Invalid(fields=[{"field": "body", "code": "nothing_differs"}])
    return wishes


def _row(act: Act, member: Member, branch: Organisation, wishes: Wishes) -> Correction:
    request_id = new_id()
    due = rights_rules.answer_due(business_day(act.at), RightsSettings.load().correction_working_days)
    row = Correction(
        Correction.partition(request_id),
        member_id=member.id,
        branch_id=branch.id,
        county_id=branch.county_id,
        fields=list(wishes),
        asked_by=act.actor,
        asked_at=stamp(act.at),
        due_on=due.isoformat(),
        state=ASKED,
    )
    row.list_under(branch.county_id, branch.id, row.due_on, request_id)
    return row


def seal(row: Correction, wishes: Wishes, keys: MemberKeys) -> None:
    """Under the member's own keys: to erase the person is to erase what they asked for."""
    COUNTY_KEYS.gather(keys, *DataClass)
    opener = open_keys(NOUN, keys)
    most = {name: value for name, value in wishes.items() if name not in SEALED_P3}
    rest = {name: value for name, value in wishes.items() if name in SEALED_P3}
    row.p2 = opener.seal(DataClass.P2, most) if most else None
    row.p3 = opener.seal(DataClass.P3, rest) if rest else None


def opened(row: Correction, keys: MemberKeys) -> Wishes:
    """What is asked for, in full."""
    COUNTY_KEYS.gather(keys, *DataClass)
    opener = open_keys(NOUN, keys)
    wishes: Wishes = opener.open(DataClass.P2, row.p2) if row.p2 else {}
    return wishes | (opener.open(DataClass.P3, row.p3) if row.p3 else {})


def own(caller: Asking) -> Page[CorrectionOut]:
    """The caller's requests, the latest first."""
    member_id = _own(caller)
    caller.may(ACTION, Target(member_id=member_id))
    act = Act(caller.principal.subject)
    rows = sorted(Correction.of_member(member_id), key=lambda row: row.asked_at, reverse=True)
    return Page(items=[shown(row, act) for row in rows], as_of=now())


def shown(row: Correction, act: Act) -> CorrectionOut:
    names = [name for name in CorrectionOut.model_fields if name in Correction.get_attributes()]
    facts: dict[str, Any] = {name: getattr(row, name) for name in names}
    overdue = row.state == ASKED and row.due_on < business_day(act.at).isoformat()
    fields = [to_camel(name) for name in row.fields]
    return CorrectionOut.model_validate(facts | {"id": row.id, "overdue": overdue, "fields": fields})
