"""Whether a committee wants changes of dossiers to be proposed first: the copy of a switch that `identity` owns."""

from functions.members.proposal_errors import ProposalRequired
from functions.members.proposal_rules import SWITCH, level_above
from functions.members.proposal_tables import PolicySet
from kernel import directory
from kernel.asking import Asking
from kernel.authority import ACTIONS, Principal, Scope
from kernel.directory import Organisation, covers
from kernel.policies import in_force

DECIDE = "members.decide"


def demand_direct(caller: Asking, branch: Organisation) -> None:
    """Raises `ProposalRequired` for a caller below the level that decides, where the nearest switch is on."""
    if not _decides(caller.principal, branch) and _is_on(branch.path):
        raise ProposalRequired


def _decides(principal: Principal, branch: Organisation) -> bool:
    above = level_above(branch.path)
    roles = {role for role, where in ACTIONS[DECIDE].allow if where is Scope.SUBTREE}
    return any(grant.role in roles and covers(grant.organisation_id, above) for grant in principal.grants)


def _is_on(path: str) -> bool:
    places = directory.ancestors(path)
    found = PolicySet.find_all([PolicySet.key_of(place, SWITCH) for place in places], consistent=True)
    return in_force(SWITCH, places, found) == "on"
