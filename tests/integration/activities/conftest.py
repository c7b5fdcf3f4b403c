"""The branch of every test here, and the names of its buckets."""

import pytest

from tests import cloud
from tests.integration.activities.story import Story


@pytest.fixture
def story(account: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setenv("PHOTO_BUCKET", cloud.bucket_name("PhotoBucket"))
    monkeypatch.setenv("EVIDENCE_BUCKET", cloud.bucket_name("EvidenceBucket"))
    return Story()
