"""What belongs to an activity's record on the wire: photos, minutes, reviews."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities import rules
from functions.activities.models import Paragraph, Phrase, Sha256
from functions.activities.tables import Activity, Minutes, Review
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Model, Text


class AnnouncePhoto(Command):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]
    size_bytes: Annotated[int, Field(ge=1, le=rules.MOST_PHOTO_BYTES)]
    sha256: Sha256


class PhotoUpload(Model):
    """A form to post the file with: `fields` first, in any order, then the field `file`."""

    photo_id: Id
    url: str
    fields: dict[str, str]
    expires_at: AwareDatetime


class PhotoOut(Model):
    """A photo; `small` (320 px) and `large` (1,600 px) are links that last five minutes, once it is ACCEPTED."""

    id: Id
    state: Literal["AWAITED", "ACCEPTED", "REFUSED"]
    reason: str | None
    taken_at: AwareDatetime | None
    width: int | None
    height: int | None
    duplicate_of: Id | None
    small: str | None
    large: str | None


class Resolution(Command):
    text: Paragraph
    in_favour: Annotated[int, Field(ge=0)] | None = None
    against: Annotated[int, Field(ge=0)] | None = None
    abstained: Annotated[int, Field(ge=0)] | None = None


class Speech(Command):
    member_id: MemberId
    gist: Paragraph


class WriteMinutes(Command):
    """`domain.md` 4.3; what a type must have beyond host, recorder and summary stands in `rules.TYPES`."""

    host: MemberId
    recorder: MemberId
    summary: Annotated[Text, StringConstraints(min_length=1, max_length=5000)]
    resolutions: Annotated[tuple[Resolution, ...], Field(max_length=30)] = ()
    observers: Annotated[tuple[Phrase, ...], Field(max_length=50)] = ()
    activists: Annotated[tuple[Phrase, ...], Field(max_length=50)] = ()
    speakers: Annotated[tuple[Phrase, ...], Field(max_length=20)] = ()
    speeches: Annotated[tuple[Speech, ...], Field(max_length=60)] = ()


class MinutesOut(WriteMinutes):
    version: int

    @classmethod
    def of(cls, stored: Minutes, version: float | None = None) -> Self:
        written = WriteMinutes.model_validate_json(stored.content)
        number = int(stored.version if version is None else version)
        return cls.model_validate(written.model_dump() | {"version": number})


class ReviewActivity(Command):
    decision: Literal["approve", "return"]
    reason: Paragraph | None = None


class ReviewOut(Model):
    round: int
    stage: Literal["first", "final"]
    decision: Literal["approve", "return"]
    reason: str | None
    at: AwareDatetime

    @classmethod
    def of(cls, row: Review) -> Self:
        _, number, stage = row.sk.split("#")
        facts = {"round": int(number), "stage": stage, "decision": row.decision, "reason": row.reason}
        return cls.model_validate(facts | {"at": instant(row.at)})


class QueueItem(Model):
    """An activity that waits for the committee's review."""

    activity_id: Id
    branch_id: OrganisationId
    type: rules.TypeCode
    title: str
    starts_at: AwareDatetime
    state: rules.State
    round: int
    submitted_at: AwareDatetime

    @classmethod
    def of(cls, stored: Activity) -> Self:
        facts = {
            "activity_id": stored.id,
            "branch_id": stored.branch_id,
            "type": stored.type,
            "title": stored.title,
            "starts_at": instant(stored.starts_at),
            "state": stored.state,
            "round": int(stored.round),
            "submitted_at": instant(str(stored.submitted_at)),
        }
        return cls.model_validate(facts)
