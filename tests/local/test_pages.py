"""What the pages of the local cloud show."""

import json
from pathlib import Path

from scripts.demo.county import county
from scripts.local.pages import index
from scripts.story.cast import ADMIN, OFFICES, cast
from scripts.story.play import listed

SMALL = cast(county(small=True), 5, 2)


def test_the_first_page_lists_everybody_who_can_sign_in(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(listed(SMALL))

    page = index(people)

    assert page.count("<tr>") == len(SMALL.sign_ins()) > len(OFFICES)
    assert all(f"<td>{user}</td>" in page for user in SMALL.sign_ins())
    assert OFFICES[ADMIN] in page


def test_before_the_month_was_lived_the_first_page_lists_nobody(tmp_path: Path) -> None:
    assert "<tr>" not in index(tmp_path / "people.json")


def test_there_is_a_sign_in_for_every_office_secretary_reviewer_and_member_of_the_month() -> None:
    users = set(SMALL.sign_ins())

    assert {branch.secretary for branch in SMALL.branches} <= users
    assert {SMALL.reviewer_of(branch) for branch in SMALL.branches} <= users
    assert sum(user.startswith("member-") for user in users) == sum(len(b.members) for b in SMALL.branches if b.by_code)
    assert json.loads(listed(SMALL))[0].keys() == {"user", "password", "who"}
