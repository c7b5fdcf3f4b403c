"""Sealed facts put right: what is stored, what is shown, and who may."""

from datetime import date
from typing import Any

import pytest

from functions.members import app_sealing
from functions.members.history import changes
from functions.members.tables import IdNumberTaken
from kernel.authority import Role
from kernel.blindindex import blind_index
from scripts.demo.identifiers import FEMALE, MALE, id_number
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import BORN, enrolled, on_record, row
from tests.integration.members.watching import everything, opened

pytestmark = pytest.mark.usefixtures("account")
OTHER_NUMBER = id_number(BORN, MALE, 77)


def patch(member_id: str, body: Any, subject: str | None = "secretary", **headers: str) -> dict[str, Any]:
    path = f"/v1/members/{member_id}/sealed"
    return app_sealing.lambda_handler(request("PATCH", path, subject=subject, body=body, headers=headers), None)


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return enrolled(tree, 3)[0]


def test_a_phone_is_put_right_and_answered_masked(tree: Tree, member_id: str) -> None:
    response = patch(member_id, {"mobile": "+86 154-1111-2222", "homePhone": "0746-4712345"}, **{"if-match": '"1"'})

    status, dossier = answer(response)
    assert (status, response["headers"]["ETag"], dossier["version"]) == (200, '"2"', 2)
    assert dossier["mobile"] == "154****2222"
    assert "4712345" not in response["body"]
    assert opened(member_id)["mobile"] == "15411112222"
    assert opened(member_id)["home_phone"] == "0746-4712345"
    assert opened(member_id)["address"] == row(3).address
    assert on_record(member_id).mobile_index == blind_index("phone", "15411112222")
    assert "15411112222" not in repr(everything())
    entry = recorded(tree.branch.id)[-1]
    assert (entry["actor"], entry["action"], entry["event"]) == ("secretary", "members.correct", "MembersChanged")


def test_what_was_sealed_before_is_kept_sealed(tree: Tree, member_id: str) -> None:
    before = on_record(member_id)

    patch(member_id, {"mobile": "15411112222"})

    (was,) = changes(member_id)
    assert (was.fields, was.source, was.by, was.version) == (["mobile"], "CORRECTION", "secretary", 1)
    assert was.p2 == before.p2
    assert was.p3 is None
    assert was.before() == {"mobile_masked": "154****0003", "mobile_index": before.mobile_index}
    assert on_record(member_id).provenance["mobile"][:2] == ["CORRECTION", "secretary"]


def test_a_post_and_a_native_place_are_of_their_tables(tree: Tree, member_id: str) -> None:
    status, _ = answer(patch(member_id, {"branchPost": "SECRETARY", "nativePlace": "431128", "major": "农学"}))

    assert status == 200
    assert {name: opened(member_id)[name] for name in ("branch_post", "native_place", "major")} == {
        "branch_post": "SECRETARY",
        "native_place": "431128",
        "major": "农学",
    }


def test_null_takes_a_fact_away(tree: Tree, member_id: str) -> None:
    status, dossier = answer(patch(member_id, {"mobile": None, "address": None}))

    assert (status, dossier["mobile"]) == (200, None)
    assert opened(member_id).keys() == {"birth_date", "id_number"}


def test_a_new_id_number_takes_its_place_and_leaves_the_old_one(tree: Tree, member_id: str) -> None:
    status, _ = answer(patch(member_id, {"idNumber": OTHER_NUMBER}, "admin"))

    assert status == 200
    assert IdNumberTaken.find(IdNumberTaken.partition(blind_index("id", row(3).id_number)), "MEMBER") is None
    taken = IdNumberTaken.demand(IdNumberTaken.partition(blind_index("id", OTHER_NUMBER)), "MEMBER")
    assert taken.member_id == member_id


def test_the_number_of_another_dossier_is_refused(tree: Tree, member_id: str) -> None:
    enrolled(tree, 5)

    status, problem = answer(patch(member_id, {"idNumber": row(5).id_number}, "admin"))

    assert (status, problem["code"]) == (409, "id_number_held")
    assert on_record(member_id).version == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_to_correct"),
        ({"idNumber": None}, "nothing_to_correct"),
        ({"mobile": "12345678901"}, "bad_mobile"),
        ({"homePhone": "4712345"}, "bad_home_phone"),
        ({"nativePlace": "991128"}, "unknown_code"),
        ({"branchPost": "KING"}, "unknown_post"),
        ({"address": "王\u202e红"}, "control_character"),
        ({"idNumber": "990000198003050150"}, "bad_id_number"),
        ({"birthDate": "1980-03-06"}, "birth_contradicts_id"),
        ({"idNumber": id_number(BORN, FEMALE, 78)}, "sex_contradicts_id"),
        ({"idNumber": id_number(date(2001, 3, 5), MALE, 78), "birthDate": "2001-03-05"}, "joined_under_age"),
        ({"outflowTo": "广东省深圳市"}, "floating_contradicts"),
        ({"name": "李四"}, "extra_forbidden"),
    ],
)
def test_what_breaks_a_rule_is_named_and_not_echoed(tree: Tree, member_id: str, body: Any, code: str) -> None:
    response = patch(member_id, body, "admin")

    assert (response["statusCode"], [f["code"] for f in answer(response)[1]["fields"]]) == (422, [code])
    assert not any(isinstance(v, str) and v in response["body"] for v in body.values())
    assert on_record(member_id).version == 1


def test_a_branch_may_not_change_who_somebody_is(tree: Tree, member_id: str) -> None:
    account("reviewer", (Role.REVIEWER, tree.township))
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    phone = {"mobile": "15411112222"}

    assert patch(member_id, {"idNumber": OTHER_NUMBER})["statusCode"] == 403
    assert patch(member_id, phone, "reviewer")["statusCode"] == 403
    assert patch(member_id, phone, "neighbour")["statusCode"] == 404
    assert patch(member_id, phone, None)["statusCode"] == 401


def test_an_old_version_is_refused_and_a_key_is_carried_out_once(tree: Tree, member_id: str) -> None:
    keyed = {"idempotency-key": "one"}
    first = patch(member_id, {"school": "湖南农业大学"}, **keyed)

    again = patch(member_id, {"school": "湖南农业大学"}, **keyed)
    late = patch(member_id, {"school": "湖南大学"}, **{"if-match": '"1"'})

    assert again["body"] == first["body"]
    assert again["headers"]["ETag"] == first["headers"]["ETag"] == '"2"'
    assert late["statusCode"] == 412
