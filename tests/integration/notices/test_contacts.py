"""Addresses outside of the house, and the services of counties, through the front door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.notices import on_members
from functions.notices.contact_tables import Contact, Person
from functions.notices.contacts import CODES_A_DAY, GOOD_FOR, TRIES
from kernel import aws
from kernel.authority import Role
from kernel.clock import instant, now, stamp
from kernel.events import MemberErased
from tests.builders import Tree, account, batch, envelope, recorded
from tests.conftest import Context
from tests.integration.notices.carrying import MAIL, MOBILE, bound, call, code_in, confirm, name
from tests.trust import faults
from tests.trust.faults import sends

Texts = Callable[[], list[tuple[str, str]]]
CONTACTS = "/v1/me/notices/contacts"


@pytest.fixture
def member_id(tree: Tree, connected: Callable[..., None]) -> str:
    connected()
    return bound("member", tree)


def listed() -> Any:
    return call("GET", CONTACTS, "member")[1]["items"]


def test_an_address_counts_once_its_code_came_back(member_id: str, texts: Texts, tree: Tree) -> None:
    assert name("member", "sms", "+86 138-0000-0000") == (
        202,
        {"channel": "sms", "shown": "138****0000", "state": "PENDING"},
    )
    ((to, text),) = texts()
    assert to == f"+86{MOBILE}"

    confirmed = {"channel": "sms", "shown": "138****0000", "state": "CONFIRMED"}
    assert confirm("member", "sms", code_in(text)) == (200, confirmed)

    assert listed() == [confirmed]
    assert [entry["event"] for entry in recorded(tree.branch.id)] == ["ContactNamed", "ContactConfirmed"]


def test_an_address_is_sealed_where_it_is_kept(member_id: str) -> None:
    name("member", "sms", MOBILE)
    name("member", "email", MAIL)

    kept = str(aws.client("dynamodb").scan(TableName="NoticesTable")["Items"])

    assert MOBILE not in kept
    assert MAIL not in kept


def test_a_mail_is_shown_by_its_first_letter_and_host(member_id: str) -> None:
    assert name("member", "email", MAIL)[1]["shown"] == "s***@example.org"


def test_a_wrong_code_is_refused_and_after_five_the_right_one_too(member_id: str, texts: Texts) -> None:
    name("member", "sms", MOBILE)
    right = code_in(texts()[0][1])
    wrong = f"{(int(right) + 1) % 10**6:06}"

    tries = [confirm("member", "sms", wrong) for _ in range(TRIES)]

    assert {(status, body["code"]) for status, body in tries} == {(422, "wrong_code")}
    assert confirm("member", "sms", right)[0] == 422
    assert listed()[0]["state"] == "PENDING"


def test_a_code_is_good_for_ten_minutes(member_id: str, texts: Texts) -> None:
    name("member", "sms", MOBILE)
    contact = Contact.demand(*Contact.key_of(member_id, "sms"))
    left = instant(str(contact.code_until)) - now()
    contact.code_until = stamp(now())
    contact.save()

    assert GOOD_FOR - timedelta(minutes=1) < left <= GOOD_FOR
    assert confirm("member", "sms", code_in(texts()[0][1]))[1]["code"] == "wrong_code"


def test_so_many_codes_are_sent_a_day(member_id: str, texts: Texts) -> None:
    told = [name("member", "sms", MOBILE)[0] for _ in range(CODES_A_DAY + 1)]

    assert told == [202] * CODES_A_DAY + [429]
    assert len(texts()) == CODES_A_DAY


def test_a_repeated_request_sends_another_code_and_the_last_one_counts(member_id: str, texts: Texts) -> None:
    first, again = (name("member", "sms", MOBILE, **{"idempotency-key": "once"}) for _ in range(2))

    assert first == again
    assert len(texts()) == 2
    assert confirm("member", "sms", code_in(texts()[-1][1]))[0] == 200


def test_another_address_is_proved_anew(member_id: str, texts: Texts) -> None:
    name("member", "sms", MOBILE)
    confirm("member", "sms", code_in(texts()[0][1]))

    name("member", "sms", "13900000001")

    assert [contact["state"] for contact in listed()] == ["PENDING"]


def test_a_removed_address_is_gone(member_id: str) -> None:
    name("member", "email", MAIL)

    assert call("DELETE", f"{CONTACTS}/email", "member")[0] == 200
    assert listed() == []
    assert call("DELETE", f"{CONTACTS}/email", "member")[0] == 404
    assert confirm("member", "email", "123456")[0] == 404


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("sms", "12345678901"),
        ("sms", "1380000000"),
        ("sms", MAIL),
        ("email", MOBILE),
        ("email", "a@b"),
        ("email", "a b@example.org"),
        ("email", "a@example.org\nBcc: x@example.org"),
        ("email", "a" * 250 + "@example.org"),
        ("wechat", "short"),
        ("wechat", "😀" * 28),
        ("webhook", "https://example.org"),
        ("pigeon", MOBILE),
    ],
)
def test_what_is_no_address_of_the_channel_is_refused_and_not_echoed(
    member_id: str, channel: str, address: str
) -> None:
    status, body = name("member", channel, address)

    assert status == 422
    assert address not in str(body)


def test_who_is_no_member_has_no_address(member_id: str, tree: Tree) -> None:
    account("office", (Role.SECRETARY, tree.branch))

    assert name("office", "sms", MOBILE)[0] == 404
    assert call("GET", CONTACTS, "office")[0] == 404
    assert call("GET", CONTACTS, None)[0] == 401


def test_a_channel_that_is_not_connected_is_said_to_be(member_id: str, connected: Callable[..., None]) -> None:
    connected(sms_sign="")

    assert name("member", "sms", MOBILE)[1]["code"] == "channel_not_connected"


def test_a_carrier_that_is_away_is_told_of_and_may_be_asked_again(member_id: str, texts: Texts) -> None:
    name("member", "sms", MOBILE)
    with sends() as counted:
        name("member", "sms", MOBILE)
    with sends(len(counted.seen), faults.Fault.ERROR):
        assert name("member", "sms", MOBILE)[1]["code"] == "channel_unavailable"

    assert name("member", "sms", MOBILE)[0] == 202
    assert len(texts()) == 3


def test_a_refused_address_is_told_of(member_id: str, connected: Callable[..., None]) -> None:
    connected(mail_sender="unknown@example.net")

    assert name("member", "email", MAIL)[1]["code"] == "address_refused"


def hook(tree: Tree) -> str:
    return f"/v1/organisations/{tree.county.id}/webhook"


@pytest.fixture
def county(tree: Tree, connected: Callable[..., None]) -> None:
    connected(webhook_hosts="gateway.county.example:8443")
    account("county", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))


def test_a_county_names_its_service_and_sees_the_key_once(county: None, tree: Tree) -> None:
    url = "http://gateway.county.example:8443/told"

    status, made = call("PUT", hook(tree), "county", body={"url": url})

    assert (status, made["url"], len(made["key"])) == (200, url, 64)
    assert call("GET", hook(tree), "county")[1] == {"organisationId": tree.county.id, "url": url, "key": None}
    assert made["key"] not in str(aws.client("dynamodb").scan(TableName="IdempotencyTable")["Items"])
    assert call("DELETE", hook(tree), "county")[0] == 200
    assert call("GET", hook(tree), "county")[0] == 404
    assert [entry["event"] for entry in recorded(tree.county.id)] == ["HookSet", "HookRemoved"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/told",
        "https://127.0.0.1/told",
        "https://localhost/told",
        "https://169.254.169.254/latest",
        "https://nowhere.invalid/told",
        "http://gateway.county.example:8444/told",
    ],
)
def test_a_service_that_the_public_net_does_not_know_is_refused(county: None, tree: Tree, url: str) -> None:
    assert call("PUT", hook(tree), "county", body={"url": url})[1]["code"] == "address_not_public"


@pytest.mark.parametrize(
    "url", ["ftp://example.org", "https://a@example.org/", "https://example.org/?q=1", "https://例.cn", ""]
)
def test_what_is_no_plain_url_is_refused(county: None, tree: Tree, url: str) -> None:
    assert call("PUT", hook(tree), "county", body={"url": url})[0] == 422


def test_only_a_county_has_a_service_and_only_its_administrator_names_it(county: None, tree: Tree) -> None:
    body = {"url": "http://gateway.county.example:8443/told"}

    assert call("PUT", hook(tree), "secretary", body=body)[0] in (403, 404)
    assert (
        call("PUT", f"/v1/organisations/{tree.township.id}/webhook", "county", body=body)[1]["code"] == "not_a_county"
    )
    assert call("PUT", hook(tree), None, body=body)[0] == 401


def test_who_is_erased_has_no_address_any_more(member_id: str, tree: Tree) -> None:
    name("member", "sms", MOBILE)
    name("member", "email", MAIL)
    gone = MemberErased(member_id=member_id, branch_id=tree.branch.id, county_id=tree.county.id)

    for _ in range(2):
        assert on_members.lambda_handler(batch(envelope(gone)), Context()) == {"batchItemFailures": []}

    assert Contact.all_of(member_id) == {}
    assert Person.find(Person.partition("member"), "PERSON") is None
