"""The yearly appraisal of a branch of 24, all of whom are there."""

from typing import Any

from scripts.bench.acts import Arrange
from scripts.bench.acts.branch import ask
from tests.integration.activities.appraisals import Year
from tests.integration.activities.booth import Booth
from tests.integration.activities.story import Story

RUN = "/v1/activities/{id}"
VOTES = ["A" * 8 + "B" * 16] * 3
WORDS = {"text": "能按时参加组织生活，联系群众，完成分工任务。"}


def meeting(s: Story) -> str:
    return Booth(s, len(s.members), "ORG_LIFE_MEETING").activity


def begun(s: Story) -> str:
    """Its path below activities stands for an activity's id."""
    return _path(Year(s, len(s.members)))


def voted(s: Story) -> str:
    year = Year(s, len(s.members))
    year.graded_all(VOTES)
    return _path(year)


def proposed(s: Story) -> str:
    year = Year(s, len(s.members))
    year.graded_all(VOTES)
    year.propose(VOTES[0])
    return _path(year)


def _path(year: Year) -> str:
    return year.place.removeprefix("/v1/activities/")


def _of_the_first(prepare: Any) -> Any:
    return lambda s: f"{prepare(s)}/members/{s.members[0]}"


def _grades(s: Story, _: str) -> Any:
    at = enumerate(s.members)
    return {"grades": [{"memberId": m, "grade": "EXCELLENT" if n < 8 else "QUALIFIED"} for n, m in at]}


REQUESTS: dict[str, Arrange] = {
    "open an appraisal (24)": ask(
        meeting, "POST", "/v1/activities/appraisals", body=lambda _, activity_id: {"activityId": activity_id}
    ),
    "show an appraisal (24)": ask(begun, "GET", RUN, "member"),
    "write of a member": ask(_of_the_first(begun), "PUT", RUN + "/words", "member", lambda _, __: WORDS),
    "show what was written of a member": ask(_of_the_first(begun), "GET", RUN, "member"),
    "open the ballot of an appraisal (24)": ask(begun, "POST", RUN + "/ballot"),
    "propose grades (24)": ask(voted, "PUT", RUN + "/grades", body=_grades),
    "list grades that wait": ask(
        proposed, "GET", "/v1/activities/appraisals", "township", query=lambda s: {"organisationId": s.tree.township.id}
    ),
    "approve grades (24)": ask(proposed, "POST", RUN + "/reviews", "township", lambda _, __: {"decision": "approve"}),
}
