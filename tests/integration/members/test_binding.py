"""A signed-in person proves to be a member, and nobody learns whose number is on record."""

from typing import Any

import pytest

from functions.members import app_binding, binding
from functions.members.models import Bind
from functions.members.tables import DayCounter
from kernel.asking import Asking
from kernel.authority import Principal
from kernel.clock import business_day, now
from kernel.idempotency import Answer
from kernel.record import UNPLACED
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record, row, sample
from tests.integration.members.watching import before_first_transaction, calls_to

pytestmark = pytest.mark.usefixtures("account")
UNKNOWN = row(40)


def bind(
    name: str, id_number: str, subject: str | None = "zhang", headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    body = {"name": name, "idNumber": id_number}
    event = request("POST", "/v1/me/binding", subject=subject, body=body, headers=headers)
    return answer(app_binding.lambda_handler(event, None))


def bind_at_once(subject: str, number: int) -> None:
    """Bind from within another request: past the resolver, which takes one request at a time."""
    body = Bind(name=row(number).name, id_number=row(number).id_number)
    binding.bind(Asking(Principal(subject)), body)


@pytest.fixture
def member_id(tree: Tree) -> str:
    return enrolled(tree, 3)[0]


def tries(subject: str = "zhang") -> int:
    place = DayCounter.of(subject, "BINDING", business_day(now()))
    found = DayCounter.find(place.pk, place.sk)
    return int(found.n) if found else 0


def test_who_left_is_bound_no_more_and_is_answered_as_nobody(tree: Tree, member_id: str) -> None:
    member = on_record(member_id)
    member.membership_state, member.left_reason, member.left_on = "LEFT", "EXPELLED", "2026-01-01"
    member.save()

    status, problem = bind(row(3).name, row(3).id_number)

    assert (status, problem["code"]) == (bind(UNKNOWN.name, UNKNOWN.id_number)[0], "identity_not_proved")
    assert on_record(member_id).subject is None


def test_name_and_number_bind_the_account_and_the_branch_has_it_on_record(tree: Tree, member_id: str) -> None:
    assert bind(row(3).name, row(3).id_number) == (201, {"memberId": member_id, "branchId": tree.branch.id})

    assert on_record(member_id).subject == "zhang"
    entry = recorded(tree.branch.id)[-1]
    assert (entry["actor"], entry["action"], entry["subject"]) == ("zhang", "members.bind", member_id)
    assert entry["event"] == "AccountBound"
    assert entry["data"] == {
        "subject": "zhang",
        "memberId": member_id,
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
    }


def test_another_spelling_of_name_and_number_binds_as_well(tree: Tree) -> None:
    number = next(n for n in range(2, 40) if row(n).id_number.endswith("X"))
    (member_id,) = enrolled(tree, number, name="阿依古丽·买买提")

    status, bound = bind(" 阿依古丽•买买提", row(number).id_number.lower() + " ")

    assert (status, bound["memberId"]) == (201, member_id)


def test_an_unknown_number_and_a_wrong_name_are_answered_alike(tree: Tree, member_id: str) -> None:
    bind(UNKNOWN.name, UNKNOWN.id_number)
    with calls_to("dynamodb") as for_unknown:
        unknown = bind(UNKNOWN.name, UNKNOWN.id_number)
    with calls_to("dynamodb") as for_wrong:
        wrong = bind("李四", row(3).id_number)

    assert unknown == wrong
    assert (unknown[0], unknown[1]["code"]) == (422, "identity_not_proved")
    assert for_unknown == for_wrong


def test_a_try_in_vain_is_on_record_without_name_or_number(tree: Tree, member_id: str) -> None:
    bind("李四", row(3).id_number)
    bind(UNKNOWN.name, UNKNOWN.id_number)

    wrong, unknown = recorded(UNPLACED)

    assert wrong["data"] == {"subject": "zhang", "memberId": member_id, "reason": "identity_not_proved"}
    assert unknown["data"] == {"subject": "zhang", "memberId": None, "reason": "identity_not_proved"}
    assert row(3).id_number not in str(wrong)
    assert tries() == 2


def test_after_five_tries_a_day_even_the_right_answer_is_refused(tree: Tree, member_id: str) -> None:
    for _ in range(5):
        assert bind("李四", row(3).id_number)[0] == 422

    right, wrong = bind(row(3).name, row(3).id_number), bind("李四", row(3).id_number)

    assert right == wrong
    assert (right[0], right[1]["code"]) == (429, "binding_tries_exhausted")
    assert on_record(member_id).subject is None
    assert len(recorded(UNPLACED)) == 5
    assert bind(row(3).name, row(3).id_number, "other")[0] == 201


def test_a_success_counts_as_a_try(tree: Tree, member_id: str) -> None:
    bind(row(3).name, row(3).id_number)

    assert tries() == 1


def test_a_member_of_another_account_is_not_bound_again(tree: Tree, member_id: str) -> None:
    bind(row(3).name, row(3).id_number)

    status, problem = bind(row(3).name, row(3).id_number, "impostor")

    assert (status, problem["code"]) == (409, "member_already_bound")
    assert on_record(member_id).subject == "zhang"
    assert recorded(tree.branch.id)[-1]["data"]["reason"] == "member_already_bound"
    assert tries("impostor") == 1


def test_an_account_is_one_member_alone(tree: Tree, member_id: str) -> None:
    (other,) = enrolled(tree, 5)
    bind(row(3).name, row(3).id_number)

    status, problem = bind(row(5).name, row(5).id_number)

    assert (status, problem["code"]) == (409, "account_already_bound")
    assert on_record(other).subject is None
    assert tries() == 2


def test_to_prove_it_again_changes_nothing(tree: Tree, member_id: str) -> None:
    first = bind(row(3).name, row(3).id_number)

    again = bind(row(3).name, row(3).id_number)

    assert again == first
    assert (len(recorded(tree.branch.id)), tries()) == (2, 1)


def test_of_two_accounts_at_once_one_is_bound(tree: Tree, member_id: str) -> None:
    with before_first_transaction(lambda: bind_at_once("quick", 3)):
        status, problem = bind(row(3).name, row(3).id_number, "slow")

    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert on_record(member_id).subject == "quick"


def test_one_account_with_two_numbers_at_once_gets_one_member(tree: Tree, member_id: str) -> None:
    (other,) = enrolled(tree, 5)

    with before_first_transaction(lambda: bind_at_once("zhang", 3)):
        status, problem = bind(row(5).name, row(5).id_number)

    assert (status, problem["code"]) == (409, "account_already_bound")
    assert on_record(member_id).subject == "zhang"
    assert on_record(other).subject is None


def test_a_keyed_request_is_answered_again_with_its_first_answer(tree: Tree, member_id: str) -> None:
    keyed = {"idempotency-key": "one"}

    first, again = (bind(row(3).name, row(3).id_number, headers=keyed) for _ in range(2))

    assert again == first
    assert len(recorded(tree.branch.id)) == 2


def test_a_refusal_is_not_kept_under_the_key(tree: Tree, member_id: str) -> None:
    keyed = {"idempotency-key": "one"}

    refused = bind("李四", row(3).id_number, headers=keyed)
    bound = bind(row(3).name, row(3).id_number, headers=keyed)

    assert (refused[0], bound[0]) == (422, 201)
    assert tries() == 2
    (kept,) = Answer.scan()
    assert row(3).id_number not in str(kept.to_simple_dict())


@pytest.mark.parametrize(
    ("name", "number"),
    [("张三", "990000198003050151"), ("张三", "1"), ("", row(3).id_number), ("张\u202e三", row(3).id_number)],
)
def test_what_can_be_nobodys_number_or_name_is_refused_without_a_try_or_an_echo(
    tree: Tree, name: str, number: str
) -> None:
    status, problem = bind(name, number)

    assert (status, problem["code"]) == (422, "invalid")
    assert number not in [str(f) for f in problem["fields"]]
    assert "990000198003050151" not in str(problem)
    assert tries() == 0


def test_without_a_token_nobody_is_bound(tree: Tree, member_id: str) -> None:
    assert bind(row(3).name, row(3).id_number, None)[0] == 401


def test_the_sample_event_of_a_binding_is_answered(tree: Tree) -> None:
    account("someone")

    status, problem = answer(app_binding.lambda_handler(sample("app_binding"), None))

    assert (status, problem["code"]) == (422, "identity_not_proved")


def test_a_binding_costs_three_reads_and_one_transaction(tree: Tree, member_id: str) -> None:
    bind(UNKNOWN.name, UNKNOWN.id_number)

    with calls_to("dynamodb") as calls, calls_to("kms") as keys:
        bind(row(3).name, row(3).id_number)

    assert calls == ["BatchGetItem", "GetItem", "GetItem", "TransactWriteItems"]  # bound and number, dossier, head
    assert keys == []
