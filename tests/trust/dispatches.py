"""What must stand before a dispatch is carried out: its text, its branches, who is at home there."""

from collections.abc import Sequence
from typing import Any

from functions.members import on_members as lines_keeper
from functions.members.segment_tables import Segment
from functions.notices import on_dispatch_due
from functions.notices.dispatch_tables import Content
from functions.notices.preview_tables import KEPT, Preview
from functions.notices.tables import Presence
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from tests.builders import Tree, envelope
from tests.integration.members import people
from tests.trust.arrangements import AT, of, sample
from tests.trust.delivery import until_done

ORDER = "notices/on_dispatch_ordered.json"


def dispatch_id() -> str:
    return str(sample(ORDER)["detail"]["data"]["dispatchId"])


def _sent(tree: Tree) -> None:
    Content(
        *Content.key_of(dispatch_id()),
        sender=tree.county.id,
        county_id=tree.county.id,
        audience="subtree",
        top_id=tree.township.id,
        title="通知",
        body="请知悉。",
        asks=True,
        urgent=True,
        demands={"requests": 1, "forms": 2, "photos": 0},
        ordered_at=stamp(AT),
        version=1,
    ).save()


def _at_home(branch: Organisation, members: Sequence[str]) -> None:
    presence = Presence.load(branch.id, branch.county_id, branch.path)
    presence.members, presence.version = {member: ["2026-11-01", 0] for member in members}, 1
    presence.save()


def _previewed(tree: Tree) -> None:
    preview_id = sample("notices/on_dispatch_county_preview.json")["dispatchId"]
    asked_at, until = stamp(AT), int((AT + KEPT).timestamp())
    preview = Preview(*Preview.key_of(preview_id), sender=tree.county.id, asked_at=asked_at, expires_at=until)
    preview.demands = {"requests": 1, "forms": 9, "photos": 0}
    preview.save()


def ordered() -> Sequence[Any]:
    """An order for a township, some whom a search found, a reminder of what one branch has had already, a count."""
    tree = Tree()
    due(tree)
    _previewed(tree)
    return of(ORDER, *(f"notices/on_dispatch_ordered_{what}.json" for what in ("named", "reminded", "counted")))


def due(tree: Tree | None = None) -> Sequence[Any]:
    """A chunk for a branch, and a reminder to its sister, who has had it."""
    tree = tree or Tree()
    _sent(tree)
    chunk = sample("notices/on_dispatch_due.json")
    _at_home(tree.branch, chunk["members"])
    others = [people.ROSTER, people.OTHER_ROSTER]
    sister = chunk | {"branchId": tree.sister.id, "path": tree.sister.path, "members": sorted(others)}
    until_done(on_dispatch_due.lambda_handler, sister)
    return [chunk, sister | {"remindOn": "2026-11-20", "first": False}]


def county() -> Sequence[Any]:
    tree = Tree()
    due(tree)
    _previewed(tree)
    return of("notices/on_dispatch_county.json", "notices/on_dispatch_county_preview.json")


def asked() -> Sequence[Any]:
    """Two people of a branch, whom a kept search of the county finds."""
    tree, told = Tree(), sample("members/on_audience_asked.json")["detail"]["data"]
    came = tuple(EnrolledMember(member_id=m, category="FULL") for m in people.enrolled(tree, 2, 3))
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    until_done(lines_keeper.lambda_handler, envelope(MembersEnrolled(members=came, **where)))
    kept = Segment(Segment.partition(told["segmentId"]), branch_id=tree.county.id, county_id=tree.county.id, version=1)
    kept.label, kept.criteria, kept.saved_at = "全体", "{}", stamp(AT)
    kept.save()
    return of("members/on_audience_asked.json", "members/on_audience_asked_preview.json")
