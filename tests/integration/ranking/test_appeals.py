"""Appeals against lists: one a season, ruled by the committee, shown from the next run on; words are nobody else's."""

from typing import Any

import pytest

from functions.ranking import on_organisations, standing
from functions.ranking.appeal_tables import AppealItem
from kernel.authority import Role
from kernel.events import MemberErased
from tests.builders import account, envelope, recorded
from tests.integration.ranking.county import County, member, minutes
from tests.integration.ranking.runs import call, rank
from tests.trust.delivery import thrice_shuffled

pytestmark = pytest.mark.usefixtures("account")

WORDS = "上月在医院住院，😀积分未计。"
APPEALS = "/v1/rankings/appeals"


@pytest.fixture
def people(county: County) -> County:
    account("member", member_id=member(county.tree.branch, 2), branch=county.tree.branch)
    account("colleague", member_id=member(county.tree.branch, 1), branch=county.tree.branch)
    return county


def appeal(organisation_id: str, subject: str | None = "member", **headers: str) -> tuple[int, Any]:
    body = {"organisationId": organisation_id, "words": WORDS}
    return call("POST", APPEALS, subject=subject, body=body, headers=headers)


def rule(told: Any, band: str | None = "gold", subject: str | None = "admin", **headers: str) -> tuple[int, Any]:
    path = f"/v1/rankings/{told['organisationId']}/appeals/{told['id']}/ruling"
    return call("POST", path, subject=subject, body={"band": band, "reason": "情况属实。"}, headers=headers)


def bands(subject: str = "member") -> dict[str, str]:
    standing.WARM.clear()
    _, told = call("GET", "/v1/me/standing", subject=subject)
    return {level["organisationId"]: level["band"] for level in told["levels"]}


def test_what_was_ruled_is_shown_from_the_next_run_on_at_that_level_alone(people: County) -> None:
    tree = people.tree
    rank(tree, minutes(30))
    before = bands()
    status, told = appeal(tree.township.id)
    assert (status, told["state"], told["words"]) == (201, "OPEN", WORDS)

    status, ruled = rule(told)

    assert (status, ruled["state"], ruled["band"]) == (200, "UPHELD", "gold")
    assert bands() == before
    rank(tree, minutes(40))
    assert bands() == before | {tree.township.id: "gold"}
    _, board = call("GET", f"/v1/rankings/{tree.township.id}", subject="admin")
    assert {line["band"] for line in board["items"] if line["memberId"] == told["memberId"]} == {"gold"}


def test_a_dismissed_appeal_changes_no_list_and_the_member_reads_why(people: County) -> None:
    tree = people.tree
    _, told = appeal(tree.county.id)

    rule(told, band=None)

    rank(tree, minutes(40))
    assert bands()[tree.county.id] == "black"
    _, seen = call("GET", f"/v1/rankings/{tree.county.id}/appeals/{told['id']}", subject="member")
    assert (seen["state"], seen["reason"], seen["band"]) == ("DISMISSED", "情况属实。", None)


def test_words_are_in_no_event(people: County) -> None:
    _, told = appeal(people.tree.county.id)
    rule(told)

    entries = recorded(people.tree.county.id)

    assert [entry["event"] for entry in entries] == ["ListAppealed", "ListAppealRuled"]
    assert WORDS not in str(entries)
    assert "情况属实" not in str(entries)


def test_of_an_erased_member_no_word_is_left(people: County) -> None:
    tree = people.tree
    _, first = appeal(tree.county.id)
    _, second = appeal(tree.township.id)
    rule(second)
    erased = MemberErased(member_id=first["memberId"], branch_id=tree.branch.id, county_id=tree.county.id)

    thrice_shuffled(on_organisations.lambda_handler, envelope(erased))

    items = [AppealItem.demand(AppealItem.partition(one["organisationId"]), one["id"]) for one in (first, second)]
    left: list[tuple[str, str | None, str | None]] = [(item.state, item.words, item.reason) for item in items]
    assert left == [("CLOSED", None, None), ("UPHELD", None, None)]
    assert rule(first)[1]["code"] == "ruled_already"


def test_one_appeal_a_season_and_one_ruling(people: County) -> None:
    _, told = appeal(people.tree.county.id)

    assert appeal(people.tree.county.id)[1]["code"] == "already_appealed"
    rule(told)
    assert rule(told)[1]["code"] == "ruled_already"


def test_the_same_keys_appeal_and_rule_once(people: County) -> None:
    first = appeal(people.tree.county.id, **{"Idempotency-Key": "appeal"})
    assert appeal(people.tree.county.id, **{"Idempotency-Key": "appeal"}) == first

    ruled = rule(first[1], **{"Idempotency-Key": "rule"})
    assert rule(first[1], **{"Idempotency-Key": "rule"}) == ruled
    assert len(recorded(people.tree.county.id)) == 2


def test_appeals_are_listed_a_page_at_a_time(people: County) -> None:
    appeal(people.tree.county.id)
    appeal(people.tree.county.id, subject="colleague")
    path = f"/v1/rankings/{people.tree.county.id}/appeals"

    _, first = call("GET", path, subject="admin", query={"limit": "1"})
    _, rest = call("GET", path, subject="admin", query={"limit": "1", "cursor": first["next"]})

    assert len({one["id"] for one in first["items"] + rest["items"]}) == 2
    assert rest["next"] is None
    assert call("GET", path, subject="admin", query={"cursor": "eyJhZnRlciI6IngifQ"})[0] == 400
    assert call("GET", path, subject="member")[0] in (403, 404)


def test_who_may_not_is_refused(people: County) -> None:
    tree = people.tree
    account("member-admin", (Role.COUNTY_ADMIN, tree.county), member_id=member(tree.branch, 2), branch=tree.branch)
    _, told = appeal(tree.county.id)

    assert rule(told, subject="member-admin")[0] == 403
    assert rule(told, subject="member")[0] == 403
    assert rule(told, subject="elsewhere")[0] == 404
    assert rule(told, subject=None)[0] == 401
    assert rule(told, band="purple")[0] == 422
    assert rule(told | {"id": tree.branch.id})[0] == 404
    path = f"/v1/rankings/{tree.county.id}/appeals"
    assert call("GET", f"{path}/{told['id']}", subject="colleague")[0] == 403
    assert call("GET", f"{path}/{tree.branch.id}", subject="admin")[0] == 404


def test_what_cannot_be_appealed_against_is_refused(people: County) -> None:
    tree = people.tree

    assert appeal(tree.branch.id)[1]["code"] == "no_bands_of_branches"
    assert appeal(tree.other_township.id)[1]["fields"] == [{"field": "organisationId", "code": "not_yours"}]
    assert call("POST", APPEALS, subject="member", body={"organisationId": tree.county.id, "words": ""})[0] == 422
    assert (
        call("POST", APPEALS, subject="member", body={"organisationId": tree.county.id, "words": "长" * 1001})[0] == 422
    )
    assert call("POST", APPEALS, subject="admin", body={"organisationId": tree.county.id, "words": WORDS})[0] in (
        403,
        404,
    )
