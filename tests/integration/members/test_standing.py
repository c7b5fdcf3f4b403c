"""Memberships suspended, ended and restored: on the dossier, on the rolls, on the record."""

from typing import Any

import pytest

from functions.members import app, app_binding
from functions.members.tables import Member, SubjectBound, left_roll, subject_partition
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record, outcomes, row

pytestmark = pytest.mark.usefixtures("account")
TODAY = f"{business_day(now())}"
EXIT = {"reason": "SELF_EXIT", "effectiveOn": "2026-03-01"}
LOST = {"reason": "LOST_CONTACT", "effectiveOn": "2026-03-01", "since": "2025-08-01"}


def call(method: str, path: str, body: Any = None, by: str | None = "admin", **headers: str) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, subject=by, body=body, headers=headers), None))


def post(member_id: str, what: str, body: Any, by: str | None = "admin", **headers: str) -> tuple[int, Any]:
    return call("PUT" if what == "term" else "POST", f"/v1/members/{member_id}/{what}", body, by, **headers)


def listed(branch_id: str) -> list[str]:
    return [member.id for member in Member.home.query(branch_id)]


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return enrolled(tree, 3)[0]


def test_who_leaves_is_off_the_roll_with_reason_and_day(tree: Tree, member_id: str) -> None:
    status, dossier = post(member_id, "departure", EXIT)

    assert (status, dossier["state"]) == (200, "LEFT")
    assert (dossier["leftReason"], dossier["leftOn"], dossier["branchId"]) == (
        "SELF_EXIT",
        "2026-03-01",
        tree.branch.id,
    )
    assert listed(tree.branch.id) == []
    assert listed(left_roll(tree.branch.id)) == [member_id]
    entry = recorded(tree.branch.id)[-1]
    assert (entry["actor"], entry["action"], entry["event"]) == ("admin", "members.depart", "MembersLeft")
    assert entry["data"]["members"] == [{"memberId": member_id, "reason": "SELF_EXIT"}]


def test_who_left_is_listed_for_who_asks(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT)
    query = {"branchId": tree.branch.id}

    present = answer(app.lambda_handler(request("GET", "/v1/members", subject="admin", query=query), None))[1]
    gone = answer(
        app.lambda_handler(request("GET", "/v1/members", subject="admin", query=query | {"state": "LEFT"}), None)
    )[1]

    assert present["items"] == []
    assert [(m["id"], m["state"], m["leftReason"]) for m in gone["items"]] == [(member_id, "LEFT", "SELF_EXIT")]


def test_who_left_is_bound_to_no_account(tree: Tree, member_id: str) -> None:
    proof = {"name": row(3).name, "idNumber": row(3).id_number}
    app_binding.lambda_handler(request("POST", "/v1/me/binding", subject="me", body=proof), None)

    status, dossier = post(member_id, "departure", EXIT)

    assert (status, dossier["bound"]) == (200, False)
    assert SubjectBound.find(subject_partition("me"), "BOUND") is None


def test_nothing_more_is_decided_about_who_left(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT)

    told = [
        post(member_id, "departure", EXIT),
        post(member_id, "suspension", LOST),
        post(member_id, "term", {"reason": "PASSIVE", "startsOn": TODAY}),
        call("PATCH", f"/v1/members/{member_id}", {"education": "11"}),
    ]

    assert {(status, problem["code"]) for status, problem in told} == {(409, "has_left")}


def test_a_roster_does_not_take_in_who_is_barred_from_joining_again(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT)

    (found,) = outcomes(tree, row(3), chunk=9)

    assert (found.outcome, found.code, found.column) == ("conflict", "rejoin_barred", "id_number")


def test_a_roster_is_no_admission_for_who_left_without_a_bar(tree: Tree, member_id: str) -> None:
    call("PATCH", f"/v1/members/{member_id}", {"category": "PROBATIONARY", "convertedOn": None})
    post(member_id, "departure", {"reason": "PROBATION_CANCELLED", "effectiveOn": "2026-03-01"})

    (found,) = outcomes(tree, row(3), chunk=9)

    assert (found.outcome, found.code) == ("conflict", "has_left")


@pytest.mark.parametrize(
    ("what", "body", "code"),
    [
        ("departure", EXIT | {"effectiveOn": "2099-01-01"}, "date_in_future"),
        ("departure", EXIT | {"effectiveOn": "2005-06-30"}, "before_joining"),
        ("departure", EXIT | {"reason": "MERGED"}, "literal_error"),
        ("departure", EXIT | {"reason": "PROBATION_CANCELLED"}, "not_on_probation"),
        ("suspension", LOST | {"since": None}, "missing"),
        ("suspension", LOST | {"since": "2025-09-02"}, "too_early"),
        ("suspension", LOST | {"reason": "STUDY_ABROAD"}, "too_early"),
        ("reinstatement", {"reason": "FOUND", "effectiveOn": "2099-01-01"}, "date_in_future"),
        ("term", {"reason": "PASSIVE", "startsOn": "2026-03-01", "endsOn": "2027-03-02"}, "too_long"),
        ("term", {"reason": "PASSIVE", "startsOn": "2026-03-01", "endsOn": "2026-03-01"}, "ends_before_it_starts"),
    ],
)
def test_a_decision_that_breaks_a_rule_is_refused(tree: Tree, member_id: str, what: str, body: Any, code: str) -> None:
    status, problem = post(member_id, what, body)

    assert (status, [field["code"] for field in problem["fields"]]) == (422, [code])
    assert on_record(member_id).version == 1


def test_who_is_suspended_stays_on_the_roll(tree: Tree, member_id: str) -> None:
    status, dossier = post(member_id, "suspension", LOST)

    assert (status, dossier["state"], dossier["lostSince"]) == (200, "SUSPENDED", "2025-08-01")
    assert (dossier["standing"]["suspendedOn"], dossier["standing"]["suspensionReason"]) == (
        "2026-03-01",
        "LOST_CONTACT",
    )
    assert listed(tree.branch.id) == [member_id]
    assert post(member_id, "suspension", LOST)[1]["code"] == "already_suspended"
    assert recorded(tree.branch.id)[-1]["event"] == "MembersChanged"


def test_who_cannot_be_traced_is_removed_two_years_after_the_suspension(tree: Tree, member_id: str) -> None:
    early, late = "2025-12-31", "2026-02-01"
    post(member_id, "suspension", {"reason": "LOST_CONTACT", "effectiveOn": "2024-01-31", "since": "2023-07-31"})

    refused, problem = post(member_id, "departure", {"reason": "REMOVED", "effectiveOn": early})
    status, dossier = post(member_id, "departure", {"reason": "REMOVED", "effectiveOn": late})

    assert (refused, problem["fields"]) == (422, [{"field": "body.effectiveOn", "code": "too_early"}])
    assert (status, dossier["state"], dossier["standing"]) == (200, "LEFT", None)


def test_who_is_found_again_is_active(tree: Tree, member_id: str) -> None:
    post(member_id, "suspension", LOST)

    status, dossier = post(member_id, "reinstatement", {"reason": "FOUND", "effectiveOn": TODAY})

    assert (status, dossier["state"], dossier["standing"], dossier["lostSince"]) == (200, "ACTIVE", None, None)
    assert post(member_id, "reinstatement", {"reason": "FOUND", "effectiveOn": TODAY})[1]["code"] == "not_suspended"


def test_a_departure_recorded_in_error_is_taken_back(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT)

    status, dossier = post(member_id, "reinstatement", {"reason": "RECORDED_IN_ERROR", "effectiveOn": TODAY})

    assert (status, dossier["state"], dossier["leftReason"], dossier["leftOn"]) == (200, "ACTIVE", None, None)
    assert listed(tree.branch.id) == [member_id]
    assert listed(left_roll(tree.branch.id)) == []
    entry = recorded(tree.branch.id)[-1]
    assert (entry["event"], entry["data"]["members"][0]["memberId"]) == ("MembersEnrolled", member_id)


def test_nobody_joins_again_within_five_years(tree: Tree, member_id: str) -> None:
    back = {"reason": "REJOINED", "effectiveOn": TODAY}
    post(member_id, "departure", EXIT)

    status, problem = post(member_id, "reinstatement", back)

    assert (status, problem["code"], problem["until"]) == (409, "rejoin_barred", "2031-03-01")


def test_after_five_years_somebody_may_join_again(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT | {"effectiveOn": "2021-03-01"})

    status, dossier = post(member_id, "reinstatement", {"reason": "REJOINED", "effectiveOn": TODAY})

    assert (status, dossier["state"]) == (200, "ACTIVE")


@pytest.mark.parametrize(("left_by", "back"), [("DECEASED", "REJOINED"), ("SELF_EXIT", "FOUND")])
def test_some_ways_back_lead_nowhere(tree: Tree, member_id: str, left_by: str, back: str) -> None:
    post(member_id, "departure", EXIT | {"reason": left_by})

    assert post(member_id, "reinstatement", {"reason": back, "effectiveOn": TODAY})[1]["code"] == "has_left"


def test_a_departure_that_was_no_decision_is_not_taken_back_here(tree: Tree, member_id: str) -> None:
    member = on_record(member_id)
    member.membership_state, member.left_reason, member.left_on = "LEFT", "MERGED", "2026-03-01"
    member.save()

    status, problem = post(member_id, "reinstatement", {"reason": "RECORDED_IN_ERROR", "effectiveOn": TODAY})

    assert (status, problem["code"]) == (409, "has_left")


def test_who_comes_back_to_a_closed_branch_needs_another(tree: Tree, member_id: str) -> None:
    post(member_id, "departure", EXIT)
    tree.branch.closed_on = "2026-04-01"
    tree.branch.save()
    back = {"reason": "DECISION_REVOKED", "effectiveOn": TODAY}

    refused = post(member_id, "reinstatement", back)
    no_home = post(member_id, "reinstatement", back | {"branchId": tree.township.id})
    status, dossier = post(member_id, "reinstatement", back | {"branchId": tree.sister.id})

    assert (refused[1]["code"], no_home[1]["code"]) == ("home_closed", "holds_no_members")
    assert (status, dossier["branchId"]) == (200, tree.sister.id)
    assert listed(tree.sister.id) == [member_id]


def test_a_term_for_correction_is_six_months_unless_told(tree: Tree, member_id: str) -> None:
    status, dossier = post(member_id, "term", {"reason": "DUES_UNPAID", "startsOn": "2026-08-31"})

    standing = dossier["standing"]
    assert (status, dossier["state"], standing["correctFrom"]) == (200, "ACTIVE", "2026-08-31")
    assert (standing["correctUntil"], standing["correctionReason"]) == ("2027-02-28", "DUES_UNPAID")


def test_a_term_ends_with_its_outcome_in_the_history(tree: Tree, member_id: str) -> None:
    post(member_id, "term", {"reason": "PASSIVE", "startsOn": "2026-03-01"})

    status, dossier = post(member_id, "term/end", {"outcome": "CORRECTED"})
    again = post(member_id, "term/end", {"outcome": "CORRECTED"})

    _, page = call("GET", f"/v1/members/{member_id}/history")
    assert (status, dossier["standing"], again[1]["code"]) == (200, None, "no_term_runs")
    assert page["items"][0]["source"] == "STANDING:CORRECTED"
    assert page["items"][0]["before"]["correctUntil"] == "2026-09-01"


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("departure", EXIT),
        ("suspension", LOST),
        ("reinstatement", {"reason": "FOUND", "effectiveOn": TODAY}),
        ("term", {"reason": "PASSIVE", "startsOn": TODAY}),
        ("term/end", {"outcome": "CORRECTED"}),
    ],
)
def test_only_the_committee_decides(tree: Tree, member_id: str, what: str, body: Any) -> None:
    account("neighbour", (Role.COUNTY_ADMIN, tree.other_township))

    statuses = [post(member_id, what, body, by)[0] for by in (None, "secretary", "neighbour")]

    assert statuses == [401, 403, 404]
    assert post(new_id(), what, body)[0] == 404


def test_an_old_version_is_refused_and_a_key_is_carried_out_once(tree: Tree, member_id: str) -> None:
    stale = post(member_id, "departure", EXIT, **{"if-match": '"7"'})
    first = post(member_id, "departure", EXIT, **{"idempotency-key": "one"})
    again = post(member_id, "departure", EXIT, **{"idempotency-key": "one"})

    assert (stale[0], first[0]) == (412, 200)
    assert again == first
