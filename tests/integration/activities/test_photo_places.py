"""Where a photo was taken: read only where a committee allows it, and kept nowhere."""

import pytest

from functions.activities.attendance.tables import Switch
from functions.activities.photos import imaging
from functions.activities.tables import TABLE
from kernel import aws
from kernel.directory import Organisation
from tests.builders import recorded
from tests.integration.activities import pictures
from tests.integration.activities.checking import checks, shown
from tests.integration.activities.story import Story


def switched(place: Organisation, value: str) -> None:
    Switch(*Switch.key_of(place.id, "position"), value=value, seq=1, version=1).save()


def placed(branch: Organisation) -> None:
    branch.lat_e6, branch.lng_e6 = 25_900_000, 112_200_000
    branch.save()


@pytest.mark.parametrize(
    ("at", "strengths"), [((25.905, 112.2), []), ((26.0, 112.2), [30]), ((39.9, 116.4), [50]), (None, [])]
)
def test_where_the_committee_allows_it_a_photo_from_far_away_is_said_so(
    story: Story, at: tuple[float, float] | None, strengths: list[int]
) -> None:
    placed(story.branch)
    switched(story.tree.county, "on")
    activity_id = story.plan()

    shown(activity_id, pictures.with_position(at))

    found = checks(activity_id, "secretary")
    assert [(check["code"], check["strength"]) for check in found] == [("TAKEN_FAR_AWAY", s) for s in strengths]


@pytest.mark.parametrize("value", [None, "off"])
def test_where_nobody_allowed_it_the_position_is_not_read(
    story: Story, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    placed(story.branch)
    if value:
        switched(story.tree.county, value)
    monkeypatch.setattr(imaging, "position", lambda *_: pytest.fail("read"))
    activity_id = story.plan()

    shown(activity_id, pictures.with_position((39.9, 116.4)))

    assert checks(activity_id, "secretary") == []


def test_no_position_is_kept_anywhere(story: Story) -> None:
    placed(story.branch)
    switched(story.tree.county, "on")
    activity_id = story.plan()

    shown(activity_id, pictures.with_position((39.9087, 116.3975)))

    rows = aws.client("dynamodb").scan(TableName=TABLE)["Items"]
    assert not any(
        part in str(rows + list(recorded(story.branch.id))) for part in ("39.90", "399087", "116.39", "1163975")
    )
