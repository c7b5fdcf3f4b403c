"""A write that is sent again under its key is done once and answered alike; nobody else is answered from it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from kernel.authority import Role
from tests.trust import engine
from tests.trust.asking import call
from tests.trust.matrix import ALLOWED, ROWS, Row, cells
from tests.trust.places import World
from tests.trust.test_bad_input import who_may
from tests.trust.trees import Level, Relation, caller

Kept = Any
KEY = "a-key-of-the-client"
WRITES = [row for row in ROWS if row.writes and not row.signed]
DONE_AGAIN = {
    "POST /v1/me/devices": "the answer holds a key",
    "POST /v1/me/notices/contacts": "another code is sent",
    "PUT /v1/organisations/<organisation_id>/webhook": "the answer holds a key",
    "POST /v1/members/<member_id>/reveal": "the answer holds sealed facts",
    "POST /v1/members/lookups": "the answer holds people",
    "POST /v1/corrections/<request_id>/reveal": "the answer holds sealed facts",
    "POST /v1/me/export": "the answer holds sealed facts",
    "POST /v1/activities/services/<service_id>/slips": "the answer holds codes",
    "POST /v1/activities/assistance/<assistance_id>/slip": "the answer holds a code",
}
"""Routes whose answer is not kept, and why: sent again, they are an act of their own, with its entry."""
NOT_ASKED_TWICE = {
    "DELETE /v1/segments/<segment_id>": "where it stood is gone with it, and so is who may ask",
    "POST /v1/members/<member_id>/erasure/confirmation": "where the person was is gone with the dossier",
}
"""Routes after which nobody can be told whether they may: 404."""
TOLD_OF_ITSELF = {
    "POST /v1/me/notices/contacts/<channel>/confirmation",
    "POST /v1/activities/<activity_id>/confirmations",
    "POST /v1/activities/<activity_id>/minutes/signatures",
    "POST /v1/activities/<activity_id>/ballots/<ballot_id>/votes",
    "POST /v1/me/binding",
    "POST /v1/me/devices/<device_id>/bundles",
    "POST /v1/me/notices/<notice_id>/done",
    "POST /v1/me/notices/<notice_id>/read",
    "POST /v1/reviews/bulk",
}
"""Routes that know by what is stored that it is done, and need no key."""
NOT_KEPT = {"answer", "reason", "text", "tally", "electors", "votes"}
"""What people wrote, who may vote, and what was voted: left out of a kept answer."""


def told(row: Row, answer: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and body, as far as it is kept; a route that knows by itself says how it stands by now."""
    body = {} if row.route in TOLD_OF_ITSELF else json.loads(answer["body"])
    return answer["statusCode"], {name: value for name, value in body.items() if name not in NOT_KEPT}


def others(row: Row, subject: str | None) -> list[str | None]:
    """Up to three more who may do the same."""
    return [cell.subject for cell in cells(row) if cell.status == ALLOWED and cell.subject != subject][:3]


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.name)
def test_under_one_key_it_is_done_once_and_told_to_nobody_else(
    row: Row, world: World, arranged: tuple[World, Kept]
) -> None:
    subject = who_may(world, arranged[1], row)
    same = replace(row, body=world.meant(row.body))
    first = call(world, same, subject, idempotency_key=KEY)
    written = engine.count("JournalTable")

    again = call(world, same, subject, idempotency_key=KEY)

    done_again = engine.count("JournalTable") > written
    assert done_again == (row.route in DONE_AGAIN)
    if row.route in NOT_ASKED_TWICE:
        assert again["statusCode"] == 404
    elif not done_again:
        assert told(row, again) == told(row, first)
        assert ("Idempotent-Replayed" in again["headers"]) == (row.route not in TOLD_OF_ITSELF)
    for other in others(row, subject):
        assert "Idempotent-Replayed" not in call(world, same, other, idempotency_key=KEY)["headers"]


def test_a_key_that_comes_with_another_query_is_refused(world: World, arranged: tuple[World, Kept]) -> None:
    row = next(row for row in WRITES if row.route == "PUT /v1/rosters/mappings")
    subject = who_may(world, arranged[1], row)
    assert call(world, row, subject, idempotency_key=KEY)["statusCode"] == 200

    other = call(world, replace(row, query=row.query | {"kind": "organisations"}), subject, idempotency_key=KEY)

    assert (other["statusCode"], json.loads(other["body"])["code"]) == (422, "idempotency_key_reused")


def test_a_key_that_comes_to_another_route_is_a_new_one(world: World) -> None:
    secretary = caller(Role.SECRETARY, Relation.OWN, Level.BRANCH)
    one, other = (
        next(row for row in WRITES if row.route == f"POST /v1/activities/{what}/cancel")
        for what in ("<activity_id>", "services/<service_id>")
    )
    assert call(world, one, secretary, idempotency_key=KEY)["statusCode"] == 200

    answer = call(world, other, secretary, idempotency_key=KEY)

    assert (answer["statusCode"], "Idempotent-Replayed" in answer["headers"]) == (200, False)


def test_every_exception_is_of_a_route_that_writes() -> None:
    assert {*DONE_AGAIN, *NOT_ASKED_TWICE, *TOLD_OF_ITSELF} <= {row.route for row in WRITES}
