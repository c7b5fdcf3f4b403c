"""What a use case knows of the request: who asks, the slot of its idempotency key, the version it expects.

Apart from `http`, so that a consumer which shares a use case with a route does not load the resolver.
"""

from dataclasses import dataclass

from kernel.authority import Principal, Target, decide, scope
from kernel.directory import covers
from kernel.errors import Stale
from kernel.idempotency import Slot
from kernel.journal import Act


@dataclass(frozen=True)
class Asking:
    """One request's caller, the slot of its idempotency key, and the version it expects."""

    principal: Principal
    slot: Slot | None = None
    if_match: str | None = None

    def act(self) -> Act:
        """The person's act for the record."""
        return Act(self.principal.subject, slot=self.slot)

    def may(self, action: str, target: Target) -> None:
        """Raises `Forbidden` or `NotFound` unless the caller may do this."""
        decide(self.principal, action, target)

    def may_by_role(self, action: str, path: str) -> bool:
        """Whether a role, not membership, lets the caller do this there."""
        return any(covers(organisation_id, path) for organisation_id in scope(self.principal, action))

    def expect_version(self, version: float) -> None:
        """Raises `Stale` if `If-Match` names another version."""
        if self.if_match is not None and self.if_match != etag(version):
            raise Stale


def etag(version: float) -> str:
    return f'"{int(version)}"'
