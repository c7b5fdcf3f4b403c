"""Photos of an activity on the wire (minutes: `minutes.models`, reviews: `reviews.models`)."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from functions.activities import rules
from functions.activities.models import Sha256
from functions.activities.photos.rules import Code, Where
from kernel.ids import Id, OrganisationId
from kernel.model import Command, Model


class AnnouncePhoto(Command):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]
    size_bytes: Annotated[int, Field(ge=1, le=rules.MOST_PHOTO_BYTES, strict=True)]
    sha256: Sha256


class PhotoUpload(Model):
    """A form to post the file with: `fields` first, in any order, then the field `file`."""

    photo_id: Id
    url: str
    fields: dict[str, str]
    expires_at: AwareDatetime


class OtherPhoto(Model):
    """An earlier photo that one is like."""

    photo_id: Id
    activity_id: Id
    branch_id: OrganisationId


class PhotoCheck(Model):
    """A reason to look at a photo, and how much there is to it (of 100); it decides nothing.

    SAME_FILE and ALIKE say `where` the other was shown; `other` names it to who may see it there.
    """

    code: Code
    strength: int
    where: Where | None
    other: OtherPhoto | None


class PhotoOut(Model):
    """A photo; `small` (320 px) and `large` (1,600 px) are links that last five minutes, once it is ACCEPTED.

    `checks` are shown to the branch's secretary and the committees above, the strongest first; none to its members.
    """

    id: Id
    state: Literal["AWAITED", "ACCEPTED", "REFUSED"]
    reason: str | None
    taken_at: AwareDatetime | None
    width: int | None
    height: int | None
    duplicate_of: Id | None
    checks: list[PhotoCheck]
    small: str | None
    large: str | None
