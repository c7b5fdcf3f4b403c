"""Whether a committee wants changes of dossiers to be proposed first: the copy of a switch that `identity` owns."""

from functions.members.proposal_errors import ProposalRequired
from functions.members.proposal_rules import SWITCH, level_above
from functions.members.proposal_tables import PolicySet, PolicyTaken
from kernel import directory
from kernel.asking import Asking
from kernel.authority import ACTIONS, Principal, Scope
from kernel.directory import Organisation, covers
from kernel.errors import Changed
from kernel.events import PolicyChanged
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes

DECIDE = "members.decide"


def take_over(act: Act, event: PolicyChanged) -> None:
    """Other policies are none of our business."""
    if event.policy != SWITCH:
        return

    def attempt(writes: Writes) -> None:
        key = PolicySet.key_of(event.organisation_id, event.policy)
        item = PolicySet.find(*key) or PolicySet(*key)
        if item.seq < act.cause_seq:  # a setting that arrives late does not undo the one after it
            item.value, item.seq = event.value, act.cause_seq
            writes.put(item, Changed())

    once(PolicyTaken(PolicyTaken.partition(str(act.cause))), attempt)


def demand_direct(caller: Asking, branch: Organisation) -> None:
    """Raises `ProposalRequired` for a caller below the level that decides, where the nearest switch is on."""
    if not _decides(caller.principal, branch) and _is_on(branch.path):
        raise ProposalRequired


def _decides(principal: Principal, branch: Organisation) -> bool:
    above = level_above(branch.path)
    roles = {role for role, where in ACTIONS[DECIDE].allow if where is Scope.SUBTREE}
    return any(grant.role in roles and covers(grant.organisation_id, above) for grant in principal.grants)


def _is_on(path: str) -> bool:
    places = [PolicySet.key_of(place, SWITCH) for place in directory.ancestors(path)]
    values = {row.pk: row.value for row in PolicySet.find_all(places, consistent=True)}
    nearest = (values[pk] for pk, _ in reversed(places) if pk in values)
    return next(nearest, None) == "on"
