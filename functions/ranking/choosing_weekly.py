"""A member asks to be told each week how their ranks changed, or no longer. Who did not ask is told nothing."""

from datetime import datetime

from functions.ranking import weekly_rules
from functions.ranking.weekly_models import WeeklyOut
from functions.ranking.weekly_tables import Weekly
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now, stamp
from kernel.errors import Changed, NotFound
from kernel.events import WeeklyRanksChosen
from kernel.journal import Act, UnitOfWork

ACTION = "ranking.weekly"


def show(caller: Asking) -> WeeklyOut:
    """Raises `NotFound` for an account of no member, or of one who has no branch."""
    member_id = _member(caller)
    return _out(member_id, Weekly.find(*Weekly.key_of(member_id)), now())


def choose(caller: Asking, wanted: bool) -> WeeklyOut:
    """Asked for again, it goes on as it was; no longer wanted, nothing of it is kept. Raises `NotFound`."""
    member_id, act = _member(caller), caller.act()
    known = Weekly.find(*Weekly.key_of(member_id))
    kept = (known or _new(caller, act)) if wanted else None
    branch_id, county_id = str(caller.principal.branch_id), str(caller.principal.county_id)
    work = UnitOfWork(act, chain=branch_id, action=ACTION, subject=member_id)
    if kept:
        work.put(kept, Changed())
        work.put_anyway(kept.listed)
    elif known:
        work.delete(known, Changed())
        work.take_away(known.listed)
    work.record(WeeklyRanksChosen(member_id=member_id, branch_id=branch_id, county_id=county_id, wanted=wanted))
    reply = _out(member_id, kept, act.at)
    work.commit(reply)
    return reply


def _new(caller: Asking, act: Act) -> Weekly:
    key = Weekly.key_of(str(caller.principal.member_id))
    return Weekly(*key, county_id=str(caller.principal.county_id), placed_at=stamp(act.at))


def _member(caller: Asking) -> str:
    caller.may(ACTION, Target(member_id=caller.principal.member_id))
    if caller.principal.county_id is None:
        raise NotFound
    return str(caller.principal.member_id)


def _out(member_id: str, kept: Weekly | None, at: datetime) -> WeeklyOut:
    as_of = instant(kept.as_of) if kept and kept.as_of else None
    following = weekly_rules.next_on(as_of, at) if kept else None
    return WeeklyOut(member_id=member_id, wanted=kept is not None, counted_from=as_of, next_on=following)
