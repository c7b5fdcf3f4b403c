"""Homes change: by a decision, and all of a branch that went into another, whatever interrupts it."""

from typing import Any

import pytest

from functions.members import app, on_organisations_merged
from functions.members.attaching_tables import Attached
from functions.members.history import changes
from functions.members.resettling import AT_ONCE
from functions.members.tables import Member
from kernel import aws
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import OrganisationsMerged
from tests.builders import Tree, account, answer, batch, envelope, recorded, request
from tests.conftest import Context
from tests.integration.members.people import enrolled, on_record, outcomes, row, sample
from tests.integration.members.watching import before_first_transaction, opened

pytestmark = pytest.mark.usefixtures("account")
TODAY = business_day(now())


class Hurried(Context):
    """A function whose time is up after so many questions."""

    def __init__(self, pages: int) -> None:
        self.left = pages

    def get_remaining_time_in_millis(self) -> int:
        self.left -= 1
        return 60_000 if self.left >= 0 else 0


def post(member_id: str, branch: Organisation, by: str | None = "admin", **changes: Any) -> tuple[int, Any]:
    body = {"branchId": branch.id, "effectiveOn": f"{TODAY}", "reason": "工作单位变动"} | changes
    path = f"/v1/members/{member_id}/moves"
    return answer(app.lambda_handler(request("POST", path, subject=by, body=body), None))


def merged(tree: Tree, old: Organisation, new: Organisation) -> OrganisationsMerged:
    old.closed_on, old.closed_into = f"{TODAY}", new.id
    old.save()
    return OrganisationsMerged(
        organisation_id=old.id,
        into_id=new.id,
        county_id=new.county_id,
        path=old.path,
        into_path=new.path,
        effective_on=TODAY,
    )


def deliver(body: Any, context: Any = None) -> None:
    told = on_organisations_merged.lambda_handler(batch(body), context or Context())
    assert told == {"batchItemFailures": []}


def waiting(queue: str) -> list[str]:
    found = []
    while taken := aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for one in taken:
            found.append(one["Body"])
            aws.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
    return found


@pytest.fixture
def queue(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> str:
    on_organisations_merged.ResettleSettings.load.cache_clear()
    url = aws.client("sqs").create_queue(QueueName="follow")["QueueUrl"]
    monkeypatch.setenv("MEMBERS_MERGED_QUEUE", url)
    return url


@pytest.fixture
def member_id(tree: Tree) -> str:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    return enrolled(tree, 3)[0]


def homes(branch: Organisation) -> set[str]:
    return {member.id for member in Member.home.query(branch.id)}


def test_a_member_gets_another_home_and_is_on_one_roll(tree: Tree, member_id: str) -> None:
    status, dossier = post(member_id, tree.far_branch)

    assert (status, dossier["branchId"], dossier["version"]) == (200, tree.far_branch.id, 2)
    assert (homes(tree.branch), homes(tree.far_branch)) == (set(), {member_id})
    assert opened(member_id)["id_number"] == row(3).id_number
    entry = recorded(tree.far_branch.id)[-1]
    assert (entry["action"], entry["event"], entry["actor"]) == ("members.move", "MembersMoved", "admin")
    assert (entry["data"]["fromBranchId"], entry["data"]["branchId"]) == (tree.branch.id, tree.far_branch.id)
    (was,) = changes(member_id)
    assert (was.source, was.before()["branch_id"]) == ("MOVE", tree.branch.id)


def test_a_committee_above_one_branch_alone_moves_nobody(tree: Tree, member_id: str) -> None:
    account("township", (Role.COUNTY_ADMIN, tree.township))
    account("secretary", (Role.SECRETARY, tree.county))

    assert post(member_id, tree.far_branch, "township")[0] == 404
    assert post(member_id, tree.far_branch, "secretary")[0] == 403
    assert post(member_id, tree.far_branch, None)[0] == 401
    assert post(member_id, tree.sister, "township")[0] == 200


def test_what_holds_no_members_is_no_home(tree: Tree, member_id: str) -> None:
    tree.sister.closed_on = f"{TODAY}"
    tree.sister.save()

    assert post(member_id, tree.township)[1]["code"] == "holds_no_members"
    assert post(member_id, tree.sister)[1]["code"] == "holds_no_members"
    assert post(member_id, tree.branch)[1]["code"] == "already_there"
    assert post(member_id, tree.far_branch, effectiveOn="2099-01-01")[0] == 422


def test_the_members_of_a_merged_branch_follow_it(tree: Tree, queue: str) -> None:
    ids = [*enrolled(tree, *range(2, 22)), *enrolled(tree, *range(22, 32))]

    deliver(merged(tree, tree.branch, tree.sister))

    assert (homes(tree.branch), homes(tree.sister)) == (set(), set(ids))
    told = [entry for entry in recorded(tree.sister.id) if entry["event"] == "MembersMoved"]
    assert sorted(len(entry["data"]["members"]) for entry in told) == [10, AT_ONCE]
    assert {on_record(i).branch_id for i in ids} == {tree.sister.id}


def test_delivered_again_a_merger_moves_nobody_twice(tree: Tree, queue: str) -> None:
    ids = enrolled(tree, 2, 3, 4)
    told = envelope(merged(tree, tree.branch, tree.sister))

    for _ in range(3):
        deliver(told)

    assert {int(on_record(i).version) for i in ids} == {2}
    assert len(recorded(tree.sister.id)) == 1


def test_out_of_time_it_sends_itself_where_to_go_on(tree: Tree, queue: str) -> None:
    ids = [*enrolled(tree, *range(2, 22)), *enrolled(tree, *range(22, 32))]

    deliver(merged(tree, tree.branch, tree.sister), Hurried(1))
    halfway = homes(tree.sister)
    for body in waiting(queue):
        deliver(body)

    assert len(halfway) == AT_ONCE
    assert homes(tree.sister) == set(ids)


def test_a_dossier_written_meanwhile_is_read_anew(tree: Tree, queue: str, member_id: str) -> None:
    told = merged(tree, tree.branch, tree.sister)

    def correct() -> None:
        app.lambda_handler(
            request("PATCH", f"/v1/members/{member_id}", subject="admin", body={"education": "11"}), None
        )

    with before_first_transaction(correct):
        deliver(told)

    assert (on_record(member_id).branch_id, on_record(member_id).education) == (tree.sister.id, "11")


def test_a_branch_merged_twice_is_followed_to_the_end(tree: Tree, queue: str) -> None:
    ids = enrolled(tree, 2, 3)
    first = merged(tree, tree.branch, tree.sister)
    merged(tree, tree.sister, tree.far_branch)

    deliver(first)

    assert homes(tree.far_branch) == set(ids)


def test_into_a_branch_that_was_dissolved_nobody_follows(tree: Tree, queue: str) -> None:
    (member_id,) = enrolled(tree, 2)
    told = merged(tree, tree.branch, tree.sister)
    tree.sister.closed_on = f"{TODAY}"
    tree.sister.save()

    failed = on_organisations_merged.lambda_handler(batch(told), Context())

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert on_record(member_id).branch_id == tree.branch.id


def test_who_left_a_merged_branch_stays_where_they_left(tree: Tree, queue: str, member_id: str) -> None:
    decided = {"reason": "DECEASED", "effectiveOn": "2026-03-01"}
    app.lambda_handler(request("POST", f"/v1/members/{member_id}/departure", subject="admin", body=decided), None)

    deliver(merged(tree, tree.branch, tree.sister))

    assert on_record(member_id).branch_id == tree.branch.id


def beside(tree: Tree, place: Organisation, *ids: str) -> None:
    for member_id in ids:
        path, body = f"/v1/members/{member_id}/attachments", {"organisationId": place.id}
        assert app.lambda_handler(request("POST", path, subject="admin", body=body), None)["statusCode"] == 201


def test_a_part_beside_the_home_follows_a_merger_too(tree: Tree, queue: str) -> None:
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    ids = enrolled(tree, *range(2, 14))
    one, other = (tree.found(tree.township, f"431128-101-90{n}", "FUNCTIONAL_BRANCH", "BRANCH") for n in (1, 2))
    beside(tree, one, *ids)
    beside(tree, other, ids[0])

    told = envelope(merged(tree, one, other))
    deliver(told, Hurried(1))
    for body in waiting(queue):
        deliver(body)
    deliver(told)

    assert {tuple(on_record(i).attached_to) for i in ids} == {(other.id,)}
    assert list(Attached.query(Attached.partition(one.id))) == []
    assert {row.member_id for row in Attached.query(Attached.partition(other.id))} == set(ids)
    told_of = [e["data"]["attached"] for e in recorded(other.id) if e["event"] == "AttachmentChanged"]
    assert (told_of.count(False), told_of.count(True)) == (12, 11)


def test_a_part_ends_where_its_organisation_went_into_a_home(tree: Tree, queue: str, member_id: str) -> None:
    project = tree.found(tree.township, "431128-101-900", "TEMPORARY_BRANCH", "BRANCH")
    beside(tree, project, member_id)

    deliver(merged(tree, project, tree.branch))

    assert on_record(member_id).attached_to is None
    assert on_record(member_id).branch_id == tree.branch.id


def test_the_sample_of_a_merger_is_understood(tree: Tree, queue: str) -> None:
    ids = enrolled(tree, 2)
    merged(tree, tree.branch, tree.sister)

    told = on_organisations_merged.lambda_handler(sample("on_organisations_merged"), Context())

    assert told == {"batchItemFailures": []}
    assert homes(tree.sister) == set(ids)


def test_a_roster_enrols_nobody_in_a_closed_branch(tree: Tree) -> None:
    merged(tree, tree.branch, tree.sister)

    (found,) = outcomes(tree, row(3))

    assert (found.outcome, found.code) == ("error", "branch_closed")
