"""An organisation ends: merged into another, which takes its members, or dissolved when it holds nobody."""

from datetime import date

from functions.organisations import placing, rules, showing, tree, trees, versions
from functions.organisations.change_models import DissolveOrganisation, MergeOrganisation
from functions.organisations.errors import HasChildren, HasMembers, OtherCounty, refuse
from functions.organisations.models import OrganisationOut
from functions.organisations.roll_tables import Roll
from functions.organisations.tables import BelowRow, Door
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation, demand_organisation
from kernel.events import OrganisationDissolved, OrganisationsMerged
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def merge(caller: Asking, organisation_id: str, body: MergeOrganisation) -> OrganisationOut:
    """Close an organisation into another of its county, by leave of a committee above both.

    Raises `HasChildren`: what stands below it is moved first. Its members follow by the event. `OtherCounty`,
    `Invalid`, `Closed`, `MoveUnderWay`, `TooEarly`, `DayToCome`.
    """
    return retrying(lambda: _merge(caller, organisation_id, body))


def _merge(caller: Asking, organisation_id: str, body: MergeOrganisation) -> OrganisationOut:
    door = Door.key_of(organisation_id)
    seen = directory.look([organisation_id, body.into_id], [door])
    gone = demand_organisation(seen.organisations, organisation_id)
    into = demand_organisation(seen.organisations, body.into_id)
    above = rules.common_path(rules.path_above(gone.path), rules.path_above(into.path))
    caller.may("organisations.merge", Target(path=above))
    versions.demand_open(gone, into)
    _refuse_merger(gone, into)
    act = caller.act()
    day = versions.effective(body.effective_on, act, gone.since, into.placed_on)
    work = UnitOfWork(act, chain=gone.id, action="organisations.merge", subject=gone.id)
    versions.keep(work, gone, until=day)
    gone.closed_into = into.id
    _close(work, act, gone, day, body.reason, seen.row(Door, door))
    tree.keep_open(work, into.id)
    tree.keep_standing(work, into.id)
    work.record(_merged(gone, into, day))
    reply = showing.shown(gone)
    work.commit(reply)
    return reply


def _merged(gone: Organisation, into: Organisation, day: str) -> OrganisationsMerged:
    return OrganisationsMerged(
        organisation_id=gone.id,
        into_id=into.id,
        county_id=gone.county_id,
        path=gone.path,
        into_path=into.path,
        effective_on=date.fromisoformat(day),
    )


def dissolve(caller: Asking, organisation_id: str, body: DissolveOrganisation) -> OrganisationOut:
    """Close an organisation that has nobody and nothing below it. Raises `HasChildren`, `HasMembers`."""
    return retrying(lambda: _dissolve(caller, organisation_id, body))


def _dissolve(caller: Asking, organisation_id: str, body: DissolveOrganisation) -> OrganisationOut:
    key, door = Roll.key_of(organisation_id), Door.key_of(organisation_id)
    seen = directory.look([organisation_id], [key, door])
    gone = demand_organisation(seen.organisations, organisation_id)
    caller.may("organisations.dissolve", Target(path=rules.path_above(gone.path)))
    versions.demand_open(gone)
    roll = seen.row(Roll, key) or Roll(*key)
    if roll.members:
        raise HasMembers(members=len(roll.members))
    act = caller.act()
    day = versions.effective(body.effective_on, act, gone.since)
    work = UnitOfWork(act, chain=gone.id, action="organisations.dissolve", subject=gone.id)
    versions.keep(work, gone, until=day)
    _close(work, act, gone, day, body.reason, seen.row(Door, door))
    if roll.version:
        work.require(roll)
    work.record(
        OrganisationDissolved(
            organisation_id=gone.id, county_id=gone.county_id, path=gone.path, effective_on=date.fromisoformat(day)
        )
    )
    reply = showing.shown(gone)
    work.commit(reply)
    return reply


def _refuse_merger(gone: Organisation, into: Organisation) -> None:
    if gone.county_id != into.county_id:
        raise OtherCounty
    refuse(rules.merger_refusals(gone.id, gone.kind, into.id, into.kind))


def _close(work: UnitOfWork, act: Act, gone: Organisation, day: str, reason: str, door: Door | None) -> None:
    """It is closed from that day on, its centres with it; nothing stands below it, and nothing comes to meanwhile."""
    if has_children(gone.id):
        raise HasChildren
    gone.closed_on = day
    placing.close_all(work, gone)
    versions.sign(gone, act, "merged" if gone.closed_into else "dissolved", day, reason)
    work.put(gone)
    tree.shut(work, door, gone.id, day)
    if gone.parent_id:
        tree.leave(work, gone.parent_id, gone.id)
    if rules.own_tree(gone.level):
        trees.tell(work, day, went=gone.path)


def has_children(organisation_id: str) -> bool:
    """Whether anything stands below it that is not closed; seen the moment it is founded."""
    pk, first = BelowRow.key_of(organisation_id)
    return bool(list(BelowRow.query(pk, BelowRow.sk.startswith(first), consistent_read=True, limit=1)))
