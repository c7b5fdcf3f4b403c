"""Whoever waits for a ruling, a decision or a grade is told of it: once, the right one, and nobody else."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from functions.notices import on_committees
from functions.notices.answering import MOST_BOXES
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.events import (
    ActivityReturned,
    AppraisalApproved,
    AppraisalReturned,
    AssistanceDisputed,
    AttendanceDisputeRuled,
    AwardConfirmed,
    AwardRefused,
    BundleMade,
    CorrectionAnswered,
    EnrolledMember,
    ErasureWithdrawn,
    Event,
    ListAppealRuled,
    MemberErased,
    MembersEnrolled,
    PointsDisputeRuled,
    ProposalDecided,
    ServiceDisputed,
    ServiceWithdrawn,
    StarsRated,
)
from kernel.ids import derived_id
from tests.builders import Tree, account, envelope, recorded
from tests.integration.notices.conftest import call
from tests.integration.notices.world import HANDLERS, TABLE, member
from tests.trust import engine
from tests.trust.delivery import thrice_shuffled, until_done
from tests.trust.faults import sends

ID, MEMBER, OTHER = derived_id("what"), member(1), member(2)
TWO = (MEMBER, OTHER)
Told = set[tuple[str, str]]


@pytest.fixture
def at_home(tree: Tree) -> Tree:
    """Two members belong to the branch."""
    enrol(tree, TWO)
    return tree


def enrol(tree: Tree, members: Any) -> None:
    came = tuple(EnrolledMember(member_id=one, category="FULL") for one in members)
    place = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    until_done(HANDLERS["MembersEnrolled"], envelope(MembersEnrolled(members=came, **place)))


def notices() -> list[Notice]:
    return [Notice.from_raw_data(row) for row in engine.rows(TABLE) if row["pk"]["S"].startswith("BOX#")]


def told() -> list[tuple[str, str]]:
    """Box and code of each notice."""
    return sorted((notice.pk.removeprefix("BOX#"), notice.code) for notice in notices())


def own(code: str) -> list[tuple[str, str]]:
    return [(f"MEMBER#{MEMBER}", code)]


def line(tree: Tree, *, upheld: bool) -> Event:
    where: dict[str, Any] = {"activity_id": ID, "branch_id": tree.branch.id, "county_id": tree.county.id}
    return AttendanceDisputeRuled(type="THEME_DAY", member_id=MEMBER, upheld=upheld, by_committee=True, **where)


def points(tree: Tree, outcome: Any) -> Event:
    branch = tree.branch
    where: dict[str, Any] = {"branch_id": branch.id, "county_id": tree.county.id, "path": branch.path}
    return PointsDisputeRuled(dispute_id=ID, member_id=MEMBER, source_id=ID, line="1", outcome=outcome, **where)


def band(tree: Tree, ruled: str | None) -> Event:
    where = {"organisation_id": tree.township.id, "county_id": tree.county.id}
    return ListAppealRuled(appeal_id=ID, member_id=MEMBER, band=ruled, **where)


def correction(tree: Tree, outcome: Any) -> Event:
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id}
    return CorrectionAnswered(request_id=ID, member_id=MEMBER, outcome=outcome, **where)


def award(tree: Tree, to: Any) -> Event:
    where: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    account_ = MEMBER if to == "member" else tree.branch.id
    facts: dict[str, Any] = {"award_id": ID, "rule_id": "mediation", "held_on": date(2026, 11, 2)}
    return AwardConfirmed(to=to, account=account_, **facts, **where)


def hours(tree: Tree, kind: type[ServiceDisputed | ServiceWithdrawn], **more: Any) -> Event:
    place: dict[str, Any] = {"service_id": ID, "organisation_id": tree.township.id, "branch_id": tree.branch.id}
    return kind(member_id=MEMBER, **place, **more)


def taken_back(tree: Tree) -> Event:
    credit = {"county_id": tree.county.id, "path": tree.branch.path, "minutes": 30, "held_on": date(2026, 11, 2)}
    return hours(tree, ServiceWithdrawn, **credit)


def bundle(tree: Tree, asked_by: str | None) -> Event:
    made: dict[str, Any] = {"sha256": "0" * 64, "records": 1, "entries": 1}
    return BundleMade(
        bundle_id=ID, branch_id=tree.branch.id, year=2026, county_id=tree.county.id, asked_by=asked_by, **made
    )


def erasure(tree: Tree, kind: type[MemberErased | ErasureWithdrawn], asked_by: str | None) -> Event:
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id}
    return kind(member_id=OTHER, asked_by=asked_by, **where)


MEMBERS: dict[str, Callable[[Tree], Event]] = {
    "ATTENDANCE_DISPUTE_UPHELD": lambda tree: line(tree, upheld=True),
    "ATTENDANCE_DISPUTE_REJECTED": lambda tree: line(tree, upheld=False),
    "POINTS_DISPUTE_UPHELD": lambda tree: points(tree, "upheld"),
    "POINTS_DISPUTE_DISMISSED": lambda tree: points(tree, "dismissed"),
    "LIST_APPEAL_UPHELD": lambda tree: band(tree, "GOLD"),
    "LIST_APPEAL_DISMISSED": lambda tree: band(tree, None),
    "CORRECTION_ACCEPTED": lambda tree: correction(tree, "accepted"),
    "CORRECTION_REFUSED": lambda tree: correction(tree, "refused"),
    "AWARD_CONFIRMED": lambda tree: award(tree, "member"),
    "BUNDLE_READY": lambda tree: bundle(tree, MEMBER),
    "ERASURE_DONE": lambda tree: erasure(tree, MemberErased, MEMBER),
    "ERASURE_WITHDRAWN": lambda tree: erasure(tree, ErasureWithdrawn, MEMBER),
    "SERVICE_HOURS_DISPUTED": lambda tree: hours(tree, ServiceDisputed),
    "SERVICE_HOURS_WITHDRAWN": taken_back,
}


@pytest.mark.parametrize("code", MEMBERS)
def test_a_ruling_is_told_to_the_member_who_waits_for_it_once(at_home: Tree, code: str) -> None:
    thrice_shuffled(on_committees.lambda_handler, envelope(MEMBERS[code](at_home)))

    assert told() == own(code)
    assert {notice.county_id for notice in notices()} == {at_home.county.id}


def test_who_is_no_more_is_told_nothing(at_home: Tree) -> None:
    until_done(on_committees.lambda_handler, envelope(erasure(at_home, MemberErased, OTHER)))

    assert told() == []


ABOUT = {"BUNDLE_READY": {"bundleId": ID, "year": "2026"}, "ERASURE_DONE": {"memberId": OTHER}}


@pytest.mark.parametrize("code", ABOUT)
def test_an_answer_says_of_what_it_is(at_home: Tree, code: str) -> None:
    until_done(on_committees.lambda_handler, envelope(MEMBERS[code](at_home)))

    assert [notice.facts for notice in notices()] == [ABOUT[code]]


def proposal(tree: Tree, outcome: Any) -> Event:
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id}
    return ProposalDecided(proposal_id=ID, member_id=MEMBER, outcome=outcome, **where)


def returned(tree: Tree) -> Event:
    where: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.county.id}
    return ActivityReturned(activity_id=ID, stage="first", type="THEME_DAY", held_on=date(2026, 11, 2), **where)


def rated(tree: Tree) -> Event:
    where = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    return StarsRated(year=2026, stars=4, proposed=3, score=75, met=(), missed=(), **where)


BRANCHES: dict[str, Callable[[Tree], Event]] = {
    "PROPOSAL_ACCEPTED": lambda tree: proposal(tree, "accepted"),
    "PROPOSAL_RETURNED": lambda tree: proposal(tree, "returned"),
    "RECORD_RETURNED": returned,
    "APPRAISAL_RETURNED": lambda tree: AppraisalReturned(branch_id=tree.branch.id, year=2026),
    "STARS_RATED": rated,
    "AWARD_CONFIRMED": lambda tree: award(tree, "branch"),
    "AWARD_REFUSED": lambda tree: AwardRefused(award_id=ID, branch_id=tree.branch.id, county_id=tree.county.id),
    "ASSISTANCE_DISPUTED": lambda tree: AssistanceDisputed(assistance_id=ID, organisation_id=tree.branch.id),
}


@pytest.mark.parametrize("code", BRANCHES)
def test_what_was_decided_about_a_branch_is_told_to_its_secretary_once(at_home: Tree, code: str) -> None:
    thrice_shuffled(on_committees.lambda_handler, envelope(BRANCHES[code](at_home)))

    assert told() == [(f"ORG#{at_home.branch.id}#{Role.SECRETARY}", code)]
    assert {notice.county_id for notice in notices()} == {at_home.county.id}


def test_who_took_the_own_proposal_back_is_told_nothing(at_home: Tree) -> None:
    until_done(on_committees.lambda_handler, envelope(proposal(at_home, "withdrawn")))

    assert told() == []


def test_who_asked_by_an_account_of_no_member_has_no_box_to_be_told_in(at_home: Tree) -> None:
    nobodys = [erasure(at_home, kind, None) for kind in (MemberErased, ErasureWithdrawn)]

    for event in (bundle(at_home, None), *nobodys):
        until_done(on_committees.lambda_handler, envelope(event))

    assert told() == []


def appraised(tree: Tree) -> Event:
    where: dict[str, Any] = {"branch_id": tree.branch.id, "county_id": tree.county.id, "path": tree.branch.path}
    return AppraisalApproved(year=2026, activity_id=ID, members=2, excellent=1, **where)


def test_of_an_approved_appraisal_everybody_of_the_branch_is_told_once(at_home: Tree) -> None:
    thrice_shuffled(on_committees.lambda_handler, envelope(appraised(at_home)))

    assert told() == sorted((f"MEMBER#{one}", "APPRAISAL_APPROVED") for one in TWO)


def test_a_large_branch_is_told_in_parts_and_who_came_between_two_deliveries_too(at_home: Tree) -> None:
    event = envelope(appraised(at_home))
    until_done(on_committees.lambda_handler, event)
    crowd = [member(number) for number in range(10, 10 + MOST_BOXES)]
    for start in range(0, len(crowd), 20):
        enrol(at_home, crowd[start : start + 20])

    thrice_shuffled(on_committees.lambda_handler, event)

    assert told() == sorted((f"MEMBER#{one}", "APPRAISAL_APPROVED") for one in [*TWO, *crowd])


def test_it_stands_in_the_inbox_in_the_readers_language_with_where_to_look(at_home: Tree) -> None:
    account("member", member_id=MEMBER, branch=at_home.branch)
    until_done(on_committees.lambda_handler, envelope(band(at_home, None)))

    [zh] = call("GET", "/v1/me/notices", "member")[1]["items"]
    [en] = call("GET", "/v1/me/notices", "member", headers={"accept-language": "en"})[1]["items"]

    assert zh["subject"] == "您对榜单的申诉未被采纳，理由请查看申诉。"
    assert en["subject"].startswith("Your appeal was dismissed")
    assert zh["links"] == [{"rel": "appeal", "href": f"/v1/rankings/{at_home.township.id}/appeals/{ID}"}]
    assert (zh["sender"], zh["urgent"], zh["asks"], zh["readAt"]) == (None, False, False, None)


def test_an_answer_is_on_the_record_without_a_word_of_what_was_said(at_home: Tree) -> None:
    until_done(on_committees.lambda_handler, envelope(line(at_home, upheld=True)))

    [entry] = [row for row in recorded(at_home.branch.id) if row["action"] == "notices.answer"]
    assert (entry["event"], entry["data"]["code"]) == ("NoticeSent", "ATTENDANCE_DISPUTE_UPHELD")
    assert MEMBER not in json.dumps(entry)


def test_calls_of_an_answer(at_home: Tree) -> None:
    event = envelope(line(at_home, upheld=True))

    with sends() as calls:
        until_done(on_committees.lambda_handler, event)

    assert calls.seen == ["BatchGetItem", "GetItem", "TransactWriteItems"]
