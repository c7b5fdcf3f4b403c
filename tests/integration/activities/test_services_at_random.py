"""Whatever members book and give back, in whatever order: places are as many as volunteers, and nobody is in two."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions.activities.service import booking
from functions.activities.service.rules import Booking, in_the_way
from functions.activities.service.tables import Booked, Service
from kernel.asking import Asking
from kernel.authority import PRINCIPALS
from kernel.errors import NotFound, WrongState
from tests import builders
from tests.integration.activities.service_story import offer
from tests.integration.activities.story import HOUR, Story
from tests.trials import examples

BEGINS = (1.0, 1.5, 2.0, 3.0)
ACTS = st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, len(BEGINS) - 1)), min_size=4, max_size=14)


@pytest.mark.no_cover
@settings(
    max_examples=examples(10),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(acts=ACTS)
def test_places_are_taken_by_who_has_one_and_nobody_has_two_at_one_time(
    story: Story, acts: list[tuple[bool, int, int]]
) -> None:
    services = [offer(story, begins * HOUR, timedelta(hours=1), places=2) for begins in BEGINS]
    for number, member_id in enumerate(story.members):
        builders.account(f"volunteer-{number}", member_id=member_id, branch=story.branch)

    for books, number, which in acts:
        _try(f"volunteer-{number}", services[which], None if books else story.members[number])

    held = {member: {b.service_id: b for b in _held(member) if b.service_id in services} for member in story.members}
    for service_id in services:
        service, volunteers = Service.with_volunteers(service_id)
        assert int(service.taken) == len(volunteers) <= 2
        assert sorted(volunteers) == sorted(member for member, booked in held.items() if service_id in booked)
    for booked in held.values():
        times = {one: Service.demand(Service.partition(one), "NOW").times for one in booked}
        assert not any(list(in_the_way({a: times[a]}, times[b])) for a, b in combinations(times, 2))
    _give_all_back(held)


def _try(subject: str, service_id: str, gives_back: str | None) -> None:
    """Book, or give the place back; a refusal changes nothing."""
    asking = Asking(PRINCIPALS.load(subject))
    try:
        if gives_back is None:
            booking.book(asking, service_id)
        else:
            booking.cancel(asking, service_id, gives_back)
    except (WrongState, NotFound):
        pass


def _held(member_id: str) -> list[Booked]:
    found = Booked.query(Booked.partition(member_id), Booked.sk.startswith("2"), consistent_read=True)
    return [one for one in found if one.state == Booking.BOOKED]


def _give_all_back(held: dict[str, dict[str, Booked]]) -> None:
    """So that the next example begins with free calendars."""
    for number, booked in enumerate(held.values()):
        for service_id, one in booked.items():
            _try(f"volunteer-{number}", service_id, one.member_id)
