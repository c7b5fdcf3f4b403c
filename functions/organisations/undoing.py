"""A chunk of an applied roster taken back: what it founded is gone, what it corrected is as before.

What somebody changed since stays, and so does what people or organisations have come to depend on.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from functions.organisations import terms, tree, versions
from functions.organisations.importing import change
from functions.organisations.planning import CORRECTABLE
from functions.organisations.roll_tables import Roll
from functions.organisations.tables import AnsweredChunk, BelowRow, Door
from kernel import directory
from kernel.directory import Organisation, Seen
from kernel.errors import Changed
from kernel.events import OrganisationDissolved, OrganisationsChanged
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.rows import RowOutcome, RowsMessage
from kernel.transaction import Writes, transact

OWN = ("NOW", "DOOR", "ROLL")
Facts = Mapping[str, str | int | None]


class Did(NamedTuple):
    """What a row did to which organisation, the version that left, and the facts that it took the place of."""

    row: int
    outcome: str
    organisation_id: str
    version: int
    former: Facts


@dataclass
class Taking:
    """What is taken back of a chunk, row by row."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    removed: list[Organisation] = field(default_factory=list)
    restored: list[tuple[Organisation, Facts]] = field(default_factory=list)


def take_back(message: RowsMessage) -> tuple[RowOutcome, ...]:
    """What became of each row that had done something; the same at every delivery."""
    return retrying(lambda: _take_back(message))


def _take_back(message: RowsMessage) -> tuple[RowOutcome, ...]:
    """Raises `Changed` when somebody was quicker: decided anew."""
    done, applied = AnsweredChunk.key_of(message, "UNDONE"), AnsweredChunk.key_of(message)
    known = {row.sk: row for row in AnsweredChunk.find_all([done, applied], consistent=True)}
    if done[1] in known:
        return known[done[1]].open()
    before = known.get(applied[1])
    did = [Did(*one) for one in json.loads(before.did or "[]")] if before else []
    seen, made = _seen(did), Taking()
    for one in sorted(did, key=lambda one: _depth(one, seen), reverse=True):
        made.outcomes.append(_one(one, seen, made))
    rows = [AnsweredChunk.of(message, made.outcomes, "UNDONE")]
    if before is None:  # should it still be on its way to be applied, it meets this and does nothing
        rows.append(AnsweredChunk.of(message, ()))
    _commit(message, made, rows, seen)
    return tuple(made.outcomes)


def _seen(did: Sequence[Did]) -> Seen:
    """The organisations with their doors and rolls, in one call."""
    ids = [one.organisation_id for one in did]
    return directory.look(ids, [key for i in ids for key in (Door.key_of(i), Roll.key_of(i))])


def _depth(did: Did, seen: Seen) -> int:
    """What stands below goes first."""
    known = seen.organisations.get(did.organisation_id)
    return len(known.path) if known else 0


def _one(did: Did, seen: Seen, made: Taking) -> RowOutcome:
    organisation = seen.organisations.get(did.organisation_id)
    code = _why_kept(did, organisation, seen, made)
    if organisation is None or code:
        return RowOutcome(row=did.row, outcome="kept", code=code or "gone_since")
    if did.outcome == "create":
        made.removed.append(organisation)
    else:
        made.restored.append((organisation, did.former))
    return RowOutcome(row=did.row, outcome="undone", changes=tuple(name for name in did.former if name in CORRECTABLE))


def _why_kept(did: Did, organisation: Organisation | None, seen: Seen, made: Taking) -> str | None:
    if organisation is None or organisation.closed:
        return "gone_since"
    if int(organisation.version) != did.version or organisation.carried:
        return "edited_since"
    if did.outcome != "create":
        return None
    roll = seen.row(Roll, Roll.key_of(did.organisation_id))
    if roll and roll.members:
        return "has_members"
    return _depends(did.organisation_id, {one.id for one in made.removed})


def _depends(organisation_id: str, gone: Collection[str]) -> str | None:
    """Why an organisation as it was founded is kept: others stand below it, or it has leaders or centres by now."""
    pk, first = BelowRow.key_of(organisation_id)
    beside = [row.sk for row in BelowRow.query(pk, consistent_read=True, attributes_to_get=["pk", "sk"])]
    if any(sk.startswith(first) and sk.removeprefix(first) not in gone for sk in beside):
        return "has_below"
    others = [sk for sk in beside if sk not in OWN and not sk.startswith(first)]
    return "edited_since" if others else None


def _commit(message: RowsMessage, made: Taking, rows: Sequence[AnsweredChunk], seen: Seen) -> None:
    if not made.removed and not made.restored:
        _answer(rows)
        return
    act = Act(message.actor, cause=derived_id(message.roster_id, "undo", message.chunk, message.generation))
    day = versions.effective(None, act)
    chain, effect = message.organisation_id, f"undo {message.chunk}"
    work = UnitOfWork(act, chain=chain, action="organisations.unimport", subject=message.roster_id, effect=effect)
    for organisation in made.removed:
        _remove(work, organisation, seen, day)
    for organisation, former in made.restored:
        change(work, act, day, organisation, former)
    for organisation, former in made.restored:
        if former.keys() & terms.FACTS:
            terms.tell(work, organisation)
    if made.restored:
        changed = tuple(organisation.id for organisation, _ in made.restored)
        work.record(OrganisationsChanged(county_id=made.restored[0][0].county_id, organisations=changed))
    for row in rows:
        work.put_new(row, Changed())
    if not work.commit():
        raise Changed


def _answer(rows: Sequence[AnsweredChunk]) -> None:
    """Nothing was undone: the chunks are answered, and no act is on the record."""
    writes = Writes()
    for row in rows:
        writes.put_new(row)
    if transact(writes.rows):
        raise Changed


def _remove(work: UnitOfWork, gone: Organisation, seen: Seen, day: str) -> None:
    """As if it was never founded, but for the record. What comes in meanwhile moves the door, and is first."""
    work.delete(gone)
    if gone.parent_id:
        tree.leave(work, gone.parent_id, gone.id)
    tree.unhinge(work, seen.row(Door, Door.key_of(gone.id)), gone.id)
    roll = seen.row(Roll, Roll.key_of(gone.id))
    if roll:
        work.delete(roll)
    work.record(
        OrganisationDissolved(
            organisation_id=gone.id, county_id=gone.county_id, path=gone.path, effective_on=date.fromisoformat(day)
        )
    )
