"""Volunteer service that is called off: whoever has a place in it is told, once, in whatever order it is heard of.

Each fact is kept first, and then whoever is to be told by all that is known is told: the last one brings it about.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from functions.notices.digesting import DeliverySettings
from functions.notices.inbox_tables import Notice
from functions.notices.messages import Due
from functions.notices.obligation_facts import order_of
from functions.notices.posting import digest_day, post
from functions.notices.serving_tables import Service, Volunteer
from kernel.clock import business_day, instant, stamp
from kernel.errors import Changed
from kernel.events import NoticeSent, ServiceBooked, ServiceBookingCancelled, ServiceCalledOff, ServiceOffered
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.sending import send
from kernel.table import Item
from kernel.transaction import Writes, transact

CALLED_OFF = "SERVICE_CALLED_OFF"
MOST_MEMBERS = 30  # each in three rows of a transaction: the notice, the name of its box for the digest, their place
URGENT_BEFORE = timedelta(days=2)
"""Of what begins so soon word goes out at once, not with the next morning's digest."""


def known(act: Act, event: ServiceOffered | ServiceCalledOff) -> None:
    """When it begins, or that it does not."""
    retrying(partial(_keep, act, event))
    _tell(act, event.service_id)


def booked(act: Act, event: ServiceBooked | ServiceBookingCancelled) -> None:
    """A place is taken, or free again: the latest that a member did counts."""
    retrying(partial(_seat, act, event))
    _tell(act, event.service_id)


def _keep(act: Act, event: ServiceOffered | ServiceCalledOff) -> None:
    pk = Service.partition(event.service_id)
    where: dict[str, Any] = {"organisation_id": event.organisation_id, "county_id": event.county_id}
    service = Service.find(pk, "PLAN") or Service(pk, **where)
    if isinstance(event, ServiceOffered):
        service.starts_at = stamp(event.starts_at)
    else:
        service.called_off_at, service.called_off_by = stamp(act.fact_at), str(act.cause)
    _save(service)


def _seat(act: Act, event: ServiceBooked | ServiceBookingCancelled) -> None:
    volunteer, order = Volunteer.load(event.service_id, event.member_id), order_of(act)
    if order > volunteer.order:
        volunteer.order, volunteer.booked = order, isinstance(event, ServiceBooked)
        _save(volunteer)


def _save(row: Item) -> None:
    writes = Writes()
    writes.put(row)
    if transact(writes.rows):
        raise Changed


def _tell(act: Act, service_id: str) -> None:
    service = Service.find(Service.partition(service_id), "PLAN")
    if service is None or not service.called_off_at or not service.starts_at:
        return
    called_off = Off(service, business_day(instant(service.called_off_at)))
    because = replace(act, cause=service.called_off_by)
    while retrying(partial(called_off.tell_some, because)):
        pass
    if called_off.urgent:
        called_off.send_out()


@dataclass(frozen=True)
class Off:
    """A service that was called off on a day."""

    service: Service
    day: date

    @property
    def urgent(self) -> bool:
        return instant(str(self.service.starts_at)) - instant(str(self.service.called_off_at)) < URGENT_BEFORE

    def tell_some(self, act: Act) -> bool:
        """Up to thirty who were not told yet. False when all were."""
        rest = [one for one in Volunteer.of(self.service.id) if not one.told][:MOST_MEMBERS]
        if not rest:
            return False
        at = self.service.organisation_id
        effect = f"{CALLED_OFF}#{rest[0].sk}"
        work = UnitOfWork(act, chain=at, action="notices.call_off", subject=self.service.id, effect=effect)
        for volunteer in rest:
            volunteer.told = True
            work.put(volunteer, Changed())
            notice = self._notice(act, volunteer)
            post(work, notice, digest_on=None if notice.urgent else digest_day(act))
        where = {"organisation_id": at, "county_id": self.service.county_id}
        work.record(NoticeSent(code=CALLED_OFF, **where, day=self.day, recipients=len(rest)))
        work.commit()
        return True

    def _notice(self, act: Act, volunteer: Volunteer) -> Notice:
        return Notice(
            *self._place(volunteer),
            code=CALLED_OFF,
            organisation_id=self.service.organisation_id,
            county_id=self.service.county_id,
            facts={"serviceId": self.service.id, "startsAt": self.service.starts_at},
            due_on=business_day(instant(str(self.service.starts_at))).isoformat(),
            sent_at=stamp(act.at),
            urgent=self.urgent,
        )

    def _place(self, volunteer: Volunteer) -> tuple[str, str]:
        return volunteer.box, Notice.id_of(volunteer.box, f"{CALLED_OFF}#{self.service.id}", self.day)

    def send_out(self) -> None:
        """At once; told again, to no effect."""
        places = map(self._place, Volunteer.of(self.service.id))
        county_id = self.service.county_id
        due = (Due(box=box, county_id=county_id, notice_id=at, urgent=True) for box, at in places)
        send(DeliverySettings.load().delivery_queue, due)
