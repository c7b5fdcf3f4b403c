"""Records wait for the committees that the branch stands under now; plans of a closed branch are called off."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.activities import on_organisations
from functions.activities.appraisals.tables import Appraisal
from functions.activities.tables import Activity
from kernel import directory
from kernel.authority import Role
from kernel.clock import now
from kernel.directory import Organisation
from kernel.events import OrganisationDissolved, OrganisationMoved, OrganisationsMerged
from tests import builders
from tests.builders import envelope, recorded
from tests.integration.activities import service_story as services
from tests.integration.activities.appraisals import Year
from tests.integration.activities.service_story import book, offer, running
from tests.integration.activities.story import CONTEXT, HOUR, Story, call, review
from tests.template_reader import ROOT
from tests.trust import engine
from tests.trust.delivery import every_way, thrice_shuffled, until_done

handler = on_organisations.lambda_handler
DAY = timedelta(days=1)


def moved(where: Organisation, parent: Organisation) -> OrganisationMoved:
    """The branch stands below another organisation from now on, in the tree and on the bus."""
    old = where.path
    where.path, where.parent_id = directory.path_below(parent.path, where.id), parent.id
    where.save()
    return OrganisationMoved(
        organisation_id=where.id,
        county_id=parent.county_id,
        old_path=old,
        new_path=where.path,
        effective_on=now().date(),
    )


def closing(where: Organisation, into: Organisation | None = None) -> OrganisationsMerged | OrganisationDissolved:
    facts: dict[str, Any] = {"organisation_id": where.id, "county_id": where.county_id, "path": where.path}
    facts["effective_on"] = now().date()
    if into is None:
        return OrganisationDissolved(**facts)
    return OrganisationsMerged(**facts, into_id=into.id, into_path=into.path)


def stored(activity_id: str) -> tuple[str, str | None]:
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    return activity.state, activity.stage_id


def test_a_record_that_waits_waits_for_the_committee_of_the_new_place(story: Story) -> None:
    new = builders.account("new township", (Role.REVIEWER, story.tree.other_township))
    first, final = story.submitted(), story.reviewed_first()
    event = envelope(moved(story.branch, story.tree.other_township))

    thrice_shuffled(handler, event)

    assert stored(first) == ("SUBMITTED", story.tree.other_township.id)
    assert stored(final) == ("COUNTY_REVIEW", story.tree.county.id)
    assert review(first, story.township)[0] == 404
    assert review(first, new)[0] == 201
    assert review(first, story.county)[1]["state"] == "APPROVED"


def test_grades_that_wait_wait_for_the_committee_of_the_new_place(story: Story) -> None:
    builders.account("new township", (Role.REVIEWER, story.tree.other_township))
    year = Year(story)
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")

    def waiting(at: Organisation, by: str) -> list[str]:
        query = {"organisationId": at.id}
        return [one["branchId"] for one in call("GET", "/v1/activities/appraisals", by, query=query)[1]["items"]]

    thrice_shuffled(handler, envelope(moved(story.branch, story.tree.other_township)))

    assert waiting(story.tree.township, "township") == []
    assert waiting(story.tree.other_township, "new township") == [story.branch.id]
    assert year.review()[0] == 404
    assert year.review("new township")[1]["state"] == "APPROVED"


@pytest.mark.no_cover
def test_a_fault_at_any_call_leaves_grades_at_one_committee(story: Story) -> None:
    year = Year(story)
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    event = envelope(moved(story.branch, story.tree.other_township))

    def seen() -> tuple[str, list[str]]:
        rows = [row["pk"]["S"] for row in engine.rows("ActivitiesTable") if row["pk"]["S"].startswith("APPRAISALS#")]
        return str(Appraisal.demand(*Appraisal.key_of(story.branch.id, year.appraisal["year"])).stage_id), rows

    new = story.tree.other_township.id
    assert {(t.seen[0], *t.seen[1]) for t in every_way(handler, event, seen)} == {(new, f"APPRAISALS#{new}")}


@pytest.mark.parametrize("ours", [True, False])
def test_grades_whose_committee_stays_the_same_stay_with_it(story: Story, ours: bool) -> None:
    year, tree = Year(story), story.tree
    year.graded_all(["AABBBB"] * 4)
    year.propose("AABBBB")
    between = tree.found(tree.township, "431128-101-800", "GENERAL_BRANCH", "BRANCH")
    event = moved(story.branch, between) if ours else moved(tree.sister, tree.other_township)

    until_done(handler, envelope(event))

    assert year.read()[1]["stageId"] == tree.township.id
    assert year.review()[0] == 201


def test_right_below_the_county_the_first_review_is_skipped(story: Story) -> None:
    activity = story.submitted()

    until_done(handler, envelope(moved(story.branch, story.tree.county)))

    assert stored(activity) == ("COUNTY_REVIEW", story.tree.county.id)
    assert review(activity, story.county)[1]["state"] == "APPROVED"


def test_records_of_other_branches_and_what_is_not_waiting_stay(story: Story) -> None:
    waiting, planned = story.submitted(), story.plan(HOUR)

    until_done(handler, envelope(moved(story.tree.sister, story.tree.other_township)))

    assert stored(waiting) == ("SUBMITTED", story.tree.township.id)
    assert stored(planned) == ("PLANNED", None)


def test_whatever_goes_wrong_at_any_call_every_record_has_its_turn(story: Story) -> None:
    activities = [story.submitted(), story.submitted()]
    event = envelope(moved(story.branch, story.tree.other_township))

    trials = every_way(handler, event, lambda: [stored(a) for a in activities])

    assert [t for t in trials if t.seen != [("SUBMITTED", story.tree.other_township.id)] * 2] == []


@pytest.mark.parametrize("merged", [True, False])
def test_what_a_closed_branch_had_planned_is_called_off_on_its_record(story: Story, merged: bool) -> None:
    soon, far, begun = story.plan(HOUR), story.plan(200 * DAY), story.plan(-HOUR)
    event = envelope(closing(story.branch, story.tree.sister if merged else None))

    thrice_shuffled(handler, event)

    assert [stored(a)[0] for a in (soon, far, begun)] == ["CANCELLED", "CANCELLED", "PLANNED"]
    called_off = [e for e in recorded(story.branch.id) if e["event"] == "ActivityCancelled"]
    assert {e["subject"] for e in called_off} == {soon, far}
    assert {e["actor"] for e in called_off} == {"system:activities.organisations"}
    assert len(called_off) == 2


def test_services_that_a_closed_branch_offered_are_called_off_and_in_nobodys_way(story: Story) -> None:
    ahead, begun, other = offer(story), running(story), offer(story)
    book(ahead)

    thrice_shuffled(handler, envelope(closing(story.branch)))

    told = [entry for entry in recorded(story.branch.id) if entry["event"] == "ServiceCalledOff"]
    assert {entry["subject"] for entry in told} == {ahead, other}
    assert len(told) == 2
    assert [services.stored(one).called_off_at is None for one in (ahead, begun)] == [False, True]


@pytest.mark.no_cover
def test_a_fault_at_any_call_calls_services_off_once(story: Story) -> None:
    service_id = offer(story)
    event = envelope(closing(story.branch))

    trials = every_way(
        handler, event, lambda: (services.stored(service_id).called_off_at is None, len(recorded(story.branch.id)))
    )

    assert {t.seen for t in trials} == {(False, 2)}


@pytest.mark.no_cover
def test_a_fault_at_any_call_calls_everything_off_once(story: Story) -> None:
    soon = story.plan(HOUR)
    event = envelope(closing(story.branch))

    trials = every_way(handler, event, lambda: (stored(soon)[0], len(recorded(story.branch.id))))

    assert {t.seen for t in trials} == {("CANCELLED", 2)}


@pytest.mark.parametrize("name", ["on_organisations", "on_organisations_merged"])
def test_the_sample_events_are_known(story: Story, name: str) -> None:
    sample = json.loads((ROOT / "events" / "activities" / f"{name}.json").read_text())

    assert handler(sample, CONTEXT) == {"batchItemFailures": []}


def test_what_was_held_before_a_move_of_a_member_stays_as_it_was(story: Story) -> None:
    activity = story.reviewed_first()

    status, told = call("GET", f"/v1/activities/{activity}", story.county)

    assert (status, told["attended"]) == (200, 2)
