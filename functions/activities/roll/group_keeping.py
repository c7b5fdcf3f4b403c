"""Who belongs to a Party group is kept, and that nobody belongs to one that is no more."""

from collections.abc import Sequence
from functools import partial

from functions.activities.roll.group_tables import Groups
from functions.activities.year_plan import duties
from functions.activities.year_plan import rules as year_rules
from kernel import directory
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import OrganisationDissolved, OrganisationMoved, PartyGroupSet
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying


def keep(act: Act, groups: Groups, county_id: str, group_id: str, members: Sequence[str]) -> UnitOfWork:
    """Puts these members in place of those of a group; tells, too, if the branch comes to owe meetings of groups, or
    owes them no more."""
    owed_before = bool(groups.members)
    others = {name: kept for name, kept in groups.members.items() if name != group_id}
    groups.members = others | ({group_id: [*members]} if members else {})
    owed = bool(groups.members)
    work = UnitOfWork(act, chain=groups.branch_id, action="activities.set_group", subject=group_id)
    if owed != owed_before:
        groups.turns = year_rules.turned(groups.turns, business_day(act.at), owed=owed)
        work.record(duties.changed(duties.WITH_GROUPS.code, groups.branch_id, county_id, owed=owed))
    work.put(groups, Changed())
    work.record(PartyGroupSet(group_id=group_id, branch_id=groups.branch_id, members=tuple(members)))
    return work


def closed(act: Act, event: OrganisationDissolved) -> None:
    """Nobody belongs to a group that was dissolved."""
    _empty(act, event.path, event.county_id)


def moved(act: Act, event: OrganisationMoved) -> None:
    """Nor to one that is a part of another branch now: its members are of the old one."""
    _empty(act, event.old_path, event.county_id)


def _empty(act: Act, path: str, county_id: str) -> None:
    *_, branch_id, group_id = ["", *directory.ancestors(path)]
    retrying(partial(_empty_group, act, branch_id, group_id, county_id))


def _empty_group(act: Act, branch_id: str, group_id: str, county_id: str) -> None:
    """Unless it stands there again by now."""
    groups = Groups.find(*Groups.key_of(branch_id))
    if groups is None or group_id not in groups.members:
        return
    place = directory.organisation(group_id)
    if place.closed_on or place.parent_id != branch_id:
        keep(act, groups, county_id, group_id, []).commit()
