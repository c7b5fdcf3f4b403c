"""A person's data is gone for good, by two people; the record stays whole, and the number is free."""

import json
from pathlib import Path
from typing import Any

import pytest

from functions.journal import on_seal
from functions.members import app, app_erasing, app_reveal, on_dossiers
from functions.members.erasure_tables import Absorbed, Erased
from functions.members.tables import IdNumberTaken, Member, SubjectBound, subject_partition
from kernel import aws, vault
from kernel.authority import Role
from kernel.errors import NotFound
from kernel.events import MemberErased
from kernel.ids import derived_id, new_id
from kernel.vault import MemberKeys
from tests.builders import Tree, account, answer, batch, envelope, recorded, request
from tests.conftest import Context
from tests.integration.journal.acts import download, entries_of, save, verify
from tests.integration.members.absent import Branch, ask, days_ago
from tests.integration.members.people import enrolled, on_record, outcomes, row, sample
from tests.integration.members.test_corrections import wish
from tests.integration.members.test_tracing import attempt, open_case
from tests.integration.members.watching import calls_to, everything

pytestmark = pytest.mark.usefixtures("account")
LAW = {"ground": "LAW"}


@pytest.fixture
def branch(tree: Tree) -> Branch:
    made = Branch.of(tree)
    account("second", (Role.COUNTY_ADMIN, tree.county))
    return made


def erase(method: str, by: str | None, body: Any = None, member_id: str = "", what: str = "") -> tuple[int, Any]:
    path = f"/v1/members/{member_id}/erasure{what}"
    return answer(app_erasing.lambda_handler(request(method, path, subject=by, body=body), None))


def requested(branch: Branch, by: str = "county", ground: str = "LAW") -> tuple[int, Any]:
    return erase("POST", by, {"ground": ground}, branch.away)


def confirmed(branch: Branch, by: str = "second") -> tuple[int, Any]:
    return erase("POST", by, None, branch.away, "/confirmation")


def swept(branch: Branch, member_id: str | None = None) -> None:
    """The consumer hears of it, three times."""
    where = {"branch_id": branch.tree.branch.id, "county_id": branch.tree.county.id}
    told = envelope(MemberErased(member_id=member_id or branch.away, **where))
    for _ in range(3):
        assert on_dossiers.lambda_handler(batch(told), Context()) == {"batchItemFailures": []}


def live(branch: Branch) -> None:
    """Whatever there can be about a member."""
    member = on_record(branch.away)
    member.subject = "self"
    member.save()
    SubjectBound(subject_partition("self"), member_id=branch.away).save()
    branch.register()
    ask("POST", "/v1/me/floating/contacts", "self", {"channel": "PHONE"})
    due = {"returnsOften": False, "transferImpossible": True}
    ask("POST", f"/v1/members/{branch.away}/floating/certificate", "county", due)
    open_case(branch)
    attempt(branch)
    wish()
    body = {"purpose": "CONTACT", "fields": ["mobile"]}
    app_reveal.lambda_handler(
        request("POST", f"/v1/members/{branch.away}/reveal", subject="secretary", body=body), None
    )
    outcomes(branch.tree, row(3, name="张改名", floating=True), roster_id=new_id())


def under(member_id: str) -> list[str]:
    pk = {"S": f"MEMBER#{member_id}"}
    return [item["sk"]["S"] for item in everything() if item.get("pk") == pk]


def test_one_asks_and_another_confirms(branch: Branch) -> None:
    first = requested(branch)
    second = confirmed(branch)

    asked = {"memberId": branch.away, "ground": "LAW", "requestedBy": "county"}
    told = {name: value for name, value in first[1].items() if name != "requestedAt"}
    assert (first[0], told) == (201, asked | {"state": "REQUESTED", "confirmedBy": None, "erasedAt": None})
    done = {name: value for name, value in second[1].items() if name not in ("requestedAt", "erasedAt")}
    assert (second[0], done) == (201, asked | {"state": "ERASED", "confirmedBy": "second"})
    entries = recorded(branch.tree.branch.id)[-3:]
    assert [entry["event"] for entry in entries] == ["ErasureRequested", "MembersLeft", "MemberErased"]
    assert (entries[0]["data"]["path"], entries[0]["data"]["ground"]) == (branch.tree.branch.path, "LAW")


def asker(branch: Branch) -> str:
    """An administrator of the county who is a member, and asks; returns the member's id."""
    member_id = derived_id("asker")
    account("asker", (Role.COUNTY_ADMIN, branch.tree.county), member_id=member_id, branch=branch.tree.sister)
    assert requested(branch, "asker")[0] == 201
    return member_id


def test_the_record_says_which_member_asked_for_what_was_done(branch: Branch) -> None:
    member_id = asker(branch)

    confirmed(branch)

    last = recorded(branch.tree.branch.id)[-1]
    assert (last["event"], last["data"]["askedBy"]) == ("MemberErased", member_id)


@pytest.mark.parametrize("by", ["asker", "second"])
def test_whose_request_somebody_else_took_back_is_said(branch: Branch, by: str) -> None:
    member_id = asker(branch)

    erase("DELETE", by, member_id=branch.away)

    last = recorded(branch.tree.branch.id)[-1]
    assert (last["event"], last["data"]["askedBy"]) == ("ErasureWithdrawn", member_id if by == "second" else None)


def test_who_asked_does_not_confirm(branch: Branch) -> None:
    requested(branch)

    assert confirmed(branch, "county")[0] == 403
    assert on_record(branch.away).name == row(3).name


def test_without_a_request_nothing_is_confirmed_or_taken_back(branch: Branch) -> None:
    assert confirmed(branch)[1]["code"] == "erasure_not_requested"
    assert erase("DELETE", "county", member_id=branch.away)[1]["code"] == "erasure_not_requested"
    assert erase("GET", "county", member_id=branch.away)[0] == 404


def test_a_request_is_made_once_and_can_be_taken_back(branch: Branch) -> None:
    requested(branch)

    again = requested(branch, "second")
    seen = erase("GET", "second", member_id=branch.away)
    back = erase("DELETE", "second", member_id=branch.away)

    assert (again[0], again[1]["code"]) == (409, "erasure_requested_already")
    assert (seen[0], seen[1]["state"]) == (200, "REQUESTED")
    assert back[0] == 200
    assert confirmed(branch)[0] == 409


def test_only_a_county_erases(branch: Branch) -> None:
    account("auditor", (Role.AUDITOR, branch.tree.county))
    account("elsewhere", (Role.COUNTY_ADMIN, branch.tree.other_township))

    callers = ("secretary", "township", "auditor", "self", "elsewhere")

    assert [requested(branch, who)[0] for who in callers] == [403, 403, 403, 403, 404]
    assert erase("POST", None, LAW, branch.away)[0] == 401
    assert erase("POST", "county", LAW, new_id())[0] == 404
    assert erase("GET", "county", member_id=new_id())[0] == 404


@pytest.mark.parametrize(
    ("left_on", "why"), [(None, "still_a_member"), (days_ago(1825), "kept_by_rule"), (days_ago(1826), None)]
)
def test_the_time_of_the_rule_is_kept(branch: Branch, left_on: str | None, why: str | None) -> None:
    if left_on:
        member = on_record(branch.away)
        member.membership_state, member.left_reason, member.left_on = "LEFT", "WITHDREW", left_on
        member.save()

    status, body = requested(branch, ground="RETENTION_OVER")

    assert (status, body.get("why")) == ((409, why) if why else (201, None))


def test_nothing_of_the_person_is_left(branch: Branch) -> None:
    live(branch)
    assert {name.split("#")[0] for name in under(branch.away)} >= {
        "NOW",
        "WAS",
        "REVEAL",
        "FLOATING",
        "LOST",
        "CONCERNS",
    }
    requested(branch)

    confirmed(branch)
    swept(branch)

    text = str(everything())
    person = row(3)
    facts = (person.name, "张改名", str(person.mobile), person.id_number, "154****0003", "深圳市南山区某厂")
    assert [fact for fact in facts if fact in text] == []
    assert under(branch.away) == ["ERASED"]
    assert MemberKeys.find(MemberKeys.partition(branch.away)) is None
    assert SubjectBound.find("SUBJECT#self", "BOUND") is None
    with pytest.raises(NotFound):
        vault.sealer("members", branch.away)


def test_what_somebody_must_see_to_ends_on_the_record_though_nobody_told_that_the_erased_left(branch: Branch) -> None:
    live(branch)
    requested(branch)
    confirmed(branch)

    swept(branch)

    told = [entry["event"] for entry in recorded(branch.tree.branch.id)]
    assert [told.count(name) for name in ("FloatingEnded", "LostContactClosed")] == [1, 1]


def test_the_sweep_spares_who_was_not_erased(branch: Branch) -> None:
    swept(branch)

    assert on_record(branch.away).name == row(3).name


def test_a_deletion_of_many_rows_ends(branch: Branch) -> None:
    for number in range(120):
        item = {"pk": {"S": f"MEMBER#{branch.away}"}, "sk": {"S": f"REVEAL#2026#{number:03d}"}}
        aws.client("dynamodb").put_item(TableName=Member.Meta.table_name, Item=item)
    requested(branch)
    confirmed(branch)

    swept(branch)

    assert under(branch.away) == ["ERASED"]


def test_nobody_reads_or_finds_the_erased(branch: Branch) -> None:
    requested(branch)
    confirmed(branch)
    swept(branch)

    dossier = answer(app.lambda_handler(request("GET", f"/v1/members/{branch.away}", subject="county"), None))
    query = {"branchId": branch.tree.branch.id}
    listed = answer(app.lambda_handler(request("GET", "/v1/members", subject="county", query=query), None))

    assert dossier[0] == 404
    assert branch.away not in [item["id"] for item in listed[1]["items"]]
    assert erase("GET", "county", member_id=branch.away)[1]["state"] == "ERASED"
    assert [requested(branch)[0], confirmed(branch)[0]] == [404, 404]


def test_the_number_can_be_enrolled_anew_as_a_new_person(branch: Branch) -> None:
    requested(branch)
    confirmed(branch)
    roster = new_id()

    (outcome,) = outcomes(branch.tree, row(3), roster_id=roster)

    assert outcome.outcome == "create"
    anew = on_record(derived_id(roster, 3))
    assert anew.id != branch.away
    assert IdNumberTaken.demand(IdNumberTaken.partition(anew.id_number_index), "MEMBER").member_id == anew.id


def test_the_record_is_whole_before_and_after(branch: Branch, tmp_path: Path) -> None:
    live(branch)
    on_seal.lambda_handler({}, Context())
    before = entries_of(branch.tree.branch.id)
    requested(branch)
    confirmed(branch)
    swept(branch)
    on_seal.lambda_handler({}, Context())
    after = entries_of(branch.tree.branch.id)

    seals = ("--seals", download(tmp_path), "--key", tmp_path / "key.pem")
    statuses = [verify("chain", save(tmp_path, chain), *more)[0] for chain, more in ((before, ()), (after, seals))]

    assert after[: len(before)] == before
    assert statuses == [0, 0]
    assert row(3).name not in json.dumps(after, ensure_ascii=False)


def test_a_merged_dossier_is_the_same_persons(branch: Branch) -> None:
    merged, kept = on_record(branch.third), on_record(branch.away)
    merged.membership_state, merged.left_reason, merged.left_on = "LEFT", "MERGED", days_ago(1)
    merged.leave_roll()
    merged.save()
    Absorbed.of(kept.id, merged.id).save()
    lead = IdNumberTaken.demand(IdNumberTaken.partition(merged.id_number_index), "MEMBER")
    lead.member_id = kept.id
    lead.save()
    asker_id = asker(branch)
    confirmed(branch)

    swept(branch)
    swept(branch, merged.id)

    assert under(branch.away) == under(branch.third) == ["ERASED"]
    assert Erased.demand(f"MEMBER#{merged.id}", "ERASED").confirmed_by == "second"
    told = [entry["data"] for entry in recorded(branch.tree.branch.id) if entry["event"] == "MemberErased"]
    assert [(one["memberId"], one["askedBy"]) for one in told] == [(kept.id, asker_id), (merged.id, None)]
    assert IdNumberTaken.find(lead.pk, "MEMBER") is None
    assert MemberKeys.find(MemberKeys.partition(merged.id)) is None


def test_a_merged_dossier_is_not_erased_by_itself(branch: Branch) -> None:
    merged = on_record(branch.away)
    merged.membership_state, merged.left_reason, merged.left_on = "LEFT", "MERGED", days_ago(1)
    merged.save()

    status, problem = requested(branch)

    assert (status, problem["code"], problem["why"]) == (409, "not_erasable", "merged")


def test_nobody_else_is_touched(branch: Branch) -> None:
    (other,) = enrolled(branch.tree, 9)

    requested(branch)
    confirmed(branch)

    assert on_record(other).name == row(9).name
    assert on_record(branch.contact).name == row(4).name


def test_an_erasure_costs_two_reads_and_one_transaction(branch: Branch) -> None:
    requested(branch)
    confirmed(branch, "county")

    with calls_to("dynamodb") as calls:
        confirmed(branch)

    assert len([call for call in calls if call != "TransactWriteItems"]) <= 4  # a cold account too
    assert calls.count("TransactWriteItems") == 1


def test_the_sample_event_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    assert answer(app_erasing.lambda_handler(sample("app_erasing"), None))[0] == 404
