"""What organisations should have, and which of them have it on a day (`domain.md` 0: SEED1, SEED2; 1.3, 1.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from functions.organisations import rules
from functions.organisations.leadership_rules import LEADERLESS, TERMS, TermState, term_state
from kernel.directory import Organisation

FRESH_DAYS = 365  # a position that nobody has seen for longer is to be verified again


@dataclass(frozen=True)
class Measure:
    """Whether an organisation should have something, and whether it has it on a day."""

    should: Callable[[Organisation], bool]
    has: Callable[[Organisation, date], bool]


def _in_term(o: Organisation, day: date) -> bool:
    started = date.fromisoformat(o.term_started_on) if o.term_started_on else None
    ends_on = rules.term_end(started, int(o.term_years) if o.term_years is not None else None)
    extended_to = date.fromisoformat(o.term_extended_to) if o.term_extended_to else None
    return term_state(ends_on, extended_to, day) not in (TermState.NONE, TermState.OVERDUE)


def _fresh(o: Organisation, day: date) -> bool:
    return (o.position_on or "") >= (day - timedelta(days=FRESH_DAYS)).isoformat()


MEASURES = {
    "positions": Measure(lambda o: o.holds_members, lambda o, _: o.lat_e6 is not None),
    "fresh-positions": Measure(lambda o: o.holds_members, _fresh),
    "secretaries": Measure(lambda o: o.kind not in LEADERLESS, lambda o, _: o.secretary_since is not None),
    "terms": Measure(lambda o: o.kind in TERMS, _in_term),
    "centres": Measure(lambda o: o.level == "TOWNSHIP" and not o.holds_members, lambda o, _: bool(o.centres)),
}
