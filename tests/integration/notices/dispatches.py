"""What carries a dispatch out, by hand: from the record to the consumers, and from the queue to the worker."""

from collections.abc import Iterable
from typing import Any

from functions.notices import on_dispatch_due, on_dispatch_ordered, on_members
from kernel.clock import instant
from kernel.directory import Organisation
from kernel.events import EnrolledMember, Envelope, MembersEnrolled
from kernel.ids import derived_id
from tests.builders import account, envelope, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.queues import queued
from tests.trust import engine
from tests.trust.delivery import until_done

HEARD = ("DispatchOrdered", "AudienceNamed", "DispatchReminded", "PreviewAsked", "AudienceCounted")
TABLE = "NoticesTable"


def people(place: Organisation, count: int) -> list[str]:
    """So many made-up members, at home in a branch; returns their ids."""
    members = sorted(derived_id("person", place.id, n) for n in range(count))
    for first in range(0, count, 20):
        came = tuple(EnrolledMember(member_id=m, category="FULL") for m in members[first : first + 20])
        event = MembersEnrolled(branch_id=place.id, county_id=place.county_id, path=place.path, members=came)
        until_done(on_members.lambda_handler, envelope(event))
    return members


def told(*chains: Organisation) -> list[Envelope]:
    """What the record of these organisations says, as the relay would tell it."""
    return [_envelope(entry) for chain in chains for entry in recorded(chain.id)]


def _envelope(entry: dict[str, Any]) -> Envelope:
    known = {name: entry[name] for name in ("id", "event", "chain", "seq", "actor", "data")}
    return Envelope(at=instant(entry["at"]), **known)


def expand(*events: Envelope) -> None:
    """The orders among these reach their consumer."""
    for event in events:
        if event.event in HEARD:
            until_done(on_dispatch_ordered.lambda_handler, event)


def carry(messages: Iterable[Any] | None = None) -> None:
    """The messages on the queue, or these, reach the worker."""
    left = queued() if messages is None else list(messages)
    if left:
        until_done(on_dispatch_due.lambda_handler, *left)


def everybody(place: Organisation) -> dict[str, Any]:
    """The audience of an organisation and all below it."""
    return {"organisationId": place.id}


def send(subject: str, sender: Organisation, audience: Any, **more: Any) -> dict[str, Any]:
    """A dispatch by a person, carried out to the end. Returns the answer to the order."""
    status, body = order(subject, sender, audience, **more)
    assert status == 202, body
    expand(*[event for event in told(sender) if event.data.get("dispatchId") == body["id"]])
    carry()
    return dict(body)


def order(subject: str | None, sender: Organisation, audience: Any, *, key: str = "", **more: Any) -> tuple[int, Any]:
    words = {
        "organisationId": sender.id,
        "audience": audience,
        "title": "关于开展主题党日的通知",
        "body": "请按时参加。",
    }
    headers = {"idempotency-key": key} if key else {}
    return call("POST", "/v1/dispatches", subject, body=words | more, headers=headers)


def inbox(subject: str) -> list[dict[str, Any]]:
    return list(call("GET", "/v1/me/notices", subject)[1]["items"])


def boxes() -> list[str]:
    """The members in whose boxes something lies, once for each notice, in order."""
    rows = (row["pk"]["S"] for row in engine.rows(TABLE))
    return sorted(pk.removeprefix("BOX#MEMBER#") for pk in rows if pk.startswith("BOX#MEMBER#"))


def status(dispatch: Any, subject: str | None = "admin", **query: Any) -> tuple[int, Any]:
    asked = {name: str(value) for name, value in query.items()}
    return call("GET", f"/v1/dispatches/{dispatch['id']}", subject, query=asked)


def remind(dispatch: Any, subject: str | None = "admin", place: Organisation | None = None) -> tuple[int, Any]:
    body = {"organisationId": place.id} if place else {}
    return call("POST", f"/v1/dispatches/{dispatch['id']}/reminders", subject, body=body)


def retract(dispatch: Any, subject: str | None = "admin") -> tuple[int, Any]:
    return call("POST", f"/v1/dispatches/{dispatch['id']}/retraction", subject, body={"reason": "时间有误"})


def act(member_id: str, branch: Organisation, *verbs: str) -> None:
    """A member opens their newest notice, or says that it is done."""
    subject = account(f"s-{member_id}", member_id=member_id, branch=branch)
    newest = inbox(subject)[0]["id"]
    for verb in verbs:
        assert call("POST", f"/v1/me/notices/{newest}/{verb}", subject)[0] == 200


def counted(subject: str) -> tuple[int, int]:
    """How many are unread, and how many ask for something that is not done."""
    found = call("GET", "/v1/me/notices/counts", subject)[1]
    return found["unread"], found["undone"]


def reach(place: Organisation, delivered: int, opened: int, acted: int) -> dict[str, Any]:
    return {"organisationId": place.id, "delivered": delivered, "opened": opened, "acted": acted}
