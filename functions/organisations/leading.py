"""Elections, appointments, vacancies, terms of office: checked by the rules when they are recorded, kept with dates."""

from collections.abc import Sequence
from datetime import date

from functions.organisations import leadership_rules as rules
from functions.organisations import seating, terms, versions
from functions.organisations.errors import refuse
from functions.organisations.leadership import Leading, lead
from functions.organisations.leadership_models import Appoint, Chosen, HoldElection, LeadershipOut, SetTerm, Vacate
from functions.organisations.leadership_reading import shown
from functions.organisations.leadership_rules import Post, Seat, keeps_post
from functions.organisations.rules import term_end
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.directory import ancestors
from kernel.errors import Gone
from kernel.journal import UnitOfWork
from kernel.projection import retrying


def elect(caller: Asking, organisation_id: str, body: HoldElection) -> LeadershipOut:
    """Record an election. Raises `Invalid` by the rules of `domain.md` 1.3, `Closed`, `TooEarly`, `DayToCome`."""
    return retrying(lambda: _elect(caller, organisation_id, body))


def appoint(caller: Asking, organisation_id: str, body: Appoint) -> LeadershipOut:
    """Record an appointment by the level above. Raises as `elect`."""
    return retrying(lambda: _appoint(caller, organisation_id, body))


def vacate(caller: Asking, organisation_id: str, body: Vacate) -> LeadershipOut:
    """Record that a holder left a post. Raises `NotFound` if they do not hold it."""
    return retrying(lambda: _vacate(caller, organisation_id, body))


def set_term(caller: Asking, organisation_id: str, body: SetTerm) -> LeadershipOut:
    """Set the term of office, or extend it. Raises `Invalid` by `domain.md` 1.4, `Stale`, `Closed`."""
    here = lead(organisation_id)
    caller.may("organisations.elect", Target(path=here.place.path))
    caller.expect_version(here.place.version)
    versions.demand_open(here.place)
    act = caller.act()
    refuse(_flaws_of_term(here, body, business_day(act.at)))
    work = UnitOfWork(act, chain=organisation_id, action="organisations.term", subject=organisation_id)
    years = body.years or rules.usual_years(here.place.kind, village=body.village_or_community)
    _begin_term(work, here, body.starts_on, years, body.extended_to)
    return _committed(work, here)


def _elect(caller: Asking, organisation_id: str, body: HoldElection) -> LeadershipOut:
    here = lead(organisation_id, [c.branch_id for c in body.holders if c.branch_id])
    caller.may("organisations.elect", Target(path=here.place.path))
    versions.demand_open(here.place)
    act = caller.act()
    day = versions.effective(body.held_on, act, here.leaders.changed_on)
    whole = body.kind == "TERM"
    seats = [_seat(here, chosen) for chosen in body.holders]
    flaws = rules.flaws_of_election(here.place.kind, body.entitled, body.present, seats)
    refuse([*flaws, *_flaws(here, body.holders, seats, whole=whole)])
    work = UnitOfWork(act, chain=organisation_id, action="organisations.elect", subject=organisation_id)
    seating.install(
        work, here, seating.Change(body.holders, "ELECTED", day, "TERM_ENDED" if whole else "SUCCEEDED"), whole=whole
    )
    if whole and here.place.kind in rules.TERMS:
        years = rules.usual_years(here.place.kind, village=body.village_or_community)
        _begin_term(work, here, body.held_on, years, None)
        here.dirty = False
    return _committed(work, here)


def _appoint(caller: Asking, organisation_id: str, body: Appoint) -> LeadershipOut:
    here = lead(organisation_id, [c.branch_id for c in body.holders if c.branch_id])
    caller.may("organisations.appoint", Target(path=here.place.path))
    versions.demand_open(here.place)
    act = caller.act()
    day = versions.effective(body.appointed_on, act, here.leaders.changed_on)
    seats = [_seat(here, chosen) for chosen in body.holders]
    missing = [(f"holders.{n}.approvedBy", "approval_missing") for n, seat in enumerate(seats) if not seat.approved]
    refuse([*([] if here.place.kind == "PARTY_GROUP" else missing), *_flaws(here, body.holders, seats, whole=False)])
    work = UnitOfWork(act, chain=organisation_id, action="organisations.appoint", subject=organisation_id)
    seating.install(work, here, seating.Change(body.holders, "APPOINTED", day, "SUCCEEDED"), whole=False)
    return _committed(work, here)


def _vacate(caller: Asking, organisation_id: str, body: Vacate) -> LeadershipOut:
    here = lead(organisation_id)
    caller.may("organisations.elect", Target(path=here.place.path))
    versions.demand_open(here.place)
    act = caller.act()
    leaving = [h for h in here.leaders.holders if (h.post, h.member_id) == (body.post, body.member_id)]
    if not leaving:
        raise Gone
    day = versions.effective(body.ended_on, act, leaving[0].since)
    work = UnitOfWork(act, chain=organisation_id, action="organisations.vacate", subject=organisation_id)
    seating.end(work, here, leaving, day, body.reason)
    seating.save(work, here, day, [], leaving)
    return _committed(work, here)


def _committed(work: UnitOfWork, here: Leading) -> LeadershipOut:
    if here.dirty:
        versions.put_changed(work, [here.place])
    reply = shown(here, business_day(work.act.at))
    work.commit(reply)
    return reply


def _seat(here: Leading, chosen: Chosen) -> Seat:
    """Whoever is named as approving or told must stand above the organisation."""
    above = ancestors(here.place.path)[:-1]
    branch = here.branches.get(chosen.branch_id or here.home)
    return Seat(
        post=chosen.post,
        member_id=chosen.member_id,
        category=here.category(chosen.member_id, chosen.branch_id),
        votes=chosen.votes,
        approved=chosen.approved_by in above,
        filed=chosen.filed_with in above,
        near=branch is None or branch.id == here.home or keeps_post(here.place.kind, here.place.path, branch.path),
    )


def _flaws(here: Leading, chosen: Sequence[Chosen], seats: Sequence[Seat], *, whole: bool) -> list[rules.Flaw]:
    after = [(c.post, c.member_id) for c in chosen]
    if not whole:
        taken = {c.post for c in chosen if c.post in rules.ONE_HOLDER}
        after += [(Post(h.post), h.member_id) for h in here.leaders.holders if Post(h.post) not in taken]
    found = rules.flaws_of_seats(here.place.kind, seats)
    return [*found, *rules.flaws_of_body(here.place.kind, here.full or 0, after, whole=whole)]


def _begin_term(work: UnitOfWork, here: Leading, starts_on: date, years: int, extended_to: date | None) -> None:
    place = here.place
    terms.replace(work, place, starts_on.isoformat())
    place.term_started_on, place.term_years = starts_on.isoformat(), years
    place.term_extended_to = extended_to.isoformat() if extended_to else None
    versions.put_changed(work, [place])
    terms.tell(work, place)


def _flaws_of_term(here: Leading, body: SetTerm, today: date) -> list[rules.Flaw]:
    kind = here.place.kind
    if kind not in rules.TERMS:
        return [("kind", "no_term_of_office")]
    years = body.years or rules.usual_years(kind, village=body.village_or_community)
    ends_on = term_end(body.starts_on, years)
    approved = {body.approved_by} & set(ancestors(here.place.path)[:-1])
    found = rules.flaws_of_term(kind, years, village=body.village_or_community)
    if body.starts_on > today:
        found.append(("startsOn", "date_in_future"))
    return [*found, *rules.flaws_of_extension(ends_on, body.extended_to, {a for a in approved if a})]
