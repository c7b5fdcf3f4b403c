"""An account stands on the board of its member's branch: when the member moves, the balance of the season moves, with
a line on either side that explains it and what its caps have used (`domain.md` 7.3: never edited, only explained).

What has to move follows from what stands (`Place.home` beside `Place.boards`), so that it does not matter in which
order moves are told, nor how often.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from functions.points import caps, rules, tables
from functions.points.tables import CapItem, LedgerRow, Place
from kernel import directory, scoreboard, seasons
from kernel.clock import business_day, now, stamp
from kernel.directory import Organisation
from kernel.errors import Changed
from kernel.events import PointsPosted
from kernel.journal import Act, UnitOfWork
from kernel.projection import retrying
from kernel.scoreboard import Board, Scoreboard

Source = tuple[str, str]  # county, branch


@dataclass
class Transfer:
    """Accounts that leave a board, for another or for none; `target` None: their members left."""

    season: str
    source: Source
    target: str | None
    places: list[Place] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        """Whether it is the same board, on which they are ranked again."""
        return self.source[1] == self.target

    @property
    def effect(self) -> str:
        return f"{self.season}#{self.source[1]}#{self.target or ''}"


def settle(act: Act, members: Sequence[str], came_from: Source) -> None:
    """Bring accounts to where their members are: in the season of the fact, and in the present one.

    `came_from` is where an account stands of which nothing is known yet: points may have been first.
    """
    for season in sorted({seasons.season_of(business_day(at)) for at in (act.fact_at, act.at)}):
        retrying(partial(_settle, act, members, season, came_from))


def _settle(act: Act, members: Sequence[str], season: str, came_from: Source) -> None:
    places = Place.find_all([(LedgerRow.partition(m), Place.SORT) for m in dict.fromkeys(members)], consistent=True)
    unsettled = [p for p in places if not settled(p, season)]
    if not unsettled:
        return
    transfers = _transfers(unsettled, season, came_from)
    organisations = directory.organisations(i for t in transfers for i in (t.source[1], t.target) if i)
    for transfer in transfers:
        _carry_out(act, transfer, organisations)


def settled(place: Place, season: str) -> bool:
    """Whether the account stands where its member is."""
    stands = place.stands(season)
    if stands is None:
        return place.home is None
    _, branch_id, ranked = stands
    return (branch_id if ranked else None) == place.home


def _transfers(places: Iterable[Place], season: str, came_from: Source) -> list[Transfer]:
    found: dict[str, Transfer] = {}
    for place in sorted(places, key=lambda p: p.pk):
        county_id, branch_id, _ = place.stands(season) or (*came_from, True)
        transfer = Transfer(season, (county_id, branch_id), place.home)
        found.setdefault(transfer.effect, transfer).places.append(place)
    return list(found.values())


def _carry_out(act: Act, transfer: Transfer, organisations: dict[str, Organisation]) -> None:
    county_id, branch_id = transfer.source
    path = directory.demand_organisation(organisations, branch_id).path
    source = tables.board(transfer.season, county_id, branch_id, path)
    work = UnitOfWork(act, chain=branch_id, action="points.move", subject=branch_id, effect=transfer.effect)
    if transfer.target is None or transfer.stays:
        _stay(work, transfer, source)
    else:
        _move(work, transfer, source, directory.demand_organisation(organisations, transfer.target))
    for place in transfer.places:
        work.put(place, Changed())
    work.commit()


def _stay(work: UnitOfWork, transfer: Transfer, source: Scoreboard) -> None:
    """The account is ranked no more, or again; its lines and its balance are what they were."""
    ranked = transfer.target is not None
    members, at = [p.member_id for p in transfer.places], scoreboard.next_instant(source.board, now())
    board = scoreboard.enrol(source.board, members)
    source.hold(scoreboard.come(board, members, at) if ranked else scoreboard.go(board, _slots(board, members), at))
    work.put(source, Changed())
    for place in transfer.places:
        place.stand(transfer.season, *transfer.source, ranked=ranked)
    work.record(_posted(source, transfer.season, 0, 0))


def _move(work: UnitOfWork, transfer: Transfer, source: Scoreboard, where: Organisation) -> None:
    target = tables.board(transfer.season, where.county_id, where.id, where.path)
    members, present = [p.member_id for p in transfer.places], now()
    at = max(scoreboard.next_instant(item.board, present) for item in (source, target))
    old, values = _taken(source, members, at)
    new = _given(target, members, values, at)
    for item in (source, target, *_carried_caps(transfer, where, dict(zip(old, new, strict=True)))):
        work.put(item, Changed())
    for place, value in zip(transfer.places, values, strict=True):
        place.stand(transfer.season, where.county_id, where.id, ranked=True)
        for row in _rows(work.act, transfer, place.member_id, value, at) if value else ():
            work.put_new(row)
    counted = sum(1 for value in values if value)
    work.record(_posted(target, transfer.season, counted, sum(values)))
    work.record(_posted(source, transfer.season, counted, -sum(values)))


def _slots(board: Board, members: Iterable[str]) -> list[int]:
    return [slot for member in members if (slot := scoreboard.slot_of(board, member)) is not None]


def _taken(item: Scoreboard, members: Sequence[str], at: datetime) -> tuple[list[int], list[int]]:
    """Slots and balances that leave; one who was never on this board gets a slot that says so."""
    board = scoreboard.enrol(item.board, members)
    slots = _slots(board, members)
    values = [scoreboard.points_of(board, slot) for slot in slots]
    taken = {slot: -value for slot, value in zip(slots, values, strict=True)}
    item.hold(scoreboard.go(scoreboard.add(board, taken, at), slots, at))
    return slots, values


def _given(item: Scoreboard, members: Sequence[str], values: Sequence[int], at: datetime) -> list[int]:
    board = scoreboard.come(item.board, members, at)
    slots = _slots(board, members)
    item.hold(scoreboard.add(board, dict(zip(slots, values, strict=True)), at))
    return slots


def _carried_caps(transfer: Transfer, where: Organisation, slots: Mapping[int, int]) -> list[CapItem]:
    """The counters of both boards after these slots took theirs along; those that did not change are left out."""
    there = CapItem.of(transfer.season, *transfer.source)
    here = CapItem.of(transfer.season, where.county_id, where.id)
    changed = []
    for period, item in there.items():
        source, target = caps.unpack(item.packed or b""), caps.Counters()
        own = here.get(period) or CapItem(*_cap_key(transfer.season, where, period))
        target.update(caps.unpack(own.packed or b""))
        caps.carry(source, target, slots)
        if caps.pack(source) != item.packed:
            item.packed, own.packed = caps.pack(source), caps.pack(target)
            changed += [item, own]
    return changed


def _cap_key(season: str, where: Organisation, period: str) -> tuple[str, str]:
    return Scoreboard.partition(season, where.county_id), CapItem.place(where.id, period)


def _rows(act: Act, transfer: Transfer, member_id: str, value: int, at: datetime) -> list[LedgerRow]:
    """Out of one branch, into the other: together nothing, and the balance after them is what it was."""
    sides = ((rules.MOVED_OUT, transfer.source[1], -value, 0), (rules.MOVED_IN, str(transfer.target), value, value))
    return [
        LedgerRow(
            LedgerRow.partition(member_id),
            LedgerRow.place(transfer.season, stamp(at), f"{act.cause}#{number}"),
            season=transfer.season,
            posted_at=stamp(at),
            branch_id=branch_id,
            rule_id=move.id,
            zh=move.zh,
            en=move.en,
            value=posted,
            full_value=posted,
            balance=balance,
        )
        for number, (move, branch_id, posted, balance) in enumerate(sides)
    ]


def _posted(item: Scoreboard, season: str, rows: int, total: int) -> PointsPosted:
    where = {"branch_id": item.branch_id, "county_id": item.county_id}
    return PointsPosted(**where, season=season, rows=rows, total=total)
