"""Templates of activities: the national ones, and what committees add for those below them."""

from typing import Any

import pytest

from functions.activities.activity_types import TYPES
from kernel.authority import Role
from tests import builders
from tests.builders import recorded
from tests.integration.activities.story import Story, call, respond, submit

THEME_DAY = "/v1/activities/templates/THEME_DAY"
LINE = {"zh": "重温入党誓词", "en": "the admission oath"}


def extend(story: Story, organisation_id: str, subject: str, **body: Any) -> tuple[int, Any]:
    return call("PUT", THEME_DAY, subject, body, query={"organisationId": organisation_id})


def template(story: Story, subject: str, organisation_id: str | None = None) -> dict[str, Any]:
    query = {"organisationId": organisation_id or story.branch.id}
    status, shown = call("GET", THEME_DAY, subject, query=query)
    assert status == 200, shown
    return dict(shown)


@pytest.fixture
def committees(story: Story) -> Story:
    builders.account("county secretary", (Role.SECRETARY, story.tree.county))
    builders.account("township secretary", (Role.SECRETARY, story.tree.township))
    return story


def test_every_type_of_the_rules_has_a_template(story: Story) -> None:
    status, page = call("GET", "/v1/activities/templates", story.member, query={"organisationId": story.branch.id})

    assert status == 200
    assert [one["type"] for one in page["items"]] == list(TYPES)
    assert all(one["agenda"] and one["version"] == 0 for one in page["items"])


def test_a_template_says_what_how_often_and_how_it_is_voted(story: Story) -> None:
    query = {"organisationId": story.branch.id}

    status, shown = call("GET", "/v1/activities/templates/COMMITTEE_MEETING", story.secretary, query=query)

    assert status == 200
    assert shown == {
        "type": "COMMITTEE_MEETING",
        "name": {"zh": "支部委员会会议", "en": "branch committee meeting"},
        "basis": "4.1 [S5] N",
        "duty": {"period": "MONTH", "least": 1, "owes": "WITH_COMMITTEE"},
        "agenda": [
            {"zh": line.zh, "en": line.en, "organisationId": None} for line in TYPES["COMMITTEE_MEETING"].agenda
        ],
        "required": [],
        "votes": [
            {
                "decision": "COMMITTEE",
                "quorum": {"numerator": 1, "denominator": 2, "atLeast": True},
                "majority": {"numerator": 1, "denominator": 2, "atLeast": False},
                "countsWritten": False,
            }
        ],
        "version": 0,
    }


def test_what_committees_add_counts_below_them_in_the_order_of_the_path(committees: Story) -> None:
    tree = committees.tree
    extend(committees, tree.township.id, "township secretary", agenda=[{"zh": "乡镇的议程"}], required=["speakers"])
    extend(committees, tree.county.id, "county secretary", agenda=[LINE], required=["speakers", "activists"])

    shown = template(committees, committees.member)
    elsewhere = template(committees, "stranger", tree.far_branch.id)

    assert shown["agenda"][-2:] == [
        {**LINE, "organisationId": tree.county.id},
        {"zh": "乡镇的议程", "en": None, "organisationId": tree.township.id},
    ]
    assert shown["required"] == [
        {"field": "photos", "organisationId": None},
        {"field": "activists", "organisationId": tree.county.id},
        {"field": "speakers", "organisationId": tree.county.id},
    ]
    assert [line["organisationId"] for line in elsewhere["agenda"]][-1] == tree.county.id
    assert elsewhere["version"] == 0


def test_the_list_of_templates_holds_what_committees_add(committees: Story) -> None:
    extend(committees, committees.tree.county.id, "county secretary", agenda=[LINE])

    listed = call("GET", "/v1/activities/templates", committees.member, query={"organisationId": committees.branch.id})

    (of_type,) = (one for one in listed[1]["items"] if one["type"] == "THEME_DAY")
    assert of_type == template(committees, committees.member)


def test_what_a_committee_asks_for_later_is_not_asked_of_what_was_planned_before(committees: Story) -> None:
    before = committees.ready()
    extend(committees, committees.tree.county.id, "county secretary", required=["speakers"])
    after = committees.ready()

    refused = submit(after)[1]

    assert submit(before)[0] == 200
    assert (refused["code"], refused["fields"]) == ("record_incomplete", [{"field": "speakers", "code": "missing"}])


def test_no_addition_takes_a_national_requirement_away(committees: Story) -> None:
    before = template(committees, committees.member)

    extend(committees, committees.tree.county.id, "county secretary", required=["speakers"], agenda=[LINE])
    status, emptied = extend(committees, committees.tree.county.id, "county secretary")

    assert (status, emptied["version"]) == (200, 2)
    assert template(committees, committees.member) == before


def test_an_addition_stays_with_its_type(committees: Story) -> None:
    extend(committees, committees.tree.county.id, "county secretary", agenda=[LINE])

    query = {"organisationId": committees.branch.id}
    _, shown = call("GET", "/v1/activities/templates/TALK", committees.member, query=query)

    assert [line["organisationId"] for line in shown["agenda"]] == [None, None]


def test_an_addition_is_an_entry_without_its_words(committees: Story) -> None:
    county = committees.tree.county.id

    extend(committees, county, "county secretary", agenda=[LINE], required=["speakers"])

    entry = recorded(county)[-1]
    assert (entry["action"], entry["event"]) == ("activities.extend_template", "ActivityTemplateExtended")
    assert entry["data"] == {"organisationId": county, "type": "THEME_DAY", "lines": 1, "required": ["speakers"]}


def test_an_old_version_is_not_extended(committees: Story) -> None:
    query, county = {"organisationId": committees.tree.county.id}, "county secretary"
    made = respond("PUT", THEME_DAY, county, {"agenda": [LINE]}, query=query, headers={"if-match": '"0"'})

    status, problem = call("PUT", THEME_DAY, county, {"agenda": []}, query=query, headers={"if-match": '"0"'})

    assert (made["statusCode"], made["headers"]["ETag"]) == (200, '"1"')
    assert (status, problem["code"]) == (412, "stale_version")


def test_a_keyed_addition_is_answered_again(committees: Story) -> None:
    query, headers = {"organisationId": committees.tree.county.id}, {"idempotency-key": "once"}

    answers = [
        call("PUT", THEME_DAY, "county secretary", {"agenda": [LINE]}, query=query, headers=headers) for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert answers[0][1]["version"] == 1


@pytest.mark.parametrize(
    ("subject", "expected"), [(None, 401), ("member", 403), ("county", 403), ("stranger", 404), ("secretary", 200)]
)
def test_whoever_leads_an_organisation_extends_its_templates(story: Story, subject: str | None, expected: int) -> None:
    status, _ = call("PUT", THEME_DAY, subject, {"agenda": [LINE]}, query={"organisationId": story.branch.id})

    assert status == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"required": ["host"]}, "body.required.0"),
        ({"required": "speakers"}, "body.required"),
        ({"agenda": [{"en": "only"}]}, "body.agenda.0.zh"),
        ({"agenda": [{"zh": " "}]}, "body.agenda.0.zh"),
        ({"agenda": [{"zh": "重\u202e温"}]}, "body.agenda.0.zh"),
        ({"agenda": [LINE] * 11}, "body.agenda"),
        ({"agenda": [{"zh": "长" * 201}]}, "body.agenda.0.zh"),
        ({"duty": None}, "body"),
    ],
)
def test_an_addition_that_breaks_a_rule_names_the_field(story: Story, body: Any, field: str) -> None:
    status, problem = call("PUT", THEME_DAY, story.secretary, body, query={"organisationId": story.branch.id})

    assert status == 422
    assert any(fault["field"].startswith(field) for fault in problem["fields"])
    assert recorded(story.branch.id) == []


def test_a_line_may_hold_rare_characters_and_faces(story: Story) -> None:
    line = {"zh": "学习𬭎副书记讲话 😀"}

    status, shown = extend(story, story.branch.id, "secretary", agenda=[line])

    assert (status, shown["agenda"][-1]["zh"]) == (200, line["zh"])


def test_an_unknown_type_has_no_template(story: Story) -> None:
    query = {"organisationId": story.branch.id}

    status, problem = call("GET", "/v1/activities/templates/PARTY", story.secretary, query=query)

    assert (status, problem["code"]) == (422, "invalid")
