"""Changes proposed by a branch and decided by the level above."""

from datetime import timedelta
from typing import Any

import pytest

from functions.members import app, app_rights, app_sealing, on_dossiers, on_policy_changed
from functions.members.history import changes
from functions.members.proposal_tables import PolicySet, Proposal
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import LeftMember, MembersLeft, PolicyChanged
from kernel.ids import new_id
from tests.builders import Tree, account, answer, batch, envelope, recorded, request
from tests.integration.members.people import deliver, enrolled, message, on_record, row, sample
from tests.integration.members.watching import before_first_transaction, calls_to, everything, opened

pytestmark = pytest.mark.usefixtures("account")
TODAY = business_day(now())
DUE = f"{TODAY + timedelta(days=15)}"
SWITCH = "member_changes_by_proposal"


def call(method: str, path: str, body: Any = None, by: str | None = "secretary", **headers: str) -> tuple[int, Any]:
    sealing = path.endswith(("/sealed", "/proposals", "/decision")) and path != "/v1/proposals"
    handler = app_sealing if sealing else app
    return answer(handler.lambda_handler(request(method, path, subject=by, body=body, headers=headers), None))


def propose(member_id: str, body: Any, by: str | None = "secretary", **headers: str) -> tuple[int, Any]:
    return call("POST", f"/v1/members/{member_id}/proposals", body, by, **headers)


def decide(proposal_id: str, body: Any, by: str | None = "reviewer", **headers: str) -> tuple[int, Any]:
    return call("POST", f"/v1/proposals/{proposal_id}/decision", body, by, **headers)


def waiting(organisation: Organisation, by: str | None = "reviewer", **query: str) -> tuple[int, Any]:
    query |= {"organisationId": organisation.id}
    return answer(app.lambda_handler(request("GET", "/v1/proposals", subject=by, query=query), None))


def switch(organisation: Organisation, value: str, seq: int | None = None) -> None:
    told = PolicyChanged(organisation_id=organisation.id, county_id=organisation.county_id, policy=SWITCH, value=value)
    wrapped = envelope(told, chain=organisation.id, seq=seq)
    assert on_policy_changed.lambda_handler(batch(wrapped, wrapped), None) == {"batchItemFailures": []}


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    account("reviewer", (Role.REVIEWER, tree.township))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return enrolled(tree, 3)[0]


CHANGE = {"facts": {"education": "11"}, "sealed": {"mobile": "15411112222", "address": "湖南省永州市新田县新华路"}}


def test_a_proposal_shows_only_what_differs_and_changes_nothing(tree: Tree, member_id: str) -> None:
    same = {"facts": {"education": "11", "ethnicity": "13"}, "sealed": CHANGE["sealed"]}

    status, told = propose(member_id, same)

    assert status == 201
    proposal_id, proposed_at = told.pop("id"), told.pop("proposedAt")
    assert proposed_at.startswith("20")
    assert told == {
        "memberId": member_id,
        "branchId": tree.branch.id,
        "state": "OPEN",
        "fields": ["education", "mobile", "address"],
        "proposedBy": "secretary",
        "dueOn": DUE,
        "overdue": False,
        "decidedBy": None,
        "decidedAt": None,
        "reason": None,
        "baseVersion": 1,
        "items": [
            {"field": "education", "sealed": False, "present": "21", "proposed": "11"},
            {"field": "mobile", "sealed": True, "present": "154****0003", "proposed": "154****2222"},
            {"field": "address", "sealed": True, "present": None, "proposed": None},
        ],
        "version": 1,
    }
    assert call("GET", f"/v1/proposals/{proposal_id}", by="reviewer")[1]["items"] == told["items"]
    assert (on_record(member_id).education, opened(member_id)["mobile"]) == ("21", "15400000003")
    text = repr(everything())
    assert "15411112222" not in text
    assert "新华路" not in text
    entry = recorded(tree.branch.id)[-1]
    assert (entry["action"], entry["event"], entry["data"]["dueOn"]) == ("members.propose", "ProposalMade", DUE)


def test_what_waits_is_listed_for_the_level_above(tree: Tree, member_id: str) -> None:
    (far,) = enrolled(tree, 5, branch=tree.far_branch)
    account("far-secretary", (Role.SECRETARY, tree.far_branch))
    _, mine = propose(member_id, CHANGE)
    _, theirs = propose(far, {"facts": {"education": "11"}}, "far-secretary")

    township, county = waiting(tree.township), waiting(tree.county, "admin")

    assert [item["id"] for item in township[1]["items"]] == [mine["id"]]
    assert {item["id"] for item in county[1]["items"]} == {mine["id"], theirs["id"]}
    assert "items" not in township[1]["items"][0]


def test_an_accepted_proposal_is_carried_out_once(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)

    status, told = decide(proposal["id"], {"outcome": "accepted"}, **{"idempotency-key": "one"})
    again = decide(proposal["id"], {"outcome": "accepted"}, **{"idempotency-key": "one"})
    other = decide(proposal["id"], {"outcome": "accepted"})

    member = on_record(member_id)
    assert (status, told["state"], told["decidedBy"], again[1]) == (200, "ACCEPTED", "reviewer", told)
    assert other[1]["code"] == "proposal_decided"
    assert (member.education, member.mobile_masked, int(member.version)) == ("11", "154****2222", 2)
    assert opened(member_id)["address"] == "湖南省永州市新田县新华路"
    (was,) = changes(member_id)
    assert (was.source, was.by) == (f"PROPOSAL:{proposal['id']}", "reviewer")
    assert [entry["event"] for entry in recorded(tree.branch.id)[-2:]] == ["MembersChanged", "ProposalDecided"]
    assert waiting(tree.township)[1]["items"] == []


def test_a_returned_proposal_says_why_and_changes_nothing(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)

    silent = decide(proposal["id"], {"outcome": "returned"})
    status, told = decide(proposal["id"], {"outcome": "returned", "reason": "请附学历证明"})

    assert silent[0] == 422
    assert (status, told["state"], told["reason"]) == (200, "RETURNED", "请附学历证明")
    assert on_record(member_id).version == 1
    assert recorded(tree.branch.id)[-1]["data"]["outcome"] == "returned"
    assert "学历证明" not in str(recorded(tree.branch.id))


def test_the_proposer_never_decides_nor_does_the_branch(tree: Tree, member_id: str) -> None:
    account("both", (Role.SECRETARY, tree.branch), (Role.REVIEWER, tree.township))
    account("own", (Role.REVIEWER, tree.branch))
    account("neighbour", (Role.REVIEWER, tree.other_township))
    _, proposal = propose(member_id, CHANGE, "both")

    statuses = {by: decide(proposal["id"], {"outcome": "accepted"}, by)[0] for by in (None, "both", "own", "neighbour")}

    assert statuses == {None: 401, "both": 403, "own": 404, "neighbour": 404}
    assert on_record(member_id).version == 1


def test_a_dossier_changed_since_makes_a_proposal_stale_and_says_what_changed(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)
    call("PATCH", f"/v1/members/{member_id}", {"name": "李四", "degree": "4"}, "admin")

    status, problem = decide(proposal["id"], {"outcome": "accepted"})
    returned, _ = decide(proposal["id"], {"outcome": "returned", "reason": "已有变动"})

    assert (status, problem["code"], problem["changed"]) == (409, "proposal_stale", ["degree", "name"])
    assert returned == 200


def test_a_fact_checked_since_makes_no_proposal_stale(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)
    call("POST", f"/v1/members/{member_id}/verifications", {"fields": ["name"]}, "reviewer")

    assert decide(proposal["id"], {"outcome": "accepted"})[0] == 200


def test_who_left_since_is_not_changed(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)
    call("POST", f"/v1/members/{member_id}/departure", {"reason": "DECEASED", "effectiveOn": "2026-03-01"}, "admin")

    assert decide(proposal["id"], {"outcome": "accepted"})[1]["code"] == "has_left"


def test_of_who_moved_since_the_old_branch_is_told_nothing(tree: Tree, member_id: str) -> None:
    _, made = propose(member_id, CHANGE)
    assert made["items"]
    member = on_record(member_id)
    member.settle(tree.sister.id, tree.county.id)
    member.save()

    told = answer(app.lambda_handler(request("GET", f"/v1/proposals/{made['id']}", subject="secretary"), None))
    returned = decide(made["id"], {"outcome": "returned", "reason": "已转出"})

    assert [(status, body["items"]) for status, body in (told, returned)] == [(200, []), (200, [])]


def test_who_was_taken_off_between_reading_and_writing_is_not_proposed(tree: Tree, member_id: str) -> None:
    with before_first_transaction(lambda: on_record(member_id).delete()):
        status, _ = propose(member_id, CHANGE)

    assert status == 409
    assert waiting(tree.township)[1]["items"] == []


def test_what_waits_about_somebody_ends_when_their_roster_is_undone(tree: Tree, member_id: str) -> None:
    account("self", member_id=member_id, branch=tree.branch)
    _, made = propose(member_id, CHANGE)
    asked = request("POST", "/v1/me/corrections", subject="self", body={"facts": {"education": "11"}})
    assert answer(app_rights.lambda_handler(asked, None))[0] == 201

    (told,) = deliver(message(tree, [], "undo", chunk=3))
    gone = MembersLeft(
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        members=(LeftMember(member_id=member_id, reason="ROSTER_UNDONE"),),
    )
    for _ in range(2):
        assert on_dossiers.lambda_handler(batch(gone), None) == {"batchItemFailures": []}

    assert [outcome.outcome for outcome in told.outcomes] == ["undone"]
    assert waiting(tree.township)[1]["items"] == []
    assert decide(made["id"], {"outcome": "accepted"})[0] == 404
    left = {item["pk"]["S"] for item in everything() if "pk" in item}
    assert not [pk for pk in left if pk.startswith(("PROPOSAL#", "CORRECTION#", f"MEMBER#{member_id}"))]


def test_who_is_on_record_keeps_what_waits_though_an_undoing_is_told(tree: Tree, member_id: str) -> None:
    propose(member_id, CHANGE)
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    left = LeftMember(member_id=member_id, reason="ROSTER_UNDONE")

    assert on_dossiers.lambda_handler(batch(MembersLeft(**where, members=(left,))), None) == {"batchItemFailures": []}

    assert len(waiting(tree.township)[1]["items"]) == 1


def test_the_branch_takes_a_proposal_back(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)
    path = f"/v1/proposals/{proposal['id']}/withdrawal"

    foreign = call("POST", path, by="reviewer")
    status, told = call("POST", path)
    again = call("POST", path)

    assert (foreign[0], status, told["state"], again[1]["code"]) == (403, 200, "WITHDRAWN", "proposal_decided")
    assert recorded(tree.branch.id)[-1]["data"]["outcome"] == "withdrawn"
    assert waiting(tree.township)[1]["items"] == []


def test_a_proposal_past_its_day_is_overdue(tree: Tree, member_id: str) -> None:
    _, proposal = propose(member_id, CHANGE)
    stored = Proposal.demand(Proposal.partition(proposal["id"]), "NOW")
    stored.due_on = f"{TODAY - timedelta(days=1)}"
    stored.save()

    assert call("GET", f"/v1/proposals/{proposal['id']}")[1]["overdue"] is True


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, [("body", "nothing_to_correct")]),
        ({"facts": {"ethnicity": "13"}}, [("body", "nothing_differs")]),
        ({"facts": {"convertedOn": "2005-07-02"}}, [("body.facts.convertedOn", "converted_too_early")]),
        ({"sealed": {"birthDate": "1980-03-06"}}, [("body.sealed.birthDate", "birth_contradicts_id")]),
    ],
)
def test_what_could_not_be_carried_out_is_not_proposed(tree: Tree, member_id: str, body: Any, fields: Any) -> None:
    status, problem = propose(member_id, body)

    assert (status, [(f["field"], f["code"]) for f in problem["fields"]]) == (422, fields)


def test_where_the_committee_wants_it_a_branch_has_to_propose(tree: Tree, member_id: str) -> None:
    switch(tree.county, "on")
    patched = call("PATCH", f"/v1/members/{member_id}", {"education": "11"})
    sealed = call("PATCH", f"/v1/members/{member_id}/sealed", {"mobile": "15411112222"})

    by_committee = call("PATCH", f"/v1/members/{member_id}", {"education": "14"}, "admin")

    assert {(status, problem["code"]) for status, problem in (patched, sealed)} == {(409, "proposal_required")}
    assert by_committee[0] == 200
    assert propose(member_id, CHANGE)[0] == 201


def test_the_nearest_committee_has_the_last_word(tree: Tree, member_id: str) -> None:
    switch(tree.county, "on")
    switch(tree.township, "off")

    assert call("PATCH", f"/v1/members/{member_id}", {"education": "11"})[0] == 200


def test_a_switch_that_arrives_late_does_not_undo_the_one_after_it(tree: Tree, member_id: str) -> None:
    switch(tree.county, "on", seq=900)
    switch(tree.county, "off", seq=899)

    assert call("PATCH", f"/v1/members/{member_id}", {"education": "11"})[1]["code"] == "proposal_required"


def test_other_switches_are_none_of_our_business(tree: Tree) -> None:
    told = PolicyChanged(organisation_id=tree.county.id, county_id=tree.county.id, policy="lists", value="on")

    on_policy_changed.lambda_handler(batch(told), None)

    assert PolicySet.find(*PolicySet.key_of(tree.county.id, "lists")) is None


def test_the_sample_of_a_switch_is_understood(tree: Tree) -> None:
    assert on_policy_changed.lambda_handler(sample("on_policy_changed"), None) == {"batchItemFailures": []}


def test_only_who_corrects_proposes_and_only_readers_see(tree: Tree, member_id: str) -> None:
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    account("self", member_id=member_id, branch=tree.branch)
    _, proposal = propose(member_id, CHANGE)

    made = {by: propose(member_id, CHANGE, by)[0] for by in (None, "reviewer", "neighbour", "self")}
    seen = {by: call("GET", f"/v1/proposals/{proposal['id']}", by=by)[0] for by in (None, "neighbour", "self")}
    listed = {by: waiting(tree.township, by)[0] for by in (None, "neighbour", "self")}

    assert made == {None: 401, "reviewer": 403, "neighbour": 404, "self": 403}
    assert seen == {None: 401, "neighbour": 404, "self": 403}
    assert listed == {None: 401, "neighbour": 404, "self": 403}
    assert propose(new_id(), CHANGE)[0] == 404
    assert decide(new_id(), {"outcome": "accepted"})[0] == 404


def test_a_patch_under_the_switch_costs_three_reads(tree: Tree, member_id: str) -> None:
    switch(tree.county, "off")
    call("PATCH", f"/v1/members/{member_id}", {"education": "11"})

    with calls_to("dynamodb") as plain:
        call("PATCH", f"/v1/members/{member_id}", {"education": "14"})
    with calls_to("dynamodb") as sealed:
        call("PATCH", f"/v1/members/{member_id}/sealed", {"mobile": row(4).mobile})

    assert plain == ["GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    assert sealed == ["BatchGetItem"] * 3 + ["TransactWriteItems"]
