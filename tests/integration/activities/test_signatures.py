"""Host and recorder sign the text that they read, each by themselves."""

from typing import Any

import pytest

from functions.activities.minutes import minuting
from functions.activities.minutes.models import WriteMinutes
from functions.activities.minutes.tables import Minutes
from kernel import aws
from kernel.asking import Asking
from kernel.authority import PRINCIPALS
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call
from tests.integration.points.racing import meanwhile
from tests.trust.faults import sends


@pytest.fixture
def minuted(story: Story) -> str:
    """An activity whose host is `member` and whose recorder is `recorder`, both with accounts."""
    builders.account("recorder", member_id=story.members[1], branch=story.branch)
    builders.account("colleague", member_id=story.members[2], branch=story.branch)
    activity_id = story.plan()
    story.minute(activity_id)
    return activity_id


def shown(activity_id: str) -> Any:
    return call("GET", f"/v1/activities/{activity_id}/minutes", "secretary")[1]


def sign(activity_id: str, by: str, digest: str | None = None, **rest: Any) -> tuple[int, Any]:
    body = {"digest": digest or shown(activity_id)["digest"]}
    return call("POST", f"/v1/activities/{activity_id}/minutes/signatures", by, body, **rest)


def roles(minutes: Any) -> list[str]:
    return [one["role"] for one in minutes["signatures"]]


def test_each_signs_for_themselves_and_the_record_says_so(story: Story, minuted: str) -> None:
    by_host = sign(minuted, "member")
    by_recorder = sign(minuted, "recorder")

    assert (by_host[0], by_recorder[0]) == (201, 201)
    assert (roles(by_host[1]), roles(by_recorder[1])) == (["host"], ["host", "recorder"])
    assert shown(minuted) == by_recorder[1]
    entries = recorded(story.branch.id)[-2:]
    assert [(e["event"], e["actor"], e["data"]["role"]) for e in entries] == [
        ("MinutesSigned", "member", "host"),
        ("MinutesSigned", "recorder", "recorder"),
    ]
    assert {e["data"]["digest"] for e in entries} == {by_host[1]["digest"]}


def test_to_sign_again_changes_nothing(story: Story, minuted: str) -> None:
    first = sign(minuted, "member")
    entries = len(recorded(story.branch.id))

    assert sign(minuted, "member") == first
    assert len(recorded(story.branch.id)) == entries


def test_a_changed_text_needs_new_signatures(story: Story, minuted: str) -> None:
    sign(minuted, "member")
    before = shown(minuted)

    story.minute(minuted, summary="改过的记录。")
    changed = shown(minuted)
    old = sign(minuted, "member", before["digest"])
    again = sign(minuted, "member")

    assert (roles(before), roles(changed), roles(again[1])) == (["host"], [], ["host"])
    assert (old[0], old[1]["code"]) == (409, "text_changed")


def test_the_same_text_sent_again_stays_signed(story: Story, minuted: str) -> None:
    sign(minuted, "member")

    story.minute(minuted)

    assert roles(shown(minuted)) == ["host"]


def test_a_host_who_is_no_longer_named_has_not_signed(story: Story, minuted: str) -> None:
    sign(minuted, "member")

    story.minute(minuted, host=story.members[2])

    assert shown(minuted)["signatures"] == []


def test_who_is_host_and_recorder_signs_as_both(story: Story, minuted: str) -> None:
    story.minute(minuted, recorder=story.members[0])

    _, answer = sign(minuted, "member")

    assert roles(answer) == ["host", "recorder"]


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("secretary", 403), ("colleague", 403), ("county", 403), ("stranger", 404)]
)
def test_nobody_else_signs(minuted: str, subject: str, expected: int) -> None:
    assert sign(minuted, subject)[0] == expected


def test_before_there_are_minutes_there_is_nothing_to_sign(story: Story) -> None:
    status, problem = sign(story.plan(), "member", "0" * 64)

    assert (status, problem["code"]) == (409, "minutes_missing")


def test_what_was_handed_in_is_signed_no_more(story: Story, minuted: str) -> None:
    story.call_roll(minuted, "PRESENT")
    call("POST", f"/v1/activities/{minuted}/submit", story.secretary)

    status, problem = sign(minuted, "member")

    assert (status, problem["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("digest", ["", "x", "0" * 63, "长" * 64])
def test_what_is_no_digest_is_refused(minuted: str, digest: str) -> None:
    body = {"digest": digest}

    assert call("POST", f"/v1/activities/{minuted}/minutes/signatures", "member", body)[0] == 422


def test_who_signs_while_the_text_is_changed_signs_nothing(story: Story, minuted: str) -> None:
    digest, secretary = shown(minuted)["digest"], Asking(PRINCIPALS.load(story.secretary))
    changed = WriteMinutes.model_validate(story.minutes(summary="同时改写。"))

    def rewrite() -> None:
        minuting.write(secretary, minuted, changed)

    with meanwhile(rewrite):
        status, problem = sign(minuted, "member", digest)

    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert shown(minuted)["signatures"] == []


def test_a_signature_sent_twice_under_one_key_is_answered_again(minuted: str) -> None:
    digest, headers = shown(minuted)["digest"], {"idempotency-key": "once"}

    assert sign(minuted, "member", digest, headers=headers) == sign(minuted, "member", digest, headers=headers)


def test_the_digest_tells_nothing_of_the_text(story: Story, minuted: str) -> None:
    other = story.plan()
    story.minute(other)

    assert shown(other)["digest"] != shown(minuted)["digest"]
    assert len(Minutes.demand(f"ACTIVITY#{minuted}", "MINUTES").salt) == 32


def test_signing_stays_within_its_budget(minuted: str) -> None:
    digest = shown(minuted)["digest"]
    call("GET", f"/v1/activities/{minuted}", "member")
    aws.client("dynamodb")

    with sends() as calls:
        sign(minuted, "member", digest)

    assert calls.seen == ["Query", "BatchGetItem", "GetItem", "TransactWriteItems"]
