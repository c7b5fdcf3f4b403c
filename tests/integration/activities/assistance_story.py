"""Assistance through the story's branch, and the calls that are made about it."""

from typing import Any

from functions.activities.assistance.tables import Assistance
from tests.integration.activities.story import Story, call

ALL = "/v1/activities/assistance"
MONEY, GOODS = {"kind": "MONEY", "fen": 50_000}, {"kind": "GOODS", "things": "大米20公斤"}


def body(story: Story, **changes: Any) -> dict[str, Any]:
    return {
        "organisationId": story.branch.id,
        "donor": "MEMBER",
        "gift": MONEY,
        "purpose": "HARDSHIP",
        "helped": {"kind": "OUTSIDE"},
    } | changes


def promise(story: Story, by: str = "member", **changes: Any) -> str:
    status, answer = call("POST", ALL, by, body(story, **changes))
    assert status == 201, answer
    return str(answer["id"])


def act(what: str, assistance_id: str, by: str | None, sent: Any = None, **rest: Any) -> tuple[int, Any]:
    return call("POST", f"{ALL}/{assistance_id}/{what}", by, sent, **rest)


def delivered(story: Story, **changes: Any) -> str:
    assistance_id = promise(story, **changes)
    status, answer = act("delivery", assistance_id, story.member)
    assert status == 201, answer
    return assistance_id


def confirm(assistance_id: str, by: str, **sent: Any) -> tuple[int, Any]:
    return act("confirmation", assistance_id, by, sent)


def state(assistance_id: str) -> str:
    return str(Assistance.demand(Assistance.partition(assistance_id), "NOW").state)
