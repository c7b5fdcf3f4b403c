"""Who is helped says whether assistance arrived: by their account, or by the slip that they hand over."""

from functions.activities.assistance.assisting import Given, look
from functions.activities.assistance.models import AssistanceOut, AssistanceSlip, ConfirmAssistance
from functions.activities.assistance.rules import SLIPS, State
from functions.activities.service import helped
from functions.activities.service import rules as service_rules
from functions.activities.service.helped import CONFIRM, OFFER, Slip
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, stamp
from kernel.errors import WrongState
from kernel.events import AssistanceConfirmed, AssistanceDisputed, AssistanceSlipDrawn
from kernel.journal import Act


def draw_slip(caller: Asking, assistance_id: str) -> AssistanceSlip:
    """The code that is given to who is helped and has no account, the same whenever it is drawn. Raises `WrongState`
    where the helped side has an account, `Changed`."""
    given = look(assistance_id)
    row = given.row
    caller.may(OFFER, Target(path=given.at.path))
    if row.helped_kind != "OUTSIDE" or row.state not in SLIPS:
        raise WrongState
    row.drawn_by = sorted({*row.drawn_by, caller.principal.subject})
    # without the Idempotency-Key: an answer with a code in it is not kept
    work = given.work(Act(caller.principal.subject), "activities.assistance.draw_slip")
    work.record(AssistanceSlipDrawn(assistance_id=row.id, organisation_id=given.at.id))
    work.commit()
    return AssistanceSlip(code=service_rules.slip_code(row.secret, row.id))


def answer(caller: Asking, assistance_id: str, body: ConfirmAssistance) -> AssistanceOut:
    """Raises `Forbidden`, `WrongSlip`, `WrongState` unless it was delivered, `Changed`."""
    given = look(assistance_id)
    row = given.row
    caller.may(CONFIRM, row.party.target(given.at.path, row.carrier_id, row.delivered_by))
    slip = Slip(row.secret, row.id, row.drawn_by)
    helped.demand_word(caller, row.party, [row.donor_id, row.promised_by, row.carrier_id], slip, body.code)
    if row.state != State.DELIVERED:
        raise WrongState
    return _confirm(caller.act(), given) if body.received else _dispute(caller.act(), given)


def _confirm(act: Act, given: Given) -> AssistanceOut:
    row = given.row
    row.state, row.confirmed_at = State.CONFIRMED.value, stamp(act.at)
    reply = AssistanceOut.of(row)
    work = given.work(act, "activities.assistance.confirm")
    work.record(
        AssistanceConfirmed(
            assistance_id=row.id,
            organisation_id=given.at.id,
            county_id=given.at.county_id,
            kind=reply.gift.kind,
            fen=None if row.fen is None else int(row.fen),
            confirmed_on=business_day(act.at),
        )
    )
    work.commit(reply)
    return reply


def _dispute(act: Act, given: Given) -> AssistanceOut:
    given.row.state = State.DISPUTED.value
    reply = AssistanceOut.of(given.row)
    work = given.work(act, "activities.assistance.dispute")
    work.record(AssistanceDisputed(assistance_id=given.row.id, organisation_id=given.at.id))
    work.commit(reply)
    return reply
