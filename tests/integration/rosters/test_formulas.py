"""The file of bad rows, opened as a spreadsheet opens it: whatever stood in the upload, no cell of it is a formula."""

import csv
import io

import pytest

from functions.rosters.columns import COLUMNS
from kernel import aws
from kernel.rows import Kind, RowOutcome, RowsMessage
from tests.integration.rosters import way

pytestmark = pytest.mark.usefixtures("rosters")
BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", " =", "\u3000=", "\u200b=", "＝", "＋", "－", "＠")
"""How a cell that a spreadsheet would carry out begins, also behind what it skips."""
REST = "HYPERLINK(A1)"
RUNS = frozenset("=+-@＝＋－＠")


def hostile(kind: Kind) -> bytes:
    """A roster with a formula in every cell, a row for each way to begin one."""
    headings = [column.heading for column in COLUMNS[kind]]
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(headings)
    rows.writerows([beginning + REST] * len(headings) for beginning in BEGINNINGS)
    return text.getvalue().encode()


def opened(roster_id: str) -> list[list[str]]:
    """The cells of the file, as a program reads them that knows nothing of us."""
    body = aws.client("s3").get_object(Bucket=way.BUCKET, Key=f"errors/{roster_id}.csv")["Body"].read()
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


def is_carried_out(cell: str) -> bool:
    """Whether what a person sees first is what a formula begins with."""
    seen = "".join(character for character in cell if character.isprintable()).lstrip()
    return seen[:1] in RUNS or cell[:1] in ("\t", "\r", "\n")


def all_refused(_: RowsMessage, rows: object) -> list[RowOutcome]:
    return []


@pytest.mark.parametrize("kind", ["members", "organisations"])
def test_no_cell_of_the_error_file_is_carried_out(kind: Kind) -> None:
    roster_id = way.upload(way.tree().county.id, hostile(kind), kind=kind)

    way.preview(roster_id, all_refused)

    _, *lines = opened(roster_id)
    assert {line[0] for line in lines} == {str(2 + at) for at in range(len(BEGINNINGS))}
    assert [cell for line in lines for cell in line if is_carried_out(cell)] == []


def test_what_would_be_a_formula_is_shown_as_text() -> None:
    """Else nothing hostile has come so far, and the test above says nothing."""
    roster_id = way.upload(way.tree().county.id, hostile("organisations"), kind="organisations")

    way.preview(roster_id, all_refused)

    shown = {cell[:2] for line in opened(roster_id) for cell in line}
    assert shown >= {f"'{beginning}" for beginning in RUNS}
