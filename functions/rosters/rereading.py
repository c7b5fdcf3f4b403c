"""A file that is to be read once more: the parser is told, and what was said of the columns."""

from functions.rosters.messages import Mapping, ReadAnew
from kernel.events import RosterReadingOrdered
from kernel.sending import send
from kernel.settings import Settings


class ParserQueueSettings(Settings):
    uploaded_queue: str


def read_anew(event: RosterReadingOrdered) -> None:
    mapping = Mapping(sheet=event.sheet, row=event.row, fields=event.fields) if event.fields else None
    order = ReadAnew(roster_id=event.roster_id, attempt=event.attempt, mapping=mapping)
    send(ParserQueueSettings.load().uploaded_queue, [order])
