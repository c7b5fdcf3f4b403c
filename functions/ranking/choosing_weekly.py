"""A member asks to be told each week how their ranks changed, or no longer. Who did not ask is told nothing."""

from datetime import date

from functions.ranking.weekly_models import WeeklyOut
from functions.ranking.weekly_rules import WEEK, monday_of
from functions.ranking.weekly_tables import Weekly
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.errors import Changed
from kernel.events import WeeklyRanksChosen
from kernel.journal import Act, UnitOfWork

ACTION = "ranking.weekly"


def show(caller: Asking) -> WeeklyOut:
    """Raises `NotFound` for an account of no member."""
    member_id = _member(caller)
    return _out(member_id, Weekly.find(*Weekly.key_of(member_id)), business_day(now()))


def choose(caller: Asking, wanted: bool) -> WeeklyOut:
    """Asked for again, it goes on as it was; no longer wanted, nothing of it is kept. Raises `NotFound`."""
    member_id, act = _member(caller), caller.act()
    known = Weekly.find(*Weekly.key_of(member_id))
    kept = (known or _new(caller, act)) if wanted else None
    work = UnitOfWork(act, chain=str(caller.principal.branch_id), action=ACTION, subject=member_id)
    if kept:
        work.put(kept, Changed())
        work.put_anyway(kept.listed)
    elif known:
        work.delete(known, Changed())
        work.take_away(known.listed)
    where = {"branch_id": str(caller.principal.branch_id), "county_id": str(caller.principal.county_id)}
    work.record(WeeklyRanksChosen(member_id=member_id, **where, wanted=wanted))
    reply = _out(member_id, kept, business_day(act.at))
    work.commit(reply)
    return reply


def _new(caller: Asking, act: Act) -> Weekly:
    key = Weekly.key_of(str(caller.principal.member_id))
    return Weekly(*key, county_id=str(caller.principal.county_id), placed_at=stamp(act.at))


def _member(caller: Asking) -> str:
    caller.may(ACTION, Target(member_id=caller.principal.member_id))
    return str(caller.principal.member_id)


def _out(member_id: str, kept: Weekly | None, today: date) -> WeeklyOut:
    """The first Monday only takes stock."""
    as_of = instant(kept.as_of) if kept and kept.as_of else None
    following = monday_of(today) + (WEEK if as_of else 2 * WEEK)
    return WeeklyOut(
        member_id=member_id, wanted=kept is not None, counted_from=as_of, next_on=following if kept else None
    )
