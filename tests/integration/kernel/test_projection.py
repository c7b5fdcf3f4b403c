"""A private copy moves once per event, however often and however contended."""

import pytest
from pynamodb.attributes import UnicodeAttribute

from kernel import aws
from kernel.directory import Account, Organisation
from kernel.errors import Busy, Changed
from kernel.projection import all_once, once, retrying
from kernel.record import Head
from kernel.table import Row
from kernel.transaction import Operation, Writes, put, transact

pytestmark = pytest.mark.usefixtures("account")


class Mark(Row):
    class Meta:
        table_name = "IdentityTable"

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True, default="MARK")


def counter() -> Account:
    return Account.find(Account.partition("counter"), "ACCOUNT") or Account(Account.partition("counter"))


def move(writes: Writes) -> None:
    writes.put(counter())


def test_a_change_is_made_once_per_mark() -> None:
    assert once(Mark("MARK#1"), move)
    assert not once(Mark("MARK#1"), move)
    assert once(Mark("MARK#2"), move)

    assert int(counter().version) == 2


def test_several_changes_are_made_together_or_not_at_all() -> None:
    marks = [Mark("MARK#1"), Mark("MARK#2")]

    assert all_once(marks, move)
    assert not all_once([Mark("MARK#2"), Mark("MARK#3")], move)
    assert once(Mark("MARK#3"), move)

    assert int(counter().version) == 2


def test_several_changes_that_lost_a_race_are_not_made() -> None:
    def contended(writes: Writes) -> None:
        mine = counter()
        once(Mark("MARK#3"), move)
        writes.put(mine)

    assert not all_once([Mark("MARK#1"), Mark("MARK#2")], contended)

    assert int(counter().version) == 1


def test_a_change_that_lost_a_race_reads_anew_and_tries_again() -> None:
    once(Mark("MARK#1"), move)
    races = [1]

    def contended(writes: Writes) -> None:
        mine = counter()
        if races:
            races.pop()
            once(Mark("MARK#2"), move)
        writes.put(mine)

    assert once(Mark("MARK#3"), contended)

    assert int(counter().version) == 3


def test_what_stays_contended_is_busy_and_leaves_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    once(Mark("MARK#1"), move)

    def hopeless(writes: Writes) -> None:
        mine = counter()
        mine.version = 99
        writes.put(mine)

    with pytest.raises(Busy):
        once(Mark("MARK#2"), hopeless)

    assert Mark.find("MARK#2", "MARK") is None


def test_retrying_gives_up_as_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise Changed

    with pytest.raises(Busy):
        retrying(attempt)

    assert len(tries) == 12
    assert retrying(lambda: "done") == "done"


def test_every_table_is_reached_through_one_client() -> None:
    counter()
    Organisation.find("ORG#x", "NOW")
    Head.find("x")

    clients = {id(model._get_connection().connection.client) for model in (Account, Organisation, Head)}

    assert clients == {id(aws.client("dynamodb"))}


def test_deleting_and_requiring_depend_on_the_version_that_was_read() -> None:
    once(Mark("MARK#1"), move)
    read = counter()
    once(Mark("MARK#2"), move)
    for act in (Writes.delete, Writes.require):
        writes = Writes()
        act(writes, read)
        with pytest.raises(Changed):
            writes.refuse(transact(writes.rows))

    fresh = Writes()
    fresh.delete(counter())

    assert transact(fresh.rows) == []
    assert Account.find(Account.partition("counter"), "ACCOUNT") is None


def test_a_refusal_that_no_condition_explains_is_not_tried_again() -> None:
    unnamed = Mark("")

    with pytest.raises(Exception, match=r"ValidationException|empty"):
        transact([put(unnamed, "attribute_not_exists(pk)")])


def test_more_than_a_hundred_operations_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="101"):
        transact([Operation("Put", {})] * 101)
