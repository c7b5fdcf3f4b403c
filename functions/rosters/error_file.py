"""The list of bad rows that a committee opens in a spreadsheet: where, what, what is wrong with it, how to mend it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from functions.rosters import advice, rules
from functions.rosters.columns import heading_of
from functions.rosters.outcomes import bad_rows
from functions.rosters.presigning import BucketSettings, error_key
from functions.rosters.tables import Roster, kind_of
from kernel import aws
from kernel.rows import Kind, Phase, RowOutcome

HEADER = ("行号", "列", "内容（部分隐去）", "问题", "处理办法")
CONTENT_TYPE = "text/csv; charset=utf-8"
SMALLEST_PART = 5 * 1024 * 1024  # of an upload in parts, but for the last


def write(roster: Roster, phase: Phase) -> None:
    """Put the error file of a phase in place of an earlier one: as many lines as there are errors, a part in memory."""
    s3: Any = aws.client("s3")
    where = {"Bucket": BucketSettings.load().roster_bucket, "Key": error_key(roster.id)}
    parts = content(kind_of(roster), bad_rows(roster, phase))
    first, second = next(parts), next(parts, None)
    if second is None:
        s3.put_object(**where, Body=first, ContentType=CONTENT_TYPE)
    else:
        _write_parts(s3, where, _chained(first, second, parts))


def _write_parts(s3: Any, where: dict[str, str], parts: Iterable[bytes]) -> None:
    upload = where | {"UploadId": s3.create_multipart_upload(**where, ContentType=CONTENT_TYPE)["UploadId"]}
    done = [
        {"PartNumber": number, "ETag": s3.upload_part(**upload, PartNumber=number, Body=part)["ETag"]}
        for number, part in enumerate(parts, 1)
    ]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": done})


def _chained(first: bytes, second: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from others


def content(kind: Kind, outcomes: Iterable[RowOutcome]) -> Iterator[bytes]:
    """UTF-8 with BOM, as spreadsheets expect it, all fields quoted; in pieces large enough for an upload in parts."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in outcomes:
        fields = (str(one.row), heading_of(kind, one.column), one.shown or "", *advice.of_row(one))
        writer.writerow([safe(field) for field in fields])
        if text.tell() >= SMALLEST_PART:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    found = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return found


def safe(field: str) -> str:
    """The text behind an apostrophe if a spreadsheet could take it for a formula."""
    visible = field.lstrip() if field.isprintable() else "="
    return f"'{field}" if rules.is_formula(visible) else field
