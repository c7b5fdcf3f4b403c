"""For whom an activity is planned, as far as it can be known when it is planned: one read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from functions.activities.audience import Audience, Kind
from functions.activities.audience_models import ToBranches, ToGroup, ToMembers, ToWhom
from functions.activities.roll.group_tables import Groups
from functions.activities.roll.tables import Roll
from functions.activities.rules import Fault, fault
from functions.activities.tables import TABLE
from kernel import directory
from kernel.directory import Organisation, covers

BRANCH_LEVEL = "BRANCH"
BESIDE_HOME = frozenset({"FLOATING_BRANCH", "TEMPORARY_BRANCH", "FUNCTIONAL_BRANCH"})  # `domain.md` 1.1
NOT_A_BRANCH, NOT_BELOW = "not_a_branch", "not_below"
UNKNOWN_MEMBER, UNKNOWN_GROUP, DUPLICATE = "unknown_member", "unknown_group", "duplicate"


@dataclass(frozen=True)
class Convened:
    """Who holds it, and for whom; `faults` are what is wrong with that."""

    place: Organisation
    audience: Audience
    faults: list[Fault]


def locate(organisation_id: str, to: ToWhom) -> Convened:
    """Raises `NotFound` without the organisation that is to hold it."""
    invited = to.branches if isinstance(to, ToBranches) else ()
    keys = [(Roll.partition(organisation_id), "ROLL"), Groups.key_of(organisation_id)]
    asked = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys]
    named = isinstance(to, ToGroup | ToMembers)
    seen = directory.look([organisation_id, *invited], beside={TABLE: asked} if named else None)
    place = directory.demand_organisation(seen.organisations, organisation_id)
    if isinstance(to, ToBranches):
        return _several(place, to.branches, seen.organisations)
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    faults = [] if is_branch(place) else [fault("branchId", NOT_A_BRANCH)]
    roll = Roll.from_raw_data(rows["ROLL"]).members if "ROLL" in rows else {}
    if isinstance(to, ToMembers):
        return _chosen(place, to.members, roll, faults)
    if isinstance(to, ToGroup):
        groups = Groups.from_raw_data(rows["GROUPS"]).members if "GROUPS" in rows else {}
        here = frozenset(groups.get(to.group_id, ())).intersection(roll)
        return _group(place, to.group_id, here, faults)
    return Convened(place, Audience(Kind.BRANCH, place.id, (place.id,)), faults)


def is_branch(place: Organisation) -> bool:
    """Whether members belong to it, or take part in it beside their home, and somebody could review what it held."""
    has_life = bool(place.holds_members) or place.kind in BESIDE_HOME
    return place.level == BRANCH_LEVEL and has_life and covers(place.county_id, place.path)


def _several(place: Organisation, branches: Sequence[str], known: dict[str, Organisation]) -> Convened:
    """Branches below the one that holds it. What is missing looks like what lies elsewhere."""
    faults = _twice("audience.branches", branches)
    if is_branch(place) or not covers(place.county_id, place.path):
        faults.append(fault("branchId", "not_a_committee"))
    for number, branch_id in enumerate(branches):
        one = known.get(branch_id)
        if one is None or one.closed or not is_branch(one) or not covers(place.id, one.path):
            faults.append(fault(f"audience.branches.{number}", NOT_BELOW))
    return Convened(place, Audience(Kind.BRANCHES, place.id, tuple(branches)), faults)


def _chosen(place: Organisation, members: Sequence[str], roll: dict[str, Any], faults: list[Fault]) -> Convened:
    faults = [*faults, *_twice("audience.members", members)]
    strange = [number for number, member in enumerate(members) if member not in roll]
    faults += [fault(f"audience.members.{number}", UNKNOWN_MEMBER) for number in strange]
    return Convened(place, Audience(Kind.MEMBERS, place.id, (place.id,), frozenset(members)), faults)


def _group(place: Organisation, group_id: str, members: frozenset[str], faults: list[Fault]) -> Convened:
    """`members`: those of the group who are on the roll; without any it is no group."""
    if not members:
        faults = [*faults, fault("audience.groupId", UNKNOWN_GROUP)]
    return Convened(place, Audience(Kind.GROUP, place.id, (place.id,), members, group_id), faults)


def _twice(field: str, ids: Sequence[str]) -> list[Fault]:
    return [fault(f"{field}.{number}", DUPLICATE) for number, one in enumerate(ids) if one in ids[:number]]
