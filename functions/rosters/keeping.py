"""What the parser sends is kept: chunks for the day they are applied, refused rows, the end of the file."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from functions.rosters import forwarding
from functions.rosters.finishing import finish
from functions.rosters.mapping_use import by_saved, order
from functions.rosters.messages import Layout, Parsed, RefusedRows, Summary
from functions.rosters.reading_orders import reading_ordered
from functions.rosters.tables import Chunk, Outcomes, Roster
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import once, retrying
from kernel.rows import RowsMessage, stored
from kernel.transaction import Writes, transact


def keep(parsed: Parsed) -> None:
    """One message of the parser that is no chunk; each may come again, and in any order."""
    if parsed.refused is not None:
        _keep_refused(parsed.roster_id, parsed.refused)
    elif parsed.summary is not None:
        _end(parsed.roster_id, parsed.summary)
    else:
        retrying(lambda: _go_on(parsed.roster_id, parsed.read or 0))


def keep_chunks(messages: Iterable[RowsMessage]) -> None:
    """A second delivery puts the same rows again, and asks for the same previews again."""
    by_roster: defaultdict[str, dict[int, RowsMessage]] = defaultdict(dict)
    for message in messages:
        by_roster[message.roster_id][message.chunk] = message
    for chunks in by_roster.values():
        with Chunk.batch_write() as batch:
            for message in chunks.values():
                batch.save(Chunk.of(message))
        forwarding.forward(list(chunks.values()))


def _keep_refused(roster_id: str, refused: RefusedRows) -> None:
    mark = Outcomes(Roster.partition(roster_id), Outcomes.refused(refused.part), outcomes=stored(refused.outcomes))

    def attempt(writes: Writes) -> None:
        roster = Roster.of(roster_id)
        roster.kept_parts = roster.kept_parts + 1
        writes.put(roster)

    once(mark, attempt)
    finish(roster_id)


def _go_on(roster_id: str, read: int) -> None:
    """The parser has begun, or tells how many rows it has read so far."""
    roster = Roster.of(roster_id)
    begins = roster.state == "UPLOADING"
    if begins:
        roster.run("PARSING", stamp(now()))
    if begins or (roster.state == "PARSING" and roster.chunks is None and read > int(roster.rows)):
        roster.rows, roster.moved_at = max(read, int(roster.rows)), stamp(now())
        _write(roster)


def _end(roster_id: str, summary: Summary) -> None:
    retrying(lambda: _take_over(Roster.of(roster_id), summary))
    finish(roster_id)


def _take_over(roster: Roster, summary: Summary) -> None:
    """The first summary stands: the same file gives the same one."""
    waits = roster.state in ("UPLOADING", "PARSING") and roster.chunks is None
    if not waits or summary.attempt != roster.attempt:
        return
    roster.layout = msgspec.json.encode(summary.layout).decode() if summary.layout else None
    if summary.problem is None:
        _take_counts(roster, summary)
        _write(roster)
    elif summary.layout is None:
        roster.state, roster.rows = "REFUSED", 0
        roster.problem, roster.problem_columns = summary.problem, list(summary.problem_columns)
        _write(roster)
    else:
        _ask(roster, summary, summary.layout)


def _take_counts(roster: Roster, summary: Summary) -> None:
    if roster.state == "UPLOADING":
        roster.run("PARSING", stamp(now()))
    roster.chunks, roster.parts = summary.chunks, summary.parts
    roster.rows, roster.refused = summary.rows, summary.refused
    roster.unknown_columns = list(summary.unknown_columns)


def _ask(roster: Roster, summary: Summary, layout: Layout) -> None:
    """What the columns are is known from the committee's saved mapping, once, or a person is asked."""
    known = by_saved(roster, layout) if roster.attempt == 0 else None
    if known is None:
        roster.state, roster.problem = "NEEDS_MAPPING", summary.problem
        roster.problem_columns = list(summary.problem_columns)
        _write(roster)
        return
    order(roster, known)
    act = Act("system:rosters", cause=derived_id(roster.id, "map"))
    work = UnitOfWork(act, chain=roster.organisation_id, action="rosters.map", subject=roster.id)
    work.put(roster)
    work.record(reading_ordered(roster))
    work.commit()


def _write(roster: Roster) -> None:
    """Raises `Changed` if somebody else moved the roster."""
    writes = Writes()
    writes.put(roster)
    if transact(writes.rows):
        raise Changed
