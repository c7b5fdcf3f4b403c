"""The facts of the simulated year become known: as events of the domains, and as marks on copies of a dispatch."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal

from functions.notices import on_dispatch_due
from functions.notices.dispatch_messages import Chunk
from functions.notices.dispatch_tables import Content
from functions.notices.inbox_tables import Notice
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.events import (
    ActivityCancelled,
    ActivityPlanned,
    ActivityReturned,
    ActivityReviewed,
    ActivitySubmitted,
    ActivityWithdrawn,
    AnniversariesComing,
    AppraisalApproved,
    AttendanceConfirmed,
    AttendanceWithdrawn,
    CertificateKept,
    CorrectionAnswered,
    CorrectionRequested,
    DispatchDelivered,
    EnrolledMember,
    Event,
    FloatingContacted,
    FloatingEnded,
    FloatingRegistered,
    FoundedOrganisation,
    LeftMember,
    LostContactClosed,
    LostContactOpened,
    LostContactPursued,
    MembersEnrolled,
    MembersLeft,
    MembersMoved,
    OrganisationDissolved,
    OrganisationMoved,
    OrganisationsFounded,
    ProposalDecided,
    ProposalMade,
    TermSet,
)
from tests.builders import envelope
from tests.integration.notices import places, world
from tests.integration.notices.happening_decisions import DECISIONS, of_decision
from tests.integration.notices.life import Fact
from tests.integration.notices.world import COUNTY, morning
from tests.trust.delivery import until_done


def happen(fact: Fact) -> None:
    """It is known from the evening of its day on."""
    before = BESIDE.get(fact.what)
    if before:
        before(fact)
    world.tell(fact.day, *(envelope(event) for event in _events(fact, fact.branch, fact.said)))


def _copies(fact: Fact) -> None:
    """A committee has sent something: the members have their copies."""
    _content(fact).save()
    where: dict[str, Any] = {
        "branch_id": fact.branch,
        "county_id": COUNTY,
        "path": places.path_of(fact.branch, fact.day),
    }
    chunk = Chunk(dispatch_id=fact.said["dispatch"], members=tuple(fact.said["members"]), **where)
    until_done(on_dispatch_due.lambda_handler, chunk)


def _content(fact: Fact) -> Content:
    return Content(
        *Content.key_of(fact.said["dispatch"]),
        sender=COUNTY,
        county_id=COUNTY,
        audience="list",
        title="通知",
        body="请办理。",
        asks=True,
        act_by=fact.said["due"].isoformat(),
        ordered_at=stamp(morning(fact.day)),
    )


def _sign(fact: Fact) -> None:
    content = Content.demand(*Content.key_of(fact.said["dispatch"]))
    copy = Notice.demand(*content.copy_of(fact.said["member"]))
    copy.mark_done(morning(fact.day))
    copy.save()


def _stand(fact: Fact) -> None:
    """The tree says where the branch stands from now on: it moved, or what is told does not say so."""
    _put(fact.branch, places.superior(fact.branch, fact.day), fact.day)


def _stand_above(fact: Fact) -> None:
    _put(places.superior(fact.branch, fact.day), COUNTY, fact.day)


def _put(body: str, parent: str, day: date) -> None:
    Organisation(
        Organisation.partition(body),
        path=places.path_of(body, day),
        county_id=COUNTY,
        parent_id=parent,
        code="431128",
        name="中共某组织",
        kind="BRANCH",
        level="BRANCH",
        holds_members=True,
        version=1,
    ).save()


BESIDE = {"dispatched": _copies, "signed": _sign, "relocated": _stand, "disputed": _stand, "appealed": _stand_above}


def _events(fact: Fact, body: str, said: dict[str, Any]) -> Iterator[Event]:
    path = places.path_of(body, fact.day)
    facts: dict[str, Any]
    at: dict[str, Any] = {"branch_id": body, "county_id": COUNTY}
    match fact.what:
        case "founded" | "term" | "closed" | "relocated":
            yield _of_body(fact, body, path)
        case "enrolled":
            yield MembersEnrolled(members=tuple(_one(m) for m in said["members"]), path=path, **at)
        case "moved":
            source = {"from_branch_id": said["source"], "from_county_id": COUNTY}
            yield MembersMoved(members=(_one(said["member"]),), path=path, **source, **at)
        case "left":
            yield MembersLeft(members=(LeftMember(member_id=said["member"], reason="LEFT"),), path=path, **at)
        case "dispatched":
            order = {"dispatch_id": said["dispatch"], "organisation_id": COUNTY, "act_by": said["due"]}
            yield DispatchDelivered(members=tuple(said["members"]), path=path, asks=True, **order, **at)
        case "anniversary":
            yield AnniversariesComing(on=said["on"], members=said["members"], path=path, **at)
        case "planned" | "cancelled":
            yield _of_what_comes(fact, at, path)
        case "graded":
            facts = {"activity_id": said["activity"], "year": said["held_on"].year, "members": 3, "excellent": 1}
            yield AppraisalApproved(path=path, **facts, **at)
        case "withdrawn":
            facts = {"activity_id": said["activity"], "type": said["type"], "held_on": said["held_on"]}
            yield ActivityWithdrawn(path=path, **facts, **at)
            yield AttendanceWithdrawn(chunk=0, members=tuple(said["members"]), path=path, **facts, **at)
        case "submitted" | "returned" | "passed" | "confirmed":
            yield from _review(fact.what, said, at, at | {"path": path})
        case what if what in DECISIONS:
            yield of_decision(what, said, at, path)
        case what if what != "signed":
            yield _of_member(what, said, at, at | {"path": path})


def _of_body(fact: Fact, body: str, path: str) -> Event:
    what: dict[str, Any] = {"organisation_id": body, "path": path}
    match fact.what:
        case "founded":
            made = FoundedOrganisation(kind=fact.said["kind"], level="BRANCH", **what)
            return OrganisationsFounded(county_id=COUNTY, organisations=(made,))
        case "term":
            return TermSet(county_id=COUNTY, starts_on=places.FIRST, ends_on=fact.said["ends"], **what)
        case "closed":
            return OrganisationDissolved(county_id=COUNTY, effective_on=fact.day, **what)
    came_from = {"old_path": places.path_of(body, fact.day - places.ONE), "new_path": path}
    return OrganisationMoved(organisation_id=body, county_id=COUNTY, effective_on=fact.day, **came_from)


def _of_what_comes(fact: Fact, at: dict[str, str], path: str) -> Event:
    starts = morning(fact.said["starts"])
    what: dict[str, Any] = {"activity_id": fact.said["activity"], "type": "THEME_DAY", **at}
    what |= {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    if fact.what == "cancelled":
        return ActivityCancelled(**what)
    return ActivityPlanned(path=path, branches=(fact.branch,), **what)


def _one(member_id: str) -> EnrolledMember:
    return EnrolledMember(member_id=member_id, category="FULL")


def _review(what: str, said: dict[str, Any], at: dict[str, Any], there: dict[str, Any]) -> Iterator[Event]:
    activity = {"activity_id": said["activity"]}
    kind = {"type": said["type"], "held_on": said["held_on"]}
    if what == "submitted":
        yield ActivitySubmitted(round=said["round"], **activity, **kind, **there)
    elif what == "returned":
        yield ActivityReturned(stage="first", round=said["round"], **activity, **kind, **at)
    else:
        stage: Literal["first", "final"] = "first" if what == "passed" else "final"
        yield ActivityReviewed(stage=stage, attended=1, entitled=4, **activity, **kind, **there)
        if stage == "final":
            who: dict[str, Any] = {name: tuple(said[name]) for name in ("members", "excused", "exempt")}
            yield AttendanceConfirmed(chunk=0, **who, **activity, **kind, **there)


def _of_member(what: str, said: dict[str, Any], at: dict[str, Any], there: dict[str, Any]) -> Event:
    who = {"member_id": said["member"]}
    match what:
        case "away":
            due = {"contact_id": said["contact"], "contact_due_on": said["due"]}
            return FloatingRegistered(host_branch_id=None, **who, **there, **due)
        case "heard":
            due = {"contact_id": said["contact"], "contact_due_on": said["due"]}
            return FloatingContacted(contacted_on=places.FIRST, **who, **at, **due)
        case "back":
            return FloatingEnded(reason="RETURNED", **who, **at)
        case "certified":
            return CertificateKept(number=said["number"], act="issued", **who, **at)
        case "lost":
            owner = {"owner_id": who["member_id"], "lost_since": said["since"]}
            return LostContactOpened(case_id=said["case"], **who, **there, **owner)
        case "suspended":
            return LostContactPursued(case_id=said["case"], step="suspended", due_on=said["due"], **who, **at)
        case "found":
            return LostContactClosed(case_id=said["case"], outcome="FOUND", **who, **at)
        case "proposed":
            return ProposalMade(proposal_id=said["id"], due_on=said["due"], **who, **there)
        case "decided":
            return ProposalDecided(proposal_id=said["id"], outcome="accepted", **who, **at)
        case "asked":
            return CorrectionRequested(request_id=said["id"], due_on=said["due"], **who, **there)
    return CorrectionAnswered(request_id=said["id"], outcome="accepted", **who, **at)
