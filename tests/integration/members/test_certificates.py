"""Certificates of floating members: the county numbers them, nobody holds two, every year they are checked."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import certifying
from functions.members.floating_models import IssueCertificate
from functions.members.floating_tables import Certificate, CertificateCounter, Holding
from kernel.asking import Asking
from kernel.authority import Grant, Principal, Role
from tests.builders import Tree, account, recorded
from tests.integration.members.absent import TODAY, Branch, ask
from tests.integration.members.people import enrolled
from tests.integration.members.watching import before_first_transaction, calls_to
from tests.trials import examples

pytestmark = pytest.mark.usefixtures("account")
DUE: dict[str, Any] = {"returnsOften": False, "transferImpossible": True}
FIRST = f"431128-{TODAY.year}-000001"


@pytest.fixture
def branch(tree: Tree) -> Branch:
    made = Branch.of(tree)
    made.register()
    return made


def issue(branch: Branch, by: str = "county", member_id: str | None = None, body: Any = None) -> tuple[int, Any]:
    path = f"/v1/members/{member_id or branch.away}/floating/certificate"
    return ask("POST", path, by, body or DUE)


def keep(what: str, body: Any, by: str = "secretary", number: str = FIRST) -> tuple[int, Any]:
    return ask("POST", f"/v1/floating/certificates/{number}/{what}", by, body)


def register(by: str, organisation_id: str, **query: str) -> tuple[int, Any]:
    return ask("GET", "/v1/floating/certificates", by, query={"organisationId": organisation_id} | query)


def shape(branch: Branch, **changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "number": FIRST,
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "issuedOn": f"{TODAY}",
        "checks": [],
        "returnedOn": None,
    }
    return whole | changes


def test_the_county_issues_its_next_number(branch: Branch) -> None:
    branch.register(member_id=branch.third)

    assert issue(branch) == (201, shape(branch))
    assert issue(branch, member_id=branch.third)[1]["number"] == f"431128-{TODAY.year}-000002"
    assert ask("GET", f"/v1/members/{branch.away}/floating", "self")[1]["certificate"] == FIRST
    assert recorded(branch.tree.branch.id)[-1]["data"]["act"] == "issued"


@pytest.mark.parametrize(
    ("registration", "body", "reason"),
    [
        ({}, DUE | {"transferImpossible": False}, "transfer_instead"),
        ({}, DUE | {"returnsOften": True}, "returns_often"),
        ({"reason": "CONFERENCE"}, DUE, "introduction_instead"),
    ],
)
def test_where_another_paper_is_right_none_is_issued(branch: Branch, registration: Any, body: Any, reason: str) -> None:
    branch.register(member_id=branch.third, **registration)

    status, problem = issue(branch, member_id=branch.third, body=body)

    assert (status, problem["code"], problem["reason"]) == (409, "floating_certificate_not_due", reason)
    assert CertificateCounter.find(f"COUNTY#{branch.tree.county.id}", f"CERTIFICATES#{TODAY.year}") is None


def test_the_number_begins_with_the_countys_six_digits(branch: Branch) -> None:
    branch.tree.county.code = f"{branch.tree.county.code}-000"
    branch.tree.county.save()

    assert issue(branch)[1]["number"] == FIRST


def test_nobody_holds_two(branch: Branch) -> None:
    issue(branch)
    ask("POST", f"/v1/members/{branch.away}/floating/return", "secretary", {})

    before = issue(branch)
    branch.register()
    after = issue(branch)

    assert (before[0], before[1]["code"]) == (409, "floating_not_registered")
    assert (after[0], after[1]["code"]) == (409, "floating_certificate_held")
    keep("return", {})
    assert issue(branch)[1]["number"] == f"431128-{TODAY.year}-000002"


def test_while_it_is_held_no_other_is_issued(branch: Branch) -> None:
    issue(branch)

    assert issue(branch)[1]["code"] == "floating_certificate_held"


def test_only_the_county_issues(branch: Branch) -> None:
    assert [issue(branch, who)[0] for who in ("secretary", "township", "self", "host")] == [403, 403, 403, 404]


def test_it_is_checked_once_a_year(branch: Branch) -> None:
    issue(branch)
    body = {"year": TODAY.year, "passed": True}

    first, second = keep("checks", body), keep("checks", body)

    assert first == (201, shape(branch, checks=[{"year": TODAY.year, "passed": True, "on": f"{TODAY}"}]))
    assert (second[0], second[1]["code"]) == (409, "already_exists")


@pytest.mark.parametrize("year", [TODAY.year - 1, TODAY.year + 1])
def test_no_other_year_is_checked(branch: Branch, year: int) -> None:
    issue(branch)

    assert keep("checks", {"year": year, "passed": True})[0] == 422


def test_what_was_returned_is_neither_checked_nor_returned_again(branch: Branch) -> None:
    issue(branch)

    first, second = keep("return", {}), keep("return", {})

    assert first == (201, shape(branch, returnedOn=f"{TODAY}"))
    assert (second[0], second[1]["code"]) == (409, "floating_certificate_returned")
    assert keep("checks", {"year": TODAY.year, "passed": True})[0] == 409
    assert ask("GET", f"/v1/members/{branch.away}/floating", "self")[1]["certificate"] is None
    assert Holding.find(f"MEMBER#{branch.away}", "HOLDING") is None


@pytest.mark.parametrize("on", [f"{TODAY + timedelta(days=1)}", f"{TODAY - timedelta(days=1)}"])
def test_it_is_not_returned_on_an_impossible_day(branch: Branch, on: str) -> None:
    issue(branch)

    assert keep("return", {"on": on})[0] == 422


def test_others_neither_check_nor_return_it(branch: Branch) -> None:
    issue(branch)
    account("neighbour", (Role.SECRETARY, branch.tree.far_branch))
    body = {"year": TODAY.year, "passed": True}

    assert [keep("checks", body, who)[0] for who in ("neighbour", "township", "self")] == [404, 403, 403]
    assert keep("return", {}, number=f"431128-{TODAY.year}-000009")[0] == 404
    assert keep("return", {}, number="1")[0] == 422


def test_the_register_is_in_the_order_of_the_numbers(branch: Branch) -> None:
    far, friend = enrolled(branch.tree, 8, 9, branch=branch.tree.far_branch)
    branch.register("county", far, contactPersonId=friend)
    issue(branch)
    issue(branch, member_id=far)

    status, whole = register("county", branch.tree.county.id)
    _, part = register("township", branch.tree.township.id)
    _, first = register("county", branch.tree.county.id, limit="1")
    _, second = register("county", branch.tree.county.id, limit="1", cursor=first["next"])

    assert status == 200
    assert [item["memberId"] for item in whole["items"]] == [branch.away, far]
    assert [item["memberId"] for item in part["items"]] == [branch.away]
    assert [item["memberId"] for item in first["items"] + second["items"]] == [branch.away, far]
    assert register("host", branch.tree.county.id)[0] == 404


def test_two_at_once_get_two_numbers(branch: Branch) -> None:
    branch.register(member_id=branch.third)
    granted = Principal("other", grants=(Grant(Role.COUNTY_ADMIN, branch.tree.county.id),))
    body = IssueCertificate(returns_often=False, transfer_impossible=True)

    with before_first_transaction(lambda: certifying.issue(Asking(granted), branch.third, body)):
        status, mine = issue(branch)

    assert (status, mine["number"]) == (201, f"431128-{TODAY.year}-000002")
    assert Certificate.demand(f"CERTIFICATE#{FIRST}", "NOW").member_id == branch.third


def test_issuing_costs_two_reads_and_one_transaction(branch: Branch) -> None:
    issue(branch)
    branch.register(member_id=branch.third)

    with calls_to("dynamodb") as calls:
        issue(branch, member_id=branch.third)

    assert calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]


@given(acts=st.lists(st.tuples(st.sampled_from(["issue", "return", "back", "away"]), st.booleans()), max_size=8))
@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_counter_says_how_many_certificates_there_are(branch: Branch, acts: list[tuple[str, bool]]) -> None:
    """Whatever is done in whatever order: numbers have no gap, and nobody holds two."""
    for what, other in acts:
        member_id = branch.third if other else branch.away
        held = Holding.find(f"MEMBER#{member_id}", "HOLDING")
        match what:
            case "issue":
                issue(branch, member_id=member_id)
            case "return" if held:
                keep("return", {}, number=held.number)
            case "back":
                ask("POST", f"/v1/members/{member_id}/floating/return", "secretary", {})
            case "away":
                branch.register(member_id=member_id)

    numbers = [item["number"] for item in register("county", branch.tree.county.id, limit="100")[1]["items"]]
    counter = CertificateCounter.find(f"COUNTY#{branch.tree.county.id}", f"CERTIFICATES#{TODAY.year}")
    open_ = [n for n in numbers if Certificate.demand(f"CERTIFICATE#{n}", "NOW").returned_on is None]

    assert numbers == [f"431128-{TODAY.year}-{n:06d}" for n in range(1, int(counter.last if counter else 0) + 1)]
    assert len(open_) == len({Certificate.demand(f"CERTIFICATE#{n}", "NOW").member_id for n in open_})
