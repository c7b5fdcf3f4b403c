"""Who holds roles on an organisation, listed through the front door."""

from typing import Any

import pytest

from kernel.authority import Role
from kernel.directory import Organisation
from kernel.table import encode_cursor
from tests.builders import Tree, account
from tests.integration.identity.calls import call, give

pytestmark = pytest.mark.usefixtures("account")


def test_the_holders_of_an_organisation_are_listed_page_by_page(tree: Tree, guard: str, context: Any) -> None:
    for name in ("b", "a", "c"):
        give(context, guard, name, Role.SECRETARY, tree.branch.id)
    give(context, guard, "a", Role.REVIEWER, tree.branch.id)
    give(context, guard, "elsewhere", Role.REVIEWER, tree.sister.id)
    reader = account("reader", (Role.AUDITOR, tree.county))

    pages = listed(context, reader, tree.branch, limit=3)

    assert [[(i["role"], i["subject"]) for i in page["items"]] for page in pages] == [
        [("reviewer", "a"), ("secretary", "a"), ("secretary", "b")],
        [("secretary", "c")],
    ]
    assert pages[0]["items"][0]["organisationId"] == tree.branch.id
    assert pages[0]["items"][0]["grantedAt"] is not None


def listed(context: Any, reader: str, where: Organisation, limit: int) -> list[Any]:
    query, pages = {"organisationId": where.id, "limit": str(limit)}, []
    while True:
        status, page = call(context, "GET", "/v1/grants", subject=reader, query=query)
        assert status == 200
        pages.append(page)
        if page["next"] is None:
            return pages
        query |= {"cursor": page["next"]}


MADE_UP = [str(encode_cursor({"after": key})) for key in ("GRANT#", "GRANT#member#a", "GRANT#auditor#" + "a" * 1100)]


@pytest.mark.parametrize("cursor", ["!", "eyJhIjoxfQ", "eyJhZnRlciI6IlBPTElDWSNsaXN0cyJ9", *MADE_UP])
def test_a_cursor_of_somebody_elses_making_is_malformed(tree: Tree, guard: str, cursor: str, context: Any) -> None:
    query = {"organisationId": tree.branch.id, "cursor": cursor}

    assert call(context, "GET", "/v1/grants", subject=guard, query=query)[0] == 400


def test_a_list_needs_an_organisation_and_a_reader(tree: Tree, guard: str, context: Any) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))
    query = {"organisationId": tree.branch.id}

    assert call(context, "GET", "/v1/grants", subject=guard)[0] == 422
    assert call(context, "GET", "/v1/grants", subject=secretary, query=query)[0] == 403
    assert call(context, "GET", "/v1/grants", subject="stranger", query=query)[0] == 404
    assert call(context, "GET", "/v1/grants", subject=None, query=query)[0] == 401
