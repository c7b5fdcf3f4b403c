"""The account of a subject, and the member it turns out to be."""

from functions.identity.tables import Bearer, BoundMark, order_of
from kernel import directory
from kernel.directory import Account
from kernel.events import AccountBound
from kernel.journal import Act
from kernel.projection import once
from kernel.transaction import Writes


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
