"""Roles given and taken. A grant stands twice: on the account, for decisions, and on the organisation, for lists."""

from functions.identity import accounts, rules
from functions.identity.errors import NoSuchGrant
from functions.identity.grant_writing import add, work_of
from functions.identity.models import GrantOut, GrantRole
from functions.identity.tables import GrantRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Role, Target
from kernel.clock import instant, now, stamp
from kernel.errors import Malformed
from kernel.events import RoleRevoked
from kernel.journal import Act
from kernel.model import Page
from kernel.table import decode_cursor, encode_cursor


def grant(caller: Asking, body: GrantRole) -> GrantOut:
    """Give somebody else a role. Raises `OwnGrant`, `ExclusiveRole`, `AlreadyExists`, `TooManyGrants`."""
    act = _permitted(caller, body.subject, body.organisation_id)
    work = work_of(act, body.organisation_id, "identity.grant", body.subject)
    add(work, accounts.of(body.subject), body.subject, body.role, body.organisation_id)
    reply = GrantOut(**body.model_dump(), granted_at=instant(stamp(act.at)))
    work.commit(reply)
    return reply


def revoke(caller: Asking, subject: str, role: Role, organisation_id: str) -> GrantOut:
    """Take a role from somebody else. Raises `NoSuchGrant` if they do not hold it there, `OwnGrant`."""
    act = _permitted(caller, subject, organisation_id)
    account = directory.account(subject)
    kept = [g for g in account.grants if (g.role, g.organisation_id) != (role, organisation_id)] if account else []
    if account is None or len(kept) == len(account.grants):
        raise NoSuchGrant
    account.grants = kept
    work = work_of(act, organisation_id, "identity.revoke", subject)
    work.put(account)
    work.delete(GrantRow(*GrantRow.key_of(organisation_id, role, subject), version=1))
    work.record(RoleRevoked(subject=subject, role=role, organisation_id=organisation_id))
    reply = GrantOut(subject=subject, role=role, organisation_id=organisation_id)
    work.commit(reply)
    return reply


def holders(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[GrantOut]:
    """Who holds roles on this very organisation, by role and subject."""
    where = directory.organisation(organisation_id)
    caller.may("identity.grants.read", Target(path=where.path))
    pk = GrantRow.partition(organisation_id)
    rows = GrantRow.query(
        pk,
        GrantRow.sk.startswith(GrantRow.PREFIX),
        consistent_read=True,
        limit=limit,
        last_evaluated_key=_start(pk, cursor),
    )
    items = [_out(row, organisation_id) for row in rows]
    last = rows.last_evaluated_key
    return Page(items=items, as_of=now(), next=encode_cursor({"after": last["sk"]["S"]} if last else None))


def _permitted(caller: Asking, subject: str, organisation_id: str) -> Act:
    where = directory.organisation(organisation_id)
    caller.may("identity.grant", Target(path=where.path))
    rules.refuse_own(caller.principal.subject, subject)
    return caller.act()


def _start(pk: str, cursor: str | None) -> dict[str, dict[str, str]] | None:
    place = decode_cursor(cursor)
    if place is None:
        return None
    after = place.get("after")
    if not isinstance(after, str) or not GrantRow.PLACE.fullmatch(after):
        raise Malformed(field="cursor")
    return {"pk": {"S": pk}, "sk": {"S": after}}


def _out(row: GrantRow, organisation_id: str) -> GrantOut:
    role, subject = row.holder
    return GrantOut(subject=subject, role=role, organisation_id=organisation_id, granted_at=instant(row.granted_at))
