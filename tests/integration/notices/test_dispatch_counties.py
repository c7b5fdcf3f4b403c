"""What goes above counties: the map is started once, and each of its tasks is the expansion of one county."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from functions.notices import on_dispatch_county, on_organisations
from functions.notices.dispatch_counties import MapSettings
from kernel import aws
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import FoundedOrganisation, OrganisationsFounded
from kernel.ids import new_id
from tests import cloud
from tests.builders import Tree, account, envelope, recorded
from tests.conftest import Context
from tests.integration.notices.conftest import call
from tests.integration.notices.dispatches import boxes, carry, everybody, expand, order, people, told
from tests.integration.notices.queues import queued
from tests.template_reader import resources
from tests.trust.delivery import until_done


class Province:
    """Two counties with branches, one without, and a county elsewhere."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.top = tree.found(None, "43", "COMMITTEE", "PROVINCE")
        for place in (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch):
            place.path = self.top.path + place.path.removeprefix("/")
            place.save()
        self.second, self.second_branch = self.county("431129")
        self.second.path = self.top.path + self.second.path.removeprefix("/")
        self.second_branch.path = self.top.path + self.second_branch.path.removeprefix("/")
        for place in (self.second, self.second_branch):
            place.save()
        _, self.foreign_branch = self.county("441000")
        for branch in (tree.branch, tree.far_branch, self.second_branch, self.foreign_branch):
            self.watch(branch)
        account("provincial", (Role.COUNTY_ADMIN, self.top))

    def county(self, code: str) -> tuple[Organisation, Organisation]:
        county = self.tree.found(None, code, "COMMITTEE", "COUNTY")
        return county, self.tree.found(county, f"{code}-001", "BRANCH", "BRANCH")

    def city(self, code: str, county: Organisation, branch: Organisation) -> Organisation:
        """Put between the province and a county with its branch."""
        city = self.tree.found(None, code, "COMMITTEE", "CITY")
        city.path = self.top.path + city.path.removeprefix("/")
        for place in (county, branch):
            place.path = city.path + place.path.removeprefix(self.top.path)
        for place in (city, county, branch):
            place.save()
        return city

    def watch(self, branch: Organisation) -> None:
        made = FoundedOrganisation(organisation_id=branch.id, path=branch.path, kind="BRANCH", level="BRANCH")
        event = OrganisationsFounded(county_id=branch.county_id, organisations=(made,))
        until_done(on_organisations.lambda_handler, envelope(event))


@pytest.fixture
def machine(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The ARN of a state machine, as the function is told of it."""
    made = cloud.state_machine(f"dispatch-{new_id()}")
    monkeypatch.setenv("DISPATCH_MAP", made)
    MapSettings.load.cache_clear()
    yield made
    MapSettings.load.cache_clear()


@pytest.fixture
def province(tree: Tree) -> Province:
    return Province(tree)


def started(machine: str) -> list[Any]:
    """The inputs of the executions of the map."""
    client = aws.client("stepfunctions")
    found = client.list_executions(stateMachineArn=machine)["executions"]
    return [json.loads(client.describe_execution(executionArn=one["executionArn"])["input"]) for one in found]


def run(machine: str) -> None:
    """What the map does: a task for each county."""
    for given in started(machine):
        for county in given["counties"]:
            on_dispatch_county.lambda_handler(county, Context())


def test_a_map_over_the_counties_below_tells_everybody(province: Province, machine: str) -> None:
    near, far = people(province.tree.branch, 2), people(province.second_branch, 3)
    people(province.foreign_branch, 1)
    dispatch = order("provincial", province.top, everybody(province.top))[1]

    expand(*told(province.top), *told(province.top))
    (given,) = started(machine)
    run(machine)
    carry()

    assert given == {
        "counties": [
            {"dispatchId": dispatch["id"], "countyId": county, "topId": county}
            for county in sorted([province.tree.county.id, province.second.id])
        ]
    }
    assert boxes() == sorted([*near, *far])


def test_the_status_above_counties_is_a_county_a_page(province: Province, machine: str) -> None:
    people(province.tree.branch, 2)
    people(province.second_branch, 3)
    dispatch = order("provincial", province.top, everybody(province.top))[1]
    expand(*told(province.top))
    run(machine)
    carry()

    pages = read("provincial", dispatch)

    expected = sorted([(province.tree.county.id, 2), (province.second.id, 3)])
    assert delivered(pages) == expected
    assert all(page["items"] == [page["reach"]] for page in pages)


def read(subject: str, dispatch: Any, **query: str) -> list[Any]:
    """The status, page after page."""
    pages = [call("GET", f"/v1/dispatches/{dispatch['id']}", subject, query=query)[1]]
    while pages[-1]["next"] is not None:
        asked = query | {"cursor": pages[-1]["next"]}
        pages.append(call("GET", f"/v1/dispatches/{dispatch['id']}", subject, query=asked)[1])
    return pages


def delivered(pages: Sequence[Any]) -> list[tuple[str, int]]:
    return [(item["organisationId"], item["delivered"]) for page in pages for item in page["items"]]


def test_a_city_sees_how_far_it_went_in_its_own_counties_alone(province: Province, machine: str) -> None:
    city = province.city("4312", province.second, province.second_branch)
    account("municipal", (Role.COUNTY_ADMIN, city))
    people(province.tree.branch, 2)
    people(province.second_branch, 3)
    dispatch = order("provincial", province.top, everybody(province.top))[1]
    expand(*told(province.top))
    run(machine)
    carry()

    pages = read("municipal", dispatch, organisationId=city.id)

    assert delivered(pages) == [(province.second.id, 3)]
    assert sum(page["reach"]["delivered"] for page in pages) == 3


def test_a_reminder_above_counties_is_a_map_of_its_own(province: Province, machine: str) -> None:
    near, far = people(province.tree.branch, 1), people(province.second_branch, 1)
    dispatch = order("provincial", province.top, everybody(province.top))[1]
    expand(*told(province.top))
    run(machine)
    carry()

    assert call("POST", f"/v1/dispatches/{dispatch['id']}/reminders", "provincial", body={})[0] == 202
    expand(*told(province.top)[-1:])
    assert len(started(machine)) == 2
    run(machine)
    carry()

    assert boxes() == sorted([*near, *near, *far, *far])


def test_each_city_is_reminded_by_a_map_of_its_own_on_one_day(province: Province, machine: str) -> None:
    cities = [
        province.city("4311", province.tree.county, province.tree.branch),
        province.city("4312", province.second, province.second_branch),
    ]
    near, far = people(province.tree.branch, 1), people(province.second_branch, 1)
    dispatch = order("provincial", province.top, everybody(province.top))[1]
    expand(*told(province.top))
    run(machine)
    carry()

    for city in cities:
        body = {"organisationId": city.id}
        assert call("POST", f"/v1/dispatches/{dispatch['id']}/reminders", "provincial", body=body)[0] == 202
        expand(*told(city)[-1:], *told(city)[-1:])
    assert len(started(machine)) == 3
    run(machine)
    carry()

    assert boxes() == sorted([*near, *near, *far, *far])


def test_what_a_province_asks_for_is_told_of_each_branch_in_its_county(province: Province, machine: str) -> None:
    people(province.second_branch, 1)
    order("provincial", province.top, everybody(province.top), demands={"forms": 1}, reason="换届。")
    expand(*told(province.top))
    run(machine)

    carry()

    (burdened,) = [e["data"] for e in recorded(province.second_branch.id) if e["event"] == "BranchBurdened"]
    assert (burdened["countyId"], burdened["forms"]) == (province.second.id, 1)


def test_a_county_that_comes_again_or_after_a_retraction_tells_nobody_twice(province: Province, machine: str) -> None:
    members = people(province.tree.branch, 2)
    dispatch = order("provincial", province.top, everybody(province.top))[1]
    expand(*told(province.top))
    run(machine)
    run(machine)
    carry()
    call("POST", f"/v1/dispatches/{dispatch['id']}/retraction", "provincial", body={"reason": "有误"})

    run(machine)

    assert boxes() == members
    assert queued() == []


def test_an_error_of_the_map_is_no_success(province: Province, machine: str) -> None:
    order("provincial", province.top, everybody(province.top))
    aws.client("stepfunctions").delete_state_machine(stateMachineArn=machine)

    with pytest.raises(AssertionError, match="never carried out"):
        expand(*told(province.top))


def test_a_task_for_a_dispatch_that_is_not_there_sends_nothing(account: None) -> None:
    task = {"dispatchId": new_id(), "countyId": new_id(), "topId": new_id()}

    assert on_dispatch_county.lambda_handler(task, Context()) == {"sent": 0}


def test_the_state_machine_never_gives_up_a_county_for_another() -> None:
    states = resources("AWS::Serverless::StateMachine")["NoticesDispatch"]["Definition"]["States"]
    county = states["Counties"]["ItemProcessor"]["States"]["County"]

    assert states["Counties"]["MaxConcurrency"] <= 8
    assert "States.TaskFailed" in county["Retry"][0]["ErrorEquals"]
    assert county["Catch"][0]["ErrorEquals"] == ["States.ALL"]
