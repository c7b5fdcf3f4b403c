"""What people write (names, titles, reasons, answers) stands in its row alone: in no entry, event, message or log."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.trust.asking import call
from tests.trust.collector import Collected, collecting
from tests.trust.matrix import ROWS, Row
from tests.trust.places import World
from tests.trust.scanner import Scanner
from tests.trust.test_bad_input import who_may

Kept = Any
CHINESE = re.compile("[\u4e00-\u9fff]")
WORD = "燕雀庚辛"
"""Stands in no other text."""
SCANNER = Scanner({WORD})
TAKEN_ALONG = {"POST /v1/points/simulations": "a message to queue PointsCheckQueue"}
"""The wording of rules goes with the order to try them: a rule is for everybody to read."""


def worded(value: Any) -> Any:
    """A body in which whatever a person wrote ends with the word."""
    if isinstance(value, dict):
        return {name: worded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [worded(inner) for inner in value]
    return value + WORD if isinstance(value, str) and CHINESE.search(value) else value


WRITTEN = [row for row in ROWS if row.writes and worded(row.body) != row.body]


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_what_is_written_leaves_nowhere(row: Row, world: World, arranged: tuple[World, Kept]) -> None:
    subject = who_may(world, arranged[1], row)

    with collecting(Collected()) as collected:
        answer = call(world, replace(row, body=worded(row.body)), subject)

    assert answer["statusCode"] // 100 == 2, answer["body"]
    assert {hit.place for hit in SCANNER.scan_all(collected.take())} <= {TAKEN_ALONG.get(row.route)}


def test_many_routes_take_words() -> None:
    routes = {row.route for row in WRITTEN}

    assert len(routes) > 30
    assert TAKEN_ALONG.keys() <= routes
