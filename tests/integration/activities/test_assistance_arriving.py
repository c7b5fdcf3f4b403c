"""Assistance that arrives: brought, confirmed by who is helped, by account or by slip; never by who gives."""

from kernel.authority import Role
from kernel.idempotency import Answer
from tests import builders
from tests.builders import recorded
from tests.integration.activities.assistance_story import (
    ALL,
    act,
    body,
    confirm,
    delivered,
    promise,
    state,
)
from tests.integration.activities.service_story import helps
from tests.integration.activities.story import Story, call


def test_a_slip_says_that_it_arrived(story: Story) -> None:
    assistance_id = promise(story)
    headers = {"idempotency-key": "once"}
    first, again = (act("slip", assistance_id, story.secretary, headers=headers) for _ in range(2))
    early = confirm(assistance_id, story.member, code=first[1]["code"])
    act("delivery", assistance_id, story.secretary)

    wrong = confirm(assistance_id, story.member, code="0" * 10)
    without = confirm(assistance_id, story.member)
    status, _ = confirm(assistance_id, story.member, code=first[1]["code"])
    twice = confirm(assistance_id, story.member, code=first[1]["code"])

    assert (first, first[0]) == (again, 201)
    assert first[1]["code"] not in str([row.answer for row in Answer.scan()]) + str(recorded(story.branch.id))
    assert (early[0], wrong[1]["code"], without[0]) == (403, "wrong_slip", 422)
    assert (status, state(assistance_id)) == (201, "CONFIRMED")
    assert (twice[0], twice[1]["code"]) == (409, "wrong_state")
    assert act("slip", assistance_id, story.secretary)[1]["code"] == "wrong_state"


def test_who_drew_the_slip_brings_none_and_there_is_none_for_who_has_an_account(story: Story) -> None:
    builders.account("member", (Role.SECRETARY, story.branch), member_id=story.members[0], branch=story.branch)
    own, with_account = delivered(story), promise(story, helped=helps(story, 2))
    _, drawn = act("slip", own, "member")

    refused = confirm(own, "member", code=drawn["code"])

    assert refused[0] == 403
    assert act("slip", with_account, "member")[1]["code"] == "wrong_state"


def test_nobody_confirms_what_they_gave_brought_or_entered(story: Story) -> None:
    school = {"kind": "ORGANISATION", "organisationId": story.tree.far_branch.id}
    builders.account("member", (Role.SECRETARY, story.tree.far_branch), member_id=story.members[0], branch=story.branch)
    builders.account("both", (Role.SECRETARY, story.branch), (Role.SECRETARY, story.tree.far_branch))
    builders.account("school", (Role.SECRETARY, story.tree.far_branch))
    assistance_id = promise(story, helped=school)
    act("delivery", assistance_id, "both")

    statuses = [confirm(assistance_id, by)[0] for by in ("member", "both", "county", "school")]

    assert statuses == [403, 403, 403, 201]


def test_who_promised_for_an_organisation_does_not_confirm_for_another(story: Story) -> None:
    builders.account("both", (Role.SECRETARY, story.branch), (Role.SECRETARY, story.tree.far_branch))
    builders.account("school", (Role.SECRETARY, story.tree.far_branch))
    school = {"kind": "ORGANISATION", "organisationId": story.tree.far_branch.id}
    assistance_id = promise(story, "both", donor="ORGANISATION", helped=school)
    act("delivery", assistance_id, story.member)

    assert [confirm(assistance_id, by)[0] for by in ("both", "school")] == [403, 201]


def test_what_did_not_arrive_may_be_delivered_again(story: Story, helped: str) -> None:
    assistance_id = delivered(story, helped=helps(story, 2))

    status, answer = confirm(assistance_id, helped, received=False)
    again, _ = act("delivery", assistance_id, story.secretary)
    confirm(assistance_id, helped)

    assert (status, answer["state"], again, state(assistance_id)) == (201, "DISPUTED", 201, "CONFIRMED")
    assert "AssistanceDisputed" in [entry["event"] for entry in recorded(story.branch.id)]


def test_an_organisations_gift_is_promised_by_its_secretary_and_brought_by_a_member(story: Story) -> None:
    refused, _ = call("POST", ALL, story.member, body(story, donor="ORGANISATION"))
    assistance_id = promise(story, story.secretary, donor="ORGANISATION")

    by_office, _ = act("delivery", assistance_id, story.secretary)
    status, brought = act("delivery", assistance_id, story.member)

    assert (refused, by_office, status) == (403, 403, 201)
    assert (brought["donor"], brought["donorId"], brought["carrierId"]) == ("ORGANISATION", None, story.members[0])
    code = act("slip", assistance_id, story.secretary)[1]["code"]
    assert confirm(assistance_id, story.member, code=code)[0] == 201


def test_nobody_helps_themselves(story: Story, helped: str) -> None:
    own = call("POST", ALL, helped, body(story, helped=helps(story, 2)))
    builders.account("helped", (Role.SECRETARY, story.branch), member_id=story.members[2], branch=story.branch)
    by_office = call("POST", ALL, helped, body(story, donor="ORGANISATION", helped=helps(story, 2)))
    of_branch = promise(story, story.secretary, donor="ORGANISATION", helped=helps(story, 2))

    brought = act("delivery", of_branch, helped)

    assert [(status, told["code"]) for status, told in (own, by_office, brought)] == [(409, "helps_oneself")] * 3


def test_who_is_bound_to_no_member_gives_and_brings_nothing(story: Story) -> None:
    builders.account("bound to nobody", branch=story.branch)
    of_branch = promise(story, story.secretary, donor="ORGANISATION")

    answers = [call("POST", ALL, "bound to nobody", body(story)), act("delivery", of_branch, "bound to nobody")]

    assert [status for status, _ in answers] == [403, 403]
