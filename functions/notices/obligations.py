"""Taking over what events say of obligations (`obligation_facts`): deadlines come, move and go, warnings are withdrawn.

Every change goes through the obligation's row, so the order of events does not matter: a period that was met before it
was owed is never armed, and a fact older than the one that it rests on changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.notices import ladders, reminded, warning
from functions.notices.deadlines import ONE_DAY, Calendar, Calendars
from functions.notices.obligation_facts import Begun, Closed, Held, Met, Owed, TakenBack, Told
from functions.notices.obligation_tables import NOBODY, Obligation, RecordMark, RecordState
from functions.notices.rules import LADDERS
from functions.notices.tables import Mark
from kernel.clock import business_day
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def settled_by(tell: Callable[[Act, Any], Sequence[Told]]) -> Callable[[Act, Any], None]:
    """The handler of an event that says this."""
    return lambda act, event: settle(act, tell(act, event))


def settle(act: Act, told: Sequence[Told], effect: str = "OBLIGATIONS") -> None:
    """All that one event says, in one transaction."""
    if told:
        once(Mark.of(act.cause, effect), lambda writes: _settle(writes, act, told))


def _settle(writes: Writes, act: Act, told: Sequence[Told]) -> None:
    today = business_day(act.fact_at)
    try_ = _Try(writes, act, Calendars(today))
    stored = Obligation.stored((one.subject, one.family) for one in told)
    for one in told:
        try_.take_in(stored.get((one.subject, one.family)) or _new(one), one)


def _new(told: Told) -> Obligation:
    place = Obligation.partition(told.subject), told.family
    return Obligation(*place, organisation_id=told.organisation_id, county_id=told.county_id, path=told.path)


@dataclass
class _Try:
    """One try of a transaction."""

    writes: Writes
    act: Act
    calendars: Calendars

    def take_in(self, o: Obligation, told: Told) -> None:
        match told:
            case Begun():
                self._begin(o, told)
            case Held():
                self._hold(o, told)
            case TakenBack():
                self._take_back(o, told)
            case Owed():
                self._owe(o, told)
            case Met() if told.order > o.told_by:
                self._end(o, told.order)
            case Closed():
                self._end(o, Obligation.CLOSED)

    def _begin(self, o: Obligation, told: Begun) -> None:
        if o.closed or o.ladder_code:
            return
        calendar = self._calendar(o)
        o.ladder_code, o.path = told.family, told.path
        o.anchor = ladders.end_of(_period(o.family), max(told.day, calendar.first_open)).isoformat()
        arm(self.writes, o, calendar)

    def _hold(self, o: Obligation, told: Held) -> None:
        """The period in which it was held is met: its deadline goes, the next one's comes, its warning is withdrawn."""
        end = ladders.end_of(_period(o.family), told.day)
        past = o.anchor is not None and end < o.counted_from
        if o.closed:
            return
        late = bool(told.record) and not o.note(told.record, RecordMark(end.isoformat(), told.round))
        if past or late or end in o.ends_met:
            self.writes.put(o)
        if end in o.ends_met:
            return
        if past or (end.isoformat() == o.anchor and o.told > NOBODY):
            warning.withdraw(self.writes, o, end, self.act.at)  # what was cured stays cured, though it came back
        if past or late:
            return
        o.met = sorted({*o.met, end.isoformat()})
        if end.isoformat() == o.anchor:
            self._disarm(o)
            arm(self.writes, o, self._calendar(o))
        else:
            self.writes.put(o)

    def _take_back(self, o: Obligation, told: TakenBack) -> None:
        """A record meets nothing any more. A period that it alone had met is owed again from the next rung on."""
        end = ladders.end_of(_period(o.family), told.day)
        if o.closed:
            return
        if not _met_until(o, told, end) or end.isoformat() in o.ends_shown:
            self.writes.put(o)
            return
        o.met = sorted(({*o.met} | o.ends_shown) - {end.isoformat()})
        if o.anchor is None or end > o.counted_from:
            self.writes.put(o)
            return
        self._disarm(o)
        o.anchor, o.told = end.isoformat(), NOBODY
        arm(self.writes, o, self._calendar(o))

    def _owe(self, o: Obligation, told: Owed) -> None:
        """A later fact takes the place of the one before, with its deadline, and says whose it is now."""
        anew = not o.told_by if told.opens else told.order > o.told_by
        homed = told.order > o.home_by
        moved = homed and (told.organisation_id, told.county_id) != (o.organisation_id, o.county_id)
        if anew:
            self._cure(o)
            o.told_by, o.facts = Obligation.OPENED if told.opens else told.order, dict(told.facts)
            o.ladder_code, o.anchor, o.told = told.ladder, told.anchor.isoformat(), NOBODY
        if moved or (anew and not o.ladder.lazy):
            self._disarm(o)
        if homed:
            o.home_by, o.path = told.order, told.path or o.path
            o.organisation_id, o.county_id = told.organisation_id, told.county_id
        if o.due_on:
            self.writes.put(o)  # its day will tell
        elif anew or homed:
            arm(self.writes, o, self._calendar(o))

    def _end(self, o: Obligation, order: str) -> None:
        self._cure(o)
        self._disarm(o)
        o.told_by, o.ladder_code, o.anchor, o.told, o.facts = order, None, None, NOBODY, {}
        self.writes.put(o)

    def _cure(self, o: Obligation) -> None:
        if o.ladder_code and o.told > NOBODY:
            warning.withdraw(self.writes, o, o.counted_from, self.act.at)
            reminded.over(self.writes, o, self.act.at)
            o.reminded_on = None

    def _disarm(self, o: Obligation) -> None:
        if o.due_on:
            self._calendar(o).take(self.writes, o.family, o.due_on, o.subject)
            o.due_on = None

    def _calendar(self, o: Obligation) -> Calendar:
        return self.calendars.of(o.county_id, o.organisation_id)


def _period(family: str) -> ladders.Period:
    period = LADDERS[family].period
    if period is None:
        raise ValueError(f"{family} does not come back")
    return period


def _met_until(o: Obligation, told: TakenBack, end: date) -> bool:
    """Note what was taken back. Returns whether the period may have been met by it until now."""
    shown = o.shows(told.record) == end.isoformat()
    state = RecordState.RETURNED if told.returned else RecordState.WITHDRAWN
    if o.note(told.record, RecordMark(end.isoformat(), told.round, state)):
        return shown
    # It was handed in again since, maybe for another day: an earlier round may have met this period
    return end in o.ends_met or (o.anchor is not None and end < o.counted_from)


def arm(writes: Writes, o: Obligation, calendar: Calendar) -> None:
    """Put the deadline of the next rung, if there is one, and the obligation.

    A duty that is taken up late begins with the rung that comes next; anything else goes to its highest rung at once.
    """
    step = _next(o, calendar.first_open - ONE_DAY) if o.ladder_code else None
    o.due_on = calendar.put(writes, o.family, step.day, o.subject).isoformat() if step else None
    writes.put(o)


def _next(o: Obligation, after: date) -> ladders.Step | None:
    rungs, told = o.ladder.rungs, int(o.told)
    if o.ladder.period is None:
        return ladders.next_step(rungs, o.counted_from, told)
    step = ladders.next_of_duty(rungs, o.ladder.period, o.counted_from, told, o.ends_met, after)
    o.anchor, o.told = step.anchor.isoformat(), step.number - 1
    o.met = [end for end in o.met if end >= str(o.anchor)]
    return step
