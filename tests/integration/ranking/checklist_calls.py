"""What is asked of boards, lines and rulings, and what numbers must be by looking at all of them."""

from fractions import Fraction
from typing import Any

from kernel.directory import Organisation
from tests.integration.ranking.checklists import (
    count,
)
from tests.integration.ranking.runs import call

STATES = ("DONE_IN_TIME", "DONE_LATE", "EXCUSED", "NOT_APPLICABLE", "MISSING", "OPEN", "IN_REVIEW")
NAMES = ("doneInTime", "doneLate", "excused", "notApplicable", "missing", "open", "inReview")
REASON = "汛期全员抗洪，会议顺延。😀𠮷"
EXCUSE = {"decision": "EXCUSED", "reason": REASON}


def board(where_: Organisation, subject: str = "admin", **query: str) -> Any:
    status, body = call("GET", f"/v1/rankings/{where_.id}/tasks", subject=subject, query=query)
    assert status == 200, body
    return body


def lines(branch: Organisation, subject: str = "admin", **query: str) -> Any:
    status, body = call("GET", f"/v1/rankings/{branch.id}/tasks/lines", subject=subject, query=query)
    assert status == 200, body
    return body


def line(branch: Organisation, line_id: str, subject: str = "admin") -> Any:
    (found,) = [
        one for one in lines(branch, subject, period=line_id.partition(".")[2])["lines"] if one["id"] == line_id
    ]
    return found


def rule(
    branch: Organisation, line_id: str, body: Any = EXCUSE, subject: str | None = "reviewer", **headers: str
) -> Any:
    path = f"/v1/rankings/{branch.id}/tasks/lines/{line_id}/ruling"
    return call("POST", path, subject=subject, body=body, headers=headers)


def numbers(one: Any) -> dict[str, int]:
    return {state: one[name] for state, name in zip(STATES, NAMES, strict=True) if one[name]}


def share(counts: dict[str, int]) -> Fraction | None:
    owed = sum(counts.values()) - counts.get("EXCUSED", 0) - counts.get("NOT_APPLICABLE", 0)
    return Fraction(counts.get("DONE_IN_TIME", 0) + counts.get("DONE_LATE", 0), owed) if owed else None


def rank(counts: dict[str, int], among: list[dict[str, int]]) -> int | None:
    """One more than those that did a larger share, by looking at all."""
    mine = share(counts)
    return None if mine is None else 1 + sum((other := share(one)) is not None and other > mine for one in among)


def sums(parts: list[dict[str, int]]) -> dict[str, int]:
    return count(state for part in parts for state, number in part.items() for _ in range(number))
