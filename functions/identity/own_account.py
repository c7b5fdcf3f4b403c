"""The caller's own account, as it stands now."""

from functions.identity import accounts
from functions.identity.models import AccountOut, PlacedGrant
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Role, Target


def mine(caller: Asking) -> AccountOut:
    """The account as it stands now, not as it was cached for decisions: a fresh binding shows at once."""
    caller.may("identity.me", Target())
    account = accounts.of(caller.principal.subject)
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
