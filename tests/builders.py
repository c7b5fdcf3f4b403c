"""Test data in one place: requests and events as they arrive, accounts and organisations."""

import itertools
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from functions.organisations.tables import BelowRow
from kernel import directory
from kernel.authority import PRINCIPALS, Role
from kernel.clock import now
from kernel.directory import Account, GrantAttribute, Organisation
from kernel.events import Envelope, Event
from kernel.ids import new_id, organisation_id
from kernel.message import Message


def request(
    method: str,
    path: str,
    *,
    subject: str | None = "someone",
    body: Any = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) after the authorizer; no subject, no authorizer."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    context: dict[str, Any] = {
        "http": {"method": method, "path": path, "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1", "userAgent": "test"},
        "stage": "$default",
        "requestId": "request",
        "routeKey": f"{method} {path}",
    }
    if subject is not None:
        claims = {"sub": subject, "token_use": "access", "client_id": "pages"}
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "&".join(f"{k}={v}" for k, v in (query or {}).items()),
        "queryStringParameters": query or {},
        "headers": {"content-type": "application/json"} | (headers or {}),
        "requestContext": context,
        "body": text,
        "isBase64Encoded": False,
    }


def answer(response: dict[str, Any]) -> tuple[int, Any]:
    """Status and parsed body."""
    return response["statusCode"], json.loads(response["body"]) if response.get("body") else None


_seqs = itertools.count(1)


def envelope(event: Event, event_id: str | None = None, chain: str | None = None, seq: int | None = None) -> Envelope:
    """An event as the relay wraps it; each one made here comes after the one before unless `seq` says otherwise."""
    return Envelope(
        id=event_id or new_id(),
        event=type(event).__name__,
        at=now(),
        chain=chain or new_id(),
        seq=seq or next(_seqs),
        actor="someone",
        data=msgspec.to_builtins(event),
    )


def on_bus(wrapped: Envelope) -> dict[str, Any]:
    """As a rule puts it on a queue."""
    return {
        "version": "0",
        "id": "11111111-1111-1111-1111-111111111111",
        "source": "e-branch",
        "detail-type": wrapped.event,
        "time": "2026-11-01T00:00:00Z",
        "detail": msgspec.to_builtins(wrapped),
    }


def batch(*bodies: Any) -> dict[str, Any]:
    """An SQS batch; an event is wrapped, a model and a dict become JSON, text stays."""
    return {"Records": [_record(number, body) for number, body in enumerate(bodies)]}


def _record(number: int, body: Any) -> dict[str, Any]:
    if isinstance(body, Envelope):
        body = on_bus(body)
    elif isinstance(body, Event):
        body = on_bus(envelope(body))
    elif isinstance(body, Message):
        body = msgspec.json.encode(body).decode()
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": f"message-{number}", "body": text, "eventSource": "aws:sqs", "attributes": {}}


COUNTY_CODE = "431128"


class Tree:
    """A county with two townships, of two branches each, in the table of organisations."""

    def __init__(self) -> None:
        self.county = self.found(None, COUNTY_CODE, "COMMITTEE", "COUNTY")
        self.township = self.found(self.county, "431128-101", "COMMITTEE", "TOWNSHIP")
        self.other_township = self.found(self.county, "431128-102", "COMMITTEE", "TOWNSHIP")
        self.branch = self.found(self.township, "431128-101-001", "BRANCH", "BRANCH")
        self.sister = self.found(self.township, "431128-101-002", "BRANCH", "BRANCH")
        self.far_branch = self.found(self.other_township, "431128-102-001", "BRANCH", "BRANCH")

    def found(self, parent: Organisation | None, code: str, kind: str, level: str) -> Organisation:
        county_id = parent.county_id if parent else organisation_id("", code)
        new = organisation_id(county_id if parent else "", code)
        made = Organisation(
            Organisation.partition(new),
            path=directory.path_below(parent.path if parent else directory.ROOT_PATH, new),
            county_id=county_id,
            parent_id=parent.id if parent else None,
            code=code,
            name=f"中共某{level}",
            kind=kind,
            level=level,
            holds_members=kind in ("BRANCH", "JOINT_BRANCH"),
            version=1,
        )
        made.save()
        if parent:
            BelowRow(*BelowRow.key_of(parent.id, made.id)).save()
        return made


def account(
    subject: str,
    *grants: tuple[Role, Organisation],
    member_id: str | None = None,
    branch: Organisation | None = None,
) -> str:
    """An account as `identity` would have written it. Returns the subject."""
    Account(
        Account.partition(subject),
        member_id=member_id,
        branch_id=branch.id if branch else None,
        grants=[GrantAttribute(role=role.value, organisation_id=where.id) for role, where in grants],
        version=1,
    ).save()
    PRINCIPALS.cached.pop(subject, None)
    return subject


def recorded(chain: str) -> Sequence[dict[str, Any]]:
    """The entries of a chain in order, parsed."""
    from kernel.record import Entry, Head

    head = Head.find(chain)
    return [e.content() for e in Entry.query(Entry.partition(chain, int(head.in_year)))] if head else []
