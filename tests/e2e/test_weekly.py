"""A member asks to be told each week how their ranks changed, and no longer."""

import pytest

from scripts.story.api import Api
from scripts.story.cast import Branch

pytestmark = pytest.mark.e2e
PATH = "/v1/rankings/weekly/own"


def test_a_member_asks_to_be_told_each_week_and_no_longer(api: Api, branch: Branch) -> None:
    someone = branch.member(1)

    asked = api.put(someone, PATH, {"wanted": True})
    assert api.get(someone, PATH) == asked
    assert asked["nextOn"]

    assert api.put(someone, PATH, {"wanted": False})["nextOn"] is None
    assert api.get(someone, PATH)["wanted"] is False
