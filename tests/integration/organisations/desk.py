"""What a committee asks of the tree, and what the job does in the background, in a line each."""

import json
from datetime import timedelta
from typing import Any
from unittest import mock

from functions.organisations import on_members, on_organisation_moved
from functions.organisations.app import lambda_handler
from kernel import aws
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled, OrganisationMoved
from kernel.ids import derived_id
from tests.builders import Tree, account, answer, batch, request
from tests.conftest import Context

TODAY = business_day(now())
REASON = "区划调整"


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def ask(method: str, path: str, by: str | None = "admin", body: Any = None, **query: str) -> tuple[int, Any]:
    event = request(method, f"/v1/organisations/{path}".rstrip("/"), subject=by, body=body, query=query)
    return answer(lambda_handler(event, Context()))


def admin_of(tree: Tree) -> str:
    return account("admin", (Role.COUNTY_ADMIN, tree.county))


def move(what: str, under: str, by: str = "admin", **more: str) -> tuple[int, Any]:
    return ask("POST", f"{what}/moves", by, {"newParentId": under, "reason": REASON} | more)


def merge(what: str, into: str, by: str = "admin", **more: str) -> tuple[int, Any]:
    return ask("POST", f"{what}/mergers", by, {"intoId": into, "reason": REASON} | more)


def dissolve(what: str, by: str = "admin", **more: str) -> tuple[int, Any]:
    return ask("POST", f"{what}/dissolution", by, {"reason": REASON} | more)


def listed(top: str, by: str = "admin", **query: str) -> list[str]:
    """The paths of a list, page by page."""
    paths: list[str] = []
    while True:
        status, page = ask("GET", f"{top}/children", by, **query)
        assert status == 200, page
        paths += [item["path"] for item in page["items"]]
        if page["next"] is None:
            return paths
        query["cursor"] = page["next"]


def moved(what: Organisation, old_path: str, new_path: str) -> OrganisationMoved:
    county = what.county_id
    return OrganisationMoved(
        organisation_id=what.id,
        county_id=county,
        old_path=old_path,
        new_path=new_path,
        effective_on=TODAY,
    )


def notes() -> list[dict[str, Any]]:
    """What waits in the queue of the job, taken out of it; how long it has to wait there is of no account."""
    found: list[dict[str, Any]] = []
    with mock.patch("moto.sqs.models.Message.delayed", False):
        while True:
            told = aws.client("sqs").receive_message(QueueUrl=queue(), MaxNumberOfMessages=10)
            if not told.get("Messages"):
                return found
            for message in told["Messages"]:
                found.append(json.loads(message["Body"]))
                aws.client("sqs").delete_message(QueueUrl=queue(), ReceiptHandle=message["ReceiptHandle"])


def queue() -> str:
    return on_organisation_moved.Settings.load().organisation_moved_queue


def work(body: Any) -> None:
    assert on_organisation_moved.lambda_handler(batch(body), Context()) == {"batchItemFailures": []}


def enrol(branch: Organisation, *categories: str) -> list[str]:
    """Members of a branch, as the tree hears of them. Returns their ids."""
    made = [EnrolledMember(member_id=derived_id(branch.id, n), category=c) for n, c in enumerate(categories)]
    event = MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=tuple(made))
    assert on_members.lambda_handler(batch(event), Context()) == {"batchItemFailures": []}
    return [member.member_id for member in made]


def found(body: dict[str, Any], by: str = "admin") -> dict[str, Any]:
    event = request("POST", "/v1/organisations", subject=by, body=body)
    status, told = answer(lambda_handler(event, Context()))
    assert status // 100 == 2, told
    return dict(told)
