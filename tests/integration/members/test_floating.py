"""Members who are away: registered, heard of, listed, and back; the dossier's own flag says the same."""

from datetime import timedelta
from typing import Any

import pytest

from functions.members import app_floating, history
from kernel.authority import Role
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.absent import TODAY, Branch, ask, listed, registered, told
from tests.integration.members.people import enrolled, on_record, outcomes, row, sample
from tests.integration.members.watching import calls_to, everything, opened

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


def test_a_registration_is_answered_whole_and_the_dossier_says_the_same(branch: Branch) -> None:
    assert told(branch.register()) == (201, registered(branch))

    member = on_record(branch.away)
    assert (member.floating, member.floating_branch_id) == (True, branch.host.id)
    assert opened(branch.away)["outflow_to"] == "深圳市南山区某厂"
    (was,) = history.changes(branch.away)
    assert (was.source, sorted(was.fields)) == ("FLOATING", ["floating", "floating_branch_id", "outflow_to"])


def test_the_place_in_words_stands_nowhere_in_the_clear(branch: Branch) -> None:
    branch.register()

    assert "深圳市南山区某厂" not in str(everything())


def test_the_record_has_both_facts_and_no_place(branch: Branch) -> None:
    branch.register()

    away, changed = recorded(branch.tree.branch.id)[-1], recorded(branch.tree.branch.id)[-2]

    assert (changed["event"], away["event"]) == ("MembersChanged", "FloatingRegistered")
    assert changed["data"]["members"] == [{"memberId": branch.away, "category": "FULL", "floating": True}]
    assert away["data"] == {
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "countyId": branch.tree.county.id,
        "path": branch.tree.branch.path,
        "hostBranchId": branch.host.id,
        "contactId": branch.contact,
        "contactDueOn": registered(branch)["contactDueOn"],
    }


def test_abroad_the_next_contact_is_due_in_half_a_year(branch: Branch) -> None:
    _, body = branch.register(abroad=True, regionCode=None, expectedReturn=f"{TODAY + timedelta(days=20)}")

    assert body["contactDueOn"] == f"{TODAY + timedelta(days=150)}"
    assert (body["abroad"], body["long"], body["regionCode"]) == (True, False, None)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"regionCode": None, "place": None}, "body", "missing"),
        ({"regionCode": "4403"}, "body.regionCode", "string_pattern_mismatch"),
        ({"reason": "FUN"}, "body.reason", "literal_error"),
        ({"place": "深圳\u202e"}, "body.place", "control_character"),
        ({"since": f"{TODAY + timedelta(days=60)}"}, "body.since", "date_in_future"),
        ({"expectedReturn": "2001-01-01"}, "body.expectedReturn", "before_since"),
    ],
)
def test_an_ill_made_registration_is_refused(branch: Branch, changes: Any, field: str, code: str) -> None:
    status, problem = branch.register(**changes)

    assert (status, problem["fields"]) == (422, [{"field": field, "code": code}])


def test_the_contact_person_is_another_member_of_the_home_branch(branch: Branch) -> None:
    (stranger,) = enrolled(branch.tree, 6, branch=branch.tree.sister)

    answers = [branch.register(contactPersonId=who) for who in (stranger, branch.away, new_id())]

    wrong = [{"field": "body.contactPersonId", "code": "not_of_the_home_branch"}]
    assert [(status, body["fields"]) for status, body in answers] == [(422, wrong)] * 3


def test_the_host_is_a_floating_branch(branch: Branch) -> None:
    answers = [branch.register(hostBranchId=where) for where in (branch.tree.far_branch.id, new_id())]

    wrong = [{"field": "body.hostBranchId", "code": "not_a_floating_branch"}]
    assert [(status, body["fields"]) for status, body in answers] == [(422, wrong)] * 2


def test_who_is_registered_is_not_registered_again(branch: Branch) -> None:
    branch.register()

    status, problem = branch.register()

    assert (status, problem["code"]) == (409, "floating_registered_already")


def test_a_repeated_request_is_answered_as_the_first(branch: Branch) -> None:
    keyed = {"idempotency-key": "one"}
    path = f"/v1/members/{branch.away}/floating"

    first, again = (ask("POST", path, "secretary", branch.going(), headers=keyed) for _ in range(2))

    assert first == again
    assert first[0] == 201


def test_who_left_is_not_registered(branch: Branch) -> None:
    member = on_record(branch.away)
    member.membership_state = "LEFT"
    member.save()

    status, problem = branch.register()

    assert (status, problem["code"]) == (409, "member_not_on_the_roll")


def test_only_those_who_answer_for_the_branch_register(branch: Branch) -> None:
    account("neighbour", (Role.SECRETARY, branch.tree.far_branch))

    statuses = {who: branch.register(who)[0] for who in ("neighbour", "host", "township", "self", "contact", "county")}

    assert statuses == {"neighbour": 404, "host": 404, "township": 403, "self": 403, "contact": 403, "county": 201}
    assert ask("POST", f"/v1/members/{branch.away}/floating", None, branch.going())[0] == 401
    assert branch.register(member_id=new_id())[0] == 404


class TestAMemberAwayByARosterAlone:
    @pytest.fixture
    def away(self, branch: Branch) -> str:
        (member_id,) = enrolled(branch.tree, 7, floating=True, outflow_to="广东", floating_branch_code=branch.host.code)
        return member_id

    def test_is_shown_as_to_be_completed(self, branch: Branch, away: str) -> None:
        status, body = ask("GET", f"/v1/members/{away}/floating", "secretary")

        assert status == 200
        assert (body["state"], body["hostBranchId"], body["contactDueOn"]) == ("TO_COMPLETE", branch.host.id, None)
        assert [item["state"] for item in listed(branchId=branch.tree.branch.id)[1]["items"]] == ["TO_COMPLETE"]

    def test_is_completed_by_registering(self, branch: Branch, away: str) -> None:
        status, body = branch.register(member_id=away, place=None)

        assert (status, body["state"]) == (201, "REGISTERED")
        assert opened(away)["outflow_to"] == "广东"
        assert recorded(branch.tree.branch.id)[-2]["event"] != "MembersChanged"

    def test_can_be_back_without_ever_having_been_registered(self, branch: Branch, away: str) -> None:
        assert ask("POST", f"/v1/members/{away}/floating/return", "secretary", {})[0] == 201

        assert not on_record(away).floating
        assert "outflow_to" not in opened(away)

    def test_is_not_heard_of_before_that(self, branch: Branch, away: str) -> None:
        account("roster-self", member_id=away, branch=branch.tree.branch)

        status, problem = ask("POST", "/v1/me/floating/contacts", "roster-self", {"channel": "PHONE"})

        assert (status, problem["code"]) == (409, "floating_not_registered")


def test_a_registration_costs_two_reads_and_one_transaction(branch: Branch) -> None:
    branch.register()

    with calls_to("dynamodb") as calls:
        branch.register(member_id=branch.third)

    assert calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]


def test_a_roster_that_says_the_same_changes_nothing(branch: Branch) -> None:
    branch.register()

    (outcome,) = outcomes(
        branch.tree,
        row(3, floating=True, outflow_to="深圳市南山区某厂", floating_branch_code=branch.host.code),
        roster_id=new_id(),
    )

    assert outcome.outcome == "same"


def test_the_sample_event_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    assert answer(app_floating.lambda_handler(sample("app_floating"), None))[0] == 404


def test_without_a_token_nothing_is_listed(branch: Branch) -> None:
    assert answer(app_floating.lambda_handler(request("GET", "/v1/floating", subject=None), None))[0] == 401
