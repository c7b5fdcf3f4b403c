"""Warnings to organisations: raised with the reminder, ranked by risk, withdrawn with the fact that cures them."""

from copy import replace
from datetime import date
from typing import Any

import pytest

from functions.notices import on_run_started, words
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import (
    ActivitySubmitted,
    Envelope,
    OrganisationDissolved,
    OrganisationMoved,
    ReminderRunStarted,
    TermSet,
)
from kernel.ids import new_id
from tests.builders import Tree, account, envelope
from tests.integration.notices import world
from tests.integration.notices.conftest import call, events_of
from tests.integration.notices.world import morning
from tests.trust import engine
from tests.trust.delivery import until_done

NOVEMBER, DAY_25, DAY_30, AFTER = date(2026, 11, 2), date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 1)


def tell(day: date, *events: Any) -> None:
    world.tell(day, *(e if isinstance(e, Envelope) else envelope(e) for e in events))


def run(tree: Tree, day: date) -> None:
    event = envelope(ReminderRunStarted(organisation_id=tree.county.id, as_of=day))
    with world.clock(day):
        until_done(on_run_started.lambda_handler, replace(event, at=morning(day)))


def held(branch: Organisation, day: date, type: str = "THEME_DAY") -> ActivitySubmitted:
    where: dict[str, Any] = {"branch_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    return ActivitySubmitted(activity_id=new_id(), type=type, held_on=day, round=1, **where)


def term(branch: Organisation, ends: date) -> TermSet:
    where = {"organisation_id": branch.id, "county_id": branch.county_id, "path": branch.path}
    return TermSet(starts_on=NOVEMBER, ends_on=ends, **where)


def listed(tree: Tree, subject: str, of: Organisation, **query: str) -> list[dict[str, Any]]:
    status, page = call("GET", f"/v1/organisations/{of.id}/warnings", subject, query=query)
    assert status == 200
    items: list[dict[str, Any]] = page["items"]
    return items


def short(warnings: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(w["code"], w["organisationId"], w["risk"]) for w in warnings]


@pytest.fixture
def idle(tree: Tree) -> Tree:
    """Three branches of two townships that do nothing, a term that ends, and those who look at it."""
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("reviewer", (Role.REVIEWER, tree.township))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("other", (Role.REVIEWER, tree.other_township))
    account("nobody")
    tell(NOVEMBER, events_of(tree), term(tree.far_branch, date(2026, 12, 20)))
    run(tree, DAY_25)
    return tree


def test_a_warning_says_what_is_owed_why_and_how_to_end_it(idle: Tree) -> None:
    first, *_ = listed(idle, "secretary", idle.branch, language="en")
    told = words.PAGES["BRANCH_IDLE_MONTH"]

    assert first | {"raisedAt": ""} == {
        "code": "BRANCH_IDLE_MONTH",
        "organisationId": idle.branch.id,
        "path": idle.branch.path,
        "risk": 20,
        "rung": 1,
        "facts": {"period": "2026-11"},
        "why": told.why.en,
        "howToStop": told.stop.en,
        "dueOn": "2026-11-30",
        "raisedAt": "",
        "withdrawnAt": None,
    }


def test_each_committee_sees_those_of_its_subtree_the_riskiest_first(idle: Tree) -> None:
    county, township = listed(idle, "admin", idle.county), listed(idle, "reviewer", idle.township)

    assert [w["risk"] for w in county] == [70, 20, 20, 20, 15, 15, 15]
    assert county[0]["code"] == "TERM_EXPIRY_30"
    assert {w["organisationId"] for w in township} == {idle.branch.id, idle.sister.id}
    assert [w["risk"] for w in township] == [20, 20, 15, 15]


def test_a_list_goes_on_where_it_stopped(idle: Tree) -> None:
    path = f"/v1/organisations/{idle.county.id}/warnings"
    found: list[dict[str, Any]] = []
    query = {"limit": "3"}
    while True:
        _, page = call("GET", path, "admin", query=query)
        found += page["items"]
        if page["next"] is None:
            break
        query = {"limit": "3", "cursor": page["next"]}

    assert found == listed(idle, "admin", idle.county)
    assert call("GET", path, "admin", query={"cursor": "eyJhZnRlciI6ICJET05FIyJ9"})[0] == 400


def test_the_next_rung_makes_the_same_warning_riskier(idle: Tree) -> None:
    run(idle, DAY_30)
    run(idle, AFTER)

    (one,) = [w for w in listed(idle, "secretary", idle.branch) if w["code"] == "BRANCH_IDLE_MONTH"]

    assert (one["risk"], one["rung"], one["dueOn"]) == (50, 3, "2026-11-30")


def test_what_cures_it_withdraws_it_and_the_notices_about_it(idle: Tree) -> None:
    run(idle, AFTER)
    tell(AFTER, held(idle.branch, DAY_30))

    open_, all_ = listed(idle, "admin", idle.county), listed(idle, "admin", idle.county, state="all")

    assert ("BRANCH_IDLE_MONTH", idle.branch.id) not in {(w["code"], w["organisationId"]) for w in open_}
    assert all_[: len(open_)] == open_
    (past,) = all_[len(open_) :]
    assert (past["code"], past["organisationId"]) == ("BRANCH_IDLE_MONTH", idle.branch.id)
    assert past["withdrawnAt"] is not None
    assert withdrawn() == {f"BOX#ORG#{idle.branch.id}#secretary", f"BOX#ORG#{idle.township.id}#reviewer"}


def withdrawn() -> set[str]:
    rows = [row for row in engine.rows(world.TABLE) if row["pk"]["S"].startswith("BOX#")]
    gone = {row["pk"]["S"] for row in rows if "withdrawn_at" in row}
    assert all("open_box" not in row for row in rows if "withdrawn_at" in row)
    assert {row["code"]["S"] for row in rows if "withdrawn_at" in row} == {"BRANCH_IDLE_MONTH"}
    return gone


def test_a_later_term_withdraws_the_warning_of_the_one_before(idle: Tree) -> None:
    tell(DAY_25, term(idle.far_branch, date(2029, 12, 20)))

    assert "TERM_EXPIRY_30" not in {w["code"] for w in listed(idle, "admin", idle.county)}
    assert [w["code"] for w in listed(idle, "admin", idle.county, state="all") if w["withdrawnAt"]] == [
        "TERM_EXPIRY_30"
    ]


def test_of_an_organisation_that_is_no_more_nobody_is_warned_of_whatever_month(idle: Tree) -> None:
    run(idle, AFTER)
    run(idle, date(2027, 1, 4))
    place = {"organisation_id": idle.branch.id, "county_id": idle.county.id, "path": idle.branch.path}
    closed = envelope(OrganisationDissolved(**place, effective_on=AFTER), event_id=new_id())

    tell(AFTER, *[closed] * 2)

    open_, all_ = (listed(idle, "admin", idle.county, state=state) for state in ("open", "all"))
    assert idle.branch.id not in {w["organisationId"] for w in open_}
    past = [w["facts"]["period"] for w in all_ if w["code"] == "BRANCH_IDLE_MONTH" and w["withdrawnAt"]]
    assert sorted(past) == ["2026-11", "2026-12"]


def test_a_branch_that_moves_takes_its_open_warnings_along(idle: Tree) -> None:
    new_path = f"{idle.other_township.path}{idle.branch.id}/"
    moved = OrganisationMoved(
        organisation_id=idle.branch.id,
        county_id=idle.county.id,
        old_path=idle.branch.path,
        new_path=new_path,
        effective_on=DAY_25,
    )

    tell(DAY_25, *[envelope(moved, event_id=new_id())] * 2)

    assert {w["organisationId"] for w in listed(idle, "reviewer", idle.township)} == {idle.sister.id}
    assert {w["organisationId"] for w in listed(idle, "other", idle.other_township)} == {
        idle.far_branch.id,
        idle.branch.id,
    }
    assert len(listed(idle, "admin", idle.county)) == 7
    tell(DAY_25, held(idle.branch, DAY_25))
    assert ("BRANCH_IDLE_MONTH", idle.branch.id, 20) not in short(listed(idle, "other", idle.other_township))


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("nobody", 404), ("other", 404), ("secretary", 404), ("reviewer", 200)]
)
def test_who_may_read_the_warnings_of_a_township(idle: Tree, subject: str | None, expected: int) -> None:
    account("security", (Role.SECURITY, idle.county))

    assert call("GET", f"/v1/organisations/{idle.township.id}/warnings", subject)[0] == expected
    assert call("GET", f"/v1/organisations/{idle.township.id}/warnings", "security")[0] == 403
    assert call("GET", f"/v1/organisations/{new_id()}/warnings", "admin")[0] == 404
    assert call("GET", f"/v1/organisations/{idle.township.id}/warnings", "admin", query={"state": "x"})[0] == 422
