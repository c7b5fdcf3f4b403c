"""What somebody must decide in the simulated year: when they are to hear of it, and until when."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.integration.notices.life import Fact
from tests.integration.notices.oracle_owed import (
    ABOVE,
    THE_ADMINISTRATORS,
    THE_COUNTY,
    Owed,
    secretary,
    working_days_after,
    working_days_before,
)
from tests.integration.notices.places import committees
from tests.integration.notices.world import COUNTY

Known = Callable[..., list[Fact]]


def decisions(of: Known) -> Iterator[Owed]:
    yield from _disputes(of)
    yield from _second_people(of)


def _disputes(of: Known) -> Iterator[Owed]:
    """Whoever must rule hears of it on the first working day after it was said."""
    for fact in of("disputed"):
        due, b, code = fact.said["due"], fact.branch, "ATTENDANCE_DISPUTE_DUE"
        ruler = THE_COUNTY if fact.said["committee"] else secretary(b)
        says = [(working_days_before(due, 4), (ruler,), code), (working_days_after(due, 1), (ruler, ABOVE), code)]
        yield Owed(code, b, fact.day, says, f"{fact.said['id']} {due}", _decided(of, "ruled", fact))
    for fact in of("points_disputed"):
        due, code = fact.said["due"], "POINTS_DISPUTE_DUE"
        ruler = f"ORG#{(COUNTY, *committees(fact.branch, fact.day))[-1]}#reviewer"
        says = [(working_days_before(due, 14), (ruler,), code)]
        says.append((working_days_after(due, 1), (ruler, THE_COUNTY), code))
        yield Owed(code, fact.branch, fact.day, says, f"{fact.said['id']} {due}", _decided(of, "points_ruled", fact))
    for fact in of("appealed"):
        since, code = fact.day, "LIST_APPEAL_DUE"
        says = [(working_days_after(since, n), (THE_ADMINISTRATORS,), code) for n in (1, 16)]
        about = f"{fact.said['id']} {since}"
        yield Owed(code, fact.branch, since, says, about, _decided(of, "appeal_ruled", fact))


def _second_people(of: Known) -> Iterator[Owed]:
    """What one person asks for and another must stand for is said once, on the next working day."""
    for what, over, code in (("award", "award_decided", "AWARD_DUE"), ("erasure", "erasure_over", "ERASURE_DUE")):
        for fact in of(what):
            says = [(working_days_after(fact.day, 1), (ABOVE if what == "award" else THE_ADMINISTRATORS,), code)]
            yield Owed(code, fact.branch, fact.day, says, f"{fact.said['id']} {fact.day}", _decided(of, over, fact))


def _decided(of: Known, what: str, fact: Fact) -> date:
    return next((one.day for one in of(what, id=fact.said["id"])), date.max)
