"""Sealed data in full: for a purpose, within a quota, and the member can see who looked."""

from datetime import datetime
from typing import Any

import pytest

from functions.members import app, app_reveal
from functions.members.tables import DayCounter, Revealed
from kernel import vault
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.idempotency import Answer
from kernel.ids import new_id
from kernel.table import encode_cursor
from kernel.vault import MemberKeys
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record, row, sample
from tests.integration.members.watching import calls_to

pytestmark = pytest.mark.usefixtures("account")
PHONE = {"purpose": "CONTACT", "fields": ["mobile"]}


def reveal(
    member_id: str, body: Any = PHONE, subject: str | None = "secretary", headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    event = request("POST", f"/v1/members/{member_id}/reveal", subject=subject, body=body, headers=headers)
    return answer(app_reveal.lambda_handler(event, None))


def looks(subject: str, **query: str) -> tuple[int, Any]:
    event = request("GET", "/v1/me/dossier/reveals", subject=subject, query=query)
    return answer(app.lambda_handler(event, None))


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    member_id = enrolled(tree, 3, address=None)[0]
    account("self", member_id=member_id, branch=tree.branch)
    return member_id


def test_the_fields_asked_for_are_shown_in_full_and_no_others(tree: Tree, member_id: str) -> None:
    body = {"purpose": "IDENTITY_CHECK", "fields": ["mobile", "birthDate", "idNumber", "address"]}

    assert reveal(member_id, body) == (
        200,
        {
            "memberId": member_id,
            "values": {
                "mobile": "15400000003",
                "birthDate": "1980-03-05",
                "idNumber": row(3).id_number,
                "address": None,
            },
        },
    )


def test_a_look_is_on_the_branchs_record_without_the_value(tree: Tree, member_id: str) -> None:
    reveal(member_id)

    entry = recorded(tree.branch.id)[-1]

    assert (entry["actor"], entry["action"], entry["subject"]) == ("secretary", "members.reveal", member_id)
    assert entry["data"] == {"memberId": member_id, "fields": ["mobile"], "purpose": "CONTACT"}
    assert "15400000003" not in str(entry)


def test_the_member_sees_who_looked_the_latest_first(tree: Tree, member_id: str) -> None:
    account("county", (Role.COUNTY_ADMIN, tree.county), (Role.SECRETARY, tree.township))
    reveal(member_id)
    reveal(member_id, {"purpose": "TRANSFER", "fields": ["idNumber", "idNumber"]}, "county")
    reveal(member_id, {"purpose": "OWN_COPY", "fields": ["mobile"]}, "self")

    status, page = looks("self")

    assert status == 200
    assert page["next"] is None
    assert [{k: v for k, v in item.items() if k != "at"} for item in page["items"]] == [
        {"kind": "REVEAL", "by": "self", "organisationId": None, "purpose": "OWN_COPY", "fields": ["mobile"]},
        {
            "kind": "REVEAL",
            "by": "county",
            "organisationId": tree.township.id,
            "purpose": "TRANSFER",
            "fields": ["idNumber"],
        },
        {
            "kind": "REVEAL",
            "by": "secretary",
            "organisationId": tree.branch.id,
            "purpose": "CONTACT",
            "fields": ["mobile"],
        },
    ]
    assert page["items"] == sorted(page["items"], key=lambda item: item["at"], reverse=True)


def test_a_role_elsewhere_is_no_ground_of_a_look(tree: Tree, member_id: str) -> None:
    account("secretary", (Role.SECRETARY, tree.far_branch), (Role.SECRETARY, tree.branch))

    assert reveal(member_id)[0] == 200

    assert [look["organisationId"] for look in looks("self")[1]["items"]] == [tree.branch.id]


def test_the_account_of_looks_is_read_page_by_page(tree: Tree, member_id: str) -> None:
    for _ in range(5):
        reveal(member_id)
    seen = []
    cursor: dict[str, str] = {}

    for _ in range(3):
        _, page = looks("self", limit="2", **cursor)
        seen += [datetime.fromisoformat(item["at"]) for item in page["items"]]
        cursor = {"cursor": page["next"]}

    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    assert page["next"] is None


def test_the_account_of_looks_takes_no_cursor_of_another_making(tree: Tree, member_id: str) -> None:
    assert looks("self", cursor=str(encode_cursor({"after": "NOW"})))[0] == 400


def test_fifty_looks_a_day_and_no_more(tree: Tree, member_id: str) -> None:
    today = DayCounter.of("secretary", "REVEALS", business_day(now()))
    today.n = 49
    today.save()

    last, beyond = reveal(member_id), reveal(member_id)

    assert last[0] == 200
    assert (beyond[0], beyond[1]["code"]) == (429, "reveals_exhausted")
    assert len(recorded(tree.branch.id)) == 2
    assert len(list(Revealed.query(f"MEMBER#{member_id}", Revealed.sk.startswith("REVEAL#")))) == 1


def test_the_quota_is_of_a_person_and_a_day(tree: Tree, member_id: str) -> None:
    yesterday = DayCounter.of("secretary", "REVEALS", business_day(now()).replace(year=2025))
    other = DayCounter.of("somebody", "REVEALS", business_day(now()))
    for row_ in (yesterday, other):
        row_.n = 50
        row_.save()

    assert reveal(member_id)[0] == 200
    today = DayCounter.of("secretary", "REVEALS", business_day(now()))
    counted = DayCounter.demand(today.pk, today.sk)
    assert int(counted.n) == 1
    assert int(counted.expires_at) > now().timestamp()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fields": ["mobile"]},
        {"purpose": "CURIOSITY", "fields": ["mobile"]},
        {"purpose": "CONTACT", "fields": []},
        {"purpose": "CONTACT", "fields": ["pay"]},
        {"purpose": "CONTACT", "fields": ["mobile"], "why": "15400000003"},
    ],
)
def test_without_a_purpose_and_known_fields_nothing_is_shown(tree: Tree, member_id: str, body: Any) -> None:
    status, problem = reveal(member_id, body)

    assert (status, problem["code"]) == (422, "invalid")
    assert "15400000003" not in str(problem)
    assert len(recorded(tree.branch.id)) == 1


def test_only_those_who_answer_for_the_member_may_look(tree: Tree, member_id: str) -> None:
    (colleague,) = enrolled(tree, 5)
    account("auditor", (Role.AUDITOR, tree.county))
    account("reviewer", (Role.REVIEWER, tree.township))
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    account("colleague", member_id=colleague, branch=tree.branch)

    statuses = {
        who: reveal(member_id, subject=who)[0] for who in ("auditor", "reviewer", "neighbour", "colleague", "self")
    }

    assert statuses == {"auditor": 403, "reviewer": 403, "neighbour": 404, "colleague": 403, "self": 200}
    assert reveal(member_id, subject=None)[0] == 401
    assert reveal(new_id())[0] == 404


def test_a_key_keeps_no_value_and_a_repeated_request_is_a_new_look(tree: Tree, member_id: str) -> None:
    keyed = {"idempotency-key": "one"}

    first, again = reveal(member_id, headers=keyed), reveal(member_id, headers=keyed)

    assert first == again
    assert len(recorded(tree.branch.id)) == 3
    assert list(Answer.scan()) == []


def test_a_member_whose_keys_are_gone_is_never_shown_again(tree: Tree, member_id: str) -> None:
    MemberKeys.demand(MemberKeys.partition(member_id)).delete()

    assert reveal(member_id)[0] == 404


def test_a_blob_of_another_member_is_an_error_and_never_shown(tree: Tree, member_id: str) -> None:
    (other,) = enrolled(tree, 5)
    victim, stolen = on_record(member_id), on_record(other)
    victim.p2 = stolen.p2
    victim.save()

    status, problem = reveal(member_id)

    assert (status, problem["code"]) == (500, "internal")
    assert len(looks("self")[1]["items"]) == 0


def test_a_look_costs_three_reads_and_one_transaction_when_warm(tree: Tree, member_id: str) -> None:
    reveal(member_id)

    with calls_to("dynamodb") as calls, calls_to("kms") as keys:
        reveal(member_id)

    assert calls == ["GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]  # dossier, branch and head, keys
    assert keys == []


def test_a_phone_is_shown_without_opening_the_id_number(tree: Tree, member_id: str) -> None:
    vault.forget()

    with calls_to("kms") as keys:
        reveal(member_id)

    assert keys == ["Decrypt"]


def test_the_sample_event_of_a_reveal_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    assert answer(app_reveal.lambda_handler(sample("app_reveal"), None))[0] == 404
