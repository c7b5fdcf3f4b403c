"""Members come onto the board of their branch with 0 points, when they are enrolled and when a season opens; accounts
follow their members (`functions.points.moving`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from functions.points import floating, moving, tables
from functions.points.tables import CountyRow, EnrolledMark, LedgerRow, Place
from kernel import scoreboard, seasons
from kernel.clock import business_day
from kernel.consumer import Told
from kernel.errors import Changed
from kernel.events import MemberErased, MembersEnrolled, MembersLeft, MembersMoved
from kernel.ids import from_bytes
from kernel.journal import Act
from kernel.projection import all_once, once, retrying
from kernel.scoreboard import ID_SIZE, Scoreboard
from kernel.transaction import Writes, transact

ARRIVAL, DEPARTURE = 1, -1
BESIDE, MOST_ROWS = 3, 90  # beside its members: mark, board, who is away; a transaction has a hundred rows


def enrol(act: Act, event: MembersEnrolled) -> None:
    season = seasons.season_of(business_day(act.fact_at))
    members = _members(event)

    def attempt(writes: Writes) -> None:
        places = _places(members, event.branch_id)
        item = tables.board(season, event.county_id, event.branch_id, event.path)
        _arrive(places, item, event, season)
        writes.put(item, Changed())
        _put(writes, places, event.county_id)
        floating.gather(writes, [(act, event)])

    once(_mark(act), attempt)
    moving.settle(act, members, (event.county_id, event.branch_id))


def _members(event: MembersEnrolled) -> list[str]:
    return [member.member_id for member in event.members]


def _arrive(places: Iterable[Place], item: Scoreboard, event: MembersEnrolled, season: str) -> None:
    for place in places:
        place.tally(event.branch_id, ARRIVAL)
    here = [p for p in places if p.home == event.branch_id and p.stands(season) is None]
    for place in here:
        place.stand(season, event.county_id, event.branch_id, ranked=True)
    item.hold(scoreboard.enrol(item.board, [place.member_id for place in here]))


def all_enrolled(told: Told) -> bool:
    """The same for several events, a few in each transaction; False if each is to be told by itself."""
    return all(_all_arrive(part) for part in _parts(told))


def _parts(told: Told) -> Iterator[Told]:
    part: list[tuple[Act, MembersEnrolled]] = []
    for act, event in told:
        if part and sum(len(e.members) + BESIDE for _, e in [*part, (act, event)]) > MOST_ROWS:
            yield part
            part = []
        part.append((act, event))
    yield part


def _all_arrive(told: Told) -> bool:
    """One transaction. Nobody is named twice, the season is one, and in the end every account stands in its place."""
    named = {seasons.season_of(business_day(at)) for act, _ in told for at in (act.fact_at, act.at)}
    counties, members = {event.county_id for _, event in told}, [m for _, event in told for m in _members(event)]
    if len(named) > 1 or len(counties) > 1 or len(set(members)) < len(members):
        return False
    (season,), (county_id,), places = named, counties, dict[str, Place]()

    def attempt(writes: Writes) -> None:
        boards = tables.boards(season, county_id, {event.branch_id: event.path for _, event in told})
        places.update(_known(members))
        for _, event in told:
            come = [places.setdefault(m, Place(_key(m), branch_id=event.branch_id)) for m in _members(event)]
            _arrive(come, boards[event.branch_id], event, season)
        for item in boards.values():
            writes.put(item, Changed())
        _put(writes, places.values(), county_id)
        floating.gather(writes, told)

    stand = all_once([_mark(act) for act, _ in told], attempt)
    return stand and all(moving.settled(place, season) for place in places.values())


def move(act: Act, event: MembersMoved) -> None:
    members = [member.member_id for member in event.members]
    changes = {event.from_branch_id: DEPARTURE, event.branch_id: ARRIVAL}

    def attempt(writes: Writes) -> None:
        _put(writes, _counted(members, changes), event.county_id)
        floating.gather(writes, [(act, event)])

    once(_mark(act), attempt)
    moving.settle(act, members, (event.from_county_id, event.from_branch_id))


def leave(act: Act, event: MembersLeft) -> None:
    members = [member.member_id for member in event.members]
    once(_mark(act), lambda writes: _put(writes, _counted(members, {event.branch_id: DEPARTURE}), event.county_id))
    moving.settle(act, members, (event.county_id, event.branch_id))


def erase(act: Act, event: MemberErased) -> None:
    """The ledger holds no word about a person: it stays, under an id that leads nowhere."""

    def attempt(writes: Writes) -> None:
        places = _places([event.member_id], event.branch_id)
        for place in places:
            place.forget()
        _put(writes, places, event.county_id)

    once(_mark(act), attempt)
    moving.settle(act, [event.member_id], (event.county_id, event.branch_id))


def _mark(act: Act) -> EnrolledMark:
    return EnrolledMark(EnrolledMark.partition(str(act.cause)))


def _put(writes: Writes, places: Iterable[Place], county_id: str) -> None:
    """The places, and that the county has members."""
    for place in places:
        writes.put(place, Changed())
    if CountyRow.find(CountyRow.ALL, county_id) is None:
        writes.put_new(CountyRow(sk=county_id), Changed())


def _counted(members: list[str], changes: Mapping[str, int]) -> list[Place]:
    """The places after these arrivals and departures; the last branch named is where one is who was nowhere."""
    places = _places(members, [*changes][-1])
    for place in places:
        for branch_id, change in changes.items():
            place.tally(branch_id, change)
    return places


def _places(members: Iterable[str], branch_id: str) -> list[Place]:
    """What is known of each member, or a new place at this branch, in their order."""
    different = list(dict.fromkeys(members))
    known = _known(different)
    return [known.get(member) or Place(_key(member), branch_id=branch_id) for member in different]


def _known(members: Iterable[str]) -> dict[str, Place]:
    keys = [(_key(member), Place.SORT) for member in members]
    return {place.member_id: place for place in Place.find_all(keys, consistent=True)}


def _key(member: str) -> str:
    return LedgerRow.partition(member)


def open_season(county_id: str, day: date) -> int:
    """Put everybody of last season on this season's boards, with 0 points. Returns how many boards it wrote.

    Safe twice: who is on a board already, or has gone from it, stays as they are.
    """
    season, last = seasons.season_of(day), str(day.year - 1)
    before = Scoreboard.query(
        Scoreboard.partition(last, county_id), Scoreboard.sk.startswith(Scoreboard.PREFIX), consistent_read=True
    )
    return sum(retrying(partial(_carry, item, season, county_id)) for item in before)


def _carry(before: Scoreboard, season: str, county_id: str) -> bool:
    item = tables.board(season, county_id, before.branch_id, before.path)
    members, _ = scoreboard.present(before.board)
    board = scoreboard.enrol(
        item.board, (from_bytes(members[at : at + ID_SIZE]) for at in range(0, len(members), ID_SIZE))
    )
    if board == item.board and item.version:
        return False
    item.hold(board)
    writes = Writes()
    writes.put(item, Changed())
    if transact(writes.rows):
        raise Changed
    return True
