"""How far a roster has come, what became of its rows, and the error file."""

from datetime import datetime, timedelta
from typing import cast

import msgspec

from functions.rosters import advice
from functions.rosters.columns import heading_of
from functions.rosters.errors import NotReady
from functions.rosters.messages import Layout
from functions.rosters.models import (
    ColumnOut,
    Counters,
    Difference,
    Download,
    LayoutOut,
    Outcome,
    Problem,
    RosterOut,
    RowOut,
    State,
)
from functions.rosters.outcomes import BAD, Found, from_place
from functions.rosters.presigning import SECONDS, error_link
from functions.rosters.tables import PHASES, Outcomes, Roster, kind_of, latest
from functions.rosters.walking import chunks_per_second
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.errors import Malformed
from kernel.model import Page
from kernel.rows import Kind, Phase, RowOutcome, opened
from kernel.table import decode_cursor, encode_cursor

CHUNKS_IN_PAGE = 50
MINUTES_TO_STALL = 15


def seen(caller: Asking, roster_id: str, action: str = "rosters.read") -> Roster:
    """The roster, if the caller may do this with it. Raises `NotFound`, `Forbidden`."""
    roster = Roster.of(roster_id)
    caller.may(action, Target(path=directory.organisation(roster.organisation_id).path))
    return roster


def shown(roster: Roster) -> RosterOut:
    return RosterOut(
        roster_id=roster.id,
        organisation_id=roster.organisation_id,
        kind=kind_of(roster),
        state=cast("State", roster.state),
        filename=roster.filename,
        size_bytes=int(roster.size_bytes),
        sha256=roster.sha256,
        created_at=instant(roster.created_at),
        counters=_counters(roster),
        unknown_columns=list(roster.unknown_columns),
        layout=_layout(roster),
        problem=_problem(roster),
        paused_from=cast("State | None", roster.paused_from),
        stalled=is_stalled(roster, now()),
        rows_per_second=_rows_per_second(roster, now()),
        estimated_end=_estimated_end(roster, now()),
    )


def _counters(roster: Roster) -> Counters:
    preview, apply = roster.preview, roster.apply
    return Counters(
        read=int(roster.rows),
        refused=int(roster.refused),
        previewed=preview.rows(),
        create=int(preview.create),
        update=int(preview.update),
        same=int(preview.same),
        conflict=int(preview.conflict),
        error=int(preview.error),
        applied=int(apply.create + apply.update + apply.same),
        failed=int(apply.conflict + apply.error),
        undone=int(roster.undo.undone),
        kept=int(roster.undo.kept),
    )


def _problem(roster: Roster) -> Problem | None:
    if roster.problem is None:
        return None
    columns = list(roster.problem_columns)
    return Problem(
        status=advice.status_of(roster.problem),
        code=roster.problem,
        advice=advice.of_file(roster.problem, tuple(columns)),
        columns=columns,
    )


def _layout(roster: Roster) -> LayoutOut | None:
    if not roster.layout:
        return None
    layout = msgspec.json.decode(roster.layout, type=Layout)
    columns = [ColumnOut(letter=c.letter, heading=c.heading, field=c.field) for c in layout.columns]
    return LayoutOut(sheet=layout.sheet, row=layout.row, columns=columns)


def is_stalled(roster: Roster, at: datetime) -> bool:
    """Whether a running roster heard nothing for so long that something of it must be lost."""
    moved = roster.moved_at or roster.created_at
    return roster.state in PHASES and at - instant(moved) > timedelta(minutes=MINUTES_TO_STALL)


def _rows_per_second(roster: Roster, at: datetime) -> float | None:
    """Rows of the running phase that were answered in a second, on the average since it runs; None before the first."""
    speed = chunks_per_second(roster, at)
    if not speed:
        return None
    tally = roster.tally(PHASES[roster.state])
    return round(speed * tally.rows() / int(tally.chunks), 1)


def _estimated_end(roster: Roster, at: datetime) -> datetime | None:
    """When the running phase ends if it goes on as it did so far; None while that cannot be said."""
    speed = chunks_per_second(roster, at)
    total = roster.total(PHASES[roster.state]) if roster.state in PHASES else None
    if not speed or total is None:
        return None
    return at + timedelta(seconds=round((total - int(roster.tally(PHASES[roster.state]).chunks)) / speed))


def listed(caller: Asking, organisation_id: str, cursor: str | None, limit: int) -> Page[RosterOut]:
    """The rosters that were uploaded for this organisation, the latest first."""
    caller.may("rosters.read", Target(path=directory.organisation(organisation_id).path))
    found = latest(organisation_id, _before(cursor), limit + 1)
    rosters = {roster.pk: roster for roster in Roster.find_all([(pk, "ROSTER") for pk in found[:limit]])}
    items = [shown(rosters[pk]) for pk in found[:limit] if pk in rosters]
    following = encode_cursor({"before": found[limit - 1]}) if len(found) > limit else None
    return Page(items=items, as_of=now(), next=following)


def _before(cursor: str | None) -> str:
    place = decode_cursor(cursor)
    before = "ROSTER#~" if place is None else place.get("before")
    if not isinstance(before, str):
        raise Malformed(field="cursor")
    return before


def rows(
    caller: Asking, roster_id: str, outcome: Outcome | None, phase: Phase | None, cursor: str | None, limit: int
) -> Page[RowOut]:
    """The outcomes of the rows, chunk by chunk; a page reads 50 chunks at most and may be short, even empty."""
    roster = seen(caller, roster_id)
    wanted = phase or _latest_phase(roster)
    beginning = Outcomes.beginning(wanted, int(roster.generation) if wanted != "preview" else 0)
    place, skip = _place(beginning, cursor)
    chunks = from_place(roster, beginning, place, CHUNKS_IN_PAGE)
    found = [
        Found(chunk.sk, number, one)
        for chunk in chunks
        for number, one in enumerate(opened(chunk.outcomes))
        if (outcome is None or one.outcome == outcome) and (chunk.sk != place or number >= skip)
    ]
    items = [_row(kind_of(roster), one.outcome) for one in found[:limit]]
    return Page(items=items, as_of=now(), next=_next(chunks, found, limit))


def _latest_phase(roster: Roster) -> Phase:
    if "UNDO" in (roster.paused_from or roster.state) or roster.state == "UNDONE":
        return "undo"
    return "apply" if roster.applying_since else "preview"


def _place(beginning: str, cursor: str | None) -> tuple[str, int]:
    place = decode_cursor(cursor)
    if place is None:
        return beginning, 0
    at, skip = place.get("at"), place.get("skip")
    if not isinstance(at, str) or not isinstance(skip, int) or not at.startswith(beginning):
        raise Malformed(field="cursor")
    return at, skip


def _next(chunks: list[Outcomes], found: list[Found], limit: int) -> str | None:
    if len(found) > limit:
        return encode_cursor({"at": found[limit].place, "skip": found[limit].number})
    if len(chunks) < CHUNKS_IN_PAGE:
        return None
    return encode_cursor({"at": chunks[-1].sk, "skip": len(opened(chunks[-1].outcomes))})


def _row(kind: Kind, one: RowOutcome) -> RowOut:
    return RowOut(
        row=one.row,
        outcome=one.outcome,
        code=one.code,
        column=heading_of(kind, one.column) or None,
        shown=one.shown,
        advice="；".join(advice.of_row(one)) if one.outcome in BAD else None,
        changes=list(one.changes),
        differences=[
            Difference(field=field, before=before, after=after)
            for field, before, after in zip(one.changes, one.was, one.becomes, strict=False)
        ],
    )


def errors(caller: Asking, roster_id: str) -> Download:
    """A link to the error file of the phase that ended last. Raises `NotReady` before the preview is complete."""
    roster = seen(caller, roster_id)
    if roster.previewed_at is None:
        raise NotReady
    return Download(url=error_link(roster.id), expires_in=SECONDS)
