"""A preview that is counted afterwards, by hand: asked, counted by its consumers, looked at."""

from typing import Any

from functions.members import on_audience_asked
from kernel.directory import Organisation
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import expand, told
from tests.trust.delivery import until_done


def preview(subject: str | None, sender: Organisation, audience: Any, **more: Any) -> tuple[int, Any]:
    body = {"organisationId": sender.id, "audience": audience} | more
    return call("POST", "/v1/dispatches/preview", subject, body=body)


def look(subject: str | None, preview_id: str) -> tuple[int, Any]:
    return call("GET", f"/v1/dispatches/previews/{preview_id}", subject)


def count(sender: Organisation) -> None:
    """What the sender's record asks for reaches `members`, and `notices` with their answers."""
    for event in told(sender):
        if event.event == "PreviewAsked":
            until_done(on_audience_asked.lambda_handler, event)
    expand(*[event for event in told(sender) if event.event in {"PreviewAsked", "AudienceCounted"}])


def figures(body: Any) -> tuple[str, int, int, int]:
    """State, branches, people, branches above their budget."""
    return body["state"], body["branches"], body["people"], body["branchesOver"]
