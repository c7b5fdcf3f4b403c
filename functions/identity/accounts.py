"""The caller's own account, and the member it turns out to be."""

from functions.identity.models import AccountOut, PlacedGrant
from functions.identity.tables import Bearer, BoundMark, order_of
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Role, Target
from kernel.directory import Account
from kernel.events import AccountBound
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


def mine(caller: Asking) -> AccountOut:
    """The account as it stands now, not as it was cached for decisions: a fresh binding shows at once."""
    caller.may("identity.me", Target())
    account = of(caller.principal.subject)
    places = directory.organisations(grant.organisation_id for grant in account.grants)
    return AccountOut(
        subject=caller.principal.subject,
        member_id=account.member_id,
        branch_id=account.branch_id,
        grants=[_placed(grant.role, grant.organisation_id, places) for grant in account.grants],
    )


def _placed(role: str, organisation_id: str, places: dict[str, directory.Organisation]) -> PlacedGrant:
    place = places.get(organisation_id)
    return PlacedGrant(
        role=Role(role),
        organisation_id=organisation_id,
        organisation_name=place.name if place else None,
        path=place.path if place else None,
    )


def of(subject: str) -> Account:
    """The account of a subject; a new, empty one (version 0) for a subject not seen before."""
    return directory.account(subject) or Account(Account.partition(subject), grants=[])


def bind(act: Act, event: AccountBound) -> None:
    """Copy the binding that `members` recorded, once per event; what was told of the member since then stands."""

    def attempt(writes: Writes) -> None:
        key = Bearer.partition(event.member_id)
        account, bearer = of(event.subject), Bearer.find(key, "ACCOUNT") or Bearer(key)
        bearer.place(act, event.branch_id)
        if bearer.tie(act, event.subject) and _is_latest(act, account):
            account.member_id, account.branch_id = event.member_id, bearer.branch_id
            writes.put(account)
        writes.put(bearer)

    once(BoundMark(*BoundMark.key_of(event.subject, str(act.cause))), attempt)


def _is_latest(act: Act, account: Account) -> bool:
    """Whether the account was not bound to somebody else later."""
    other = Bearer.find(Bearer.partition(account.member_id), "ACCOUNT") if account.member_id else None
    return other is None or other.tied < order_of(act)
