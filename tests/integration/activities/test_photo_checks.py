"""What is said of a photo beside showing it: to whom, and how much."""

from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import Image, ImageOps

from functions.activities.photos import likeness_rules as rules
from functions.activities.photos.accepting import BucketSettings
from functions.activities.photos.likeness_marks import sketch
from functions.activities.photos.likeness_tables import Likeness, Shown
from functions.activities.tables import TABLE
from kernel import aws
from kernel.clock import now
from kernel.ids import from_bytes, new_id
from tests.integration.activities import pictures
from tests.integration.activities.checking import announce, checks, planned, shown
from tests.integration.activities.story import HOUR, Story, call
from tests.integration.activities.uploads import during, keys, upload, work

SCENE = pictures.painted(Random(1))  # noqa: S311 - the same picture each time
BODY = pictures.file_of(SCENE, quality=90)
MADE = {
    "compressed again": lambda: pictures.file_of(SCENE.resize((400, 300)), quality=50),
    "darker": lambda: pictures.file_of(SCENE.point(lambda shade: shade * 3 // 4)),
    "mirrored": lambda: pictures.file_of(ImageOps.mirror(SCENE)),
    "turned": lambda: pictures.file_of(SCENE.rotate(90, expand=True)),
    "cropped": lambda: pictures.file_of(SCENE.crop((8, 6, 312, 234))),
}


def test_the_same_file_again_in_the_branch_is_said_with_where_it_was(story: Story) -> None:
    first = story.plan()
    photo = shown(first, BODY)

    second = story.plan()
    shown(second, BODY)

    other = {"photoId": photo, "activityId": first, "branchId": story.branch.id}
    assert checks(second, "secretary") == [{"code": "SAME_FILE", "strength": 100, "where": "BRANCH", "other": other}]
    assert checks(first, "secretary") == []


@pytest.mark.parametrize("made", MADE)
def test_a_photo_made_from_one_of_the_branch_is_alike(story: Story, made: str) -> None:
    first = story.plan()
    photo = shown(first, BODY)

    second = story.plan()
    shown(second, MADE[made]())

    (check,) = checks(second, "township")
    assert (check["code"], check["where"], check["other"]["photoId"]) == ("ALIKE", "BRANCH", photo)
    assert 30 <= check["strength"] <= 100


def test_another_photo_is_alike_to_none(story: Story) -> None:
    shown(story.plan(), BODY)

    second = story.plan()
    shown(second, pictures.scene(2))

    assert checks(second, "secretary") == []


def test_a_second_photo_of_the_moment_is_said_to_be_of_the_same_activity(story: Story) -> None:
    activity_id = story.plan()
    shown(activity_id, BODY)

    shown(activity_id, MADE["darker"]())

    (check,) = checks(activity_id, "secretary")
    assert (check["code"], check["where"], check["strength"]) == ("ALIKE", "ACTIVITY", 30)


@pytest.mark.parametrize(("body", "code"), [(BODY, "SAME_FILE"), (MADE["mirrored"](), "ALIKE")])
def test_a_photo_of_another_branch_is_named_only_to_who_stands_above_both(story: Story, body: bytes, code: str) -> None:
    far = planned(story.tree.far_branch, "far-secretary")
    photo = shown(far, BODY, "far-secretary")

    here = story.plan()
    shown(here, body)

    named = {"photoId": photo, "activityId": far, "branchId": story.tree.far_branch.id}
    seen = {who: checks(here, who) for who in ("secretary", "township", "county")}
    assert all((c["code"], c["where"]) == (code, "ELSEWHERE") for (c,) in seen.values())
    assert [seen[who][0]["other"] for who in ("secretary", "township", "county")] == [None, None, named]


def test_members_of_the_branch_see_the_photo_and_not_what_is_said_of_it(story: Story) -> None:
    shown(story.plan(), BODY)
    second = story.plan()
    shown(second, BODY)

    assert checks(second, story.member) == []


def test_a_photo_of_an_activity_that_was_called_off_does_not_count(story: Story) -> None:
    first = story.plan()
    shown(first, BODY)
    assert call("POST", f"/v1/activities/{first}/cancel", "secretary")[0] == 200

    second = story.plan()
    shown(second, MADE["compressed again"]())

    assert checks(second, "secretary") == []


def test_a_photo_that_is_shown_no_more_does_not_count(story: Story) -> None:
    photo = shown(story.plan(), BODY)
    Shown.demand(*Shown.place(photo)).delete()

    second = story.plan()
    shown(second, MADE["darker"]())

    assert checks(second, "secretary") == []


def test_a_refused_file_leaves_nothing_in_the_index(story: Story) -> None:
    shown(story.plan(), BODY[:-900])

    assert kept() == []


@pytest.mark.parametrize("shade", ["white", "black"])
def test_a_plain_photo_has_no_marks(story: Story, shade: str) -> None:
    body = pictures.file_of(Image.new("RGB", (640, 480), shade))

    shown(story.plan(), body)

    assert kept() == []


def test_a_value_that_everybody_shows_keeps_the_latest_hundred(story: Story) -> None:
    crowd = [new_id() for _ in range(rules.MOST_KEPT)]
    (mark, *_) = sketch(Image.open(BytesIO(BODY))).own
    row = Likeness(*Likeness.place(mark.value), marks=b"".join(rules.pack(photo, mark) for photo in crowd), version=1)
    row.save()

    photo = shown(story.plan(), BODY)

    latest = rules.unpack(Likeness.demand(*Likeness.place(mark.value)).marks)
    assert [from_bytes(one.photo_id) for one in latest] == [*crowd[1:], photo]


def test_of_two_alike_at_once_the_later_finds_the_earlier(story: Story) -> None:
    first, second = story.plan(), story.plan()
    _, form = announce(second, MADE["darker"](), "secretary")
    message, overtaken = upload(form, MADE["darker"]()), list[str]()

    def overtake(**_: Any) -> None:
        if not overtaken:
            overtaken.append("")
            overtaken[0] = shown(first, BODY)

    with during(overtake):
        work(message)

    (check,) = checks(second, "secretary")
    assert (check["code"], check["other"]["photoId"]) == ("ALIKE", overtaken[0])


@pytest.mark.parametrize(("days", "strengths"), [(0, []), (1, [30]), (20, [80]), (800, [80])])
def test_a_photo_taken_at_another_time_is_said_so(story: Story, days: int, strengths: list[int]) -> None:
    taken = now() - HOUR * (24 * days + 0.9) + HOUR * 8
    activity_id = story.plan()

    shown(activity_id, pictures.with_exif(taken=f"{taken:%Y:%m:%d %H:%M:%S}"))

    found = checks(activity_id, "secretary")
    assert [(check["code"], check["strength"]) for check in found] == [("TAKEN_AT_OTHER_TIME", s) for s in strengths]


def test_a_file_that_came_by_no_form_of_ours_is_nobodys(story: Story) -> None:
    activity_id = story.plan()
    _, form = announce(activity_id, BODY, "secretary")
    form["fields"]["x-amz-meta-nonce"] = "f" * 32

    assert work(upload(form, BODY)) == {"batchItemFailures": []}

    _, page = call("GET", f"/v1/activities/{activity_id}/photos", "secretary")
    assert [photo["state"] for photo in page["items"]] == ["AWAITED"]
    assert keys(BucketSettings.load().evidence_bucket) == []


def kept() -> list[Any]:
    """Every row of the index."""
    rows = aws.client("dynamodb").scan(TableName=TABLE)["Items"]
    return [row for row in rows if row["pk"]["S"].startswith("LIKE#")]
