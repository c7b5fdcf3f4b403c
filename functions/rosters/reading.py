"""How far a roster has come, what became of its rows, and the error file."""

from datetime import datetime, timedelta
from typing import cast

from functions.rosters import advice
from functions.rosters.columns import heading_of
from functions.rosters.errors import NotReady
from functions.rosters.models import Counters, Download, Outcome, Problem, RosterOut, RowOut, State
from functions.rosters.outcomes import BAD, Found, from_place, opened
from functions.rosters.presigning import SECONDS, error_link
from functions.rosters.tables import Outcomes, Roster, kind_of, latest
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import instant, now
from kernel.errors import Malformed
from kernel.model import Page
from kernel.rows import Kind, Phase, RowOutcome
from kernel.table import decode_cursor, encode_cursor

CHUNKS_IN_PAGE = 50


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
        problem=_problem(roster),
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
    )


def _problem(roster: Roster) -> Problem | None:
    if roster.problem is None:
        return None
    columns = list(roster.problem_columns)
    return Problem(code=roster.problem, advice=advice.of_file(roster.problem, tuple(columns)), columns=columns)


def _estimated_end(roster: Roster, at: datetime) -> datetime | None:
    """When the running phase ends if it goes on as it did so far; None while that cannot be said."""
    running: dict[str, tuple[Phase, str | None]] = {
        "PARSING": ("preview", roster.parsing_since),
        "APPLYING": ("apply", roster.applying_since),
    }
    phase, since = running.get(roster.state, ("preview", None))
    done = int(roster.tally(phase).chunks)
    if since is None or roster.chunks is None or not done:
        return None
    spent = at - instant(since)
    return at + timedelta(seconds=round(spent.total_seconds() * (int(roster.chunks) - done) / done))


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
    wanted = phase or ("apply" if roster.state in ("APPLYING", "APPLIED") else "preview")
    place, skip = _place(wanted, cursor)
    chunks = from_place(roster, wanted, place, CHUNKS_IN_PAGE)
    found = [
        Found(chunk.sk, number, one)
        for chunk in chunks
        for number, one in enumerate(opened(chunk))
        if (outcome is None or one.outcome == outcome) and (chunk.sk != place or number >= skip)
    ]
    items = [_row(kind_of(roster), one.outcome) for one in found[:limit]]
    return Page(items=items, as_of=now(), next=_next(chunks, found, limit))


def _place(phase: Phase, cursor: str | None) -> tuple[str, int]:
    beginning = Outcomes.beginning(phase)
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
    return encode_cursor({"at": chunks[-1].sk, "skip": len(opened(chunks[-1]))})


def _row(kind: Kind, one: RowOutcome) -> RowOut:
    return RowOut(
        row=one.row,
        outcome=one.outcome,
        code=one.code,
        column=heading_of(kind, one.column) or None,
        advice="；".join(advice.of_row(one)) if one.outcome in BAD else None,
        changes=list(one.changes),
    )


def errors(caller: Asking, roster_id: str) -> Download:
    """A link to the error file. Raises `NotReady` before the preview is complete."""
    roster = seen(caller, roster_id)
    if roster.previewed_at is None:
        raise NotReady
    return Download(url=error_link(roster.id), expires_in=SECONDS)
