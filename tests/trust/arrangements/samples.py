"""Messages from `events/<domain>/`, alone or behind others that a consumer has to have seen."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from functions.notices import on_organisations as branches_watched
from functions.points import on_activity_reviewed as review
from functions.points import on_attendance_confirmed as award
from functions.points import on_members as board_keeper
from functions.ranking import on_organisations, on_points_posted
from kernel.ids import organisation_id
from tests.builders import COUNTY_CODE, Tree
from tests.template_reader import ROOT
from tests.trust.delivery import until_done

Body = Any
COUNTY = organisation_id("", COUNTY_CODE)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
"""The instant of the sample events, at which consumers are made to find themselves."""
NONCE = "0" * 32


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
