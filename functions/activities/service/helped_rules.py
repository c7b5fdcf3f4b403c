"""Who is helped, and where their word is decided. Pure."""

from dataclasses import dataclass
from typing import Literal

from kernel.authority import Target

HelpedKind = Literal["MEMBER", "ORGANISATION", "OUTSIDE"]


@dataclass(frozen=True)
class Party:
    """Who is helped; `id` names the member or the organisation. Of somebody outside nothing is known."""

    kind: HelpedKind
    id: str | None = None

    @property
    def organisation_id(self) -> str | None:
        return self.id if self.kind == "ORGANISATION" else None

    @property
    def member_id(self) -> str | None:
        return self.id if self.kind == "MEMBER" else None

    def target(self, path: str, helper_id: str | None = None, entered_by: str | None = None) -> Target:
        """It is the member's own word, that of the organisation's secretary, or, with the slip that was handed over,
        brought by whoever helped. With an account it is never that of who entered what is to be confirmed."""
        if self.kind == "OUTSIDE":
            return Target(path=path, member_id=helper_id)
        return Target(path=path, member_id=self.member_id, stage_id=self.organisation_id, submitted_by=entered_by)
