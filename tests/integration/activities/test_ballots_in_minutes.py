"""Minutes take over what a ballot counted."""

import pytest

from tests.integration.activities.booth import Booth
from tests.integration.activities.story import Story, submit


@pytest.fixture
def booth(story: Story) -> Booth:
    return Booth(story)


def test_the_minutes_take_a_count_over(story: Story) -> None:
    booth = Booth(story)
    booth.activity = story.plan(type="GENERAL_ASSEMBLY")
    booth.call_in(*["PRESENT"] * 5)
    ballot = booth.opened()
    unknown = story.minute(booth.activity, resolutions=[{"text": "整修活动室。", "ballot": ballot}])
    open_still = story.minute(booth.activity, resolutions=[{"text": "无"}]), submit(booth.activity)
    booth.vote_all(ballot, "IN_FAVOUR", "IN_FAVOUR", "IN_FAVOUR", "AGAINST", "ABSTAINED")
    told = booth.counted(ballot)

    twice = story.minute(booth.activity, resolutions=[{"text": "整修活动室。", "ballot": ballot, "inFavour": 5}])
    written = story.minute(booth.activity, resolutions=[{"text": "整修活动室。", "ballot": ballot}])
    handed_in = submit(booth.activity)

    assert unknown[1]["fields"] == [{"field": "resolutions.0.ballot", "code": "unknown_ballot"}]
    assert open_still[1][1]["code"] == "ballot_open"
    assert twice[1]["fields"] == [{"field": "resolutions.0.ballot", "code": "says_it_by_itself"}]
    assert (written[0], written[1]["votes"]) == (200, [told["tally"]])
    assert handed_in[0] == 200


def test_one_ballot_decides_one_resolution(booth: Booth) -> None:
    ballot = booth.opened()
    booth.vote_all(ballot, *["IN_FAVOUR"] * 5)
    booth.counted(ballot)

    status, told = booth.story.minute(
        booth.activity,
        resolutions=[{"text": "整修活动室。", "ballot": ballot}, {"text": "另一件事。", "ballot": ballot}],
    )

    assert (status, told["fields"]) == (422, [{"field": "resolutions.1.ballot", "code": "duplicate"}])
