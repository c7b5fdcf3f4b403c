"""Raising a warning with the reminder that tells of it, and withdrawing it with the fact that cures it."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from functions.notices import posting
from functions.notices.inbox_tables import Notice
from functions.notices.ladders import Step
from functions.notices.obligation_tables import Obligation
from functions.notices.warning_tables import Listed, OrganisationWarning, page
from kernel.clock import stamp
from kernel.directory import ancestors
from kernel.errors import Changed
from kernel.events import OrganisationDissolved, OrganisationMoved, OrganisationsMerged
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.transaction import Operation, Writes, transact

PAGE = 50
Facts = dict[str, Any]


def raise_(work: UnitOfWork, o: Obligation, step: Step, facts: Facts, path: str, notices: Iterable[Notice]) -> None:
    """A new warning, or the one that stands on its next rung: riskier, and so further up in the lists."""
    warning = OrganisationWarning.about(o, step.anchor) or OrganisationWarning(
        o.pk, OrganisationWarning.place(o.family, step.anchor)
    )
    if warning.version:
        _unlist(work, warning.listed)
    if not warning.version or warning.withdrawn_at:
        warning.raised_at, warning.organisation_id = stamp(work.act.at), o.organisation_id
    warning.code, warning.facts = step.rung.code or o.ladder.code, facts
    warning.risk, warning.rung, warning.due_on = step.rung.risk, step.number, o.due_by(step).isoformat()
    warning.path, warning.withdrawn_at = path, None
    warning.notices = [*warning.notices, *([n.pk, n.sk] for n in notices)]
    work.put(warning)
    _list(work, warning.listed)


def withdraw(writes: Writes, o: Obligation, anchor: date, at: datetime) -> None:
    """Cured: it goes to the history, and the notices about it say so."""
    warning = OrganisationWarning.about(o, anchor)
    if warning and not warning.withdrawn_at:
        _withdraw(writes, warning, at)


def _withdraw(writes: Writes, warning: OrganisationWarning, at: datetime) -> None:
    _unlist(writes, warning.listed)
    warning.withdrawn_at = stamp(at)
    writes.put(warning)
    _list(writes, warning.listed)
    posting.take_back(writes, (tuple(key) for key in warning.notices), at)


def closed(act: Act, event: OrganisationDissolved | OrganisationsMerged) -> None:
    """What stands of an organisation that is no more, of whatever period, goes to the history."""
    for warning in OrganisationWarning.of(event.organisation_id):
        if not warning.withdrawn_at:
            retrying(partial(_give_up, warning.pk, warning.sk, act.at))


def _give_up(pk: str, sk: str, at: datetime) -> None:
    """Told again, it is withdrawn already."""
    writes, warning = Writes(), OrganisationWarning.demand(pk, sk)
    if not warning.withdrawn_at:
        _withdraw(writes, warning, at)
        _commit(writes)


def _list(writes: Writes, rows: Iterable[Listed]) -> None:
    """The warning's own version guards them: they hold nothing but their keys."""
    for row in rows:
        writes.rows.append(Operation("Put", {"TableName": row.Meta.table_name, "Item": row.serialize()}))


def _unlist(writes: Writes, rows: Iterable[Listed]) -> None:
    for row in rows:
        writes.rows.append(Operation("Delete", {"TableName": row.Meta.table_name, "Key": row.key()}))


def moved(_act: Act, event: OrganisationMoved) -> None:
    """The open warnings of a subtree leave the lists of the committees that it left, and enter those above it now."""
    after: str | None = ""
    while after is not None:
        found = page(event.organisation_id, past=False, after=after, limit=PAGE)
        for warning in found.warnings:
            retrying(partial(_readdress, warning.pk, warning.sk, event))
        after = found.last


def _readdress(pk: str, sk: str, event: OrganisationMoved) -> None:
    """Told again, it stands where it stands."""
    warning = OrganisationWarning.demand(pk, sk)
    if warning.withdrawn_at or not warning.path.startswith(event.old_path):
        return
    writes, left = Writes(), set(ancestors(warning.path))
    old = warning.listed
    warning.path = event.new_path + warning.path.removeprefix(event.old_path)
    stays = left & set(ancestors(warning.path))
    _unlist(writes, (row for row in old if row.pk.removeprefix("WARNINGS#") not in stays))
    _list(writes, (row for row in warning.listed if row.pk.removeprefix("WARNINGS#") not in left))
    writes.put(warning)
    _commit(writes)


def _commit(writes: Writes) -> None:
    reasons = transact(writes.rows)
    writes.refuse(reasons)
    if reasons:
        raise Changed
