"""Members come onto the board of their branch with 0 points: when they are enrolled, and when a season opens."""

from datetime import date
from functools import partial

from functions.points import tables
from functions.points.tables import CountyRow, EnrolledMark, LedgerRow, Place
from kernel import scoreboard
from kernel.clock import business_day
from kernel.errors import Changed
from kernel.events import MembersEnrolled
from kernel.journal import Act
from kernel.projection import once, retrying
from kernel.scoreboard import Scoreboard
from kernel.transaction import Writes, transact


def enrol(act: Act, event: MembersEnrolled) -> None:
    season = scoreboard.season_of(business_day(act.fact_at))
    members = [member.member_id for member in event.members]

    def attempt(writes: Writes) -> None:
        item = tables.board(season, event.county_id, event.branch_id, event.path)
        item.hold(scoreboard.enrol(item.board, members))
        writes.put(item, Changed())
        for place in _places(members, event.branch_id):
            writes.put(place, Changed())
        if CountyRow.find(CountyRow.ALL, event.county_id) is None:
            writes.put_new(CountyRow(sk=event.county_id), Changed())

    once(EnrolledMark(EnrolledMark.partition(str(act.cause))), attempt)


def _places(members: list[str], branch_id: str) -> list[Place]:
    """The places that are not yet as they should be."""
    keys = [(LedgerRow.partition(member), Place.SORT) for member in members]
    known = {place.pk: place for place in Place.find_all(keys, consistent=True)}
    stale = [known.get(pk) or Place(pk) for pk, _ in keys if pk not in known or known[pk].branch_id != branch_id]
    for place in stale:
        place.branch_id = branch_id
    return stale


def open_season(county_id: str, day: date) -> int:
    """Put everybody of last season on this season's boards, with 0 points. Returns how many boards it wrote.

    Safe twice: who is on a board already stays as they are.
    """
    season, last = scoreboard.season_of(day), str(day.year - 1)
    before = Scoreboard.query(
        Scoreboard.partition(last, county_id), Scoreboard.sk.startswith(Scoreboard.PREFIX), consistent_read=True
    )
    return sum(retrying(partial(_carry, item, season, county_id)) for item in before)


def _carry(before: Scoreboard, season: str, county_id: str) -> bool:
    item = tables.board(season, county_id, before.branch_id, before.path)
    board = scoreboard.enrol(item.board, scoreboard.member_ids(before.board))
    if board == item.board and item.version:
        return False
    item.hold(board)
    writes = Writes()
    writes.put(item, Changed())
    if transact(writes.rows):
        raise Changed
    return True
