"""Hours of volunteer service: entered by the member or the secretary, confirmed or disputed by who was helped, taken
back by the county. Only what is confirmed counts (`domain.md` 9.4)."""

from typing import Any

from functions.activities.rules import fault
from functions.activities.service import helped
from functions.activities.service import rules as service_rules
from functions.activities.service.booking import Seat, demand_booked, look
from functions.activities.service.errors import HoursChanged
from functions.activities.service.helped import ATTEND, CONFIRM, OFFER, Slip
from functions.activities.service.models import (
    BookingOut,
    ConfirmHours,
    EnterHours,
    SlipOut,
    SlipsOut,
    WithdrawHours,
)
from functions.activities.service.rules import Booking
from functions.activities.service.tables import Booked, Service, crediting, drawing
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid, WrongState
from kernel.events import (
    ServiceConfirmed,
    ServiceDisputed,
    ServiceHoursEntered,
    ServiceSlipsDrawn,
    ServiceWithdrawn,
)
from kernel.journal import Act, UnitOfWork
from kernel.record import Head


def enter(caller: Asking, service_id: str, member_id: str, body: EnterHours) -> BookingOut:
    """Say how long the member served, or that they did not come; anew while nothing is confirmed. What can have passed
    by now is the most. Raises `WrongState`, `Invalid`, `Changed`."""
    seat = look(service_id, member_id)
    booked = demand_booked(seat)
    caller.may(ATTEND, Target(path=seat.at.path, member_id=member_id))
    act = caller.act()
    starts_at, ends_at = seat.service.times
    if booked.state not in service_rules.OPEN or seat.service.called_off_at or act.at < starts_at:
        raise WrongState
    if body.minutes > service_rules.most_minutes(starts_at, ends_at, act.at):
        raise Invalid(fields=[fault("minutes", "out_of_range")])
    booked.state = Booking.ENTERED.value if body.minutes else Booking.MISSED.value
    booked.minutes, booked.entered_by = body.minutes, caller.principal.subject
    reply = BookingOut.of(booked)
    work = _work(act, booked, "activities.service.enter_hours")
    work.record(ServiceHoursEntered(**_ids(booked), minutes=body.minutes))
    work.commit(reply)
    return reply


def answer(caller: Asking, service_id: str, member_id: str, body: ConfirmHours) -> BookingOut:
    """The helped side confirms the hours that it has read, or disputes them. Raises `Forbidden`, `WrongSlip`,
    `HoursChanged`, `WrongState`, `Changed`."""
    seat = look(service_id, member_id)
    service, party, booked = seat.service, seat.service.party, demand_booked(seat)
    caller.may(CONFIRM, party.target(seat.at.path, member_id, booked.entered_by))
    slip = Slip(service.secret, member_id, service.drawn_by or ())
    helped.demand_word(caller, party, [member_id], slip, body.code)
    if booked.state != Booking.ENTERED:
        raise WrongState
    if body.minutes != booked.minutes:
        raise HoursChanged
    return _confirm(caller.act(), seat, booked) if body.confirmed else _dispute(caller.act(), booked)


def _confirm(act: Act, seat: Seat, booked: Booked) -> BookingOut:
    booked.state = Booking.CONFIRMED.value
    reply = BookingOut.of(booked)
    home, head = _home(booked)
    work = _work(act, booked, "activities.service.confirm", head)
    work.rows.append(crediting(booked.member_id, int(booked.minutes)))
    work.record(ServiceConfirmed(**_counted(seat.service, booked, home)))
    work.commit(reply)
    return reply


def _dispute(act: Act, booked: Booked) -> BookingOut:
    booked.state = Booking.DISPUTED.value
    reply = BookingOut.of(booked)
    work = _work(act, booked, "activities.service.dispute")
    work.record(ServiceDisputed(**_ids(booked)))
    work.commit(reply)
    return reply


def withdraw(caller: Asking, service_id: str, member_id: str, body: WithdrawHours) -> BookingOut:
    """The county takes a confirmation back, for good: the hours count no more, and whoever listens undoes what
    followed. Raises `WrongState` unless they were confirmed, `Changed`."""
    seat = look(service_id, member_id)
    booked = demand_booked(seat)
    caller.may("activities.withdraw", Target(path=seat.at.path, stage_id=seat.at.county_id))
    act = caller.act()
    if booked.state != Booking.CONFIRMED:
        raise WrongState
    booked.state, booked.reason = Booking.WITHDRAWN.value, body.ground
    reply = BookingOut.of(booked)
    home, head = _home(booked)
    work = _work(act, booked, "activities.service.withdraw", head)
    work.rows.append(crediting(member_id, -int(booked.minutes)))
    work.record(ServiceWithdrawn(**_counted(seat.service, booked, home)))
    work.commit(reply)
    return reply


def _work(act: Act, booked: Booked, action: str, head: Head | None = None) -> UnitOfWork:
    work = UnitOfWork(act, chain=booked.home_id, action=action, subject=booked.service_id, head=head)
    work.put(booked, Changed())
    return work


def _home(booked: Booked) -> tuple[Organisation, Head]:
    """The branch on whose record it stands, and the head of its chain. One read."""
    home, head = directory.organisation_and(booked.home_id, Head, booked.home_id)
    return home, head or Head(home.id)


def _ids(booked: Booked) -> dict[str, str]:
    return {
        "service_id": booked.service_id,
        "organisation_id": booked.organisation_id,
        "branch_id": booked.home_id,
        "member_id": booked.member_id,
    }


def _counted(service: Service, booked: Booked, home: Organisation) -> dict[str, Any]:
    """What counts, and where the member's branch stands now."""
    where = {"county_id": home.county_id, "path": home.path}
    return _ids(booked) | where | {"minutes": int(booked.minutes), "held_on": service.held_on}


def draw_slips(caller: Asking, service_id: str) -> SlipsOut:
    """The codes of everybody who has a place, to be given to who is helped and has no account. The same whenever they
    are drawn; each confirms once. Raises `WrongState` where the helped side has an account."""
    service, members = Service.with_volunteers(service_id)
    place = directory.organisation(service.organisation_id)
    caller.may(OFFER, Target(path=place.path))
    if service.helped_kind != "OUTSIDE" or service.called_off_at:
        raise WrongState
    act = Act(caller.principal.subject)  # without the Idempotency-Key: an answer with codes in it is not kept
    work = UnitOfWork(act, chain=place.id, action="activities.service.draw_slips", subject=service.id)
    work.rows.append(drawing(service, caller.principal.subject))
    work.record(ServiceSlipsDrawn(service_id=service.id, organisation_id=place.id))
    work.commit()
    starts_at, ends_at = service.times
    most = service_rules.most_minutes(starts_at, ends_at, ends_at)
    return SlipsOut(items=[_slip(service, one, most) for one in members])


def _slip(service: Service, member_id: str, most: int) -> SlipOut:
    return SlipOut(member_id=member_id, code=service_rules.slip_code(service.secret, member_id), most_minutes=most)
