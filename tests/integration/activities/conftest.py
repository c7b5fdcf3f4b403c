"""The branch of every test here, and the names of its buckets."""

import pytest

from functions.journal import archive
from kernel.authority import Role
from tests import builders, cloud
from tests.integration.activities.story import Story


@pytest.fixture
def story(account: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setenv("PHOTO_BUCKET", cloud.bucket_name("PhotoBucket"))
    monkeypatch.setenv("EVIDENCE_BUCKET", cloud.bucket_name("EvidenceBucket"))
    return Story()


@pytest.fixture
def second(story: Story) -> str:
    """Another member of the branch."""
    return builders.account("second", member_id=story.members[1], branch=story.branch)


@pytest.fixture
def helped(story: Story) -> str:
    """A third, whom others help."""
    return builders.account("helped", member_id=story.members[2], branch=story.branch)


@pytest.fixture
def sealing(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The branch, whose record is sealed."""
    monkeypatch.setenv("SEAL_BUCKET", cloud.bucket_name("SealBucket"))
    archive.public_key.cache_clear()
    return story


@pytest.fixture
def deputy(story: Story) -> str:
    """A second secretary: who entered the line never rules on it."""
    return builders.account("deputy", (Role.SECRETARY, story.branch))
