"""What a person may ask of those who keep their data."""

import pytest

from tests.e2e import paper
from tests.e2e.county import ADMIN, AUDITOR, SECOND, SECRETARY, County

pytestmark = pytest.mark.e2e
ASKER, ERASED = [person for person in paper.of_branch(paper.AWAY) if not person.floating][11:13]


def test_a_member_takes_a_copy_of_everything(county: County) -> None:
    account = county.bind(ASKER)

    told = county.api.post(account, "/v1/me/export")

    about = f"MEMBER#{county.member(ASKER)}/NOW"
    (dossier,) = (one["values"] for one in told["records"] if one["about"] == about)
    assert (dossier["name"], dossier["p3"]["id_number"]) == (ASKER.name, ASKER.id_number)
    assert dossier["p2"]["address"] == ASKER.address
    assert told["elsewhere"]


def test_a_member_asks_for_a_correction_and_is_answered(county: County) -> None:
    account, member = county.bind(ASKER), county.member(ASKER)
    wish = {"facts": {"education": "11"}, "sealed": {"mobile": "15433334444"}}

    asked = county.api.post(account, "/v1/me/corrections", wish)
    waiting = f"/v1/corrections?branchId={county.id_of(paper.AWAY)}"
    listed = county.until(lambda: county.api.all(SECRETARY, waiting), "a request")
    read = county.api.get(SECRETARY, f"/v1/corrections/{asked['id']}")
    shown = county.api.post(SECRETARY, f"/v1/corrections/{asked['id']}/reveal")["values"]
    county.api.post(SECRETARY, f"/v1/corrections/{asked['id']}/answer", {"outcome": "accepted"})

    assert [one["id"] for one in listed] == [asked["id"]]
    assert {item["field"]: item["wished"] for item in read["items"]}["mobile"] == "154****4444"
    assert shown["mobile"] == "15433334444"
    dossier = county.api.get(account, "/v1/me/dossier")
    assert (dossier["education"], dossier["mobile"]) == ("11", "154****4444")
    assert county.api.get(account, "/v1/me/corrections")["items"][0]["state"] == "ACCEPTED"
    assert county.api.get(SECRETARY, f"/v1/members/{member}/history")["items"][0]["source"] == f"SELF:{asked['id']}"


def test_two_administrators_erase_somebody(county: County) -> None:
    account, member = county.bind(ERASED), county.member(ERASED)
    path = f"/v1/members/{member}/erasure"

    county.api.post(SECOND, path, {"ground": "LAW"})
    county.api.call(SECOND, "DELETE", path)
    county.api.post(ADMIN, path, {"ground": "LAW"})
    waiting = county.api.get(SECOND, path)["state"]
    alone = county.refused(ADMIN, "POST", f"{path}/confirmation", 403, {})
    done = county.api.post(SECOND, f"{path}/confirmation", {})

    assert (waiting, alone, done["state"]) == ("REQUESTED", "forbidden", "ERASED")
    assert_gone(county, account, member)


def assert_gone(county: County, account: str, member: str) -> None:
    """Nobody finds them, their account and board know them no more, and the record says what was done."""
    assert county.refused(ADMIN, "GET", f"/v1/members/{member}", 404) == "not_found"
    number = {"organisationId": county.id, "idNumber": ERASED.id_number, "purpose": "CONTACT"}
    assert county.api.post(ADMIN, "/v1/members/lookups", number)["items"] == []
    county.until(lambda: county.api.get(account, "/v1/me")["memberId"] is None, "an account without a member")
    county.until(lambda: member not in county.board(paper.AWAY), "a board without the erased")
    journal = f"/v1/journal/{county.id_of(paper.AWAY)}?order=newest&limit=100"
    told = {entry["record"]["event"] for entry in county.api.get(AUDITOR, journal)["items"]}
    assert {"ErasureRequested", "ErasureWithdrawn", "MemberErased"} <= told
