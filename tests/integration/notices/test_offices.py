"""Who holds an office, and hears of what lies in its box."""

from itertools import permutations

import pytest

from functions.notices import on_committees
from functions.notices.contact_tables import Held, Holder
from functions.notices.inbox_tables import Notice
from kernel.authority import Role
from kernel.events import RoleGranted, RoleRevoked
from kernel.ids import new_id
from tests.builders import Tree, account, batch, envelope
from tests.conftest import Context
from tests.integration.notices.carrying import noticed, put
from tests.integration.notices.outgoing import (
    Texts,
    deliver,
    digest,
    said,
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_an_office_is_held_by_whom_the_last_fact_says(tree: Tree, member_id: str, order: tuple[int, ...]) -> None:
    facts = [
        envelope(kind(subject="member", role="reviewer", organisation_id=tree.township.id), seq=seq)
        for seq, kind in enumerate((RoleGranted, RoleRevoked, RoleGranted), 1)
    ]
    for place in (*order, *order):
        assert on_committees.lambda_handler(batch(facts[place]), Context()) == {"batchItemFailures": []}

    assert Holder.all_of(tree.township.id, "reviewer") == ["member"]
    assert Held.boxes_of("member") == [Notice.office_box(tree.township.id, "reviewer")]


def test_who_lost_an_office_hears_of_its_box_no_more(tree: Tree, member_id: str, texts: Texts) -> None:
    for seq, kind in enumerate((RoleGranted, RoleRevoked), 1):
        fact = kind(subject="member", role="reviewer", organisation_id=tree.township.id)
        on_committees.lambda_handler(batch(envelope(fact, seq=seq)), Context())
    account("member", (Role.MEMBER, tree.branch), member_id=member_id, branch=tree.branch)
    box = Notice.office_box(tree.township.id, "reviewer")
    (own,) = noticed(tree, member_id)
    office = Notice(**{**own.attribute_values, "pk": box, "sk": new_id()})
    office.place()
    put(office)

    deliver(digest(tree, member_id, box))
    assert said(texts) == []

    deliver(digest(tree, member_id))
    assert said(texts) == ["【e支部】您有1条未读通知，请登录e支部查看。"]
