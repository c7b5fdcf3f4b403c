"""A member's identity held against an external verifier: what it says is kept, and when it is silent nothing is."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.members import app_verifying, verifier
from functions.members.tables import DayCounter, Member
from functions.members.verifying import CHECKS_A_DAY, COUNTED
from functions.members.verifying_tables import Check
from kernel import aws, outside
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from scripts.local.standing_in import running
from scripts.local.verifier import Fault, Verifier
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, on_record, row, sample
from tests.integration.members.watching import before_first_transaction, calls_to

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def service(account: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Verifier]:
    name = new_id()
    known = Verifier({row(3).id_number: row(3).name})
    aws.client("secretsmanager").create_secret(Name=name, SecretString="token-of-the-verifier")
    with running(known) as url:
        monkeypatch.setenv("VERIFIER_URL", f"{url}/checks")
        monkeypatch.setenv("VERIFIER_SECRET", name)
        forget()
        yield known
    forget()


def forget() -> None:
    verifier.connected.cache_clear()
    verifier.VerifierSettings.load.cache_clear()


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("secretary", (Role.SECRETARY, tree.branch))
    return enrolled(tree, 3)[0]


def check(member_id: str, subject: str | None = "secretary", **headers: str) -> tuple[int, Any]:
    event = request("POST", f"/v1/members/{member_id}/identity-checks", subject=subject, headers=headers)
    return answer(app_verifying.lambda_handler(event, None))


def checks(member_id: str) -> list[str]:
    return [c.verdict for c in Check.query(Member.partition(member_id), Check.sk.startswith(Check.PREFIX))]


def test_a_name_that_agrees_is_kept_as_verified_with_its_date(service: Verifier, member_id: str, tree: Tree) -> None:
    status, told = check(member_id)

    today = business_day(now()).isoformat()
    assert (status, told) == (201, {"memberId": member_id, "verdict": "AGREES", "checkedOn": today})
    assert on_record(member_id).verified == {"name": ["VERIFIER", today], "id_number": ["VERIFIER", today]}
    assert checks(member_id) == ["AGREES"]
    entry = recorded(tree.branch.id)[-1]
    assert (entry["actor"], entry["action"], entry["subject"]) == ("secretary", "members.verify", member_id)
    assert entry["data"]["verdict"] == "AGREES"
    assert service.tokens == ["Bearer token-of-the-verifier"]


@pytest.mark.parametrize(("known", "verdict"), [({}, "UNKNOWN"), ({row(3).id_number: "别人"}, "DIFFERS")])
def test_what_does_not_agree_takes_an_earlier_verification_away(
    service: Verifier, member_id: str, known: dict[str, str], verdict: str
) -> None:
    check(member_id)
    service.people = known

    status, told = check(member_id)

    assert (status, told["verdict"]) == (201, verdict)
    assert on_record(member_id).verified is None
    assert checks(member_id) == ["AGREES", verdict]


@pytest.mark.parametrize("fault", ["refuse", "garble", "hang up", "redirect", "slow"])
def test_a_verifier_that_fails_is_a_503_that_says_when_to_come_again_and_nothing_is_written(
    service: Verifier, member_id: str, tree: Tree, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "ANSWER_SECONDS", 0.2)
    forget()
    service.fault = fault
    before = on_record(member_id).version
    event = request("POST", f"/v1/members/{member_id}/identity-checks", subject="secretary")

    response = app_verifying.lambda_handler(event, None)

    status, problem = answer(response)
    assert (status, problem["code"]) == (503, "verifier_unavailable")
    assert response["headers"]["Retry-After"] == "60"
    assert service.asked == 1
    assert on_record(member_id).version == before
    assert checks(member_id) == []
    assert len(recorded(tree.branch.id)) == 1
    service.fault = ""
    assert check(member_id)[0] == 201


def test_a_verifier_that_is_not_there_is_unavailable(
    service: Verifier, member_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFIER_URL", "http://127.0.0.1:9/checks")
    forget()

    assert check(member_id)[0] == 503


def test_without_a_verifier_the_answer_says_so(
    service: Verifier, member_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFIER_URL", "")
    monkeypatch.delenv("VERIFIER_SECRET")
    forget()

    status, problem = check(member_id)

    assert (status, problem["code"]) == (409, "no_verifier")


def test_beyond_the_quota_the_verifier_is_not_even_asked(service: Verifier, member_id: str) -> None:
    today = DayCounter.of("secretary", COUNTED, business_day(now()))
    today.n = CHECKS_A_DAY - 1
    today.save()

    last, beyond = check(member_id), check(member_id)

    assert last[0] == 201
    assert (beyond[0], beyond[1]["code"]) == (429, "identity_checks_exhausted")
    assert service.asked == 1


def test_a_repeated_key_is_answered_alike_and_counted_once(service: Verifier, member_id: str) -> None:
    first, again = (check(member_id, **{"idempotency-key": "one"}) for _ in range(2))

    assert first == again
    assert checks(member_id) == ["AGREES"]


def test_a_dossier_edited_while_the_verifier_was_asked_is_not_marked(service: Verifier, member_id: str) -> None:
    def edit() -> None:
        member = on_record(member_id)
        member.version += 1
        member.save()

    with before_first_transaction(edit):
        status, problem = check(member_id)

    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert checks(member_id) == []


def test_only_those_who_answer_for_the_member_may_ask(service: Verifier, member_id: str, tree: Tree) -> None:
    account("auditor", (Role.AUDITOR, tree.county))
    account("county", (Role.COUNTY_ADMIN, tree.county))
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    account("self", member_id=member_id, branch=tree.branch)

    statuses = {who: check(member_id, who)[0] for who in ("auditor", "county", "neighbour", "self")}

    assert statuses == {"auditor": 403, "county": 201, "neighbour": 404, "self": 403}
    assert check(member_id, None)[0] == 401
    assert check(new_id())[0] == 404
    assert service.asked == 1


def test_a_check_costs_three_reads_and_one_transaction_when_warm(service: Verifier, member_id: str) -> None:
    check(member_id)

    with calls_to("dynamodb") as calls, calls_to("kms") as keys:
        check(member_id)

    assert (len(calls), calls[-1]) == (4, "TransactWriteItems")  # with counter, with head, keys
    assert keys == []


def test_the_sample_event_of_a_check_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    assert answer(app_verifying.lambda_handler(sample("app_verifying"), None))[0] == 404
