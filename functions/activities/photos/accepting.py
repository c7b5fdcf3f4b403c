"""What becomes of an uploaded photo: evidence and two copies, or a refusal, once."""

import hashlib
import hmac
from dataclasses import dataclass

import msgspec
from botocore.exceptions import ClientError

from functions.activities import rules
from functions.activities.photos import checks as photo_checks
from functions.activities.photos import likeness
from functions.activities.photos.imaging import Copies, Refused, copies
from functions.activities.photos.likeness import Before, New
from functions.activities.photos.tables import Photo, PhotoHash
from functions.activities.tables import Activity
from kernel import aws
from kernel.clock import stamp
from kernel.events import Event, PhotoAccepted, PhotoRefused
from kernel.ids import Id
from kernel.journal import Act, UnitOfWork
from kernel.message import Message
from kernel.projection import retrying
from kernel.settings import Settings

TOO_LATE = "TOO_LATE"
PATIENCE = 40
"""Tries, some 20 seconds: twenty workers may want the same rows of the index at once (many photos of one wall), one of
them gets them at a time, and a message that is given back is not seen again for six minutes."""


class BucketSettings(Settings):
    photo_bucket: str
    evidence_bucket: str


class Binding(Message, forbid_unknown_fields=False):
    """What the signed form bound the upload to."""

    activity: Id
    branch: Id
    nonce: str


@dataclass(frozen=True)
class Upload:
    photo_id: str
    activity_id: str
    branch_id: str
    nonce: str
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
        retrying(lambda: _settle(upload, None, reason), PATIENCE)
        return
    metres = _metres_away(upload, photo.content_type) if made.placed else None
    _keep(upload, photo.content_type, made)
    retrying(lambda: _settle(upload, made, None, metres), PATIENCE)


def _fetch(key: str) -> Upload:
    stored = aws.client("s3").get_object(Bucket=BucketSettings.load().photo_bucket, Key=key)
    bound = msgspec.convert(stored["Metadata"], Binding)
    fits = stored["ContentLength"] <= rules.MOST_PHOTO_BYTES
    body = stored["Body"].read() if fits else None
    return Upload(key.removeprefix("incoming/"), bound.activity, bound.branch, bound.nonce, body)


def _awaited(upload: Upload) -> Photo | None:
    """The photo that was announced with this very form; a file that came by another is nobody's."""
    found = (photo for photo in Photo.of(upload.activity_id) if photo.photo_id == upload.photo_id)
    ours = (photo for photo in found if hmac.compare_digest(photo.nonce, upload.nonce))
    return next((photo for photo in ours if photo.state == "AWAITED"), None)


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


def _metres_away(upload: Upload, content_type: str) -> int | None:
    # few photos say where they were taken: the others' start is cheaper
    from functions.activities.photos import places as photo_places

    return photo_places.metres_away(upload.branch_id, upload.body or b"", content_type)


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


def _settle(upload: Upload, made: Copies | None, reason: str | None, metres: int | None = None) -> None:
    """The photo's state, what is kept of it and its entry in one transaction, if it is still awaited."""
    photo, activity = _awaited(upload), _activity(upload)
    if photo is None:
        return
    if activity.state not in rules.OPEN:
        made, reason = None, TOO_LATE
    act = Act("system:photo", cause=upload.photo_id)
    work = UnitOfWork(act, chain=upload.branch_id, action="activities.photo", subject=upload.activity_id)
    if made:
        _describe(photo, made, act)
        _compare(work, photo, activity, upload, made, metres)
        work.require(activity)
    photo.state, photo.reason = "ACCEPTED" if made else "REFUSED", reason
    work.put(photo)
    work.record(_event(upload, reason))
    work.commit()


def _describe(photo: Photo, made: Copies, act: Act) -> None:
    photo.width, photo.height = made.width, made.height
    if made.taken_at and rules.plausible(made.taken_at, act.at):
        photo.taken_at = stamp(made.taken_at)


def _compare(
    work: UnitOfWork, photo: Photo, activity: Activity, upload: Upload, made: Copies, metres: int | None
) -> None:
    """With what was shown before, which it joins; the branch's first photo with these bytes is named."""
    new = New(upload.photo_id, upload.activity_id, upload.branch_id, photo.sha256, made.sketch)
    before = likeness.look(new)
    photo.checks = photo_checks.found(new, before, activity, made, metres)
    photo.duplicate_of = _first_of_branch(new, before)
    likeness.keep(work, new, before)


def _first_of_branch(new: New, before: Before) -> str | None:
    first = before.firsts.get(PhotoHash.partition(new.branch_id, new.sha256))
    return first.photo_id if first else None


def _event(upload: Upload, reason: str | None) -> Event:
    place = {"activity_id": upload.activity_id, "branch_id": upload.branch_id, "photo_id": upload.photo_id}
    if reason:
        return PhotoRefused(**place, reason=reason)
    return PhotoAccepted(**place, sha256=upload.sha256)
