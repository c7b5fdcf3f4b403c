"""What committees send to a branch of 24, and what carries it out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from functions.members import on_audience_asked
from functions.notices import app_office, on_dispatch_county, on_dispatch_due, on_dispatch_ordered
from functions.notices.dispatch_messages import CountyPart
from kernel.authority import Role
from kernel.events import (
    AudienceAsked,
    AudienceCounted,
    AudienceNamed,
    BranchCount,
    DispatchOrdered,
    DispatchReminded,
)
from scripts.bench.acts import MEMBERS, Arrange, Doing, asking, starting, telling
from tests.builders import Tree, account
from tests.integration.notices import dispatches, previews, queues
from tests.integration.notices.test_dispatch_segments import found_in

WORDS = {"title": "关于开展主题党日的通知", "body": "请按时参加。"}


def county() -> Tree:
    tree = Tree()
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    dispatches.people(tree.branch, MEMBERS)
    return tree


def plan(tree: Tree) -> dict[str, Any]:
    return {"organisationId": tree.county.id, "audience": dispatches.everybody(tree.county), "asks": True}


def order() -> Doing:
    return asking(app_office.lambda_handler, "POST", "/v1/dispatches", "admin", plan(county()) | WORDS)


def preview() -> Doing:
    return asking(app_office.lambda_handler, "POST", "/v1/dispatches/preview", "admin", plan(county()))


def preview_of_search() -> Doing:
    tree = county()
    plan_ = {"organisationId": tree.county.id, "audience": {"segmentId": found_in(tree, MEMBERS)[0]}, "asks": True}
    return asking(app_office.lambda_handler, "POST", "/v1/dispatches/preview", "admin", plan_)


def previewed() -> tuple[Tree, str]:
    """A preview of whom a search finds, which nobody has counted."""
    tree = county()
    segment_id, _ = found_in(tree, MEMBERS)
    _, body = previews.preview("admin", tree.county, {"segmentId": segment_id}, asks=True)
    return tree, str(body["id"])


def counted() -> Doing:
    tree, preview_id = previewed()
    previews.count(tree.county)
    return asking(app_office.lambda_handler, "GET", f"/v1/dispatches/previews/{preview_id}", "admin")


def burden() -> Doing:
    path = f"/v1/organisations/{county().county.id}/burden"
    return asking(app_office.lambda_handler, "GET", path, "admin")


def sent(method: str, rest: str = "", body: Any = None, *, of_branch: bool = False) -> Arrange:
    """A route of a dispatch that came to everybody."""

    def arrange() -> Doing:
        tree = county()
        dispatch = dispatches.send("admin", tree.county, dispatches.everybody(tree.county), asks=True)
        query = {"organisationId": tree.branch.id} if of_branch else {}
        path = f"/v1/dispatches/{dispatch['id']}{rest}"
        return asking(app_office.lambda_handler, method, path, "admin", body, query=query)

    return arrange


def ordered(tree: Tree) -> str:
    _, body = dispatches.order("admin", tree.county, dispatches.everybody(tree.county), asks=True)
    return str(body["id"])


def expanding(event: Callable[[Tree, str], Any]) -> Arrange:
    def arrange() -> Doing:
        tree = county()
        return telling(on_dispatch_ordered.lambda_handler, event(tree, ordered(tree)))

    return arrange


def _order(tree: Tree, dispatch: str) -> DispatchOrdered:
    return DispatchOrdered(
        dispatch_id=dispatch,
        organisation_id=tree.county.id,
        county_id=tree.county.id,
        path=tree.county.path,
        audience="subtree",
        top_id=tree.county.id,
    )


def _named(tree: Tree, dispatch: str) -> AudienceNamed:
    place = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    return AudienceNamed(dispatch_id=dispatch, chunk=0, members=(tree.branch.id,), **place)


def in_county() -> Doing:
    tree = county()
    part = CountyPart(dispatch_id=ordered(tree), county_id=tree.county.id, top_id=tree.county.id)
    return starting(on_dispatch_county.lambda_handler, msgspec.to_builtins(part))


def due() -> Doing:
    tree = county()
    ordered(tree)
    dispatches.expand(*dispatches.told(tree.county))
    return telling(on_dispatch_due.lambda_handler, *queues.queued())


def reminders_due() -> Doing:
    tree = county()
    dispatch = dispatches.send("admin", tree.county, dispatches.everybody(tree.county), asks=True)
    place = {"organisation_id": tree.county.id, "county_id": tree.county.id, "path": tree.county.path}
    event = DispatchReminded(dispatch_id=dispatch["id"], top_id=tree.county.id, day=date(2026, 11, 23), **place)
    telling(on_dispatch_ordered.lambda_handler, event)()
    return telling(on_dispatch_due.lambda_handler, *queues.queued())


def asked() -> Doing:
    tree = county()
    segment_id, _ = found_in(tree, MEMBERS)
    place = {"organisation_id": tree.county.id, "county_id": tree.county.id}
    return telling(
        on_audience_asked.lambda_handler, AudienceAsked(dispatch_id=ordered(tree), segment_id=segment_id, **place)
    )


def counting() -> Doing:
    tree, _ = previewed()
    return telling(
        on_audience_asked.lambda_handler, *[e for e in dispatches.told(tree.county) if e.event == "PreviewAsked"]
    )


def counted_by_search() -> Doing:
    tree, preview_id = previewed()
    found = BranchCount(branch_id=tree.branch.id, members=MEMBERS)
    event = AudienceCounted(preview_id=preview_id, county_id=tree.county.id, part=0, parts=1, branches=(found,))
    return telling(on_dispatch_ordered.lambda_handler, event)


def counted_in_county() -> Doing:
    tree, preview_id = previewed()
    part = CountyPart(dispatch_id=preview_id, county_id=tree.county.id, top_id=tree.county.id, preview_parts=1)
    return starting(on_dispatch_county.lambda_handler, msgspec.to_builtins(part))


REQUESTS: dict[str, Arrange] = {
    "send a dispatch": order,
    "preview a dispatch": preview,
    "preview of a search, asked": preview_of_search,
    "preview of a search, looked at": counted,
    "status of a dispatch": sent("GET"),
    "unread list of a branch": sent("GET", "/unread", of_branch=True),
    "remind of a dispatch": sent("POST", "/reminders", {}),
    "retract a dispatch": sent("POST", "/retraction", {"reason": "时间有误"}),
    "burden of a county": burden,
}
EVENTS: dict[str, Arrange] = {
    "on_dispatch_ordered (1 branch)": expanding(_order),
    "on_dispatch_ordered (named by a search)": expanding(_named),
    "on_dispatch_county (1 branch)": in_county,
    f"on_dispatch_due ({MEMBERS})": due,
    f"on_dispatch_due ({MEMBERS} reminders)": reminders_due,
    f"members.on_audience_asked ({MEMBERS})": asked,
    f"members.on_audience_asked (counting {MEMBERS})": counting,
    "on_dispatch_ordered (counted by a search)": counted_by_search,
    "on_dispatch_county (counting)": counted_in_county,
}
