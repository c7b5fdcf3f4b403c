"""Checklists follow what organisation life tells of records, talks, appraisals and duties, in any order, each once.

Of a record only what never changes back is kept: the first day on which it was handed in, the last round that was
handed in or came back, and whether it was approved or withdrawn. So the order in which that is told does not matter.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from functions.ranking.checklist_rules import DUTIES, KINDS, Line, Record, lines, period_of
from functions.ranking.checklist_tables import GRADES, TALK, BranchSigns, Checklist
from functions.ranking.tables import Mark
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import (
    ActivityCancelled,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AppraisalApproved,
    DutyChanged,
    OrganisationsFounded,
    TalkRecorded,
    TalkWithdrawn,
)
from kernel.journal import Act
from kernel.projection import once
from kernel.together import find_both
from kernel.transaction import Writes

EFFECT = "CHECKLISTS"
SEVERAL = "BRANCHES"  # what a committee holds for several branches is no duty of any of them
APPRAISAL = "DEMOCRATIC_APPRAISAL"
OCCASIONS = (APPRAISAL, "ORG_LIFE_MEETING")
"""The meetings in which a branch appraises its members (`domain.md` 4.1)."""
OfRecord = ActivitySubmitted | ActivityReturned | ActivityReviewed | ActivityWithdrawn


def submitted(act: Act, event: ActivitySubmitted) -> None:
    day = business_day(act.fact_at).isoformat()

    def tell(known: Record) -> Record:
        return replace(known, handed_in=min(known.handed_in or day, day), round=max(known.round, event.round))

    _follow(act, event, tell)


def returned(act: Act, event: ActivityReturned) -> None:
    _follow(act, event, lambda known: replace(known, returned=max(known.returned, event.round)))


def reviewed(act: Act, event: ActivityReviewed) -> None:
    """Only the final review counts."""
    if event.stage == "final":
        _follow(act, event, lambda known: replace(known, approved=True))


def withdrawn(act: Act, event: ActivityWithdrawn) -> None:
    _follow(act, event, lambda known: replace(known, withdrawn=True))
    if event.audience != SEVERAL:
        _void_grades(act, event, event.held_on.year)


def cancelled(act: Act, event: ActivityCancelled) -> None:
    """Nothing else is known of what was called off: a record that was handed in is not."""
    _void_grades(act, event, business_day(event.starts_at).year)


def _void_grades(act: Act, event: ActivityWithdrawn | ActivityCancelled, year: int) -> None:
    """Grades that were given in this meeting are no appraisal, whichever is told first (4.6)."""
    if event.type not in OCCASIONS:
        return

    def change(checklist: Checklist) -> None:
        key = f"{event.activity_id}{GRADES}"
        checklist.keep(key, replace(checklist.record(key) or _grades(year), withdrawn=True))

    _change(act, event.county_id, event.branch_id, _year_line(year), change, "GRADES")


def _follow(act: Act, event: OfRecord, tell: Callable[[Record], Record]) -> None:
    """Older events of returns name no day."""
    if event.type not in DUTIES or event.held_on is None or event.audience == SEVERAL:
        return
    line, unknown = _line(event.type, event.held_on), Record(event.type, event.held_on.isoformat())

    def change(checklist: Checklist) -> None:
        checklist.keep(event.activity_id, tell(checklist.record(event.activity_id) or unknown))

    _change(act, event.county_id, event.branch_id, line, change)


def appraised(act: Act, event: AppraisalApproved) -> None:
    """The appraisal is done by its grades, unless the meeting in which they were given is void (4.6)."""
    handed_in = event.handed_in_on.isoformat() if event.handed_in_on else ""

    def change(checklist: Checklist) -> None:
        key = f"{event.activity_id}{GRADES}"
        known = checklist.record(key) or _grades(event.year)
        checklist.keep(key, replace(known, handed_in=handed_in, approved=True))

    _change(act, event.county_id, event.branch_id, _year_line(event.year), change)


def _grades(year: int) -> Record:
    return Record(APPRAISAL, date(year, 12, 31).isoformat())


def _year_line(year: int) -> Line:
    return _line(APPRAISAL, date(year, 12, 31))


def talked(act: Act, event: TalkRecorded) -> None:
    _count_talk(act, event, 1)


def talk_withdrawn(act: Act, event: TalkWithdrawn) -> None:
    _count_talk(act, event, -1)


def _count_talk(act: Act, event: TalkRecorded | TalkWithdrawn, change: int) -> None:
    """Older events do not name the county."""
    if event.county_id is None:
        return

    def count(checklist: Checklist) -> None:
        checklist.talks = int(checklist.talks) + change

    _change(act, event.county_id, event.branch_id, _line(TALK, event.held_on), count)


def _line(kind: str, day: date) -> Line:
    period = period_of(kind, day)
    return next(line for line in lines(day.year) if (line.type, line.period) == (kind, period))


def _change(
    act: Act, county_id: str, branch_id: str, line: Line, change: Callable[[Checklist], None], effect: str = EFFECT
) -> None:
    def attempt(writes: Writes) -> None:
        checklist, signs = load(county_id, branch_id, line.first.year)
        change(checklist)
        put(writes, checklist, signs, line)

    once(_mark(act, effect), attempt)


def load(county_id: str, branch_id: str, year: int) -> tuple[Checklist, BranchSigns]:
    """A branch's facts of a year and its letters, new where there are none yet. One read."""
    facts, beside = Checklist.key_of(branch_id, year), (BranchSigns.partition(county_id), branch_id)
    checklist, signs = find_both((Checklist, facts), (BranchSigns, beside))
    return checklist or Checklist(*facts), signs or BranchSigns(*beside)


def put(writes: Writes, checklist: Checklist, signs: BranchSigns, line: Line) -> None:
    """Facts that changed, and the letter of the line that they are about."""
    year = line.first.year
    signs.set(year, lines(year).index(line), checklist.sign(line))
    writes.put(checklist, Changed())
    writes.put(signs, Changed())


def duty_changed(act: Act, event: DutyChanged) -> None:
    """It counts from its day on."""

    def attempt(writes: Writes) -> None:
        signs = _signs(event.county_id, event.branch_id)
        signs.hear(event.type, business_day(act.fact_at), act.cause_seq, owed=event.owed)
        writes.put(signs, Changed())

    once(_mark(act), attempt)


def founded(act: Act, event: OrganisationsFounded) -> None:
    """A branch owes nothing of periods that were over when it was founded here; founded anew, when it last was."""
    branches = [one.organisation_id for one in event.organisations if one.kind in KINDS]
    day = business_day(act.fact_at).isoformat()

    def attempt(writes: Writes) -> None:
        for branch_id in branches:
            signs = _signs(event.county_id, branch_id)
            signs.since = max(signs.since or day, day)
            writes.put(signs, Changed())

    if branches:
        once(_mark(act), attempt)


def _signs(county_id: str, branch_id: str) -> BranchSigns:
    key = BranchSigns.partition(county_id), branch_id
    return BranchSigns.find(*key) or BranchSigns(*key)


def _mark(act: Act, effect: str = EFFECT) -> Mark:
    return Mark(Mark.partition(str(act.cause)), effect)
