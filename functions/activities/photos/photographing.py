"""Photos of an activity, seen from outside: a form to upload one, and links to the copies that are served."""

import base64
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from functions.activities import audience, reading, rules
from functions.activities.errors import TooManyPhotos
from functions.activities.photos.models import AnnouncePhoto, OtherPhoto, PhotoCheck, PhotoOut, PhotoUpload
from functions.activities.photos.tables import Photo
from functions.activities.reading import Record
from functions.activities.tables import Activity
from kernel import aws, directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Forbidden, NotFound
from kernel.events import PhotoAnnounced
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.model import Page
from kernel.projection import retrying
from kernel.settings import Settings

COPIES = ("small", "large")
CHECKED = "activities.attendance"  # who sees how each sign-in is believed sees the same of photos


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
    photo.photo_id, photo.nonce = new_id(), secrets.token_hex(16)
    photo.state, photo.announced_at = "AWAITED", stamp(act.at)
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
        "x-amz-meta-nonce": photo.nonce,
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
    """All of them, in the order in which they were announced, and to who answers for the record or reviews it what
    there is to be said of each. Three reads."""
    found = sorted(Photo.of(activity_id), key=lambda photo: photo.photo_id)
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    places = directory.organisations([activity.branch_id, *_elsewhere(found)])
    place = directory.demand_organisation(places, activity.branch_id)
    caller.may("activities.read", audience.target(activity, place.path, caller.principal, "activities.read"))
    checked = _allowed(caller, CHECKED, place)
    seen = {other.id for other in places.values() if checked and _allowed(caller, CHECKED, other)}
    return Page(items=[_shown(photo, _checks(photo, seen) if checked else []) for photo in found], as_of=now())


def _elsewhere(photos: list[Photo]) -> set[str]:
    """The branches to whose photos some of these are like."""
    return {check["branch_id"] for photo in photos for check in photo.checks if "branch_id" in check}


def _allowed(caller: Asking, action: str, place: Organisation) -> bool:
    try:
        caller.may(action, Target(path=place.path))
    except (Forbidden, NotFound):
        return False
    return True


def _checks(photo: Photo, seen: Collection[str]) -> list[PhotoCheck]:
    """Which photo another is like is told to who may see it there: to the branch, of elsewhere only that it is so."""
    return [
        PhotoCheck(
            code=check["code"],
            strength=check["strength"],
            where=check.get("where"),
            other=OtherPhoto.model_validate(check) if check.get("branch_id") in seen else None,
        )
        for check in photo.checks
    ]


def _shown(photo: Photo, checks: list[PhotoCheck]) -> PhotoOut:
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
            "checks": checks,
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
