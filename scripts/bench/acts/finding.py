"""Members found: by name, by number, by what they share with somebody else; and their identity checked."""

import os
from typing import Any

from functions.members import (
    app_finding,
    app_lookup,
    app_verifying,
    on_enrolled,
    on_members,
    verifier,
)
from functions.members.duplicates_tables import Case
from kernel.authority import Role
from kernel.events import EnrolledMember, MembersEnrolled
from scripts.bench.acts import CONTEXT, MEMBERS, Arrange, Doing, Handler, asking, telling
from scripts.local.standing_in import started
from scripts.local.verifier import Verifier
from tests.builders import Tree, account, answer, batch, request
from tests.integration.members.people import enrolled

NAME = "张一伟"
BRANCHES = 90  # of those that one search reads


def _told(branch: Any, members: list[str]) -> MembersEnrolled:
    people = tuple(EnrolledMember(member_id=m, category="FULL") for m in members)
    return MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=people)


def _indexed(tree: Tree, branch: Any, start: int = 2, **facts: Any) -> list[str]:
    ids = [
        i
        for at in range(start, start + MEMBERS, 12)
        for i in enrolled(tree, *range(at, at + 12), branch=branch, **facts)
    ]
    on_members.lambda_handler(batch(_told(branch, ids[:20]), _told(branch, ids[20:])), CONTEXT)
    return ids


def _tree() -> Tree:
    tree = Tree()
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


def search(**query: str) -> Arrange:
    """A township of so many branches, of which three have members."""

    def arrange() -> Doing:
        tree = _tree()
        for number in range(BRANCHES):
            tree.found(tree.township, f"431128-101-{100 + number}", "BRANCH", "BRANCH")
        for place, branch in enumerate((tree.branch, tree.sister, tree.far_branch)):
            _indexed(tree, branch, 2 + place * 30)
        asked = {"organisationId": tree.county.id} | query
        return asking(app_finding.lambda_handler, "GET", "/v1/members/search", "county", query=asked)

    return arrange


def ask(handler: Handler, method: str, path: str, body: Any = None, *, listed: bool = False) -> Arrange:
    """A request about the first of two people of one name; the case of the two is known."""

    def arrange() -> Doing:
        tree = _tree()
        pair = [*enrolled(tree, 3, name=NAME), *enrolled(tree, 5, name=NAME, branch=tree.sister)]
        on_enrolled.lambda_handler(batch(_told(tree.branch, pair[:1])), CONTEXT)
        names = {"{id}": pair[0], "{case}": Case.id_of(*pair), "{organisation}": tree.county.id}
        named = {key: names.get(str(value), value) for key, value in (body or {}).items()}
        where = path
        for name, value in names.items():
            where = where.replace(name, value)
        query = {"organisationId": tree.county.id} if listed else None
        return asking(handler, method, where, "county", named or None, query=query)

    return arrange


def undoing() -> Doing:
    ask(app_finding.lambda_handler, "GET", "/v1/duplicates/{case}")()
    (case,) = Case.county_due.query(f"{Case.NOUN}#{Tree().county.id}")
    body = {"keep": case.first_id}
    merge = request("POST", f"/v1/duplicates/{case.id}/merger", subject="county", body=body)
    assert answer(app_finding.lambda_handler(merge, CONTEXT))[0] == 201
    return asking(app_finding.lambda_handler, "DELETE", f"/v1/duplicates/{case.id}/merger", "county")


def checking() -> Doing:
    os.environ |= {"VERIFIER_URL": f"{started(Verifier())}/checks", "VERIFIER_SECRET": ""}
    verifier.VerifierSettings.load.cache_clear()
    verifier.connected.cache_clear()
    return ask(app_verifying.lambda_handler, "POST", "/v1/members/{id}/identity-checks")()


def newcomers(handler: Handler) -> Arrange:
    def arrange() -> Doing:
        tree = _tree()
        ids = enrolled(tree, *range(2, 22))
        return telling(handler, _told(tree.branch, ids))

    return arrange


DUPLICATES = app_finding.lambda_handler
LOOKUP = {"organisationId": "{organisation}", "purpose": "CONTACT"}
SEGMENT = {"organisationId": "{organisation}", "name": "女党员", "criteria": {"category": "FULL"}}
SAME = {"decision": "same", "reason": "SAME_PERSON"}
REQUESTS: dict[str, Arrange] = {
    "search (96 organisations, 72 members)": search(q="z"),
    "set tags": ask(app_finding.lambda_handler, "PUT", "/v1/members/{id}/tags", {"tags": ["退役军人"]}),
    "save a segment": ask(app_finding.lambda_handler, "POST", "/v1/segments", SEGMENT),
    "look up a phone": ask(
        app_lookup.lambda_handler, "POST", "/v1/members/lookups", LOOKUP | {"mobile": "15400000003"}
    ),
    "queue of duplicates": ask(DUPLICATES, "GET", "/v1/duplicates", listed=True),
    "duplicate": ask(DUPLICATES, "GET", "/v1/duplicates/{case}"),
    "decide a duplicate": ask(DUPLICATES, "POST", "/v1/duplicates/{case}/decision", SAME),
    "merge": ask(DUPLICATES, "POST", "/v1/duplicates/{case}/merger", {"keep": "{id}"}),
    "undo a merger": undoing,
    "check an identity": checking,
}
EVENTS: dict[str, Arrange] = {
    "on_members (20 new)": newcomers(on_members.lambda_handler),
    "on_enrolled (20 new, nobody alike)": newcomers(on_enrolled.lambda_handler),
}
