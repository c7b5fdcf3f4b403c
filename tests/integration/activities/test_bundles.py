"""A year of a branch for an inspection: asked for, put together, fetched."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.activities import on_bundle_asked
from functions.activities.bundles import making as bundle_making
from functions.activities.bundles import records as bundle_records
from functions.activities.bundles.models import InspectionBundle
from functions.activities.bundles.tables import Bundle
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.ids import new_id
from tests.builders import account, recorded
from tests.integration.activities.bundle_story import RARE, YEAR, a_year, ask, file_of, made, parts, told_of
from tests.integration.activities.dispute_story import approved
from tests.integration.activities.story import Story, call, review, submit
from tests.trust.delivery import until_done
from tests.unit.activities.pdf_reader import characters

AT = now()


def test_a_bundle_is_asked_for_and_its_file_is_on_record(sealing: Story) -> None:
    status, asked = ask(sealing)
    before = call("GET", f"/v1/activities/bundles/{asked['id']}", "secretary")[1]
    answer = made(sealing)

    assert status == 201
    assert asked == before | {"state": "ASKED", "url": None, "sha256": None}
    assert answer["state"] == "READY"
    assert answer["url"].startswith("https://")
    assert len(file_of(answer)) == answer["sizeBytes"]
    told = recorded(sealing.branch.id)[-1]
    assert (told["event"], told["data"]["sha256"]) == ("BundleMade", answer["sha256"])
    assert told["data"]["askedBy"] is None  # the account is of no member


def test_the_record_says_which_member_asked(sealing: Story) -> None:
    branch, member_id = sealing.branch, sealing.members[1]
    account("own secretary", (Role.SECRETARY, branch), member_id=member_id, branch=branch)
    _, asked = ask(sealing, "own secretary")

    until_done(on_bundle_asked.lambda_handler, told_of(sealing, asked))

    told = recorded(branch.id)[-1]["data"]
    assert (told["askedBy"], told["countyId"]) == (member_id, sealing.tree.county.id)


def test_the_machine_readable_part_holds_every_record_and_follows_its_schema(sealing: Story) -> None:
    activity_id = a_year(sealing)
    found = parts(file_of(made(sealing)))

    bundle = json.loads(found["bundle.json"])
    read = InspectionBundle.model_validate(bundle)

    assert sorted(found) == ["bundle.json", "bundle.pdf", "receipts.jsonl", "schema.json"]
    assert json.loads(found["schema.json"]) == InspectionBundle.model_json_schema(mode="serialization", by_alias=True)
    assert [record.line.state for record in read.records] == ["APPROVED", "PLANNED"]
    first = bundle["records"][0]
    assert (first["line"]["activityId"], first["minutes"]["summary"]) == (activity_id, RARE)
    assert sorted(first["attended"]) == sorted(sealing.members)
    assert [review["stage"] for review in first["reviews"]] == ["first", "final"]
    assert (len(first["photos"]), len(first["attendance"]), first["agenda"]) == (1, 3, ["学习", "讨论"])
    assert {duty["type"] for duty in bundle["duties"]} >= {"THEME_DAY", "GENERAL_ASSEMBLY"}


def test_the_pdf_holds_its_font_and_a_mark_for_what_the_font_lacks(sealing: Story) -> None:
    a_year(sealing)
    pdf = parts(file_of(made(sealing)))["bundle.pdf"]

    assert pdf.startswith(b"%PDF-")
    assert b"NotoSansSC" in pdf
    shown = characters(pdf)
    assert set("组织生活检查材料会议由〔+〕同志主持·讨论") <= shown
    assert not {"𠮷", "😀"} & shown
    assert set("汇报收支账目列席驻村队决议整修活动室表决通过赞成") <= shown


def test_the_longest_words_are_a_bundle_too(sealing: Story) -> None:
    activity_id = sealing.plan(agenda=["议" * 200] * 30)
    sealing.call_roll(activity_id, "PRESENT", "PRESENT", "PRESENT")
    sealing.minute(activity_id, summary="会\r\n" * 1600)
    submit(activity_id)
    review(activity_id, sealing.township, "return", "退" * 999 + "\n" * 900 + "末")

    pdf = parts(file_of(made(sealing)))["bundle.pdf"]

    assert set("议会退末") <= characters(pdf)


def test_an_empty_year_is_a_bundle_too(sealing: Story) -> None:
    _, asked = ask(sealing, year=2020)
    until_done(on_bundle_asked.lambda_handler, told_of(sealing, asked))

    answer = call("GET", f"/v1/activities/bundles/{asked['id']}", "secretary")[1]
    assert json.loads(parts(file_of(answer))["bundle.json"])["records"] == []


def test_a_second_delivery_changes_nothing(sealing: Story) -> None:
    approved(sealing)
    _, asked = ask(sealing)
    told = told_of(sealing, asked)

    for _ in range(3):
        until_done(on_bundle_asked.lambda_handler, told)

    assert [entry["event"] for entry in recorded(sealing.branch.id)].count("BundleMade") == 1


def test_after_a_week_the_file_is_gone(sealing: Story) -> None:
    answer = made(sealing)
    bundle = Bundle.demand(Bundle.partition(answer["id"]), "NOW")
    bundle.made_at = stamp(now() - timedelta(days=7, minutes=1))
    bundle.save()

    gone = call("GET", f"/v1/activities/bundles/{answer['id']}", "secretary")[1]

    assert (gone["state"], gone["url"], gone["expiresAt"], gone["sha256"]) == ("GONE", None, None, answer["sha256"])


def test_of_the_same_record_the_same_file_is_made(sealing: Story) -> None:
    """So that a worker that died between the file and its entry leaves nothing that is not on record."""
    approved(sealing)

    files = [bundle_making.packed(*bundle_records.gather(sealing.branch.id, YEAR, AT)) for _ in range(2)]

    assert files[0] == files[1]


def test_only_who_asked_fetches_it(sealing: Story) -> None:
    _, asked = ask(sealing, "county")

    others = [call("GET", f"/v1/activities/bundles/{asked['id']}", who)[0] for who in ("secretary", "member")]
    far, unknown = (call("GET", f"/v1/activities/bundles/{one}", "stranger")[0] for one in (asked["id"], new_id()))

    assert (others, far, unknown) == ([403, 403], 404, 404)
    assert call("GET", f"/v1/activities/bundles/{asked['id']}", "county")[0] == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"year": YEAR + 1}, 422),
        ({"year": 1999}, 422),
        ({"year": "x"}, 422),
        ({"year": None}, 422),
        ({"branchId": "x"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_a_bad_request_is_refused(story: Story, changes: dict[str, Any], status: int) -> None:
    assert ask(story, **changes)[0] == status
