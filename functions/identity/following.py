"""Accounts follow their members: to another branch, out of the Party, out of memory; roles end with their organisation.

A role is taken in an act of its own, on the record of the organisation where it was held; the binding goes last, so
that a delivery that was cut short finds what is left to do.
"""

from collections.abc import Iterable
from functools import partial

from functions.identity import grant_writing, rules
from functions.identity.tables import Bearer, GrantRow, TakenOver, order_of
from kernel import directory
from kernel.directory import Account
from kernel.events import MemberErased, MembersLeft, MembersMoved, OrganisationDissolved, OrganisationsMerged
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.transaction import Writes


def moved(act: Act, event: MembersMoved) -> None:
    """The accounts of these members are of the new branch."""

    def attempt(writes: Writes) -> None:
        bearers = [b for b in _bearers(m.member_id for m in event.members) if b.place(act, event.branch_id)]
        for bearer in bearers:
            writes.put(bearer)
        for _, account in _bound(bearers):
            account.branch_id = event.branch_id
            writes.put(account)

    once(TakenOver(TakenOver.partition(act.cause)), attempt)


def left(act: Act, event: MembersLeft) -> None:
    """The accounts are nobody's, and lose their roles where the person left the Party and not only the roll."""
    _take_roles(act, [member.member_id for member in event.members if rules.ends_roles(member.reason)])

    def attempt(writes: Writes) -> None:
        bearers = _bearers(member.member_id for member in event.members)
        bound = _bound(bearers)
        for bearer in bearers:
            bearer.place(act, None)
            untied = bearer.tie(act, None)
            _untie(writes, bound, bearer, keep=not untied)

    once(TakenOver(TakenOver.partition(act.cause)), attempt)


def erased(act: Act, event: MemberErased) -> None:
    """Nothing leads from the member to an account any more, nor back, whatever comes late."""
    _take_roles(act, [event.member_id])

    def attempt(writes: Writes) -> None:
        (bearer,) = _bearers([event.member_id])
        bound = _bound([bearer])
        bearer.forget()
        _untie(writes, bound, bearer)

    once(TakenOver(TakenOver.partition(act.cause)), attempt)


def _untie(writes: Writes, bound: list[tuple[Bearer, Account]], bearer: Bearer, *, keep: bool = False) -> None:
    writes.put(bearer)
    for account in [] if keep else [account for whose, account in bound if whose is bearer]:
        account.member_id = account.branch_id = None
        writes.put(account)


def _take_roles(act: Act, members: Iterable[str]) -> None:
    """Of those who have not bound their account anew since."""
    for bearer, account in _bound(b for b in _bearers(members) if b.tied < order_of(act)):
        for held in account.grants:
            retrying(partial(grant_writing.take, act, str(bearer.subject), held.role, held.organisation_id))


def closed(act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    """Roles on an organisation that is no more are taken, each on its record."""
    prefix = GrantRow.sk.startswith(GrantRow.PREFIX)
    for row in GrantRow.query(GrantRow.partition(event.organisation_id), prefix, consistent_read=True):
        role, subject = row.holder
        retrying(partial(grant_writing.take, act, subject, role, event.organisation_id))


def _bearers(members: Iterable[str]) -> list[Bearer]:
    """What is known of each member, or a new row, in their order."""
    keys = [Bearer.partition(member) for member in dict.fromkeys(members)]
    found = {b.pk: b for b in Bearer.find_all([(pk, "ACCOUNT") for pk in keys], consistent=True)} if keys else {}
    return [found.get(pk) or Bearer(pk) for pk in keys]


def _bound(bearers: Iterable[Bearer]) -> list[tuple[Bearer, Account]]:
    """The bearers whose account is still theirs, with the account."""
    of_subject = {directory.Account.partition(b.subject): b for b in bearers if b.subject}
    if not of_subject:
        return []
    found = Account.find_all([(pk, "ACCOUNT") for pk in of_subject], consistent=True)
    return [(of_subject[a.pk], a) for a in found if a.member_id == of_subject[a.pk].member_id]
