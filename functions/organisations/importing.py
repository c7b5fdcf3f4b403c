"""A chunk of a roster: asked as a preview, which writes nothing, or carried out, all of it or nothing."""

from collections.abc import Sequence

from functions.organisations import planning, tree
from functions.organisations.planning import Planned
from functions.organisations.tables import AnsweredChunk
from kernel import directory
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import OrganisationsChanged
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import once, retrying
from kernel.rows import OrganisationRow, RowOutcome, RowsMessage

Outcomes = tuple[RowOutcome, ...]


def take(message: RowsMessage, rows: Sequence[OrganisationRow]) -> Outcomes:
    """What the rows would do, or did; an applied chunk is answered the same however often it arrives."""
    if message.phase == "preview":
        return tuple(plan.outcome for plan in _planned(message, rows)[1])
    return _answered(message) or retrying(lambda: _apply(message, rows))


def _planned(message: RowsMessage, rows: Sequence[OrganisationRow]) -> tuple[Organisation, list[Planned]]:
    root = directory.organisation(message.organisation_id)
    standing = directory.organisations([root.id, *planning.ids_of(root, rows), *planning.ids_above(root, rows)])
    return root, planning.plan(root, rows, standing)


def _answered(message: RowsMessage) -> Outcomes | None:
    before = AnsweredChunk.find(AnsweredChunk.partition(message.roster_id, message.chunk), "OUTCOMES")
    return before.open() if before else None


def _apply(message: RowsMessage, rows: Sequence[OrganisationRow]) -> Outcomes:
    root, plans = _planned(message, rows)
    outcomes = tuple(plan.outcome for plan in plans)
    answer = AnsweredChunk.of(message.roster_id, message.chunk, outcomes)
    if not any(plan.organisation for plan in plans):
        done = once(answer, lambda _: None)
    else:
        done = _work(message, root, plans, answer).commit()
    return outcomes if done else _answered(message) or outcomes


def _work(message: RowsMessage, root: Organisation, plans: list[Planned], answer: AnsweredChunk) -> UnitOfWork:
    made, changed = _written(plans, "create"), _written(plans, "update")
    act = Act(message.actor, cause=derived_id(message.roster_id, "apply", message.chunk))
    work = UnitOfWork(act, chain=root.id, action="organisations.import", subject=message.roster_id)
    for organisation in (*made, *changed):
        work.put(organisation, Changed())
    work.put_new(answer, Changed())
    if made:
        work.record(tree.founded(root.county_id, made))
    if changed:
        work.record(OrganisationsChanged(county_id=root.county_id, organisations=tuple(o.id for o in changed)))
    return work


def _written(plans: list[Planned], outcome: str) -> list[Organisation]:
    return [plan.organisation for plan in plans if plan.organisation and plan.outcome.outcome == outcome]
