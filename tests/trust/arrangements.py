"""What must stand before each consumer's event, and the event itself, from `events/<domain>/`: as little as will do."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import msgspec

from functions.activities.bundles.tables import Bundle
from functions.activities.photos.tables import Photo
from functions.identity import on_account_bound
from functions.identity.app import lambda_handler as identity
from functions.notices import on_organisations as branches_watched
from functions.notices import on_run_started
from functions.organisations import app as organisations
from functions.organisations.leadership_tables import HolderAttribute, Leaders, SeatRow
from functions.points import on_activity_reviewed as review
from functions.points import on_attendance_confirmed as award
from functions.points import on_members as board_keeper
from functions.ranking import on_organisations, on_points_posted
from functions.ranking.tables import Run
from functions.rosters.messages import CSV, METADATA, Order
from functions.rosters.tables import Chunk, Roster
from kernel import aws
from kernel.authority import Role
from kernel.clock import stamp
from kernel.directory import Organisation, path_below
from kernel.ids import new_id, organisation_id
from kernel.parcel import Packer
from kernel.rows import OrganisationRow, RowsMessage
from tests import builders
from tests.builders import COUNTY_CODE, Tree
from tests.cloud import bucket_name
from tests.conftest import Context
from tests.integration.activities import pictures
from tests.integration.activities.story import HOUR, Story
from tests.integration.members import people
from tests.template_reader import ROOT
from tests.trust.delivery import until_done

Body = Any
COUNTY = organisation_id("", COUNTY_CODE)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
NONCE = "0" * 32
"""The instant of the sample events, at which consumers are made to find themselves."""


def file(path: str) -> Any:
    return json.loads((ROOT / "events" / path).read_text())


def sample(path: str) -> Body:
    """The body of a sample: of its first message where it is a batch, as it is where it is not."""
    whole = file(path)
    return json.loads(whole["Records"][0]["body"]) if "Records" in whole else whole


def of(*paths: str) -> Sequence[Body]:
    return [sample(path) for path in paths]


def after(*before: tuple[Any, str], then: Sequence[str]) -> Sequence[Body]:
    """Samples that other consumers have to have seen first, then those that are delivered."""
    for module, path in before:
        until_done(module.lambda_handler, sample(path))
    return of(*then)


FOUNDED = (branches_watched, "notices/on_organisations.json")
TREE = (on_organisations, "ranking/on_organisations.json")
BOARD = (board_keeper, "points/on_members.json")
AWARDED = (award, "points/on_attendance_confirmed.json")
AWARDED_AWAY = (award, "points/on_attendance_confirmed_away.json")
REVIEWED_AWAY = (review, "points/on_activity_reviewed_away.json")
POSTED = (on_points_posted, "ranking/on_points_posted.json")


def with_tree(*before: tuple[Any, str], then: Sequence[str]) -> Sequence[Body]:
    Tree()
    return after(*before, then=then)


def a_bound_secretary(*then: str) -> Sequence[Body]:
    """The person of the sample binding, with a role on the tree's first branch."""
    tree = Tree()
    builders.account("guard", (Role.SECURITY, tree.county))
    until_done(on_account_bound.lambda_handler, sample("identity/on_account_bound.json"))
    role = {"subject": "someone", "role": Role.SECRETARY.value, "organisationId": tree.branch.id}
    identity(builders.request("POST", "/v1/grants", subject="guard", body=role), Context())
    return of(*then)


def a_run_asked_for() -> Sequence[Body]:
    (body,) = with_tree(TREE, BOARD, AWARDED, then=["ranking/on_ranking_started.json"])
    told = body["detail"]["data"]
    run = Run(Run.partition(told["runId"]), county_id=told["countyId"], season="2026", as_of=stamp(AT), version=1)
    run.state = Run.STARTED
    run.save()
    return [body]


def a_chain() -> Sequence[Body]:
    builders.account("granter", (Role.SECURITY, Tree().county))
    people.deliver(people.message(Tree(), [people.row(2)]))
    return of("journal/on_seal.json")


def a_chain_to_watch() -> Sequence[Body]:
    a_chain()
    return of("journal/on_nightly.json")


def a_stream() -> Sequence[Body]:
    """The bus leads to a queue, so that what arrives can be seen."""
    events, sqs = aws.client("events"), aws.client("sqs")
    url = sqs.create_queue(QueueName=f"told-{new_id()}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name="all", EventBusName="Bus", EventPattern='{"source": ["e-branch"]}')
    events.put_targets(Rule="all", EventBusName="Bus", Targets=[{"Id": "told", "Arn": arn}])
    return [file("journal/relay.json")]


THE_DAY = datetime(2026, 11, 25, 1, tzinfo=UTC)


def a_run_due() -> Sequence[Body]:
    """The branch was founded on the day before its deadline, so that the run has two days to do and no more."""
    module, path = FOUNDED
    founded = sample(path)
    founded["detail"]["at"] = "2026-11-24T08:00:00Z"
    until_done(module.lambda_handler, founded)
    return of("notices/on_run_started.json")


def a_branch_warned_of(*then: str) -> Sequence[Body]:
    """Its month is not met, and its secretary was told."""
    with mock.patch("kernel.consumer.now", return_value=THE_DAY):
        until_done(on_run_started.lambda_handler, *a_run_due())
    return of(*then)


def member_rows() -> Sequence[Body]:
    chunk = people.message(Tree(), [people.row(2)])
    return [sample("members/on_rows.json") | msgspec.to_builtins(chunk)]


def lookalikes() -> Sequence[Body]:
    """Two people of one name and birth date, whom the sample tells of."""
    people.deliver(people.message(Tree(), [people.row(2, name="张一伟"), people.row(3, name="张一伟")]))
    return of("members/on_enrolled.json")


def a_branch_merged() -> Sequence[Body]:
    """Two members of the branch that went into its sister."""
    tree = Tree()
    people.deliver(people.message(tree, [people.row(2), people.row(3)]))
    tree.branch.closed_on, tree.branch.closed_into = "2026-11-20", tree.sister.id
    tree.branch.save()
    return of("members/on_organisations_merged.json")


def a_secretary_who_leaves() -> Sequence[Body]:
    """Of the branch of the sample; others come and move."""
    (left,) = of("organisations/on_members_left.json")
    told = left["detail"]["data"]
    branch, county, member = told["branchId"], told["countyId"], told["members"][0]["memberId"]
    place = Organisation(Organisation.partition(branch), path=told["path"], county_id=county, version=1)
    place.name, place.kind, place.level, place.holds_members = "某支部", "BRANCH", "BRANCH", True
    place.save()
    holder = HolderAttribute(  # type: ignore[no-untyped-call]  # untyped in pynamodb
        post="SECRETARY", member_id=member, branch_id=branch, since="2026-01-01", how="ELECTED"
    )
    Leaders(*Leaders.key_of(branch), holders=[holder], version=1).save()
    SeatRow.of(branch, member, branch).save()
    return [*of("organisations/on_members.json", "organisations/on_members_moved.json"), left]


def people_to_find() -> Sequence[Body]:
    people.deliver(people.message(Tree(), [people.row(2), people.row(3)]))
    return of("members/on_members.json")


def organisation_rows() -> Sequence[Body]:
    tree, packer = Tree(), Packer.of(people.ROSTER)
    row = OrganisationRow(
        row=2,
        code="431128-101-009",
        name="第九支部",
        kind="BRANCH",
        level="BRANCH",
        sector=None,
        lineage=("431128-101",),
        founded_on=date(2001, 7, 1),
        term_started_on=None,
        term_years=None,
    )
    sealed = packer.pack(0, [msgspec.to_builtins(row)])
    message = {"rosterId": packer.roster_id, "phase": "apply", "organisationId": tree.county.id, "countyId": COUNTY}
    return [sample("organisations/on_rows.json") | message | {"sealed": sealed, "key": packer.wrapped}]


def a_subtree_moved() -> Sequence[Body]:
    """A township went below the other one; its branches still say the old place."""
    tree = Tree()
    mover = builders.account("mover", (Role.COUNTY_ADMIN, tree.county))
    body = {"newParentId": tree.other_township.id, "reason": "区划调整"}
    path = f"/v1/organisations/{tree.township.id}/moves"
    told = organisations.lambda_handler(builders.request("POST", path, subject=mover, body=body), Context())
    assert told["statusCode"] == 201
    return of("organisations/on_organisation_moved.json")


def a_photo() -> Sequence[Body]:
    story, body = Story(), pictures.scene(1)
    message = sample("activities/on_photo_uploaded.json")
    key = message["detail"]["object"]["key"]
    activity = story.plan()
    Photo(
        f"ACTIVITY#{activity}",
        Photo.slot(1),
        photo_id=key.removeprefix("incoming/"),
        nonce=NONCE,
        state="AWAITED",
        content_type="image/jpeg",
        size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        announced_at=stamp(AT),
        version=1,
    ).save()
    metadata = {"activity": activity, "branch": story.branch.id, "county": COUNTY, "nonce": NONCE}
    aws.client("s3").put_object(Bucket=bucket_name("PhotoBucket"), Key=key, Body=body, Metadata=metadata)
    return [message]


def a_bundle_asked() -> Sequence[Body]:
    """A year in which nothing was held: what is in a bundle is asked elsewhere."""
    story = Story()
    asked = sample("activities/on_bundle_asked.json")["detail"]["data"]
    Bundle(
        Bundle.partition(asked["bundleId"]),
        branch_id=asked["branchId"],
        year=asked["year"],
        asked_by=story.secretary,
        asked_at=stamp(AT),
        version=1,
    ).save()
    return of("activities/on_bundle_asked.json")


def records_that_wait() -> Sequence[Body]:
    """A record at the first review and a plan, of a branch that has moved, and then is closed; a switch is set."""
    story = Story()
    story.submitted()
    story.plan(HOUR)
    story.branch.path = path_below(story.tree.other_township.path, story.branch.id)
    story.branch.save()
    return of(*(f"activities/on_organisations{what}.json" for what in ("", "_merged", "_policy")))


def a_roster(state: str, roster_id: str, **known: Any) -> Roster:
    tree = Tree()
    roster = Roster(
        Roster.partition(roster_id),
        organisation_id=tree.county.id,
        county_id=tree.county.id,
        kind="members",
        state=state,
        size_bytes=9,
        sha256="0" * 64,
        actor="someone",
        created_at=stamp(AT),
        version=1,
        **known,
    )
    roster.save()
    return roster


def _chunk(roster: Roster, number: int, phase: str = "preview") -> RowsMessage:
    where = {"organisationId": roster.organisation_id, "countyId": roster.county_id}
    facts = {"phase": phase, "chunk": number, "rosterId": roster.id, "kind": "members", "actor": "someone"} | where
    return msgspec.convert(facts | {"sealed": "c2VhbGVk", "key": "a2V5"}, RowsMessage)


def parsed_rows() -> Sequence[Body]:
    """The four kinds of message: the beginning, a chunk, refused rows, the end."""
    refused = sample("rosters/on_rows_parsed.json")
    roster = a_roster("UPLOADING", refused["rosterId"])
    chunk = msgspec.to_builtins(_chunk(roster, 1))
    mine = {"rosterId": roster.id}
    return [
        mine,
        mine | {"chunk": chunk},
        refused,
        mine | {"summary": {"chunks": 1, "parts": 1, "rows": 2, "refused": 1}},
    ]


def an_answer() -> Sequence[Body]:
    told = sample("rosters/on_outcomes.json")
    a_roster("PARSING", told["rosterId"], chunks=1, parts=0, rows=3)
    return [told]


def an_order_to_apply() -> Sequence[Body]:
    told = sample("rosters/on_apply.json")
    roster = a_roster("APPLYING", told["detail"]["data"]["rosterId"], chunks=2, parts=0, rows=2)
    for number in (1, 2):
        Chunk.of(_chunk(roster, number)).save()
    return [told]


def an_upload() -> Sequence[Body]:
    told = sample("rosters/on_uploaded.json")
    body = "党组织代码,党组织名称,党组织类别,层级,上级党组织代码\n431128-101,某镇,党委,乡镇,431128\n".encode()
    order = Order(
        roster_id=told["detail"]["object"]["key"].removeprefix("incoming/"),
        kind="organisations",
        organisation_id=COUNTY,
        organisation_code=COUNTY_CODE,
        county_id=COUNTY,
        actor="someone",
        day=AT.date(),
        size_bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        content_type=CSV,
    )
    where = {"Bucket": bucket_name("RosterBucket"), "Key": told["detail"]["object"]["key"]}
    aws.client("s3").put_object(**where, Body=body, Metadata={METADATA: order.packed()})
    return [told]
