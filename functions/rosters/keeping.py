"""What the parser sends is kept: chunks for the day they are applied, refused rows, the end of the file."""

from functions.rosters import forwarding
from functions.rosters.finishing import finish
from functions.rosters.messages import Parsed, RefusedRows, Summary
from functions.rosters.outcomes import stored
from functions.rosters.tables import Chunk, Outcomes, Roster
from kernel.clock import now, stamp
from kernel.errors import Changed
from kernel.projection import once, retrying
from kernel.rows import RowsMessage
from kernel.transaction import Writes, transact


def keep(parsed: Parsed) -> None:
    """One message of the parser; each may come again, and in any order."""
    if parsed.chunk is not None:
        _keep_chunk(parsed.chunk)
    elif parsed.refused is not None:
        _keep_refused(parsed.roster_id, parsed.refused)
    elif parsed.summary is not None:
        _end(parsed.roster_id, parsed.summary)
    else:
        retrying(lambda: _begin(parsed.roster_id))


def _keep_chunk(message: RowsMessage) -> None:
    """A second delivery puts the same rows again, and asks for the same preview again."""
    Chunk.of(message).save()
    forwarding.forward([message])


def _keep_refused(roster_id: str, refused: RefusedRows) -> None:
    mark = Outcomes(Roster.partition(roster_id), Outcomes.refused(refused.part), outcomes=stored(refused.outcomes))

    def attempt(writes: Writes) -> None:
        roster = Roster.of(roster_id)
        roster.kept_parts = roster.kept_parts + 1
        writes.put(roster)

    once(mark, attempt)
    finish(roster_id)


def _begin(roster_id: str) -> None:
    roster = Roster.of(roster_id)
    if roster.state == "UPLOADING":
        roster.state, roster.parsing_since = "PARSING", stamp(now())
        _write(roster)


def _end(roster_id: str, summary: Summary) -> None:
    retrying(lambda: _take_over(Roster.of(roster_id), summary))
    finish(roster_id)


def _take_over(roster: Roster, summary: Summary) -> None:
    """The first summary stands: the same file gives the same one."""
    if roster.state not in ("UPLOADING", "PARSING") or roster.chunks is not None:
        return
    if summary.problem is not None:
        roster.state, roster.problem = "REFUSED", summary.problem
        roster.problem_columns = list(summary.problem_columns)
    else:
        roster.state, roster.parsing_since = "PARSING", roster.parsing_since or stamp(now())
        roster.chunks, roster.parts = summary.chunks, summary.parts
        roster.rows, roster.refused = summary.rows, summary.refused
        roster.unknown_columns = list(summary.unknown_columns)
    _write(roster)


def _write(roster: Roster) -> None:
    """Raises `Changed` if somebody else moved the roster."""
    writes = Writes()
    writes.put(roster)
    if transact(writes.rows):
        raise Changed
