"""A member's copy: everything that is kept, opened, for nobody else, and on the record."""

import json
from typing import Any

import pytest
from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute

from functions.members import app, app_lookup, app_rights, exporting
from functions.members.attaching_tables import Attached
from functions.members.concerning_tables import Concerns
from functions.members.erasure_tables import Absorbed
from functions.members.facts import SEALED
from functions.members.rights_rules import EXPORTS_A_DAY
from functions.members.tables import Member
from kernel import aws, vault
from kernel.authority import PRINCIPALS, Role
from kernel.idempotency import Answer
from kernel.ids import new_id
from kernel.table import Row
from kernel.vault import DataClass, MemberKeys, sealer
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members import kept
from tests.integration.members.absent import Branch, ask
from tests.integration.members.people import enrolled, on_record, row, sample
from tests.integration.members.test_tracing import attempt, open_case
from tests.integration.members.watching import calls_to, opened
from tests.trust.asking import handlers
from tests.trust.matrix import ROWS
from tests.trust.matrix.rows import EVERY_MEMBER, SELF

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


def export(by: str | None = "self", **how: Any) -> tuple[int, Any]:
    return answer(app_rights.lambda_handler(request("POST", "/v1/me/export", subject=by, **how), None))


def records(about: str = "") -> list[dict[str, Any]]:
    return [r["values"] for r in export()[1]["records"] if r["about"].startswith(about)]


def test_every_kind_of_row_is_told_or_has_a_reason() -> None:
    assert kept.kinds() == kept.TOLD | set(kept.NOT_TOLD)
    assert not kept.TOLD & set(kept.NOT_TOLD)


def test_the_dossier_is_told_with_its_sealed_facts_in_full(branch: Branch) -> None:
    status, body = export()

    (dossier,) = [r["values"] for r in body["records"] if r["about"] == f"MEMBER#{branch.away}/NOW"]
    assert (status, body["memberId"]) == (200, branch.away)
    assert dossier["name"] == row(3).name
    assert dossier["p2"]["mobile"] == row(3).mobile
    assert dossier["p3"] == {"id_number": row(3).id_number}
    assert body["elsewhere"] == list(exporting.ELSEWHERE)


def test_what_other_domains_keep_of_a_person_is_named_by_its_route() -> None:
    told_elsewhere = {
        "GET /v1/me/notices/counts",  # how many there are of what another route tells
        "GET /v1/points/members/<member_id>",  # the same as one's own points
        "GET /v1/points/opportunities",  # of what is to come
    }
    own = {row.route for row in ROWS if row.members in (EVERY_MEMBER, SELF) or row.route.startswith("GET /v1/me")}
    theirs = {route for route in own if not handlers()[route].__module__.startswith("functions.members.")}

    assert set(exporting.ELSEWHERE) == {route for route in theirs if route.startswith("GET ")} - told_elsewhere


def test_absences_cases_and_the_past_are_told(branch: Branch) -> None:
    branch.register()
    ask("POST", "/v1/me/floating/contacts", "self", {"channel": "PHONE"})
    due = {"returnsOften": False, "transferImpossible": True}
    ask("POST", f"/v1/members/{branch.away}/floating/certificate", "county", due)
    open_case(branch)
    attempt(branch)

    told = {r["about"].split("/")[1].split("#")[0] for r in export()[1]["records"]}

    assert told >= {"NOW", "FLOATING", "CONTACT", "HOLDING", "LOST", "ATTEMPT", "WAS"}
    (was,) = records(f"MEMBER#{branch.away}/WAS#")
    assert was["p2"]["mobile"] == row(3).mobile
    assert len(records("CERTIFICATE#")) == 1


def test_a_place_beside_the_home_is_told(branch: Branch) -> None:
    member = on_record(branch.away)
    member.attached_to = [branch.host.id]
    member.save()
    Attached.of(branch.host.id, branch.away).save()

    assert records(f"ATTACHED#{branch.host.id}") == [{}]


PROBED: list[type[Row]] = sorted(kept.TOLD - kept.BY_ITS_KEY - {Absorbed}, key=lambda kind: kind.__name__)


def probe(kind: type[Row], name: str, attribute: Any) -> dict[str, Any]:
    """A value that is found again in the copy."""
    mark = f"{kind.__name__}-{name}"
    if isinstance(attribute, NumberAttribute):
        return {"N": str(sum(mark.encode()) * 1000 + len(mark))}
    if isinstance(attribute, BooleanAttribute):
        return {"BOOL": True}
    if isinstance(attribute, ListAttribute):
        return {"L": [{"S": mark}]}
    return {"S": json.dumps({"probe": mark}) if isinstance(attribute, JSONAttribute) else mark}


def probed(kind: type[Row], member_id: str) -> dict[str, Any]:
    """An item of a kind with something in each of its attributes."""
    seal = sealer("members", member_id)
    item = {}
    for name, attribute in kind.get_attributes().items():
        if isinstance(attribute, BinaryAttribute):
            item[name] = {"B": seal.seal(DataClass(name), {"probe": f"{kind.__name__}-{name}"})}
        else:
            item[name] = probe(kind, name, attribute)
    return item


def seen(value: dict[str, Any]) -> str:
    """What of a probe stands in the copy's text."""
    ((kind, content),) = value.items()
    if kind == "BOOL":
        return "true"
    if kind == "L":
        return str(content[0]["S"])
    return str(json.loads(content)["probe"]) if str(content).startswith("{") else str(content)


@pytest.mark.parametrize("kind", PROBED)
def test_every_field_of_every_row_about_a_member_is_in_the_copy(branch: Branch, kind: type[Row]) -> None:
    item = probed(kind, branch.away)
    place = {"pk": f"PROBE#{kind.__name__}", "sk": "NOW"}
    if kind in kept.UNDER_THE_MEMBER:
        place = {"pk": f"MEMBER#{branch.away}", "sk": f"{getattr(kind, 'PREFIX', kind.__name__)}2026#probe"}
    elif kind in kept.OF_THE_ACCOUNT:
        place = {"pk": "SUBJECT#self", "sk": "PROBE#2026"}
    else:
        Concerns.of(branch.away, place["pk"]).save()
    item |= {name: {"S": value} for name, value in place.items()}
    aws.client("dynamodb").put_item(TableName=Member.Meta.table_name, Item=item)

    (values,) = records(f"{place['pk']}/{place['sk']}")

    expected = {name for name in item if name not in ("pk", "sk")}
    assert set(values) == expected
    text = json.dumps(values, ensure_ascii=False)
    sealed = [f"{kind.__name__}-{name}" for name in expected if "B" in item[name]]
    plain = [seen(value) for name, value in item.items() if name in expected and "B" not in value]
    assert [mark for mark in (*sealed, *plain) if mark not in text] == []


def test_every_field_of_the_dossier_is_in_the_copy(branch: Branch) -> None:
    item = probed(Member, branch.away)
    kept_as_it_is = ("pk", "sk", "p2", "p3", "branch_id", "version")
    real = on_record(branch.away).serialize()
    item |= {name: real[name] for name in kept_as_it_is}
    item["attached_to"] = {"L": []}
    aws.client("dynamodb").put_item(TableName=Member.Meta.table_name, Item=item)

    (values,) = records(f"MEMBER#{branch.away}/NOW")

    assert set(values) == set(Member.get_attributes()) - {"pk", "sk"}
    assert set(values["p2"]) | set(values["p3"]) == set(opened(branch.away)) <= set(SEALED)


def test_a_copy_is_on_the_record_and_among_the_looks(branch: Branch) -> None:
    export()

    entry = recorded(branch.tree.branch.id)[-1]
    assert (entry["action"], entry["event"], entry["subject"]) == ("members.export", "MemberDataExported", branch.away)
    assert set(entry["data"]) == {"memberId", "records"}
    looked = answer(app.lambda_handler(request("GET", "/v1/me/dossier/reveals", subject="self"), None))[1]["items"]
    assert [(look["kind"], look["purpose"], look["by"]) for look in looked] == [("EXPORT", "OWN_COPY", "self")]


def test_a_look_up_is_among_the_looks(branch: Branch) -> None:
    body = {"organisationId": branch.tree.branch.id, "mobile": row(3).mobile, "purpose": "CONTACT"}
    found = answer(app_lookup.lambda_handler(request("POST", "/v1/members/lookups", subject="county", body=body), None))

    (look,) = answer(app.lambda_handler(request("GET", "/v1/me/dossier/reveals", subject="self"), None))[1]["items"]

    assert found[0] in (200, 201)
    assert {name: look[name] for name in ("kind", "by", "purpose", "fields", "organisationId")} == {
        "kind": "LOOKUP",
        "by": "county",
        "purpose": "CONTACT",
        "fields": ["mobile"],
        "organisationId": branch.tree.branch.id,
    }


def test_no_copy_is_kept_as_an_answer(branch: Branch) -> None:
    keyed = {"idempotency-key": "one"}

    first, again = export(headers=keyed), export(headers=keyed)

    assert first[0] == again[0] == 200
    assert list(Answer.scan()) == []


def test_only_so_many_copies_a_day(branch: Branch) -> None:
    statuses = [export()[0] for _ in range(EXPORTS_A_DAY + 1)]

    assert statuses == [200] * EXPORTS_A_DAY + [429]


def test_nobody_gets_a_copy_of_anybody_else(branch: Branch) -> None:
    account("auditor", (Role.AUDITOR, branch.tree.county))
    (other,) = enrolled(branch.tree, 9)
    account("other", member_id=other, branch=branch.tree.branch)

    assert [export(who)[0] for who in ("auditor", "county", "secretary", "nobody")] == [404] * 4
    assert export(None)[0] == 401
    assert export("other")[1]["memberId"] == other
    assert row(3).id_number not in str(export("other"))


def test_whose_keys_are_gone_gets_none(branch: Branch) -> None:
    MemberKeys.demand(MemberKeys.partition(branch.away)).delete()

    assert export()[0] == 404
    assert recorded(branch.tree.branch.id)[-1]["event"] != "MemberDataExported"


def test_a_dossier_that_is_gone_is_no_copy(branch: Branch) -> None:
    on_record(branch.away).delete()

    assert export()[0] == 404


def test_a_copy_costs_three_reads_and_one_transaction(branch: Branch) -> None:
    export()

    with calls_to("dynamodb") as calls:
        export()

    assert calls == ["Query", "Query", "BatchGetItem", "TransactWriteItems"]


def test_a_first_copy_costs_five_reads_and_one_transaction(branch: Branch) -> None:
    PRINCIPALS.cached.clear()
    vault.forget()

    with calls_to("dynamodb") as calls:
        export()

    assert calls == ["GetItem", "BatchGetItem", "Query", "Query", "BatchGetItem", "TransactWriteItems"]


def test_a_copy_of_who_came_from_another_county_opens_with_that_countys_keys(branch: Branch) -> None:
    member = on_record(branch.away)
    member.county_id = new_id()
    member.save()
    vault.forget()

    assert records(f"MEMBER#{branch.away}/NOW")[0]["p2"]["mobile"] == row(3).mobile


def test_the_sample_event_is_answered(tree: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, tree.county))

    assert answer(app_rights.lambda_handler(sample("app_rights"), None))[0] == 404


def test_a_dossier_that_was_merged_into_the_members_is_told_too(branch: Branch) -> None:
    Absorbed.of(branch.away, branch.third).save()

    (merged,) = records(f"MEMBER#{branch.third}/NOW")

    assert merged["p3"] == {"id_number": row(5).id_number}
