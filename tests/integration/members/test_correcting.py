"""Plain facts put right, on the newest version and on the record."""

import json
from typing import Any

import pytest

from functions.members import app
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record

pytestmark = pytest.mark.usefixtures("account")


def patch(
    member_id: str, body: Any, subject: str | None = "secretary", headers: dict[str, str] | None = None
) -> dict[str, Any]:
    return app.lambda_handler(
        request("PATCH", f"/v1/members/{member_id}", subject=subject, body=body, headers=headers), None
    )


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    return enrolled(tree, 3)[0]


def test_a_secretary_corrects_facts_and_the_branch_has_it_on_record(tree: Tree, member_id: str) -> None:
    response = patch(member_id, {"name": "李四", "education": "11", "occupation": "13"}, headers={"if-match": '"1"'})

    status, dossier = answer(response)
    assert (status, response["headers"]["ETag"]) == (200, '"2"')
    assert (dossier["name"], dossier["education"], dossier["occupation"]) == ("李四", "11", "13")
    entry = recorded(tree.branch.id)[-1]
    assert (entry["actor"], entry["action"], entry["subject"]) == ("secretary", "members.correct", member_id)
    assert entry["event"] == "MembersChanged"
    assert entry["data"]["members"] == [{"memberId": member_id, "category": "FULL", "floating": False}]
    assert "李四" not in str(entry)


def test_what_is_not_sent_stays(tree: Tree, member_id: str) -> None:
    before = on_record(member_id).to_simple_dict(force=True)

    patch(member_id, {"ethnicity": "01"})

    after = on_record(member_id).to_simple_dict(force=True)
    told = {"ethnicity": ["CORRECTION", "secretary", business_day(now()).isoformat()]}
    assert json.loads(after.pop("provenance")) == told
    assert after == before | {"ethnicity": "01", "version": 2}


def test_a_date_of_conversion_is_taken_away_by_null(tree: Tree, member_id: str) -> None:
    status, dossier = answer(patch(member_id, {"category": "PROBATIONARY", "convertedOn": None}))

    assert (status, dossier["category"], dossier["convertedOn"]) == (200, "PROBATIONARY", None)


def test_an_old_version_is_refused(tree: Tree, member_id: str) -> None:
    patch(member_id, {"name": "李四"})

    status, problem = answer(patch(member_id, {"name": "王五"}, headers={"if-match": '"1"'}))

    assert (status, problem["code"]) == (412, "stale_version")
    assert on_record(member_id).name == "李四"


def test_a_keyed_request_is_carried_out_once(tree: Tree, member_id: str) -> None:
    keyed = {"idempotency-key": "one"}

    first = patch(member_id, {"name": "李四"}, headers=keyed)
    again = patch(member_id, {"name": "李四"}, headers=keyed)
    other = patch(member_id, {"name": "王五"}, headers=keyed)

    assert answer(again) == answer(first)
    assert again["headers"]["Idempotent-Replayed"] == "true"
    assert again["headers"]["ETag"] == first["headers"]["ETag"] == '"2"'
    assert answer(other)[1]["code"] == "idempotency_key_reused"
    assert len(recorded(tree.branch.id)) == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_to_correct"),
        ({"name": None}, "nothing_to_correct"),
        ({"name": ""}, "too_short"),
        ({"name": "王\u202e红"}, "control_character"),
        ({"education": "99"}, "unknown_code"),
        ({"category": "ACTIVIST"}, "literal_error"),
        ({"idNumber": "990000198003050150"}, "extra_forbidden"),
        ({"category": "PROBATIONARY"}, "converted_while_probationary"),
        ({"convertedOn": "2005-07-02"}, "converted_too_early"),
        ({"degree": "9"}, "unknown_code"),
        ({"firstJobOn": "2099-01-01"}, "date_in_future"),
        ({"enteredSchoolOn": "2002-09-01", "graduatedOn": "2001-07-01"}, "graduated_before_entering"),
        ({"convertedOn": "2099-07-02"}, "date_in_future"),
    ],
)
def test_what_breaks_a_rule_is_named_and_not_echoed(tree: Tree, member_id: str, body: Any, code: str) -> None:
    status, problem = answer(patch(member_id, body))

    assert status == 422
    assert [f["code"] for f in problem["fields"]] == [code]
    assert "990000198003050150" not in str(problem)
    assert int(on_record(member_id).version) == 1


def test_a_body_that_is_no_json_is_malformed(tree: Tree, member_id: str) -> None:
    assert answer(patch(member_id, "{"))[0] == 400


def test_only_secretaries_and_the_county_correct(tree: Tree, member_id: str) -> None:
    account("reviewer", (Role.REVIEWER, tree.township))
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    account("self", member_id=member_id, branch=tree.branch)

    statuses = {who: patch(member_id, {"name": "李四"}, who)["statusCode"] for who in ("reviewer", "neighbour", "self")}

    assert statuses == {"reviewer": 403, "neighbour": 404, "self": 403}
    assert patch(member_id, {"name": "李四"}, None)["statusCode"] == 401
    assert patch(new_id(), {"name": "李四"})["statusCode"] == 404


def test_the_facts_of_the_form_are_written_and_taken_away(tree: Tree, member_id: str) -> None:
    course = {"degree": "4", "firstJobOn": "2003-08-01", "enteredSchoolOn": "1999-09-01", "graduatedOn": "2003-07-01"}

    _, written = answer(patch(member_id, course))
    _, taken = answer(patch(member_id, {"degree": None, "graduatedOn": None}))

    assert {name: written[name] for name in course} == course
    assert (taken["degree"], taken["graduatedOn"], taken["firstJobOn"]) == (None, None, "2003-08-01")


def test_who_becomes_a_full_member_has_the_date_of_it(tree: Tree, member_id: str) -> None:
    patch(member_id, {"category": "PROBATIONARY", "convertedOn": None})

    status, problem = answer(patch(member_id, {"category": "FULL"}))
    done, dossier = answer(patch(member_id, {"category": "FULL", "convertedOn": "2006-07-01"}))

    assert (status, problem["fields"]) == (422, [{"field": "body.convertedOn", "code": "missing"}])
    assert (done, dossier["category"], dossier["politicalStatus"]) == (200, "FULL", "01")
