"""What travels between the functions of this domain."""

import base64
from datetime import date

import msgspec

from kernel.ids import Id, OrganisationId
from kernel.message import Message
from kernel.rows import Kind, Phase, RowOutcome, RowsMessage

METADATA = "roster"
PREFIX = "incoming/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


class Order(Message):
    """What the parser, which may read no table, has to know of an upload; it travels in the object's metadata.

    Kind and level of the organisation are None where an upload was announced without them: nothing is compared then.
    `ask` says that the committee has saved a mapping: the parser tells the columns and waits to be told what they are.
    """

    roster_id: Id
    kind: Kind
    organisation_id: OrganisationId
    organisation_code: str
    organisation_kind: str | None = None
    organisation_level: str | None = None
    county_id: OrganisationId
    actor: str
    day: date
    size_bytes: int
    sha256: str
    content_type: str
    ask: bool = False

    def packed(self) -> str:
        """As one word that a header can carry."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode()

    @classmethod
    def unpacked(cls, word: str) -> "Order":
        return msgspec.json.decode(base64.urlsafe_b64decode(word), type=cls)


class FoundColumn(Message):
    """A column of the file: its letter, the heading as it stands, the field that it was taken for."""

    letter: str
    heading: str
    field: str | None = None


class Layout(Message):
    """Where the header stands: the visible sheet (from 1), the row that the spreadsheet shows, its columns."""

    sheet: int
    row: int
    columns: tuple[FoundColumn, ...]


class Mapping(Message):
    """What a person says of a file's columns: the field of each letter, below this row of this sheet."""

    sheet: int = 1
    row: int
    fields: dict[str, str]


class ReadAnew(Message):
    """The file of a roster is to be read once more, by what a person told of its columns, if anybody did."""

    roster_id: Id
    attempt: int
    mapping: Mapping | None = None


class RefusedRows(Message):
    """Up to 200 flaws of rows that the parser refused, in the order of the file; parts count from 1."""

    part: int
    outcomes: tuple[RowOutcome, ...]


class Summary(Message):
    """The end of a file: what was sent of it, or why it cannot be read (`problem`, and the columns it is about)."""

    chunks: int = 0
    parts: int = 0
    rows: int = 0
    refused: int = 0
    unknown_columns: tuple[str, ...] = ()
    problem: str | None = None
    problem_columns: tuple[str, ...] = ()
    layout: Layout | None = None
    attempt: int = 0


class Parsed(Message):
    """One message of the parser: it began (nothing else set), rows read so far, a chunk, refused rows, or the end."""

    roster_id: Id
    read: int | None = None
    chunk: RowsMessage | None = None
    refused: RefusedRows | None = None
    summary: Summary | None = None


class Piece(Message):
    """The positions of chunks of a phase, both ends included, that were set apart to be sent."""

    phase: Phase
    generation: int
    first: int
    last: int


class WalkOn(Message):
    """Chunks of a running roster are to be sent: a piece, or, without one, all that may go, and with `again` what was
    sent and is not answered."""

    roster_id: Id
    piece: Piece | None = None
    again: bool = False
