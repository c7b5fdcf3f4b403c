"""A member's hours of volunteer service in a year, each line with the reason why it counts or does not."""

from datetime import date

from functions.activities.roll.tables import Roll
from functions.activities.service import rules as service_rules
from functions.activities.service.models import HoursLine, HoursOut
from functions.activities.service.rules import Booking
from functions.activities.service.tables import Booked, Hours
from functions.activities.tables import TABLE
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day, now, stamp, start_of
from kernel.errors import NotFound


def of_member(caller: Asking, branch_id: str, member_id: str, year: int | None) -> HoursOut:
    """The member's own, or those of somebody on the branch's roll. Two reads. Raises `NotFound` for anybody else."""
    keys = [Roll(Roll.partition(branch_id), "ROLL").key(), Hours(Booked.partition(member_id)).key()]
    seen = directory.look([branch_id], beside={TABLE: keys})
    place = directory.demand_organisation(seen.organisations, branch_id)
    rows = {row["sk"]["S"]: row for row in seen.of(TABLE)}
    roll = Roll.from_raw_data(rows["ROLL"]).members if "ROLL" in rows else {}
    if member_id not in roll and member_id != caller.principal.member_id:
        raise NotFound
    caller.may("activities.help.account", Target(path=place.path, member_id=member_id))
    total = int(Hours.from_raw_data(rows["HOURS"]).credited) if "HOURS" in rows else 0
    return _out(member_id, year or business_day(now()).year, total)


def _out(member_id: str, year: int, total: int) -> HoursOut:
    lines = _lines(member_id, year)
    return HoursOut(
        member_id=member_id,
        year=year,
        confirmed_minutes=_sum(lines, Booking.CONFIRMED),
        waiting_minutes=_sum(lines, Booking.ENTERED),
        total_minutes=total,
        stars=service_rules.stars(total),
        lines=lines,
        as_of=now(),
    )


def _lines(member_id: str, year: int) -> list[HoursLine]:
    """Of what began in the year, by the business calendar."""
    first, after = (stamp(start_of(date(one, 1, 1))) for one in (year, year + 1))
    found = Booked.query(Booked.partition(member_id), Booked.sk.between(first, after), consistent_read=True)
    return [HoursLine.of(one) for one in found]


def _sum(lines: list[HoursLine], state: Booking) -> int:
    return sum(line.minutes or 0 for line in lines if line.state is state)
