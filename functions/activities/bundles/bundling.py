"""Somebody asks for a year of a branch to be put together, and fetches it; who asked is on record."""

from datetime import timedelta

from functions.activities import rules
from functions.activities.bundles.models import AskBundle, BundleOut
from functions.activities.bundles.tables import Bundle
from functions.activities.photos.photographing import PhotoSettings
from kernel import aws, directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, instant, now, stamp
from kernel.errors import Forbidden, Invalid
from kernel.events import BundleAsked
from kernel.ids import new_id
from kernel.journal import UnitOfWork

ACTION = "activities.bundle"


def ask(caller: Asking, body: AskBundle) -> BundleOut:
    """Raises `Invalid` for a year that has not begun."""
    place = directory.organisation(body.branch_id)
    caller.may(ACTION, Target(path=place.path))
    act = caller.act()
    if body.year > business_day(act.at).year:
        raise Invalid(fields=[rules.fault("year", "out_of_range")])
    bundle = Bundle(Bundle.partition(new_id()), branch_id=place.id, year=body.year, asked_by=act.actor)
    bundle.asked_at, bundle.member_id = stamp(act.at), caller.principal.member_id
    reply = _out(bundle)
    work = UnitOfWork(act, chain=place.id, action=ACTION, subject=bundle.id)
    work.put(bundle)
    work.record(BundleAsked(bundle_id=bundle.id, branch_id=place.id, county_id=place.county_id, year=body.year))
    work.commit(reply)
    return reply


def show(caller: Asking, bundle_id: str) -> BundleOut:
    """How far it is, and where it is fetched. Who else wants it asks for one of their own. Raises `Forbidden`."""
    bundle = Bundle.demand(Bundle.partition(bundle_id), "NOW")
    caller.may(ACTION, Target(path=directory.organisation(bundle.branch_id).path))
    if bundle.asked_by != caller.principal.subject:
        raise Forbidden
    return _out(bundle)


def _out(bundle: Bundle) -> BundleOut:
    made_at = instant(bundle.made_at) if bundle.made_at else None
    ready = made_at is not None and now() < made_at + rules.BUNDLE_KEPT
    return BundleOut(
        id=bundle.id,
        branch_id=bundle.branch_id,
        year=int(bundle.year),
        state="READY" if ready else "GONE" if made_at else "ASKED",
        asked_at=instant(bundle.asked_at),
        made_at=made_at,
        sha256=bundle.sha256,
        size_bytes=None if bundle.size_bytes is None else int(bundle.size_bytes),
        url=_link(bundle) if ready else None,
        expires_at=now() + timedelta(seconds=rules.SHOWN_SECONDS) if ready else None,
    )


def _link(bundle: Bundle) -> str:
    name = f"inspection-{int(bundle.year)}-{bundle.id}.zip"
    return aws.client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": PhotoSettings.load().photo_bucket,
            "Key": bundle.object_key,
            "ResponseContentDisposition": f'attachment; filename="{name}"',
            "ResponseContentType": "application/zip",
        },
        ExpiresIn=rules.SHOWN_SECONDS,
    )
