"""One deployment of the real template for all end-to-end tests; each of them has a county of its own in it."""

from collections.abc import Iterator

import pytest

from scripts.local import emulator, front
from scripts.local.carriers import Carriers
from scripts.local.process import free_port
from scripts.local.standing_in import running
from scripts.local.verifier import Verifier
from scripts.story.api import Api
from scripts.story.cast import Branch
from scripts.story.play import Play, Scale, play
from scripts.story.stage import Cloud, up
from tests.e2e import carrying, paper, rolls
from tests.e2e.county import County
from tests.e2e.fuzzing import Fuzz


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The local cloud, with a verifier that knows the people of the registry's county."""
    state = tmp_path_factory.mktemp("cloud")
    known = {person.id_number: person.name for person in paper.PEOPLE}
    with running(Verifier(known)) as verifier, running(carrying.CARRIERS) as url:
        try:
            port = free_port()
            told = {"VerifierUrl": f"{verifier}/checks", **carrying.connected(state, port, url)}
            yield up(state, port, free_port(), fresh=False, parameters=told)
        finally:
            front.stop(state)
            emulator.stop(state)


@pytest.fixture(scope="session")
def fuzz(cloud: Cloud) -> Iterator[Fuzz]:
    """The fuzz that runs beside the other tests."""
    begun = Fuzz(cloud)
    yield begun
    begun.end()


@pytest.fixture(scope="session", autouse=True)
def fuzz_begins(request: pytest.FixtureRequest) -> None:
    """With the first test, if a test is to ask how it went."""
    if any("fuzz" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("fuzz")


@pytest.fixture(scope="session")
def carriers(cloud: Cloud) -> Carriers:
    """WeChat and a county's own service, in one place."""
    return carrying.CARRIERS


@pytest.fixture(scope="session")
def story(cloud: Cloud) -> Play:
    """A month in the life of a small county."""
    return play(cloud, Scale.of(small=True, full=False, branches=0))


@pytest.fixture(scope="session")
def county(cloud: Cloud) -> County:
    """Another county, founded and filled from its rosters; `seen` tells what happened on the way."""
    return rolls.filled(County(cloud))


@pytest.fixture(scope="session")
def api(story: Play) -> Api:
    return story.cloud.api


@pytest.fixture(scope="module")
def branch(story: Play) -> Branch:
    """Of the story's branches whose members sign in, the second; a file may take another."""
    return story.cast.branches[1]


@pytest.fixture(scope="module")
def place(story: Play, branch: Branch) -> str:
    """The id of the branch."""
    return story.cast.id_of(branch.organisation.code)
