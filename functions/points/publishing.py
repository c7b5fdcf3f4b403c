"""A committee publishes its rules for a day, and whoever may reads what counts."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from functions.points import ready_made, rule_checks, rulebook
from functions.points.errors import InForceAlready, TooManySets
from functions.points.rule_models import PublishRules, ReadyMade, ReadyMadeSets, RuleSetOut, RuleSetsOut
from functions.points.rule_tables import RuleSetsItem, RulesItem
from functions.points.rules import MOST_SETS, RuleSet
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.errors import Changed, Invalid
from kernel.events import RuleSetPublished
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.together import find_both


def show(caller: Asking, organisation_id: str) -> RuleSetsOut:
    where = directory.organisation(organisation_id)
    caller.may("points.rules.read", Target(path=where.path))
    present = now()
    return RuleSetsOut(
        organisation_id=organisation_id,
        in_force=_out(rulebook.in_force(where.path, business_day(present))),
        items=[_out(one) for one in _newest_first(organisation_id)],
        as_of=present,
    )


def _newest_first(organisation_id: str) -> list[RuleSet]:
    partition, _ = RuleSetsItem.key_of(organisation_id)
    sets = RulesItem.sk.startswith(RulesItem.PREFIX)
    found = RulesItem.query(partition, sets, scan_index_forward=False, consistent_read=True)
    return [rulebook.opened(item) for item in found]


def publish(caller: Asking, body: PublishRules) -> RuleSetOut:
    """Raises `Invalid` for a faulty set or a day that is over, `InForceAlready`, `TooManySets`."""
    where = directory.organisation(body.organisation_id)
    caller.may("points.rules.publish", Target(path=where.path))
    item, of_day = _sets_and_set(where.id, body.effective_from)
    new = body.as_set(new_id(), where.id, body.effective_from)
    item.sets = rulebook.stored(_with(rulebook.listed(item), new, business_day(now())))
    work = UnitOfWork(caller.act(), chain=where.id, action="points.rules.publish", subject=new.id)
    work.put(item, Changed())
    of_day.content = rulebook.stored(new)
    work.put(of_day, Changed())
    work.record(
        RuleSetPublished(organisation_id=where.id, rule_set_id=new.id, effective_from=new.effective_from),
    )
    reply = _out(new)
    work.commit(reply)
    return reply


def _with(known: Sequence[RuleSet], new: RuleSet, today: date) -> list[RuleSet]:
    """The heads of all sets with a new one; it takes the place of one for the same day that has not begun."""
    faults = rule_checks.faults(new)
    if new.effective_from < today:
        faults.append({"field": "effectiveFrom", "code": "in_the_past"})
    if faults:
        raise Invalid(fields=faults)
    others = [s for s in known if s.effective_from != new.effective_from]
    if len(others) < len(known) and new.effective_from == today:
        raise InForceAlready
    if len(others) >= MOST_SETS:
        raise TooManySets
    return [*others, new.head]


def _sets_and_set(organisation_id: str, day: date) -> tuple[RuleSetsItem, RulesItem]:
    """The list of a committee's sets and the set that begins on a day: as they stand, or new."""
    sets, one = RuleSetsItem.key_of(organisation_id), RulesItem.key_of(organisation_id, day)
    listed, of_day = find_both((RuleSetsItem, sets), (RulesItem, one))
    return listed or RuleSetsItem(*sets), of_day or RulesItem(*one)


def _out(one: RuleSet) -> RuleSetOut:
    return RuleSetOut.model_validate(asdict(one))


def start_from(caller: Asking) -> ReadyMadeSets:
    """The sets that a committee can start from. They are everybody's."""
    caller.may("points.rule_sets.read", Target())
    items = [asdict(one.rule_set) | {"id": one.id, "zh": one.zh, "en": one.en} for one in ready_made.SETS]
    return ReadyMadeSets(items=[ReadyMade.model_validate(item) for item in items])
