"""A chunk of a roster: asked as a preview, which writes nothing, or carried out, all of it or nothing."""

import json
from collections.abc import Mapping, Sequence

from functions.organisations import planning, terms, tree, versions
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
Facts = Mapping[str, str | int | None]


def take(message: RowsMessage, rows: Sequence[OrganisationRow]) -> Outcomes:
    """What the rows would do, or did; an applied chunk is answered the same however often it arrives."""
    if message.phase == "preview":
        return tuple(plan.outcome for plan in _planned(message, rows, set())[1])
    answered = _answered(message)
    met = set[str]()
    return retrying(lambda: _apply(message, rows, met)) if answered is None else answered


def _planned(
    message: RowsMessage, rows: Sequence[OrganisationRow], met: set[str]
) -> tuple[Organisation, list[Planned]]:
    """`met` are the organisations that stood at an earlier attempt; those that stand now are added."""
    root = directory.organisation(message.organisation_id)
    standing = directory.organisations([root.id, *planning.ids_of(root, rows), *planning.ids_above(root, rows)])
    gone = met - standing.keys()
    met.update(standing)
    return root, planning.plan(root, rows, standing, gone)


def _answered(message: RowsMessage) -> Outcomes | None:
    before = AnsweredChunk.find(*AnsweredChunk.key_of(message))
    return before.open() if before else None


def _apply(message: RowsMessage, rows: Sequence[OrganisationRow], met: set[str]) -> Outcomes:
    root, plans = _planned(message, rows, met)
    outcomes = tuple(plan.outcome for plan in plans)
    answer = AnsweredChunk.of(message, outcomes)
    if not any(plan.organisation for plan in plans):
        done = once(answer, lambda _: None)
    else:
        done = _work(message, root, plans, answer, met).commit()
    answered = None if done else _answered(message)
    return outcomes if answered is None else answered


def _work(
    message: RowsMessage, root: Organisation, plans: list[Planned], answer: AnsweredChunk, met: set[str]
) -> UnitOfWork:
    made, changed = _written(plans, "create"), _written(plans, "update")
    again = [message.generation] if message.generation else []
    act = Act(message.actor, cause=derived_id(message.roster_id, "apply", message.chunk, *again))
    day = versions.effective(None, act)
    work = UnitOfWork(act, chain=root.id, action="organisations.import", subject=message.roster_id)
    written = {organisation.id for organisation in (*made, *changed)}
    _found(work, act, day, made, written, met)
    former = {plan.outcome.row: _former(plan) for plan in plans}
    for plan in plans:
        if plan.organisation and plan.facts:
            change(work, act, day, plan.organisation, plan.facts)
    answer.did = _did(plans, former)
    work.put_new(answer, Changed())
    _tell(work, root, made, changed)
    for plan in plans:
        if plan.organisation and (plan.outcome.outcome == "create" or plan.facts.keys() & terms.FACTS):
            terms.tell(work, plan.organisation)
    return work


def _tell(work: UnitOfWork, root: Organisation, made: list[Organisation], changed: list[Organisation]) -> None:
    if made:
        work.record(tree.founded(root.county_id, made))
    if changed:
        work.record(OrganisationsChanged(county_id=root.county_id, organisations=tuple(o.id for o in changed)))


def _found(work: UnitOfWork, act: Act, day: str, made: list[Organisation], written: set[str], met: set[str]) -> None:
    """Each organisation, and its place below its parent: written here too, or as open as it was met, or to come."""
    for organisation in made:
        tree.begin(organisation, act, day)
        work.put(organisation, Changed())
    coming = {str(organisation.parent_id) for organisation in made} - met
    tree.place_all(work, made, written, coming)


def _former(plan: Planned) -> Facts:
    """What the row takes the place of."""
    return {name: getattr(plan.organisation, name) for name in plan.facts}


def _did(plans: Sequence[Planned], former: Mapping[int, Facts]) -> str:
    """Row, outcome, organisation, its version after, and the facts before, of every row that wrote something."""
    done = [
        [p.outcome.row, p.outcome.outcome, p.organisation.id, int(p.organisation.version), former[p.outcome.row]]
        for p in plans
        if p.organisation
    ]
    return json.dumps(done, ensure_ascii=False, separators=(",", ":"))


def change(work: UnitOfWork, act: Act, day: str, organisation: Organisation, facts: Facts) -> None:
    day = max(day, organisation.since or "")
    versions.keep(work, organisation, until=day)
    begun = organisation.term_started_on
    terms.replace(work, organisation, facts.get("term_started_on", begun))  # type: ignore[arg-type]  # a day as text
    for field, value in facts.items():
        setattr(organisation, field, value)
    versions.sign(organisation, act, "changed", day)
    work.put(organisation, Changed())


def _written(plans: list[Planned], outcome: str) -> list[Organisation]:
    return [plan.organisation for plan in plans if plan.organisation and plan.outcome.outcome == outcome]
