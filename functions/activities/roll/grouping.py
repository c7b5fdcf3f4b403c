"""Who belongs to which Party group of a branch (`domain.md` 1.1): nobody to two of them."""

from functions.activities.roll import group_keeping
from functions.activities.roll.group_models import GroupOut, GroupsOut, SetGroup
from functions.activities.roll.group_tables import Groups
from functions.activities.roll.tables import Roll
from functions.activities.rules import Fault, fault
from functions.activities.tables import TABLE
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import Invalid, NotFound

PARTY_GROUP = "PARTY_GROUP"
MOST_GROUPS = 30


def show(caller: Asking, branch_id: str) -> GroupsOut:
    place, groups = directory.organisation_and(branch_id, Groups, *Groups.key_of(branch_id))
    caller.may("activities.read", Target(path=place.path))
    return _out(groups or Groups(*Groups.key_of(branch_id)))


def write(caller: Asking, group_id: str, body: SetGroup) -> GroupsOut:
    """Say who belongs to a group. Raises `NotFound` for what is no Party group, or is closed; `Invalid`, `Stale`,
    `Changed`."""
    place = directory.organisation(group_id)
    if place.kind != PARTY_GROUP or place.parent_id is None or place.closed_on:
        raise NotFound
    caller.may("activities.plan", Target(path=place.path.removesuffix(f"{place.id}/")))  # it is the branch that says so
    branch_id = place.parent_id
    groups, roll = _stored(branch_id)
    caller.expect_version(groups.version)
    others = {name: kept for name, kept in groups.members.items() if name != group_id}
    if faults := _faults(body.members, roll, others):
        raise Invalid(fields=faults)
    work = group_keeping.keep(caller.act(), groups, place.county_id, group_id, sorted(body.members))
    reply = _out(groups, groups.version + 1)
    work.commit(reply)
    return reply


def _stored(branch_id: str) -> tuple[Groups, Roll]:
    keys = [Groups(*Groups.key_of(branch_id)).key(), Roll(Roll.partition(branch_id), "ROLL").key()]
    rows = {row["sk"]["S"]: row for row in directory.look([], beside={TABLE: keys}).of(TABLE)}
    groups = Groups.from_raw_data(rows["GROUPS"]) if "GROUPS" in rows else Groups(*Groups.key_of(branch_id))
    return groups, Roll.from_raw_data(rows["ROLL"]) if "ROLL" in rows else Roll(Roll.partition(branch_id))


def _faults(members: tuple[str, ...], roll: Roll, others: dict[str, list[str]]) -> list[Fault]:
    taken, faults = {member for kept in others.values() for member in kept}, []
    if len(others) >= MOST_GROUPS:
        faults.append(fault("groupId", "too_many"))
    for number, member in enumerate(members):
        if member not in roll.members:
            faults.append(fault(f"members.{number}", "unknown_member"))
        elif member in taken:
            faults.append(fault(f"members.{number}", "in_another_group"))
        elif member in members[:number]:
            faults.append(fault(f"members.{number}", "duplicate"))
    return faults


def _out(groups: Groups, version: float | None = None) -> GroupsOut:
    return GroupsOut(
        branch_id=groups.branch_id,
        groups=[GroupOut(group_id=name, members=kept) for name, kept in sorted(groups.members.items())],
        version=int(groups.version if version is None else version),
    )
