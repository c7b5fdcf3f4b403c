"""The switches of the committees: set for a subtree, in force from the nearest organisation that set them."""

from functions.identity import rules
from functions.identity.models import PoliciesOut, PolicyOut
from functions.identity.rules import SWITCHES, Policy, Setting
from functions.identity.tables import PolicyRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import Changed
from kernel.events import PolicyChanged
from kernel.journal import UnitOfWork


def switch(caller: Asking, organisation_id: str, policy: Policy, value: str) -> PolicyOut:
    """Set a switch for an organisation and all below it. Raises `Invalid`, `Stale`."""
    where = directory.organisation(organisation_id)
    caller.may("identity.policy.set", Target(path=where.path))
    rules.refuse_value(policy, value)
    key = PolicyRow.key_of(organisation_id, policy)
    row = PolicyRow.find(*key) or PolicyRow(*key)
    caller.expect_version(row.version)
    row.value = value
    work = UnitOfWork(caller.act(), chain=organisation_id, action="identity.policy.set", subject=policy)
    work.put(row, Changed())
    work.record(PolicyChanged(organisation_id=organisation_id, county_id=where.county_id, policy=policy, value=value))
    reply = PolicyOut(policy=policy, value=value, set_by=organisation_id, version=int(row.version))
    work.commit(reply)
    return reply


def switches(caller: Asking, organisation_id: str) -> PoliciesOut:
    """What is in force at an organisation: one look at all switches of all organisations above it."""
    where = directory.organisation(organisation_id)
    caller.may("identity.policy.read", Target(path=where.path))
    path = directory.ancestors(where.path)
    rows = PolicyRow.find_all([PolicyRow.key_of(place, p) for place in path for p in Policy], consistent=True)
    settings = [Setting(row.organisation_id, row.policy, row.value, int(row.version)) for row in rows]
    return PoliciesOut(items=[_out(policy, path, settings) for policy in Policy], as_of=now())


def _out(policy: Policy, path: list[str], settings: list[Setting]) -> PolicyOut:
    setting = rules.in_force(policy, path, settings)
    if setting is None:
        return PolicyOut(policy=policy, value=SWITCHES[policy].default, set_by=None, version=0)
    own = setting.version if setting.organisation_id == path[-1] else 0
    return PolicyOut(policy=policy, value=setting.value, set_by=setting.organisation_id, version=own)
