"""What a dispatch puts on a branch is told on the branch's record, once, with its numbers."""

from typing import Any

from functions.notices import on_dispatch_due
from kernel.calendar import month_of
from kernel.clock import business_day, now
from kernel.directory import Organisation
from tests.builders import Tree, recorded
from tests.integration.notices.dispatches import carry, everybody, expand, order, people, send, told
from tests.integration.notices.queues import queued
from tests.trust.delivery import thrice_shuffled


def burdens(branch: Organisation) -> list[dict[str, Any]]:
    return [entry["data"] for entry in recorded(branch.id) if entry["event"] == "BranchBurdened"]


def test_a_branch_of_several_chunks_is_burdened_once_in_whatever_order_they_come(county: Tree) -> None:
    people(county.branch, 100)
    _, body = order("admin", county.county, everybody(county.branch), demands={"forms": 2, "photos": 1}, asks=True)
    expand(*told(county.county)[-1:])
    chunks = queued()

    thrice_shuffled(on_dispatch_due.lambda_handler, *chunks)

    assert len(chunks) == 3
    assert burdens(county.branch) == [
        {
            "dispatchId": body["id"],
            "branchId": county.branch.id,
            "countyId": county.county.id,
            "month": month_of(business_day(now())),
            "requests": 1,
            "forms": 2,
            "photos": 1,
        }
    ]


def test_what_asks_for_nothing_burdens_nobody(county: Tree) -> None:
    people(county.branch, 1)

    send("admin", county.county, everybody(county.branch))
    carry()

    assert burdens(county.branch) == []
