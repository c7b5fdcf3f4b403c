"""County keys in the clear, held in memory: for five minutes, and read in one call."""

import pytest

from kernel.vault import CountyKey, CountyKeys, DataClass, MemberKeys
from tests.integration.kernel_vault.test_vault import COUNTY, OTHER_COUNTY, enrolled, kms_calls
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")


def test_a_county_key_is_held_for_five_minutes_and_then_asked_for_anew() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    at = 1_000_000.0
    held = CountyKeys(clock=lambda: at)

    with kms_calls() as calls:
        held.demand(row, DataClass.P2)
        at += 299
        held.demand(row, DataClass.P2)
        assert calls == ["Decrypt"]
        at += 1
        held.demand(row, DataClass.P2)

    assert calls == ["Decrypt", "Decrypt"]


def test_a_key_whose_time_is_over_is_dropped_even_if_another_is_asked_for() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    at = 1_000_000.0
    held = CountyKeys(clock=lambda: at)
    held.demand(row, DataClass.P2)
    at += 300

    held.demand(row, DataClass.P3)

    assert len(held.held) == 1


def test_keys_that_are_missing_are_gathered_once_and_held_as_long_as_others() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    p2, p3 = (CountyKey.partition(COUNTY, data_class) for data_class in DataClass)
    at = 1_000_000.0
    held = CountyKeys(clock=lambda: at)

    assert held.missing(COUNTY, *DataClass) == {p2: DataClass.P2, p3: DataClass.P3}
    assert held.missing(OTHER_COUNTY) == {}
    held.gather(row, DataClass.P2)
    assert held.missing(COUNTY, *DataClass) == {p3: DataClass.P3}
    with kms_calls() as calls:
        held.gather(row, *DataClass)
        held.gather(row, *DataClass)
        held.demand(row, DataClass.P3)
    at += 300

    assert calls == ["Decrypt"]
    assert held.missing(COUNTY, *DataClass) == {p2: DataClass.P2, p3: DataClass.P3}


def test_what_was_read_already_is_not_read_again_and_what_was_not_asked_for_is_not_opened() -> None:
    member_id, _ = enrolled()
    row = MemberKeys.demand(MemberKeys.partition(member_id))
    stored = [CountyKey.demand(CountyKey.partition(COUNTY, data_class)) for data_class in DataClass]
    held = CountyKeys()

    with sends() as sent:
        held.gather(row, DataClass.P3, stored=stored)

    assert sent.seen == ["Decrypt"]
    assert list(held.held) == [CountyKey.partition(COUNTY, DataClass.P3)]
