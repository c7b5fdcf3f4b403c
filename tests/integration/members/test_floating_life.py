"""What becomes of a registration: it is changed, kept alive by contacts, and ends."""

from datetime import timedelta
from typing import Any

import pytest

from functions.members.floating_tables import Contact, Floated, Floating
from tests.builders import Tree, account, recorded
from tests.integration.members.absent import TODAY, Branch, ask, days_ago, listed, registered, told
from tests.integration.members.people import on_record
from tests.integration.members.watching import opened

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def branch(tree: Tree) -> Branch:
    return Branch.of(tree)


class TestAChange:
    def test_says_only_what_was_sent(self, branch: Branch) -> None:
        branch.register()

        changed = ask(
            "PATCH",
            f"/v1/members/{branch.away}/floating",
            "secretary",
            {"place": "东莞市", "hostBranchId": None, "contactPersonId": branch.third},
            headers={"if-match": '"1"'},
        )

        assert told(changed) == (200, registered(branch, hostBranchId=None, contactPersonId=branch.third))
        assert opened(branch.away)["outflow_to"] == "东莞市"
        assert on_record(branch.away).floating_branch_id is None
        assert listed("host", hostBranchId=branch.host.id)[1]["items"] == []

    def test_of_the_country_moves_the_day_of_the_next_contact(self, branch: Branch) -> None:
        branch.register()

        _, body = ask("PATCH", f"/v1/members/{branch.away}/floating", "secretary", {"abroad": True})

        assert body["contactDueOn"] == f"{TODAY + timedelta(days=150)}"

    @pytest.mark.parametrize("body", [{}, {"reason": None}, {"since": None}, {"contactPersonId": None}, {"why": "x"}])
    def test_that_says_nothing_or_takes_away_too_much_is_refused(self, branch: Branch, body: Any) -> None:
        branch.register()

        assert ask("PATCH", f"/v1/members/{branch.away}/floating", "secretary", body)[0] == 422

    def test_of_an_old_version_is_refused(self, branch: Branch) -> None:
        branch.register()
        old = {"if-match": '"7"'}

        status, _ = ask("PATCH", f"/v1/members/{branch.away}/floating", "secretary", {"abroad": True}, headers=old)

        assert status == 412

    def test_of_nothing_is_refused(self, branch: Branch) -> None:
        assert ask("PATCH", f"/v1/members/{branch.away}/floating", "secretary", {"abroad": True})[0] == 409


class TestAContact:
    def test_is_noted_by_the_contact_person_and_moves_the_next_one(self, branch: Branch) -> None:
        branch.register()

        answered = ask("POST", f"/v1/members/{branch.away}/floating/contacts", "contact", {"channel": "PHONE"})

        due = f"{TODAY + timedelta(days=90)}"
        assert told(answered) == (201, registered(branch, contactedOn=f"{TODAY}", contactDueOn=due))
        (contact,) = Contact.query(f"MEMBER#{branch.away}", Contact.sk.startswith("CONTACT#"))
        assert (contact.channel, contact.by, contact.by_member_id) == ("PHONE", "contact", branch.contact)
        assert recorded(branch.tree.branch.id)[-1]["data"] == {
            "memberId": branch.away,
            "branchId": branch.tree.branch.id,
            "countyId": branch.tree.county.id,
            "contactedOn": f"{TODAY}",
            "contactId": branch.contact,
            "contactDueOn": due,
        }

    def test_is_reported_by_the_member(self, branch: Branch) -> None:
        branch.register()

        status, body = ask("POST", "/v1/me/floating/contacts", "self", {"channel": "MESSAGE"})

        assert (status, body["contactedOn"]) == (201, f"{TODAY}")
        assert ask("GET", "/v1/me/floating", "self") == (200, body)

    def test_noted_late_takes_no_day_away(self, branch: Branch) -> None:
        branch.register()
        path = f"/v1/members/{branch.away}/floating/contacts"
        _, first = ask("POST", path, "contact", {"channel": "PHONE"})

        _, late = ask("POST", path, "contact", {"channel": "VISIT", "on": days_ago(10)})

        assert (late["contactedOn"], late["contactDueOn"]) == (f"{TODAY}", first["contactDueOn"])

    @pytest.mark.parametrize("on", [f"{TODAY + timedelta(days=1)}", days_ago(31)])
    def test_of_an_impossible_day_is_refused(self, branch: Branch, on: str) -> None:
        branch.register()

        body = {"channel": "PHONE", "on": on}

        assert ask("POST", f"/v1/members/{branch.away}/floating/contacts", "contact", body)[0] == 422

    def test_is_noted_by_nobody_else(self, branch: Branch) -> None:
        branch.register()
        account("third", member_id=branch.third, branch=branch.tree.branch)
        path = f"/v1/members/{branch.away}/floating/contacts"

        statuses = [ask("POST", path, who, {"channel": "PHONE"})[0] for who in ("secretary", "third", "host", "self")]

        assert statuses == [403, 403, 404, 403]

    def test_needs_a_member(self, branch: Branch) -> None:
        assert ask("POST", "/v1/me/floating/contacts", "secretary", {"channel": "PHONE"})[0] == 404
        assert ask("GET", "/v1/me/floating", "secretary")[0] == 404


class TestTheEnd:
    def test_by_a_return_clears_the_dossier_and_stays_on_file(self, branch: Branch) -> None:
        branch.register()

        ended = ask("POST", f"/v1/members/{branch.away}/floating/return", "secretary", {"on": days_ago(1)})

        assert ended == (201, {"memberId": branch.away, "endedOn": days_ago(1), "reason": "RETURNED"})
        member = on_record(branch.away)
        assert not member.floating
        assert member.floating_branch_id is None
        assert "outflow_to" not in opened(branch.away)
        assert Floating.find(f"MEMBER#{branch.away}", "FLOATING") is None
        (past,) = Floated.query(f"MEMBER#{branch.away}", Floated.sk.startswith("FLOATED#"))
        assert past.registration["contact_person_id"] == branch.contact
        assert ask("GET", f"/v1/members/{branch.away}/floating", "secretary")[0] == 404
        assert listed("county", organisationId=branch.tree.county.id)[1]["items"] == []

    def test_by_a_mistake_is_told_as_one(self, branch: Branch) -> None:
        branch.register()

        assert ask("DELETE", f"/v1/members/{branch.away}/floating", "secretary") == (
            200,
            {"memberId": branch.away, "endedOn": f"{TODAY}", "reason": "ERROR"},
        )
        assert recorded(branch.tree.branch.id)[-1]["data"]["reason"] == "ERROR"

    def test_of_nothing_is_refused(self, branch: Branch) -> None:
        assert ask("DELETE", f"/v1/members/{branch.away}/floating", "secretary")[0] == 409

    @pytest.mark.parametrize("on", [f"{TODAY + timedelta(days=1)}", days_ago(31)])
    def test_on_an_impossible_day_is_refused(self, branch: Branch, on: str) -> None:
        branch.register()

        assert ask("POST", f"/v1/members/{branch.away}/floating/return", "secretary", {"on": on})[0] == 422

    def test_may_be_followed_by_another_absence(self, branch: Branch) -> None:
        branch.register()
        ask("POST", f"/v1/members/{branch.away}/floating/return", "secretary", {"reason": "TRANSFERRED"})

        assert branch.register()[0] == 201
