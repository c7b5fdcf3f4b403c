"""What is to go out to somebody: the order for it, as it travels through the queue; and what became of a mail."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from kernel.ids import Id, MemberId, OrganisationId
from kernel.message import Message

MEMBER_BOX = "BOX#MEMBER#"
DIGEST = "DIGEST-"


class Due(Message):
    """Something for the readers of a box, or for one `reader` alone: the digest of a `day`, or one urgent notice."""

    box: str
    county_id: OrganisationId
    day: date | None = None
    notice_id: Id | None = None
    urgent: bool = False
    reader: MemberId | None = None

    @property
    def key(self) -> str:
        """One message a person: of all that a day brings one digest, whichever box it is found in."""
        return f"{DIGEST}{self.day}" if self.notice_id is None else f"NOTICE-{self.notice_id}"

    @property
    def member_id(self) -> str | None:
        """Whose box it is; None for that of an office."""
        return self.box.removeprefix(MEMBER_BOX) if self.box.startswith(MEMBER_BOX) else None

    @property
    def office(self) -> tuple[str, str]:
        """Organisation and role of an office's box."""
        _, _, organisation_id, role = self.box.split("#")
        return organisation_id, role


class MailTold(Message):
    """What SES says of a mail that it took, as the rule on its events shortens it: no address, no text.

    A bounce is one for good, or one after SES itself has tried for hours; a mail that is rejected was never sent on.
    """

    mail: Annotated[str, Meta(pattern=r"^[!-~]{1,128}\Z")]
    told: Literal["Email Bounced", "Email Rejected", "Email Delivered"]
