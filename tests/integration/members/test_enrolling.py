"""A chunk of a roster becomes members: what is written, and what it costs."""

from typing import Any

import pytest

from functions.members.tables import IdNumberTaken
from kernel.blindindex import blind_index
from kernel.clock import business_day, now
from kernel.ids import derived_id
from kernel.journal import LARGEST_EVENT
from kernel.vault import MemberKeys
from tests.builders import Tree, recorded
from tests.integration.members.people import (
    ROSTER,
    enrolled,
    on_record,
    outcomes,
    row,
)
from tests.integration.members.watching import calls_to, everything, opened, weight

pytestmark = pytest.mark.usefixtures("account")


def test_a_new_member_gets_a_dossier_with_plain_facts_two_blobs_and_masks(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3)

    member = on_record(member_id)

    assert member_id == derived_id(ROSTER, 3)
    plain = member.to_simple_dict(force=True)
    assert {name: plain[name] for name in plain.keys() - {"p2", "p3", "born", "mobile_index", "id_number_index"}} == {
        "pk": f"MEMBER#{member_id}",
        "sk": "NOW",
        "version": 1,
        "branch_id": tree.branch.id,
        "roll": tree.branch.id,
        "county_id": tree.county.id,
        "source": f"ROSTER:{ROSTER}",
        "source_by": "county-admin",
        "source_on": business_day(now()).isoformat(),
        "name": row(3).name,
        "sex": "1",
        "ethnicity": "13",
        "education": "21",
        "occupation": "27",
        "category": "FULL",
        "joined_on": "2005-07-01",
        "converted_on": "2006-07-01",
        "floating": False,
        "mobile_masked": "154****0003",
        "id_number_masked": f"990***********{row(3).id_number[-4:]}",
    }
    assert (member.cohort, len(str(member.birth_mark))) == ("1980", 3)
    assert opened(member_id) == {
        "mobile": "15400000003",
        "address": row(3).address,
        "birth_date": "1980-03-05",
        "id_number": row(3).id_number,
    }


def test_a_number_is_found_by_its_blind_index(tree: Tree) -> None:
    (member_id,) = enrolled(tree, 3)

    taken = IdNumberTaken.find(IdNumberTaken.partition(blind_index("id", row(3).id_number)), "MEMBER")

    assert taken is not None
    assert taken.member_id == member_id
    assert on_record(member_id).mobile_index == blind_index("phone", "15400000003")


def test_nothing_sealed_stands_in_any_table_in_the_clear(tree: Tree) -> None:
    enrolled(tree, *range(2, 12))

    text = repr(everything())

    for number in range(2, 12):
        assert row(number).id_number not in text
        assert f"154{number:08d}" not in text
        assert str(row(number).address) not in text
    assert "1980-03-05" not in text


def test_a_chunk_leaves_one_entry_on_the_branchs_chain_in_the_name_of_who_applied(tree: Tree) -> None:
    ids = enrolled(tree, 2, 3)

    (entry,) = recorded(tree.branch.id)

    assert (entry["actor"], entry["action"], entry["subject"]) == ("county-admin", "members.enrol", ROSTER)
    assert entry["event"] == "MembersEnrolled"
    assert entry["data"] == {
        "branchId": tree.branch.id,
        "countyId": tree.county.id,
        "path": tree.branch.path,
        "members": [{"memberId": i, "category": "FULL", "floating": False} for i in ids],
    }


def test_a_full_chunk_fits_one_transaction_and_one_event(tree: Tree) -> None:
    changes: dict[str, Any] = {"category": "PROBATIONARY", "converted_on": None}
    found = outcomes(tree, *(row(n, **changes) for n in range(2, 22)))

    assert {o.outcome for o in found} == {"create"}
    (entry,) = recorded(tree.branch.id)
    assert len(entry["data"]["members"]) == 20
    assert len(str(entry["data"]).encode()) < LARGEST_EVENT


def test_a_new_member_costs_at_most_twelve_write_units(tree: Tree) -> None:
    floating = tree.found(tree.county, "431128-900-001", "FLOATING_BRANCH", "BRANCH")
    (member_id,) = enrolled(
        tree,
        2,
        name="阿依古丽·买买提·阿卜杜热依木",
        address="湖南省永州市新田县龙泉街道新华东路一百二十三号附一号二单元三楼三零一室" * 2,
        branch_post="ORGANISATION",
        floating=True,
        outflow_to="广东省深圳市龙华区民治街道",
        floating_branch_code=floating.code,
    )

    member = on_record(member_id)
    taken = IdNumberTaken.demand(IdNumberTaken.partition(member.id_number_index), "MEMBER")
    keys = MemberKeys.demand(MemberKeys.partition(member_id))
    weights = [weight(r.serialize()) for r in (member, taken, keys)]

    assert max(weights) <= 1024
    in_index = 1  # its projection is smaller than the item
    assert sum(2 * -(-w // 1024) for w in weights) + in_index <= 12


def test_a_chunk_costs_few_calls_however_many_rows_it_has(tree: Tree) -> None:
    enrolled(tree, 2)

    with calls_to("dynamodb") as calls, calls_to("kms") as keys:
        outcomes(tree, *(row(n) for n in range(2, 22)), chunk=77)

    reads = [c for c in calls if c in ("GetItem", "BatchGetItem")]
    assert calls.count("TransactWriteItems") == 1
    assert calls.count("BatchGetItem") == 2  # the place, the numbers, the answer and the head; the members and keys
    assert len(reads) == 2
    assert keys == ["GenerateDataKey", "Decrypt"]  # of the parcel alone: county keys are held
