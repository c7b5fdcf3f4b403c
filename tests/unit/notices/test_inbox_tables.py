from datetime import UTC, date, datetime

import pytest

from functions.notices.inbox_tables import Notice
from kernel.ids import new_id

AT = datetime(2026, 11, 25, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 1, tzinfo=UTC)


def notice(*, asks: bool = False) -> Notice:
    made = Notice(Notice.member_box(new_id()), new_id(), asks=asks)
    made.place()
    return made


def test_a_notices_id_is_the_same_at_every_try_and_sorts_by_day() -> None:
    box = Notice.member_box(new_id())
    first = Notice.id_of(box, "cause", date(2026, 11, 25))

    assert first == Notice.id_of(box, "cause", date(2026, 11, 25))
    assert first < Notice.id_of(box, "cause", date(2026, 11, 26))
    assert first != Notice.id_of(Notice.member_box(new_id()), "cause", date(2026, 11, 25))


def test_what_asks_nothing_is_open_until_it_is_read() -> None:
    plain = notice()

    assert plain.open_box == plain.pk
    plain.mark_read(AT)
    assert plain.open_box is None


def test_what_asks_something_is_open_until_it_is_done_and_is_read_by_then() -> None:
    asking = notice(asks=True)

    asking.mark_read(AT)
    assert asking.open_box == asking.pk
    asking.mark_done(LATER)
    assert asking.open_box is None
    assert (asking.read_at, asking.done_at) == ("2026-11-25T01:00:00.000Z", "2026-11-26T01:00:00.000Z")


@pytest.mark.parametrize("asks", [True, False])
def test_what_was_withdrawn_is_not_open_and_stays_so(asks: bool) -> None:
    gone = notice(asks=asks)

    gone.withdraw(AT)
    gone.withdraw(LATER)
    gone.mark_read(LATER)

    assert gone.open_box is None
    assert gone.withdrawn_at == "2026-11-25T01:00:00.000Z"
