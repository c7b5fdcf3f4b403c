"""For every consumer: its arrangement, and where its effect shows."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from functions.notices import on_members as members_watched
from tests.template_reader import ROOT
from tests.trust import anniversaries, checklists, dispatches, gatherings, provinces, reached, typeset, verdicts, weeks
from tests.trust import arrangements as given
from tests.trust.absences import beside_dossiers
from tests.trust.arrangements import (
    AWARDED,
    AWARDED_AWAY,
    BOARD,
    FOUNDED,
    POSTED,
    TREE,
    Body,
    after,
    of,
    with_tree,
)
from tests.trust.delivery import Handler


@dataclass(frozen=True)
class Trigger:
    """`prepare` makes the objects and returns the messages; `tables` are those in which the effect shows.

    `mends`: started every few minutes, it does what the run before it left; of others what they say is done, is done.
    """

    prepare: Callable[[], Sequence[Body]]
    tables: tuple[str, ...]
    adapt: Callable[[Callable[..., Any]], Handler] = lambda handler: handler
    without: tuple[str, ...] = ()
    mends: bool = False


def consumers() -> list[str]:
    """`<domain>.<module>` of every consumer that there is, by its file."""
    files = [*(ROOT / "functions").glob("*/on_*.py"), *(ROOT / "functions").glob("*/relay.py")]
    return sorted(f"{file.parent.name}.{file.stem}" for file in files)


def handler_of(name: str) -> Handler:
    """The consumer as a queue would see it."""
    handler: Callable[..., Any] = import_module(f"functions.{name}").lambda_handler
    return TRIGGERS[name].adapt(handler)


def called(handler: Callable[..., Any]) -> Handler:
    """A function that a schedule or an operator calls: a failed call is made again, as a failed message is."""

    def as_queue(batch: dict[str, Any], context: Any) -> dict[str, Any]:
        failed = []
        for record in batch["Records"]:
            try:
                handler(json.loads(record["body"]), context)
            except Exception:  # noqa: BLE001 - whatever it is, Lambda would call again
                failed.append({"itemIdentifier": record["messageId"]})
        return {"batchItemFailures": failed}

    return as_queue


def _notices(name: str, *before: tuple[Any, str]) -> Trigger:
    return Trigger(partial(after, *before, then=[f"notices/{name}.json"]), ("NoticesTable",))


def _points(name: str, *before: tuple[Any, str]) -> Trigger:
    return Trigger(partial(with_tree, *before, then=[f"points/{name}.json"]), ("PointsTable", "ScoreboardTable"))


def _told(*names: str) -> list[str]:
    return [f"points/on_{name}.json" for name in names]


def _ranking(name: str, *before: tuple[Any, str]) -> Trigger:
    return Trigger(partial(with_tree, *before, then=[f"ranking/{name}.json"]), ("RankingTable",))


def _called(trigger: Trigger) -> Trigger:
    return Trigger(trigger.prepare, trigger.tables, called, trigger.without)


TOLD_OF_RECORDS = ("", "_reviewed", "_returned", "_withdrawn", "_appraised", "_tasks")
TOLD_OF_ACTIVITIES = (*TOLD_OF_RECORDS, "_offered", "_booked", "_given_up", "_called_off")
TOLD_OF_DISPUTES = ("disputed", "points_disputed", "points_ruled")
TOLD_OF_DECISIONS = ("award", "award_refused", "erasure")
TOLD_OF_LIFE = ("moved", "away", "heard", "lost", "delivered", "anniversaries", "ranked")
TOLD_OF_MEMBERS = (*TOLD_OF_LIFE, *TOLD_OF_DISPUTES, *TOLD_OF_DECISIONS)
TOLD_OF_COMMITTEES = ("", "_revoked", "_policy", "_attendance_ruled", "_appraised", "_bundle", "_erased")

TRIGGERS = {
    "activities.on_bundle_asked": Trigger(
        given.a_bundle_asked,
        ("ActivitiesTable",),
        adapt=typeset.set_once,
        without=("made_at", "sha256", "size_bytes"),  # a file made later says so
    ),
    "activities.on_members": Trigger(
        partial(
            of,
            *(
                f"activities/on_members{what}.json"
                for what in ("", "_changed", "_moved", "_left", "_erased", "_attached", "_away", "_returned")
            ),
        ),
        ("ActivitiesTable",),
    ),
    "activities.on_organisations": Trigger(given.records_that_wait, ("ActivitiesTable",)),
    "activities.on_photo_uploaded": Trigger(given.a_photo, ("ActivitiesTable",)),
    "identity.on_account_bound": Trigger(partial(of, "identity/on_account_bound.json"), ("IdentityTable",)),
    "identity.on_founding": Trigger(partial(of, "identity/on_founding.json"), ("IdentityTable",), called),
    # A move that a departure overtook changes nothing, and saves one row once less
    "identity.on_moves": Trigger(
        partial(
            given.a_bound_secretary,
            "identity/on_moves.json",
            "identity/on_moves_left.json",
        ),
        ("IdentityTable",),
        without=("version", "placed"),
    ),
    # The number of times that the state of sealing was saved is of no meaning
    "journal.on_seal": Trigger(given.a_chain, ("SealsTable",), called, ("version",), mends=True),
    "journal.on_later": Trigger(given.what_waited, ()),
    "journal.on_nightly": Trigger(given.a_chain_to_watch, (), called),
    "journal.relay": Trigger(given.a_stream, (), called),
    "members.on_enrolled": Trigger(given.lookalikes, ("MembersTable",)),
    "members.on_anniversaries": _called(Trigger(anniversaries.people_of_one_day, ("MembersTable",))),
    "members.on_audience_asked": Trigger(dispatches.asked, ()),
    "members.on_dossiers": Trigger(beside_dossiers, ("MembersTable", "KeysTable")),
    "members.on_members": Trigger(given.people_to_find, ("MembersTable",)),
    "members.on_organisations_merged": Trigger(given.a_branch_merged, ("MembersTable",)),
    "members.on_policy_changed": Trigger(partial(of, "members/on_policy_changed.json"), ("MembersTable",)),
    "members.on_rows": Trigger(given.member_rows, ("MembersTable", "KeysTable")),
    # Of two facts about one obligation that come in the wrong order the older one is not written
    "notices.on_activities": Trigger(
        partial(
            gatherings.invited,
            *(f"notices/on_activities{what}.json" for what in TOLD_OF_ACTIVITIES),
        ),
        ("NoticesTable",),
        without=("version", "path"),
    ),
    "notices.on_attendance_confirmed": Trigger(
        partial(of, *(f"notices/on_attendance_confirmed{what}.json" for what in ("", "_withdrawn"))), ("NoticesTable",)
    ),
    "notices.on_committees": Trigger(
        partial(
            after,
            (members_watched, "notices/on_members.json"),
            then=[f"notices/on_committees{what}.json" for what in TOLD_OF_COMMITTEES],
        ),
        ("NoticesTable",),
        # Of two facts that come in the wrong order the older one is not written
        without=("version",),
    ),
    "notices.on_delivery_due": Trigger(
        reached.a_digest_at_night, ("NoticesTable",), without=("version", "change", "changed_at", "expires_at")
    ),
    "notices.on_dispatch_county": Trigger(dispatches.county, ("NoticesTable",), called, ("counted_at",)),
    "notices.on_dispatch_due": Trigger(dispatches.due, ("NoticesTable",)),
    "notices.on_dispatch_ordered": Trigger(dispatches.ordered, ("NoticesTable",)),
    "notices.on_members": Trigger(
        partial(
            after,
            (members_watched, "notices/on_members.json"),
            then=[f"notices/on_members_{what}.json" for what in TOLD_OF_MEMBERS],
        ),
        ("NoticesTable",),
        without=("version", "path"),
    ),
    "notices.on_organisations": Trigger(
        partial(
            given.a_branch_warned_of,
            *(f"notices/on_organisations{what}.json" for what in ("", "_term", "_moved")),
        ),
        ("NoticesTable",),
    ),
    "notices.on_reminder_run": _called(_notices("on_reminder_run", FOUNDED)),
    "notices.on_run_started": Trigger(given.a_run_due, ("NoticesTable",)),
    "notices.on_waiting": _called(Trigger(reached.a_message_that_waits, ("NoticesTable",))),
    "organisations.on_members": Trigger(
        given.a_secretary_who_leaves,
        ("OrganisationsTable",),
        # Of two facts that come in the wrong order the older one is not written
        without=("version",),
    ),
    "organisations.on_organisation_moved": Trigger(given.a_subtree_moved, ("OrganisationsTable",)),
    "organisations.on_rows": Trigger(given.organisation_rows, ("OrganisationsTable",)),
    "points.on_activity_reviewed": Trigger(
        partial(verdicts.decided, *_told("activity_reviewed", "activity_withdrawn")),
        ("PointsTable", "ScoreboardTable"),
        without=("balance",),
    ),
    # Of what is posted and what is taken back either may be first, and a line says the balance after it
    "points.on_attendance_confirmed": Trigger(
        partial(with_tree, BOARD, AWARDED_AWAY, then=_told("attendance_confirmed", "attendance_withdrawn")),
        ("PointsTable", "ScoreboardTable"),
        without=("balance",),
    ),
    "points.on_check_due": Trigger(
        partial(with_tree, BOARD, AWARDED, then=_told("check_due", "check_due_trial")),
        ("PointsTable", "ScoreboardTable"),
    ),
    "points.on_members": Trigger(
        partial(
            with_tree,
            BOARD,
            AWARDED,
            then=[f"points/on_members_{what}.json" for what in ("moved", "enrolled", "grouped")],
        ),
        ("PointsTable", "ScoreboardTable"),
    ),
    "points.on_nightly": _called(_points("on_nightly", BOARD)),
    "ranking.on_nightly_above": _called(Trigger(provinces.counties_ranked, ("RankingTable",))),
    "ranking.on_nightly_part": _called(_ranking("on_nightly_part", TREE, BOARD, AWARDED)),
    "ranking.on_nightly_planned": _called(_ranking("on_nightly_planned", TREE)),
    "ranking.on_organisations": Trigger(checklists.copies_follow, ("RankingTable",)),
    "ranking.on_points_posted": _ranking("on_points_posted"),
    "ranking.on_policy_changed": _ranking("on_policy_changed"),
    "ranking.on_ranking_started": Trigger(weeks.a_run_and_a_week, ("RankingTable",)),
    "ranking.on_schedule": _called(_ranking("on_schedule", TREE, BOARD, AWARDED, POSTED)),
    "rosters.on_apply": Trigger(given.an_order_to_apply, ("RostersTable",)),
    "rosters.on_outcomes": Trigger(given.an_answer, ("RostersTable",)),
    # An end that overtakes the beginning saves the roster once less
    "rosters.on_rows_parsed": Trigger(given.parsed_rows, ("RostersTable",), without=("version",)),
    "rosters.on_uploaded": Trigger(given.an_upload, ("RostersTable",)),
}
