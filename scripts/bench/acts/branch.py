"""A branch of ordinary size, and requests about one of its activities."""

from collections.abc import Callable
from typing import Any

from functions.activities import app
from kernel.ids import new_id
from scripts.bench.acts import MEMBERS, Arrange, Doing, asking
from tests.integration.activities.story import Story, enroll


def story() -> Story:
    """A branch of ordinary size."""
    made = Story()
    made.members += [new_id() for _ in range(MEMBERS - len(made.members))]
    enroll(made.branch, made.members[3:])
    return made


def ask(
    prepare: Callable[[Story], str],
    method: str,
    path: str,
    by: str = "secretary",
    body: Callable[[Story, str], Any] | None = None,
    query: Callable[[Story], dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Arrange:
    """A request about an activity that `prepare` left behind."""

    def arrange() -> Doing:
        s = story()
        activity_id = prepare(s)
        sent = body(s, activity_id) if body else None
        asked = query(s) if query else None
        place = path.replace("{id}", activity_id)
        return asking(app.lambda_handler, method, place, by, sent, query=asked, headers=headers)

    return arrange
