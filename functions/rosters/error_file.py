"""The list of bad rows that a committee opens in a spreadsheet: where, what is wrong, how to mend it."""

import csv
import io
from collections.abc import Iterable

from functions.rosters import advice, rules
from functions.rosters.columns import heading_of
from functions.rosters.outcomes import bad_rows
from functions.rosters.presigning import BucketSettings, error_key
from functions.rosters.tables import Roster, kind_of
from kernel import aws
from kernel.rows import Kind, Phase, RowOutcome

HEADER = ("行号", "列", "问题", "处理办法")
CONTENT_TYPE = "text/csv; charset=utf-8"


def write(roster: Roster, phase: Phase) -> None:
    """Put the error file of a phase in place of an earlier one. It holds no value of any cell."""
    aws.client("s3").put_object(
        Bucket=BucketSettings.load().roster_bucket,
        Key=error_key(roster.id),
        Body=content(kind_of(roster), *bad_rows(roster, phase)),
        ContentType=CONTENT_TYPE,
    )


def content(kind: Kind, outcomes: Iterable[RowOutcome], more: int = 0) -> bytes:
    """UTF-8 with BOM, as spreadsheets expect it; all fields quoted. The last line says how many `more` there are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in outcomes:
        fields = (str(one.row), heading_of(kind, one.column), *advice.of_row(one))
        writer.writerow([safe(field) for field in fields])
    if more:
        writer.writerow(["", "", f"另有{more}处问题未列出", "请先更正以上各行，再重新上传"])
    return text.getvalue().encode("utf-8-sig")


def safe(field: str) -> str:
    """The text behind an apostrophe if a spreadsheet could take it for a formula."""
    visible = field.lstrip() if field.isprintable() else "="
    return f"'{field}" if rules.is_formula(visible) else field
