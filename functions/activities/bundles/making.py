"""A year of a branch in one file: for people (PDF), for machines (JSON and its schema), and the receipts of each entry.

Done twice it does nothing: of the same record the same file is made, to the last byte, and named after its content.
"""

import hashlib
import io
import json
from collections.abc import Iterable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from functions.activities.bundles import pdf as bundle_pdf
from functions.activities.bundles import records as bundle_records
from functions.activities.bundles.models import InspectionBundle
from functions.activities.bundles.tables import Bundle
from kernel import aws
from kernel.chain import canonical
from kernel.clock import SHANGHAI, instant, stamp
from kernel.errors import Changed
from kernel.events import BundleAsked, BundleMade
from kernel.journal import Act, UnitOfWork
from kernel.settings import Settings


class BundleBucket(Settings):
    photo_bucket: str


def make(act: Act, event: BundleAsked) -> None:
    bundle = Bundle.demand(Bundle.partition(event.bundle_id), "NOW")
    if bundle.sha256 is not None:
        return
    found, receipts = bundle_records.gather(bundle.branch_id, int(bundle.year), instant(bundle.asked_at))
    file = packed(found, receipts)
    bundle.sha256, bundle.size_bytes, bundle.made_at = hashlib.sha256(file).hexdigest(), len(file), stamp(act.at)
    bucket = BundleBucket.load().photo_bucket
    aws.client("s3").put_object(Bucket=bucket, Key=bundle.object_key, Body=file, ContentType="application/zip")
    _tell(act, event, bundle, found, len(receipts))


def _tell(act: Act, event: BundleAsked, bundle: Bundle, found: InspectionBundle, entries: int) -> None:
    work = UnitOfWork(act, chain=bundle.branch_id, action="activities.make_bundle", subject=bundle.id)
    work.put(bundle, Changed())
    work.record(
        BundleMade(
            bundle_id=bundle.id,
            branch_id=bundle.branch_id,
            year=int(bundle.year),
            sha256=str(bundle.sha256),
            records=len(found.records),
            entries=entries,
            asked_by=bundle.member_id,
            county_id=event.county_id,
        )
    )
    work.commit()


def packed(found: InspectionBundle, receipts: Iterable[dict[str, Any]]) -> bytes:
    """The ZIP."""
    schema = InspectionBundle.model_json_schema(mode="serialization", by_alias=True)
    parts = {
        "bundle.pdf": bundle_pdf.typeset(found),
        "bundle.json": found.model_dump_json(by_alias=True, indent=1).encode(),
        "schema.json": json.dumps(schema, ensure_ascii=False, indent=1).encode(),
        "receipts.jsonl": "".join(f"{canonical(one)}\n" for one in receipts).encode(),
    }
    file = io.BytesIO()
    written_at = found.asked_at.astimezone(SHANGHAI).timetuple()[:6]
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, written_at), content, ZIP_DEFLATED)
    return file.getvalue()
