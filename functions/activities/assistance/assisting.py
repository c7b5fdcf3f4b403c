"""Assistance and donations given: promised, listed, taken back, delivered."""

from dataclasses import dataclass
from datetime import date

from functions.activities.assistance.models import AssistanceOut, Money, OwnAssistanceOut, PromiseAssistance
from functions.activities.assistance.rules import TO_DELIVER, State
from functions.activities.assistance.tables import Assistance
from functions.activities.attendance import codes
from functions.activities.service import helped
from functions.activities.service.errors import HelpsOneself
from functions.activities.service.helped import ATTEND, GIVE, OFFER, READ
from functions.activities.service.helped_listing import page
from functions.activities.service.helped_rules import Party
from functions.activities.service.helped_tables import Listed
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, Invalid, WrongState
from kernel.events import AssistanceDelivered, AssistancePromised, AssistanceTakenBack
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork
from kernel.model import Page
from kernel.record import Head


@dataclass
class Given:
    """Assistance, where its organisation stands, and the head of the chain."""

    row: Assistance
    at: Organisation
    head: Head

    def work(self, act: Act, action: str) -> UnitOfWork:
        """With the row in it."""
        work = UnitOfWork(act, chain=self.at.id, action=action, subject=self.row.id, head=self.head)
        work.put(self.row, Changed())
        return work


def look(assistance_id: str) -> Given:
    """Two reads. Raises `NotFound`."""
    row = Assistance.demand(Assistance.partition(assistance_id), "NOW")
    place, head = directory.organisation_and(row.organisation_id, Head, row.organisation_id)
    return Given(row, place, head or Head(place.id))


def promise(caller: Asking, body: PromiseAssistance) -> OwnAssistanceOut:
    """A member promises for themselves, the secretary for the organisation. Raises `Invalid`, `HelpsOneself`."""
    place, party, faults = helped.locate(body.organisation_id, body.helped)
    donor_id = _donor(caller, body, place)
    if faults:
        raise Invalid(fields=faults)
    if party.member_id and party.member_id == caller.principal.member_id:
        raise HelpsOneself
    act = caller.act()
    row = _new(body, place, party, donor_id, act)
    reply = OwnAssistanceOut.of(row)
    work = UnitOfWork(act, chain=place.id, action="activities.assistance.promise", subject=row.id)
    work.put_new(row)
    if party.id:
        work.put_new(Listed.under_helped(row))
    told = {"assistance_id": row.id, "organisation_id": place.id, "county_id": place.county_id}
    work.record(AssistancePromised(**told, kind=body.gift.kind))
    work.commit(reply)
    return reply


def _donor(caller: Asking, body: PromiseAssistance, place: Organisation) -> str | None:
    """The member who promises; none, where the secretary speaks for the organisation. Raises `Forbidden`."""
    own = body.donor == "MEMBER"
    caller.may(GIVE if own else OFFER, Target(path=place.path))
    if own and caller.principal.member_id is None:
        raise Forbidden
    return caller.principal.member_id if own else None


def _new(body: PromiseAssistance, place: Organisation, party: Party, donor_id: str | None, act: Act) -> Assistance:
    return Assistance(
        Assistance.partition(new_id()),
        branch_year=Assistance.given_in(place.id, business_day(act.at).year),
        starts_at=stamp(act.at),
        organisation_id=place.id,
        county_id=place.county_id,
        fen=body.gift.fen if isinstance(body.gift, Money) else None,
        things=None if isinstance(body.gift, Money) else body.gift.things,
        purpose=body.purpose,
        donor_id=donor_id,
        promised_by=act.actor,
        helped_kind=party.kind,
        helped_id=party.id,
        state=State.PROMISED.value,
        secret=codes.new_secret(),
    )


def show(caller: Asking, assistance_id: str) -> OwnAssistanceOut:
    """For the donor, who brought it, and the committees."""
    row = Assistance.demand(Assistance.partition(assistance_id), "NOW")
    mine = caller.principal.member_id if caller.principal.member_id in (row.donor_id, row.carrier_id) else None
    path = directory.organisation(row.organisation_id).path
    caller.may("activities.help.account", Target(path=path, member_id=mine))
    return OwnAssistanceOut.of(row)


def listed(
    caller: Asking, organisation_id: str, year: int | None, cursor: str | None, limit: int
) -> Page[AssistanceOut]:
    """What is given through an organisation in a year, for everybody there to see: no donor and nobody helped."""
    caller.may(READ, Target(path=directory.organisation(organisation_id).path))
    days = _days(year)
    return page(Assistance, Assistance.given_in(organisation_id, days[0].year), days, cursor, limit, AssistanceOut.of)


def received(
    caller: Asking, organisation_id: str | None, year: int | None, cursor: str | None, limit: int
) -> Page[AssistanceOut]:
    """What is given in a year to an organisation, or to the caller."""
    who, days = helped.receiver(caller, organisation_id), _days(year)
    return page(Assistance, Assistance.received_in(who, days[0].year), days, cursor, limit, AssistanceOut.of)


def _days(year: int | None) -> tuple[date, date]:
    year = year or business_day(now()).year
    return date(year, 1, 1), date(year, 12, 31)


def take_back(caller: Asking, assistance_id: str) -> OwnAssistanceOut:
    """The donor, or the secretary, before anything is delivered. Raises `WrongState`, `Changed`."""
    given = look(assistance_id)
    caller.may(ATTEND, Target(path=given.at.path, member_id=given.row.donor_id))
    if given.row.state != State.PROMISED:
        raise WrongState
    given.row.state = State.TAKEN_BACK.value
    reply = OwnAssistanceOut.of(given.row)
    work = given.work(caller.act(), "activities.assistance.take_back")
    work.record(AssistanceTakenBack(assistance_id=given.row.id, organisation_id=given.at.id))
    work.commit(reply)
    return reply


def deliver(caller: Asking, assistance_id: str) -> OwnAssistanceOut:
    """A member's gift is brought by them, as they or the secretary say; an organisation's by the member who says so.
    Raises `WrongState`, `HelpsOneself`, `Changed`."""
    given, who = look(assistance_id), caller.principal
    row, act = given.row, caller.act()
    caller.may(ATTEND if row.donor_id else GIVE, Target(path=given.at.path, member_id=row.donor_id))
    carrier_id = row.donor_id or who.member_id
    if carrier_id is None:
        raise Forbidden
    if row.state not in TO_DELIVER:
        raise WrongState
    if carrier_id == row.party.member_id:
        raise HelpsOneself
    row.state, row.carrier_id = State.DELIVERED.value, carrier_id
    row.delivered_by, row.delivered_at = who.subject, stamp(act.at)
    reply = OwnAssistanceOut.of(row)
    work = given.work(act, "activities.assistance.deliver")
    work.record(AssistanceDelivered(assistance_id=row.id, organisation_id=given.at.id))
    work.commit(reply)
    return reply
