"""Places in volunteer services, booked in one moment on the local cloud's engine: nobody has two at one time, and
nobody sits on a place that is not there."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions.activities.service import booking
from functions.activities.service.tables import Booked, Calendar, Service
from kernel.asking import Asking
from kernel.authority import PRINCIPALS
from kernel.errors import Busy, DomainError
from kernel.ids import new_id
from tests import builders
from tests.integration.activities.service_story import offer
from tests.integration.activities.story import Story, enroll
from tests.trust import local_engine

pytestmark = pytest.mark.e2e
MEMBERS, PLACES, PAIRS = 12, 5, 8


@pytest.fixture
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with local_engine.started(tmp_path_factory.mktemp("state")) as running, local_engine.reaching(running):
        PRINCIPALS.cached.clear()
        yield Story()
    PRINCIPALS.cached.clear()


def at_once(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """All in one moment; who is told to come again does. Counts the answers: `BOOKED`, or the code of a refusal."""
    start = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        start.wait()
        for _ in range(20):
            try:
                act()
            except Busy:
                continue
            except DomainError as error:
                return error.code
            return "BOOKED"
        return "GAVE_UP"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def booking_of(subject: str, service_id: str) -> Callable[[], object]:
    who = Asking(PRINCIPALS.load(subject))
    return lambda: booking.book(who, service_id)


def test_of_two_services_at_one_time_a_member_has_one(story: Story) -> None:
    for _ in range(PAIRS):
        member_id = new_id()
        enroll(story.branch, [member_id])
        subject = builders.account(f"subject-{member_id}", member_id=member_id, branch=story.branch)
        services = [offer(story) for _ in range(2)]

        told = at_once([booking_of(subject, service_id) for service_id in services])

        assert told == {"BOOKED": 1, "double_booked": 1}
        taken = [int(Service.demand(Service.partition(one), "NOW").taken) for one in services]
        assert sorted(taken) == [0, 1]
        calendar = Calendar.demand(Booked.partition(member_id), "CALENDAR")
        assert list(calendar.booked) == [services[taken.index(1)]]


def test_a_service_has_no_more_volunteers_than_places(story: Story) -> None:
    service_id, members = offer(story, places=PLACES), [new_id() for _ in range(MEMBERS)]
    enroll(story.branch, members)
    subjects = [builders.account(f"subject-{one}", member_id=one, branch=story.branch) for one in members]

    told = at_once([booking_of(subject, service_id) for subject in subjects])

    service, volunteers = Service.with_volunteers(service_id)
    assert told == {"BOOKED": PLACES, "no_place_left": MEMBERS - PLACES}
    assert (int(service.taken), len(volunteers)) == (PLACES, PLACES)
