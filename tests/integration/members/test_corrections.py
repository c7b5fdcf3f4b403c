"""A member asks for a fact to be put right; somebody else answers, by a day; the dossier knows where it came from."""

from datetime import date
from typing import Any

import pytest

from functions.members import app_rights, history
from functions.members.correction_tables import Correction
from functions.members.proposal_rules import SWITCH
from functions.members.proposal_tables import PolicySet
from functions.members.rights_rules import REQUESTS_A_DAY
from kernel.authority import Role
from kernel.calendar import add_working_days
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.absent import TODAY, Branch
from tests.integration.members.people import enrolled, on_record, row
from tests.integration.members.test_exporting import records
from tests.integration.members.watching import calls_to, everything, opened

pytestmark = pytest.mark.usefixtures("account")
WISH: dict[str, Any] = {"facts": {"education": "11"}, "sealed": {"mobile": "15499999999"}}


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


def ask(method: str, path: str, by: str | None, body: Any = None, **how: Any) -> tuple[int, Any]:
    return answer(app_rights.lambda_handler(request(method, path, subject=by, body=body, **how), None))


def wish(by: str | None = "self", body: Any = WISH, **how: Any) -> tuple[int, Any]:
    return ask("POST", "/v1/me/corrections", by, body, **how)


def decide(request_id: str, by: str = "secretary", **body: Any) -> tuple[int, Any]:
    return ask("POST", f"/v1/corrections/{request_id}/answer", by, body or {"outcome": "accepted"})


def shape(branch: Branch, request_id: str, **changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": request_id,
        "memberId": branch.away,
        "branchId": branch.tree.branch.id,
        "state": "ASKED",
        "fields": ["education", "mobile"],
        "dueOn": f"{add_working_days(TODAY, 15)}",
        "overdue": False,
        "answeredBy": None,
        "answeredAt": None,
        "reason": None,
    }
    return whole | changes


def without_instants(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("askedAt", "answeredAt")}


def test_a_request_waits_for_fifteen_working_days_at_most(branch: Branch) -> None:
    status, body = wish()

    assert status == 201
    assert without_instants(body) == without_instants(shape(branch, body["id"]))
    entry = recorded(branch.tree.branch.id)[-1]
    assert (entry["event"], entry["data"]) == (
        "CorrectionRequested",
        {
            "requestId": body["id"],
            "memberId": branch.away,
            "branchId": branch.tree.branch.id,
            "countyId": branch.tree.county.id,
            "path": branch.tree.branch.path,
            "dueOn": body["dueOn"],
        },
    )


def test_what_is_asked_for_stands_nowhere_in_the_clear(branch: Branch) -> None:
    wish(body={"facts": {"name": "欧阳无人"}, "sealed": {"mobile": "15499999999"}})

    assert "15499999999" not in str(everything())
    assert "欧阳无人" not in str(everything())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"facts": {"education": "99"}}, "body.facts.education"),
        ({"sealed": {"mobile": "1"}}, "body.sealed.mobile"),
        ({"sealed": {"pay": "1"}}, "body.sealed"),
        ({"facts": {"education": "21"}}, "body"),
    ],
)
def test_a_request_for_nothing_or_for_nonsense_is_refused(branch: Branch, body: Any, field: str) -> None:
    status, problem = wish(body=body)

    assert (status, problem["fields"][0]["field"]) == (422, field)


def test_the_member_sees_the_requests_and_their_state(branch: Branch) -> None:
    first = wish()[1]["id"]
    second = wish(body={"facts": {"occupation": "11"}})[1]["id"]
    decide(first, outcome="refused", reason="NO_EVIDENCE")

    status, page = ask("GET", "/v1/me/corrections", "self")

    assert status == 200
    assert [(item["id"], item["state"], item["reason"]) for item in page["items"]] == [
        (second, "ASKED", None),
        (first, "REFUSED", "NO_EVIDENCE"),
    ]
    assert ask("GET", "/v1/me/corrections", "contact")[1]["items"] == []


def test_accepted_it_changes_the_dossier_and_the_past_says_who_asked(branch: Branch) -> None:
    request_id = wish()[1]["id"]

    status, body = decide(request_id)

    assert (status, body["state"], body["answeredBy"]) == (201, "ACCEPTED", "secretary")
    assert on_record(branch.away).education == "11"
    assert opened(branch.away)["mobile"] == "15499999999"
    (was,) = history.changes(branch.away)
    assert (was.source, sorted(was.fields)) == (f"SELF:{request_id}", ["education", "mobile"])
    assert [entry["event"] for entry in recorded(branch.tree.branch.id)[-2:]] == [
        "MembersChanged",
        "CorrectionAnswered",
    ]
    assert recorded(branch.tree.branch.id)[-1]["data"]["outcome"] == "accepted"


def test_refused_it_changes_nothing(branch: Branch) -> None:
    request_id = wish()[1]["id"]
    before = on_record(branch.away).version

    status, body = decide(request_id, outcome="refused", reason="AGREES_WITH_PAPERS")

    assert (status, body["state"], body["reason"]) == (201, "REFUSED", "AGREES_WITH_PAPERS")
    assert on_record(branch.away).version == before


@pytest.mark.parametrize(
    "body", [{"outcome": "refused"}, {"outcome": "accepted", "reason": "NO_EVIDENCE"}, {"outcome": "maybe"}]
)
def test_an_answer_says_why_it_refuses(branch: Branch, body: Any) -> None:
    assert decide(wish()[1]["id"], **body)[0] == 422


def test_it_is_answered_once(branch: Branch) -> None:
    request_id = wish()[1]["id"]
    decide(request_id)

    status, problem = decide(request_id)

    assert (status, problem["code"]) == (409, "correction_answered_already")


def test_who_asks_does_not_answer(branch: Branch) -> None:
    account("self", (Role.SECRETARY, branch.tree.branch), member_id=branch.away, branch=branch.tree.branch)

    assert decide(wish()[1]["id"], "self")[0] == 403


def test_the_identity_is_the_countys_to_answer(branch: Branch) -> None:
    other = row(13)
    body = {"sealed": {"idNumber": other.id_number}}
    request_id = wish(body=body)[1]["id"]

    by_branch, by_county = decide(request_id), decide(request_id, "county")

    assert (by_branch[0], by_county[0]) == (403, 201)
    assert opened(branch.away)["id_number"] == other.id_number


def test_what_would_contradict_itself_is_not_carried_out(branch: Branch) -> None:
    request_id = wish(body={"sealed": {"birthDate": "1981-01-01"}})[1]["id"]

    status, problem = decide(request_id, "county")

    assert (status, problem["fields"][0]["code"]) == (422, "birth_contradicts_id")
    assert decide(request_id, "county", outcome="refused", reason="AGREES_WITH_PAPERS")[0] == 201


def test_where_the_level_above_wants_proposals_a_branch_does_not_accept(branch: Branch) -> None:
    PolicySet(*PolicySet.key_of(branch.tree.county.id, SWITCH), value="on", seq=1, version=1).save()
    request_id = wish()[1]["id"]

    assert decide(request_id)[0] == 409
    assert decide(request_id, "county")[0] == 201


def test_a_reader_of_the_request_sees_masks_and_a_reveal_is_on_the_record(branch: Branch) -> None:
    request_id = wish()[1]["id"]

    status, body = ask("GET", f"/v1/corrections/{request_id}", "secretary")
    revealed = ask("POST", f"/v1/corrections/{request_id}/reveal", "secretary")

    assert status == 200
    assert body["items"] == [
        {"field": "education", "sealed": False, "present": "21", "wished": "11"},
        {"field": "mobile", "sealed": True, "present": "154****0003", "wished": "154****9999"},
    ]
    assert revealed == (200, {"id": request_id, "values": {"education": "11", "mobile": "15499999999"}})
    (look,) = records(f"MEMBER#{branch.away}/REVEAL#")[:1]
    assert (look["by"], look["purpose"], look["fields"]) == ("secretary", "SUPPORT", ["mobile"])


def test_requests_are_listed_by_the_day_of_the_answer(branch: Branch) -> None:
    (far,) = enrolled(branch.tree, 8, branch=branch.tree.far_branch)
    account("far", member_id=far, branch=branch.tree.far_branch)
    late = Correction.demand(f"CORRECTION#{wish()[1]['id']}", "NOW")
    other = wish("far")[1]["id"]
    late.due_on = f"{date(2026, 1, 5)}"
    late.list_under(late.county_id, late.branch_id, late.due_on, late.id)
    late.save()

    def listed(by: str, **query: str) -> list[tuple[str, bool]]:
        items = ask("GET", "/v1/corrections", by, query=query)[1]["items"]
        return [(item["id"], item["overdue"]) for item in items]

    assert listed("county", organisationId=branch.tree.county.id) == [(late.id, True), (other, False)]
    assert listed("township", organisationId=branch.tree.township.id) == [(late.id, True)]
    assert listed("secretary", branchId=branch.tree.branch.id) == [(late.id, True)]
    assert ask("GET", "/v1/corrections", "county")[0] == 400
    decide(late.id, outcome="refused", reason="NO_EVIDENCE")
    assert listed("secretary", branchId=branch.tree.branch.id) == []


def test_strangers_neither_read_nor_answer(branch: Branch) -> None:
    request_id = wish()[1]["id"]
    account("neighbour", (Role.SECRETARY, branch.tree.far_branch))

    callers = ("neighbour", "township", "contact", "self")

    assert [decide(request_id, who)[0] for who in callers] == [404, 403, 403, 403]
    assert [ask("GET", f"/v1/corrections/{request_id}", who)[0] for who in callers] == [404, 403, 403, 403]
    assert decide(new_id())[0] == 404
    assert [wish(who)[0] for who in ("secretary", "nobody")] == [404, 404]
    assert ask("GET", "/v1/me/corrections", "secretary")[0] == 404
    assert wish(by=None)[0] == 401


def test_the_present_home_answers(branch: Branch) -> None:
    request_id = wish()[1]["id"]
    member = on_record(branch.away)
    member.settle(branch.tree.far_branch.id, branch.tree.county.id)
    member.save()
    account("neighbour", (Role.SECRETARY, branch.tree.far_branch))

    assert decide(request_id)[0] == 404
    assert decide(request_id, "neighbour")[0] == 201


def test_a_request_stands_in_the_members_copy(branch: Branch) -> None:
    wish()

    (values,) = records("CORRECTION#")

    assert values["p2"] == {"education": "11", "mobile": "15499999999"}


def test_only_so_many_requests_a_day(branch: Branch) -> None:
    statuses = [wish()[0] for _ in range(REQUESTS_A_DAY + 1)]

    assert statuses == [201] * REQUESTS_A_DAY + [429]


def test_a_repeated_request_is_answered_as_the_first(branch: Branch) -> None:
    keyed = {"idempotency-key": "one"}

    assert wish(headers=keyed) == wish(headers=keyed)
    assert len(ask("GET", "/v1/me/corrections", "self")[1]["items"]) == 1


def test_a_request_costs_two_reads_and_one_transaction(branch: Branch) -> None:
    wish()

    with calls_to("dynamodb") as calls:
        wish()

    assert calls == ["BatchGetItem", "BatchGetItem", "TransactWriteItems"]
