"""When organisations move, the records and grades that wait for a review wait for the committees above the branch now;
when one is closed, what it had still planned or offered is called off. What was held stays record.

Each record is looked at by itself, by what stands: a delivery that was cut short, or that comes again, does the rest.
"""

from collections.abc import Iterable
from functools import partial
from itertools import batched

from functions.activities import rules
from functions.activities.appraisals.rules import State as Appraised
from functions.activities.appraisals.tables import Appraisal, Waiting
from functions.activities.plans import telling
from functions.activities.rules import State
from functions.activities.service import calling_off
from functions.activities.service.helped_tables import Listed
from functions.activities.service.tables import Service
from functions.activities.tables import Activity
from kernel import directory
from kernel.clock import business_day, stamp
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import OrganisationDissolved, OrganisationMoved, OrganisationsMerged
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.transaction import Writes, transact

MOST_KEYS = 100


def moved(act: Act, event: OrganisationMoved) -> None:  # noqa: ARG001 - what stands decides, not when it was told
    """Whatever waits at the committees of the old path and is of a branch that moved: records, and grades."""
    committees = rules.committees_above(event.old_path, event.county_id)
    records = [(one.branch_id, partial(_turn_to, one.id)) for one in _queued(committees)]
    grades = [(branch_id, partial(_grades_to, year)) for _, branch_id, year in _graded(committees)]
    for part in batched([*records, *grades], MOST_KEYS, strict=False):
        places = directory.organisations(branch_id for branch_id, _ in part)
        for branch_id, turn in part:
            place = places.get(branch_id)
            if place is not None and directory.covers(event.organisation_id, place.path):
                retrying(partial(turn, place))


def _queued(committees: Iterable[str]) -> list[Activity]:
    """Read to the end before any is changed: a record leaves the list that is being read."""
    return [one for committee in committees for one in Activity.queue.query(committee)]


def _graded(committees: Iterable[str]) -> list[list[str]]:
    """Since when grades wait, of which branch, of which year."""
    partitions = map(Waiting.partition, committees)
    return [one.parts for partition in partitions for one in Waiting.query(partition, consistent_read=True)]


def _turn_to(activity_id: str, place: Organisation) -> None:
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    if activity.state not in (State.SUBMITTED, State.COUNTY_REVIEW):
        return
    turn = rules.turn(State(activity.state), rules.stages(place.path, place.county_id))
    if (activity.state, activity.stage_id, activity.county_id) == (*turn, place.county_id):
        return
    activity.state, activity.stage_id, activity.county_id = turn[0].value, turn[1], place.county_id
    writes = Writes()
    writes.put(activity, Changed())
    if transact(writes.rows):
        raise Changed


def _grades_to(year: str, place: Organisation) -> None:
    appraisal = Appraisal.demand(*Appraisal.key_of(place.id, int(year)))
    committee = rules.stages(place.path, place.county_id)[0]
    if appraisal.state != Appraised.PROPOSED or appraisal.stage_id == committee:
        return
    writes = Writes()
    writes.take_away(Waiting.of(appraisal))
    appraisal.stage_id = committee
    writes.put(appraisal, Changed())
    writes.put_anyway(Waiting.of(appraisal))
    if transact(writes.rows):
        raise Changed


def closed(act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    """Call off what would have begun after the closing, each on the record of the branch."""
    this_year = business_day(act.fact_at).year
    for year in (this_year, this_year + 1):
        to_come = Activity.starts_at > stamp(act.fact_at)
        for one in Activity.year.query(Activity.year_of(event.organisation_id, year), to_come):
            if one.state == State.PLANNED:
                retrying(partial(_call_off, act, one.id))
        for listed in Listed.year.query(Service.given_in(event.organisation_id, year), to_come):
            _call_service_off(act, listed.pk)


def _call_service_off(act: Act, pk: str) -> None:
    service = Service.demand(pk, "NOW")
    if not service.called_off_at:
        calling_off.calling(act, service, act.fact_at).commit()


def _call_off(act: Act, activity_id: str) -> None:
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    if activity.state != State.PLANNED:
        return
    activity.state = State.CANCELLED.value
    work = UnitOfWork(act, chain=activity.branch_id, action="activities.cancel", subject=activity_id)
    work.put(activity, Changed())
    work.record(telling.cancelled(activity))
    work.commit()
