"""A county whose branches and members were reminded of, for the routes."""

from datetime import date
from typing import Any

import pytest

from functions.notices import on_run_started
from functions.notices.app import lambda_handler
from functions.notices.app_office import lambda_handler as office_handler
from kernel.authority import Role
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.ids import new_id
from tests.builders import Tree, account, answer, batch, request
from tests.conftest import Context
from tests.integration.notices.carrying import at, connected, mails, texts  # noqa: F401 - fixtures
from tests.integration.notices.outgoing import member_id, person  # noqa: F401 - fixtures
from tests.integration.notices.world import HANDLERS, clock

FOUNDED, DUE = date(2026, 11, 2), date(2026, 11, 25)
MEMBER = new_id()


def call(method: str, path: str, subject: str | None, **rest: Any) -> tuple[int, Any]:
    """The answer of the function that serves the path."""
    handler = lambda_handler if path.startswith("/v1/me/") else office_handler
    return answer(handler(request(method, path, subject=subject, **rest), Context()))


def events_of(tree: Tree) -> OrganisationsFounded:
    made = tuple(
        FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level)
        for o in (tree.branch, tree.sister, tree.far_branch)
    )
    return OrganisationsFounded(county_id=tree.county.id, organisations=made)


@pytest.fixture
def tree(account: None) -> Tree:
    return Tree()


@pytest.fixture
def county(tree: Tree) -> Tree:
    """An administrator of the county and a secretary of a branch."""
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    return tree


@pytest.fixture
def told(tree: Tree) -> Tree:
    """Two branches idle on day 25, two members absent, people who may read of it."""
    from kernel.events import AttendanceConfirmed, ReminderRunStarted

    account("secretary", (Role.SECRETARY, tree.branch), member_id=MEMBER, branch=tree.branch)
    account("both", (Role.SECRETARY, tree.branch), (Role.SECRETARY, tree.sister))
    account("member", member_id=MEMBER, branch=tree.branch)
    account("nobody")
    away = AttendanceConfirmed(
        activity_id=new_id(),
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        type="THEME_DAY",
        held_on=date(2026, 8, 24),
        chunk=0,
        members=(MEMBER,),
    )
    with clock(FOUNDED):
        HANDLERS["OrganisationsFounded"](batch(events_of(tree)), Context())
        HANDLERS["AttendanceConfirmed"](batch(away), Context())
    run = ReminderRunStarted(organisation_id=tree.county.id, as_of=DUE)
    with clock(DUE):
        assert on_run_started.lambda_handler(batch(run), Context()) == {"batchItemFailures": []}
    return tree
