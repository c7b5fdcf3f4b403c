"""Whether a branch owes what not every branch does (`domain.md` 4.1, 15) is told to the others when it changes."""

from functools import partial

from functions.activities.activity_types import TYPES, Owes
from functions.activities.roll.tables import Roll
from functions.activities.year_plan import rules as year_rules
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import DutyChanged
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying

WITH_COMMITTEE, WITH_GROUPS = (
    next(kind for kind in TYPES.values() if kind.duty and kind.duty.owes is owes)
    for owes in (Owes.WITH_COMMITTEE, Owes.WITH_GROUPS)
)


def of_committee(act: Act, *branches: tuple[str, str]) -> None:
    """After rolls changed: tell of each branch (with its county) whether it owes committee meetings, unless that was
    told last. A delivery that was cut short does it when it comes again."""
    for branch_id, county_id in branches:
        retrying(partial(_tell, act, branch_id, county_id))


def is_news(roll: Roll) -> bool:
    """Whether what a branch owes by its roll is not what was told last."""
    return _owed(roll) != bool(roll.owes_committee)


def _owed(roll: Roll) -> bool:
    duty = WITH_COMMITTEE.duty
    return duty is not None and year_rules.owes(duty, roll.members, ())


def _tell(act: Act, branch_id: str, county_id: str) -> None:
    roll = Roll.load(branch_id)
    if not is_news(roll):
        return
    owed = _owed(roll)
    roll.turns = year_rules.turned(roll.turns, business_day(act.at), owed=owed)
    work = UnitOfWork(act, chain=branch_id, action="activities.change_duty", subject=branch_id)
    work.put(roll, Changed())
    work.record(changed(WITH_COMMITTEE.code, branch_id, county_id, owed=owed))
    work.commit()


def changed(kind: str, branch_id: str, county_id: str, *, owed: bool) -> DutyChanged:
    return DutyChanged(branch_id=branch_id, county_id=county_id, type=kind, owed=owed)
