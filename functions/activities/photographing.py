"""Photos of an activity, seen from outside: a form to upload one, and links to the copies that are served."""

import base64
from datetime import datetime, timedelta

from functions.activities import reading, rules
from functions.activities.errors import TooManyPhotos
from functions.activities.reading import Record
from functions.activities.record_models import AnnouncePhoto, PhotoOut, PhotoUpload
from functions.activities.tables import Activity, Photo
from kernel import aws
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import PhotoAnnounced
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.projection import retrying
from kernel.settings import Settings

COPIES = ("small", "large")


class PhotoSettings(Settings):
    photo_bucket: str


def announce(caller: Asking, activity_id: str, body: AnnouncePhoto) -> PhotoUpload:
    """A form for exactly this file: its key, type, length and checksum, for five minutes. Raises `TooManyPhotos`.

    A phone asks for several at once: who finds the slot just taken looks for the next.
    """
    return retrying(lambda: _announce(caller, activity_id, body))


def _announce(caller: Asking, activity_id: str, body: AnnouncePhoto) -> PhotoUpload:
    record = reading.record_for(caller, activity_id, "activities.host")
    activity, place = record.activity, record.place
    reading.demand_open(activity)
    act = caller.act()
    photo = _free_place(record, act.at)
    photo.photo_id, photo.state, photo.announced_at = new_id(), "AWAITED", stamp(act.at)
    photo.content_type, photo.size_bytes, photo.sha256 = body.content_type, body.size_bytes, body.sha256
    photo.reason = None
    reply = _form(photo, activity, place, act.at)
    work = UnitOfWork(act, chain=place.id, action="activities.announce_photo", subject=activity.id)
    work.put(photo, Changed())
    work.require(activity)
    work.record(
        PhotoAnnounced(activity_id=activity.id, branch_id=place.id, photo_id=photo.photo_id, sha256=body.sha256)
    )
    work.commit(reply)
    return reply


def _free_place(record: Record, at: datetime) -> Photo:
    """A slot that is empty, or whose photo was refused or never came."""
    for number in range(1, rules.MOST_PHOTOS + 1):
        slot = Photo.slot(number)
        if slot not in record.photos:
            return Photo(record.activity.pk, slot)
        if _gives_way(record.photos[slot], at):
            return record.photos[slot]
    raise TooManyPhotos


def _gives_way(photo: Photo, at: datetime) -> bool:
    late = at - instant(photo.announced_at) > rules.REPLACED_AFTER
    return photo.state == "REFUSED" or (photo.state == "AWAITED" and late)


def _form(photo: Photo, activity: Activity, place: Organisation, at: datetime) -> PhotoUpload:
    fields = {
        "Content-Type": photo.content_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(photo.sha256)).decode(),
        "x-amz-meta-activity": activity.id,
        "x-amz-meta-branch": place.id,
        "x-amz-meta-county": place.county_id,
    }
    size = int(photo.size_bytes)
    form = aws.client("s3").generate_presigned_post(
        PhotoSettings.load().photo_bucket,
        f"incoming/{photo.photo_id}",
        Fields=dict(fields),
        Conditions=[*({name: value} for name, value in fields.items()), ["content-length-range", size, size]],
        ExpiresIn=rules.UPLOAD_SECONDS,
    )
    until = at + timedelta(seconds=rules.UPLOAD_SECONDS)
    return PhotoUpload(photo_id=photo.photo_id, url=form["url"], fields=form["fields"], expires_at=until)


def photos(caller: Asking, activity_id: str) -> Page[PhotoOut]:
    """All of them, in the order in which they were announced."""
    activity, _ = reading.activity_for(caller, activity_id, "activities.read")
    found = sorted(Photo.of(activity.id), key=lambda photo: photo.photo_id)
    return Page(items=[_shown(photo) for photo in found], as_of=now())


def _shown(photo: Photo) -> PhotoOut:
    links = {copy: _link(photo.photo_id, copy) if photo.state == "ACCEPTED" else None for copy in COPIES}
    return PhotoOut.model_validate(
        {
            "id": photo.photo_id,
            "state": photo.state,
            "reason": photo.reason,
            "taken_at": instant(photo.taken_at) if photo.taken_at else None,
            "width": photo.width,
            "height": photo.height,
            "duplicate_of": photo.duplicate_of,
        }
        | links
    )


def _link(photo_id: str, copy: str) -> str:
    """Saved, not shown as a page, whatever a browser makes of its content."""
    return aws.client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": PhotoSettings.load().photo_bucket,
            "Key": f"served/{photo_id}/{copy}.jpg",
            "ResponseContentDisposition": f'attachment; filename="{photo_id}-{copy}.jpg"',
            "ResponseContentType": "image/jpeg",
        },
        ExpiresIn=rules.SHOWN_SECONDS,
    )
