"""How a member wants to be told: language, hours, channels, and what is not to be sent out of the house."""

from functions.notices import words
from functions.notices.preference_models import PreferencesOut, SetPreferences
from functions.notices.preference_tables import Preferences
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import Changed, Invalid, NotFound
from kernel.events import NoticePreferencesSet
from kernel.journal import UnitOfWork
from kernel.record import UNPLACED

ACTION = "notices.preferences"
MAY_OPT_OUT = sorted(code for code, told in words.PAGES.items() if told.optional)


def show(caller: Asking) -> PreferencesOut:
    """What the caller chose. Raises `NotFound` for an account of no member."""
    return PreferencesOut.of(Preferences.load(demand_member(caller)), MAY_OPT_OUT)


def choose(caller: Asking, asked: SetPreferences) -> PreferencesOut:
    """Raises `Invalid` for a code that nobody may refuse, `Stale`, `NotFound`."""
    chosen = Preferences.load(demand_member(caller))
    if chosen.erased:
        raise NotFound
    caller.expect_version(chosen.version)
    _refuse(asked.opt_outs)
    chosen.language, chosen.quiet_hours, chosen.digest = asked.language, asked.quiet_hours, asked.digest
    chosen.opt_outs, chosen.channels = sorted(asked.opt_outs), [channel.value for channel in asked.channels]
    return _commit(caller, chosen)


def _commit(caller: Asking, chosen: Preferences) -> PreferencesOut:
    member = demand_member(caller)
    work = UnitOfWork(caller.act(), chain=caller.principal.branch_id or UNPLACED, action=ACTION, subject=member)
    work.put(chosen, Changed())
    work.record(NoticePreferencesSet(member_id=member))
    reply = PreferencesOut.of(chosen, MAY_OPT_OUT)
    work.commit(reply)
    return reply


def demand_member(caller: Asking) -> str:
    """Whose way of being told it is. Raises `NotFound` for an account of no member."""
    caller.may(ACTION, Target(member_id=caller.principal.member_id))
    return str(caller.principal.member_id)


def _refuse(opt_outs: list[str]) -> None:
    wrong = [place for place, code in enumerate(opt_outs) if code not in MAY_OPT_OUT]
    if wrong:
        raise Invalid(fields=[{"field": f"body.optOuts.{place}", "code": "not_optional"} for place in wrong])
