"""Records with nothing to look at, and committees that pass such records together."""

from datetime import timedelta
from typing import Any

from functions.activities.tables import Activity
from kernel.authority import Role
from kernel.clock import now, stamp
from tests import builders
from tests.integration.activities.story import Story, call, submit

ALLOWED: dict[str, Any] = {"bulk": True, "samplePercent": 5}


def allow(story: Story) -> Story:
    """The county allows review in bulk."""
    builders.account("admin", (Role.COUNTY_ADMIN, story.tree.county))
    assert rule(story.tree.county.id, **ALLOWED)[0] == 200
    return story


def rule(organisation_id: str, by: str = "admin", **body: Any) -> tuple[int, Any]:
    headers = body.pop("headers", None)
    return call("PUT", "/v1/reviews/rules", by, {"organisationId": organisation_id} | body, headers=headers)


def clean(story: Story, kind: str = "GROUP_MEETING") -> str:
    """A record that was planned in time, and has nothing to look at."""
    activity_id = story.plan(type=kind)
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    activity.starts_at = stamp(now() + timedelta(seconds=30))  # as if it had been planned before it began
    activity.save()
    story.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    story.minute(activity_id)
    assert submit(activity_id)[0] == 200
    return activity_id


def bulk(story: Story, *activities: str, by: str = "township", where: Any = None) -> tuple[int, Any]:
    body = {"organisationId": (where or story.tree.township).id, "activityIds": list(activities)}
    return call("POST", "/v1/reviews/bulk", by, body)


def outcomes(answer: Any) -> list[tuple[str, Any]]:
    return [(one["outcome"], one["reasons"] or one["code"] or one["state"]) for one in answer["items"]]
