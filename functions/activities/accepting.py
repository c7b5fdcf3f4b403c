"""What becomes of an uploaded photo: evidence and two copies, or a refusal, once."""

import hashlib
from dataclasses import dataclass

from botocore.exceptions import ClientError
from pydantic import BaseModel

from functions.activities import rules
from functions.activities.imaging import Copies, Refused, copies
from functions.activities.tables import Activity, Photo, PhotoHash
from kernel import aws
from kernel.clock import stamp
from kernel.errors import Changed
from kernel.events import Event, PhotoAccepted, PhotoRefused
from kernel.ids import Id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.settings import Settings

TOO_LATE = "TOO_LATE"


class BucketSettings(Settings):
    photo_bucket: str
    evidence_bucket: str


class Binding(BaseModel):
    """What the signed form bound the upload to."""

    activity: Id
    branch: Id


@dataclass(frozen=True)
class Upload:
    photo_id: str
    activity_id: str
    branch_id: str
    body: bytes | None
    """None if it is larger than any photo may be: then it is not even read."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body or b"").hexdigest()


def accept(key: str) -> None:
    """Take or refuse the file under this key. Files go first, the transaction last: a second delivery starts anew and
    meets its own files, or finds the photo decided and does nothing."""
    upload = _fetch(key)
    photo = _awaited(upload)
    if photo is None:
        return
    try:
        _demand_in_time(_activity(upload))
        made = _inspect(photo, upload)
    except Refused as refused:
        reason = refused.reason
        retrying(lambda: _settle(upload, None, reason))
        return
    _keep(upload, photo.content_type, made)
    retrying(lambda: _settle(upload, made, None))


def _fetch(key: str) -> Upload:
    stored = aws.client("s3").get_object(Bucket=BucketSettings.load().photo_bucket, Key=key)
    bound = Binding.model_validate(stored["Metadata"])
    fits = stored["ContentLength"] <= rules.MOST_PHOTO_BYTES
    body = stored["Body"].read() if fits else None
    return Upload(key.removeprefix("incoming/"), bound.activity, bound.branch, body)


def _awaited(upload: Upload) -> Photo | None:
    found = (photo for photo in Photo.of(upload.activity_id) if photo.photo_id == upload.photo_id)
    return next((photo for photo in found if photo.state == "AWAITED"), None)


def _activity(upload: Upload) -> Activity:
    return Activity.demand(Activity.partition(upload.activity_id), "NOW")


def _demand_in_time(activity: Activity) -> None:
    """What was handed in is what the committees review: no photo joins it."""
    if activity.state not in rules.OPEN:
        raise Refused(TOO_LATE)


def _inspect(photo: Photo, upload: Upload) -> Copies:
    if upload.body is None or len(upload.body) != photo.size_bytes:
        raise Refused("WRONG_SIZE")
    if upload.sha256 != photo.sha256:
        raise Refused("WRONG_CHECKSUM")
    return copies(upload.body, photo.content_type)


def _keep(upload: Upload, content_type: str, made: Copies) -> None:
    settings, s3 = BucketSettings.load(), aws.client("s3")
    try:
        s3.put_object(
            Bucket=settings.evidence_bucket,
            Key=f"originals/{upload.photo_id}",
            Body=upload.body or b"",
            ContentType=content_type,
            ChecksumAlgorithm="SHA256",
            IfNoneMatch="*",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":  # kept by an earlier delivery
            raise
    for name, body in (("small", made.small), ("large", made.large)):
        s3.put_object(
            Bucket=settings.photo_bucket,
            Key=f"served/{upload.photo_id}/{name}.jpg",
            Body=body,
            ContentType="image/jpeg",
            ContentDisposition="attachment",
        )


def _settle(upload: Upload, made: Copies | None, reason: str | None) -> None:
    """The photo's state, its hash and its entry in one transaction, if it is still awaited."""
    photo, activity = _awaited(upload), _activity(upload)
    if photo is None:
        return
    if activity.state not in rules.OPEN:
        made, reason = None, TOO_LATE
    act = Act("system:photo", cause=upload.photo_id)
    work = UnitOfWork(act, chain=upload.branch_id, action="activities.photo", subject=upload.activity_id)
    if made:
        _describe(photo, made, act)
        _mark_seen(work, photo, upload)
        work.require(activity)
    photo.state, photo.reason = "ACCEPTED" if made else "REFUSED", reason
    work.put(photo)
    work.record(_event(upload, reason))
    work.commit()


def _describe(photo: Photo, made: Copies, act: Act) -> None:
    photo.width, photo.height, photo.dhash = made.width, made.height, made.dhash
    if made.taken_at and rules.plausible(made.taken_at, act.at):
        photo.taken_at = stamp(made.taken_at)


def _mark_seen(work: UnitOfWork, photo: Photo, upload: Upload) -> None:
    """The branch's first photo with these bytes leaves a mark; a later one points to it."""
    key = PhotoHash.partition(upload.branch_id, photo.sha256)
    first = PhotoHash.find(key, "FIRST")
    if first:
        photo.duplicate_of = first.photo_id
    else:
        work.put_new(PhotoHash(key, photo_id=photo.photo_id, activity_id=upload.activity_id), Changed())


def _event(upload: Upload, reason: str | None) -> Event:
    place = {"activity_id": upload.activity_id, "branch_id": upload.branch_id, "photo_id": upload.photo_id}
    if reason:
        return PhotoRefused(**place, reason=reason)
    return PhotoAccepted(**place, sha256=upload.sha256)
