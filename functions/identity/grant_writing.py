"""A grant given or taken, gathered for one transaction, on whatever ground."""

from functions.identity import rules
from functions.identity.tables import GrantRow
from kernel import directory
from kernel.authority import Role
from kernel.clock import stamp
from kernel.directory import Account, GrantAttribute
from kernel.errors import Changed
from kernel.events import RoleGranted, RoleRevoked
from kernel.journal import Act, UnitOfWork


def take(act: Act, subject: str, role: str, organisation_id: str) -> None:
    """Take a role from somebody on the ground of a fact; nothing if it is not held there. Raises `Changed`."""
    account = directory.account(subject)
    kept = [g for g in account.grants if (g.role, g.organisation_id) != (role, organisation_id)] if account else []
    if account is None or len(kept) == len(account.grants):
        return
    account.grants = kept
    effect = f"{role}#{organisation_id}"
    work = UnitOfWork(act, chain=organisation_id, action="identity.revoke", subject=subject, effect=effect)
    work.put(account, Changed())
    work.delete(GrantRow(*GrantRow.key_of(organisation_id, Role(role), subject), version=1))
    work.record(RoleRevoked(subject=subject, role=role, organisation_id=organisation_id))
    work.commit()


def add(work: UnitOfWork, account: Account, subject: str, role: Role, organisation_id: str) -> None:
    """Gather one grant: the account, the organisation's row, the event."""
    rules.refuse_grant([(g.role, g.organisation_id) for g in account.grants], role, organisation_id)
    account.grants = [*account.grants, GrantAttribute(role=role.value, organisation_id=organisation_id)]
    work.put(account, Changed())
    work.put_new(GrantRow(*GrantRow.key_of(organisation_id, role, subject), granted_at=stamp(work.act.at)))
    work.record(RoleGranted(subject=subject, role=role, organisation_id=organisation_id))


def work_of(act: Act, organisation_id: str, action: str, subject: str) -> UnitOfWork:
    return UnitOfWork(act, chain=organisation_id, action=action, subject=subject)
