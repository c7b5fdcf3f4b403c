"""What must be true of the stack once both counties have lived: everything was called, nothing failed or is stuck."""

from datetime import UTC, datetime, timedelta

import pytest

from scripts.story.api import wait_until
from scripts.story.closing import schedule_once
from scripts.story.play import Play
from scripts.story.stage import Cloud
from tests.e2e import afterwards, paper
from tests.e2e.county import ADMIN, County

pytestmark = pytest.mark.e2e
PARTS = {
    "test_later.py",
    "test_ledger.py",
    "test_ballots.py",
    "test_bands.py",
    "test_notices.py",
    "test_points.py",
    "test_registry.py",
    "test_registry_absences.py",
    "test_registry_dossiers.py",
    "test_registry_finding.py",
    "test_registry_rights.py",
    "test_registry_tree.py",
    "test_rooms.py",
    "test_seasons.py",
    "test_service.py",
    "test_story.py",
    "test_under_fuzz.py",
    "test_task_burdens.py",
    "test_task_ranking.py",
    "test_weekly.py",
}
NIGHTLY = ("PointsOnNightly", "JournalOnNightly", "RankingNightly")
NOT_CALLED: dict[str, str] = {}
"""Functions that nothing calls here, and why."""


@pytest.fixture(scope="module", autouse=True)
def all_of_it(request: pytest.FixtureRequest, cloud: Cloud) -> None:
    """A part says nothing about the whole."""
    if not {item.path.name for item in request.session.items} >= PARTS:
        pytest.skip("asked of a run of all end-to-end tests")


@pytest.fixture(scope="module")
def night(cloud: Cloud, story: Play, county: County) -> None:
    """The jobs that a schedule starts once a day."""
    as_of = (datetime.now(UTC) - timedelta(minutes=1)).replace(microsecond=0)
    for job in NIGHTLY:
        schedule_once(cloud.emulator, job, {"asOf": as_of.isoformat()})
    schedule_once(cloud.emulator, "MembersOnAnniversaries", {"asOf": "today"})


def test_a_move_that_is_over_makes_way_for_the_next(county: County) -> None:
    path = f"/v1/organisations/{county.id_of('431129-103-010')}/moves"
    body = {"newParentId": county.id_of("431129-103"), "reason": "撤销区划调整"}

    moved = wait_until(
        lambda: county.api.call(ADMIN, "POST", path, body, expect=(201, 409)).body.get("path"), "the end of a move", 120
    )

    assert county.id_of("431129-103") in moved


@pytest.mark.usefixtures("night")
def test_every_function_was_called(cloud: Cloud) -> None:
    wanted = afterwards.declared() - NOT_CALLED.keys()

    def silent() -> set[str]:
        return wanted - afterwards.called(cloud)

    try:
        wait_until(lambda: not silent(), "calls", patience=30)
    except TimeoutError:
        pytest.fail(f"never called: {', '.join(sorted(silent()))}")


def test_every_operation_was_asked_for(cloud: Cloud) -> None:
    assert sorted(afterwards.operations() - afterwards.asked(cloud)) == []


@pytest.mark.usefixtures("night")
def test_nothing_waits_in_any_dead_letter_queue(cloud: Cloud) -> None:
    waiting = afterwards.dead_letters(cloud)

    assert waiting
    assert not any(waiting.values()), {url: number for url, number in waiting.items() if number}


@pytest.mark.usefixtures("night")
def test_no_function_failed(cloud: Cloud) -> None:
    assert afterwards.errors(cloud) == []


def test_no_log_line_holds_personal_data(cloud: Cloud) -> None:
    canaries = afterwards.canaries(paper.PEOPLE)

    assert len(canaries) > len(paper.PEOPLE)
    assert afterwards.personal_data(cloud, *canaries) == []
