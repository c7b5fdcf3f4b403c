"""One deployment of the real template for all end-to-end tests; each of them has a county of its own in it."""

from collections.abc import Iterator

import pytest

from scripts.local import emulator, front
from scripts.local.process import free_port
from scripts.local.verifier import Verifier, running
from scripts.story.play import Cloud, Play, Scale, play, up
from tests.e2e import paper, rolls
from tests.e2e.county import County


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """The local cloud, with a verifier that knows the people of the registry's county."""
    state = tmp_path_factory.mktemp("cloud")
    known = {person.id_number: person.name for person in paper.PEOPLE}
    with running(Verifier(known)) as verifier:
        try:
            yield up(state, free_port(), free_port(), fresh=False, parameters={"VerifierUrl": verifier})
        finally:
            front.stop(state)
            emulator.stop(state)


@pytest.fixture(scope="session")
def story(cloud: Cloud) -> Play:
    """A month in the life of a small county."""
    return play(cloud, Scale.of(small=True, full=False, branches=0))


@pytest.fixture(scope="session")
def county(cloud: Cloud) -> County:
    """Another county, founded and filled from its rosters; `seen` tells what happened on the way."""
    return rolls.filled(County(cloud))
