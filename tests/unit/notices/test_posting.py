from datetime import date
from typing import Any

import pytest

from functions.notices.inbox_tables import Notice
from functions.notices.posting import post
from kernel.ids import new_id
from kernel.journal import Act, UnitOfWork

DAY = date(2026, 11, 25)


def notice(box: str, **rest: Any) -> Notice:
    said = {"code": "BRANCH_IDLE_MONTH", "facts": {"period": "2026-11"}} | rest
    return Notice(box, new_id(), organisation_id=new_id(), county_id="C", sent_at="", **said)


def keys(work: UnitOfWork) -> list[tuple[str, str]]:
    return [(row.body["Item"]["pk"]["S"], row.body["Item"]["sk"]["S"]) for row in work.rows]


def work() -> UnitOfWork:
    return UnitOfWork(Act("system:test"), chain=new_id(), action="notices.remind", subject="S")


def test_a_box_is_named_for_the_digest_once_in_an_act_however_much_it_gets() -> None:
    act, box, other = work(), Notice.office_box(new_id(), "secretary"), Notice.office_box(new_id(), "secretary")
    told = [notice(box), notice(box), notice(other)]

    for one in told:
        post(act, one, digest_on=DAY)

    named = [key for key in keys(act) if key[0].startswith("OUT#")]
    assert [pk.rsplit("#", 1)[0] for pk, _ in named] == ["OUT#2026-11-25#C"] * 2
    assert [sk for _, sk in named] == [box, other]
    assert [key for key in keys(act) if key not in named] == [(one.pk, one.sk) for one in told]


def test_what_goes_out_by_itself_is_in_no_digest() -> None:
    act, box = work(), Notice.office_box(new_id(), "secretary")

    post(act, notice(box), digest_on=None)

    assert [pk for pk, _ in keys(act)] == [box]


def test_a_notice_is_open_once_it_is_posted() -> None:
    act, box = work(), Notice.office_box(new_id(), "secretary")

    post(act, notice(box), digest_on=None)

    assert act.rows[0].body["Item"]["open_box"] == {"S": box}


@pytest.mark.parametrize("facts", [{}, {"period": "soon"}, {"period": None}])
def test_what_cannot_be_said_is_not_posted(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="BRANCH_IDLE_MONTH to secretary: period"):
        post(work(), notice(Notice.office_box(new_id(), "secretary"), facts=facts), digest_on=DAY)


def test_the_words_of_a_dispatch_are_its_senders() -> None:
    act = work()

    post(act, notice(Notice.member_box(new_id()), code="DISPATCH", facts={}, dispatch_id=new_id()), digest_on=DAY)

    assert len(act.rows) == 2
