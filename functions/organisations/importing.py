"""A chunk of a roster: asked as a preview, which writes nothing, or carried out, all of it or nothing.

The chunks of a roster come in the order of their depth: a row's parent is in its own chunk or in one before it.
"""

import json
from collections.abc import Mapping, Sequence
from copy import replace
from itertools import batched

from functions.organisations import planning, terms, tree, versions
from functions.organisations.planning import Planned
from functions.organisations.tables import AnsweredChunk
from kernel import directory
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import OrganisationsChanged
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import once, retrying
from kernel.rows import OrganisationRow, RowOutcome, RowsMessage
from kernel.together import AT_ONCE

Outcomes = tuple[RowOutcome, ...]
Facts = Mapping[str, str | int | None]


def take(message: RowsMessage, rows: Sequence[OrganisationRow]) -> Outcomes:
    """What the rows would do, or did; an applied chunk is answered the same however often it arrives."""
    if message.phase == "preview":
        return tuple(plan.outcome for plan in _planned(message, rows, coming=True)[1])
    answered = _answered(message)
    return retrying(lambda: _apply(message, rows)) if answered is None else answered


def _planned(
    message: RowsMessage, rows: Sequence[OrganisationRow], *, coming: bool
) -> tuple[Organisation, list[Planned]]:
    root = directory.organisation(message.organisation_id)
    standing = directory.organisations([root.id, *planning.ids_of(root, rows), *planning.ids_above(root, rows)])
    return root, planning.plan(root, rows, standing, business_day(now()), coming=coming)


def _answered(message: RowsMessage) -> Outcomes | None:
    before = AnsweredChunk.find(*AnsweredChunk.key_of(message))
    return before.open() if before else None


def _apply(message: RowsMessage, rows: Sequence[OrganisationRow]) -> Outcomes:
    """Raises `Changed` while a parent may still come: nothing is founded before what it stands below."""
    root, plans = _settled(message, rows)
    outcomes = tuple(plan.outcome for plan in plans)
    answer = AnsweredChunk.of(message, outcomes)
    if not any(plan.organisation for plan in plans):
        done = once(answer, lambda _: None)
    else:
        done = _work(message, root, plans, answer).commit()
    answered = None if done else _answered(message)
    return outcomes if answered is None else answered


def _settled(message: RowsMessage, rows: Sequence[OrganisationRow]) -> tuple[Organisation, list[Planned]]:
    """The plans by what stands once nothing above can come any more: what came while we looked is looked at again."""
    root, plans = _planned(message, rows, coming=False)
    if not any(plan.outcome.code == planning.PARENT_REFUSED for plan in plans):
        return root, plans
    if not _is_next(message):
        raise Changed
    return _planned(message, rows, coming=False)


def _is_next(message: RowsMessage) -> bool:
    """Whether every chunk before this one is answered: what stands above a row is in none that comes after it."""
    before = [replace(message, chunk=number) for number in range(1, message.chunk)]
    keys = [AnsweredChunk.key_of(one) for one in before]
    found = (AnsweredChunk.find_all(some, consistent=True) for some in batched(keys, AT_ONCE, strict=False))
    return sum(len(some) for some in found) == len(keys)


def _work(message: RowsMessage, root: Organisation, plans: list[Planned], answer: AnsweredChunk) -> UnitOfWork:
    made, changed = _written(plans, "create"), _written(plans, "update")
    again = [message.generation] if message.generation else []
    act = Act(message.actor, cause=derived_id(message.roster_id, "apply", message.chunk, *again))
    day = versions.effective(None, act)
    work = UnitOfWork(act, chain=root.id, action="organisations.import", subject=message.roster_id)
    for organisation in made:
        tree.begin(organisation, act, day)
        work.put(organisation, Changed())
    tree.place_all(work, made, {organisation.id for organisation in (*made, *changed)})
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
