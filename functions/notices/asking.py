"""A run by hand: for a county, as of a day that its administrator names; of what is to come nobody is told by hand."""

from functions.notices import running
from functions.notices.errors import DayToCome, NotACounty
from functions.notices.reminder_models import ReminderRun, StartReminders
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day


def run(caller: Asking, asked: StartReminders) -> ReminderRun:
    """Raises `NotACounty`, `DayToCome`, `Forbidden`, `NotFound`."""
    where = directory.organisation(asked.organisation_id)
    caller.may("notices.run", Target(path=where.path))
    act = caller.act()
    if where.county_id != where.id:
        raise NotACounty(fields=[{"field": "body.organisationId", "code": NotACounty.code}])
    if asked.as_of > business_day(act.at):
        raise DayToCome(fields=[{"field": "body.asOf", "code": DayToCome.code}])
    told = ReminderRun(organisation_id=where.id, as_of=asked.as_of)
    running.start(act, where.id, asked.as_of, told)
    return told
