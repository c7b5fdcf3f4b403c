"""Dossiers: lists, corrections, reveals, the binding of an account, and chunks of a roster."""

from datetime import date, timedelta
from typing import Any

from functions.members import app, app_binding, app_reveal, on_anniversaries, on_rows
from functions.members.anniversary_rules import AHEAD
from functions.members.joining_tables import Announced
from kernel.authority import Role
from kernel.rows import Phase
from scripts.bench.acts import MEMBERS, Arrange, Doing, Handler, absences, asking, dossiers, finding, starting, telling
from tests.builders import Tree, account
from tests.integration.members.people import OTHER_ROSTER, enrolled, message, row

NUMBERS = range(2, 22)


def ask(
    handler: Handler, method: str, path: str, by: str = "secretary", body: Any = None, *, listed: bool = False
) -> Arrange:
    """A request about a member of a branch of 24."""

    def arrange() -> Doing:
        tree = Tree()
        first = enrolled(tree, *NUMBERS)[0]
        enrolled(tree, *range(22, 2 + MEMBERS))
        account("secretary", (Role.SECRETARY, tree.branch))
        account("self", member_id=first, branch=tree.branch)
        query = {"branchId": tree.branch.id} if listed else None
        return asking(handler, method, path.replace("{id}", first), by, body, query=query)

    return arrange


def rows(phase: Phase, *, known: bool = False, roster_id: str = OTHER_ROSTER) -> Arrange:
    def arrange() -> Doing:
        tree = Tree()
        if known:
            enrolled(tree, *NUMBERS)
        chunk = message(tree, [row(n) for n in NUMBERS], phase, roster_id=roster_id, chunk=1)
        return telling(on_rows.lambda_handler, chunk)

    return arrange


def anniversaries() -> Doing:
    """A day on which twenty of a branch joined in one year, in the year 2026."""
    tree, today = Tree(), date(2026, 6, 24)
    enrolled(tree, *NUMBERS)
    done = today + AHEAD - timedelta(days=1)
    Announced("ANNIVERSARIES", "NOW", done_through=done.isoformat(), version=1).save()
    return starting(on_anniversaries.lambda_handler, {"asOf": today.isoformat()})


PROOF = {"name": row(2).name, "idNumber": row(2).id_number}
PHONE = {"purpose": "CONTACT", "fields": ["mobile"]}
REQUESTS: dict[str, Arrange] = {
    "list (24)": ask(app.lambda_handler, "GET", "/v1/members", listed=True),
    "dossier": ask(app.lambda_handler, "GET", "/v1/members/{id}"),
    "correct": ask(app.lambda_handler, "PATCH", "/v1/members/{id}", body={"education": "14"}),
    "own dossier": ask(app.lambda_handler, "GET", "/v1/me/dossier", "self"),
    "who looked": ask(app.lambda_handler, "GET", "/v1/me/dossier/reveals", "self"),
    "reveal": ask(app_reveal.lambda_handler, "POST", "/v1/members/{id}/reveal", body=PHONE),
    "bind": ask(app_binding.lambda_handler, "POST", "/v1/me/binding", "newcomer", PROOF),
}
EVENTS: dict[str, Arrange] = {
    "on_rows, preview (20 new)": rows("preview"),
    "on_rows, apply (20 new)": rows("apply"),
    "on_rows, preview (20 known)": rows("preview", known=True),
    "on_rows, apply (20 known)": rows("apply", known=True),
    "on_anniversaries (20 of a branch)": anniversaries,
}
REQUESTS |= dossiers.REQUESTS | finding.REQUESTS | absences.REQUESTS
EVENTS |= dossiers.EVENTS | finding.EVENTS | absences.EVENTS
