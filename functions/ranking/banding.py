"""Committees set the thresholds of the lists for their subtrees, from a day on; runs ask what is in force."""

from collections.abc import Iterable
from datetime import date

import msgspec

from functions.ranking.band_models import BandsOut, BandsSetOut, SetBands
from functions.ranking.band_rules import MOST_SETS, Dated, Thresholds
from functions.ranking.band_tables import ABOVE, BandsItem, opened
from functions.ranking.errors import NoBandsOfBranches, TooManyBands
from functions.ranking.rules import ABOVE_COUNTIES, BRANCH
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid
from kernel.events import BandsSet
from kernel.journal import UnitOfWork


def show(caller: Asking, organisation_id: str) -> BandsOut:
    where = directory.organisation(organisation_id)
    caller.may("ranking.board", Target(path=where.path))
    return _out(where.id, opened(_item(where)))


def change(caller: Asking, organisation_id: str, body: SetBands) -> BandsOut:
    """Raises `Invalid` for a day that is over, `NoBandsOfBranches`, `TooManyBands`."""
    where = directory.organisation(organisation_id)
    caller.may("ranking.bands.set", Target(path=where.path))
    if where.level == BRANCH:
        raise NoBandsOfBranches
    act, item = caller.act(), _item(where)
    new = Dated(body.effective_on, Thresholds(body.basis, body.gold, body.silver, body.yellow, body.warning))
    sets = _with(opened(item), new, business_day(act.at))
    item.sets = msgspec.json.encode(sets).decode()
    work = UnitOfWork(act, chain=where.id, action="ranking.bands.set", subject=where.id)
    work.put(item, Changed())
    work.record(
        BandsSet(organisation_id=where.id, effective_on=new.effective_on, **msgspec.structs.asdict(new.thresholds))
    )
    reply = _out(where.id, sets)
    work.commit(reply)
    return reply


def _item(where: Organisation) -> BandsItem:
    key = BandsItem.partition(ABOVE if where.level in ABOVE_COUNTIES else where.county_id), where.id
    return BandsItem.find(*key) or BandsItem(*key)


def _with(known: Iterable[Dated], new: Dated, today: date) -> list[Dated]:
    """All sets with a new one, which takes the place of one for the same day."""
    if new.effective_on < today:
        raise Invalid(fields=[{"field": "effectiveOn", "code": "in_the_past"}])
    sets = [*(one for one in known if one.effective_on != new.effective_on), new]
    if len(sets) > MOST_SETS:
        raise TooManyBands
    return sorted(sets, key=lambda one: one.effective_on)


def _out(organisation_id: str, sets: Iterable[Dated]) -> BandsOut:
    items = [
        BandsSetOut(effective_on=one.effective_on, **msgspec.structs.asdict(one.thresholds))
        for one in sorted(sets, key=lambda one: one.effective_on, reverse=True)
    ]
    return BandsOut(organisation_id=organisation_id, items=items, as_of=now())
