"""What waits for a decision ends with what it is about: a member who is no more, a record that counts no more."""

from datetime import date

import pytest

from kernel.events import (
    ActivityCancelled,
    ActivityWithdrawn,
    AwardProposed,
    CertificateKept,
    CorrectionRequested,
    Event,
    LeftMember,
    MemberErased,
    MembersLeft,
    ProposalMade,
)
from tests.builders import envelope
from tests.integration.notices.test_disputes import (
    AWARD,
    CASES,
    ERASURE,
    FRIDAY,
    HELD,
    ID,
    LATER,
    LINE,
    MONDAY,
    WHO,
    boxes,
    disputed,
    listed,
    notices,
)
from tests.integration.notices.world import TABLE, armed, member, morning, path_of, run, tell, tell_badly
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
PLACE: dict[str, str] = {"branch_id": HELD, "county_id": ERASURE["county_id"], "path": path_of(HELD)}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("number", [8, 10])
@pytest.mark.parametrize("how", ["withdrawn", "cancelled"])
def test_of_a_record_that_counts_no_more_nobody_must_rule(how: str, number: int, seed: int) -> None:
    starts = morning(FRIDAY)
    gone: dict[str, Event] = {
        "withdrawn": ActivityWithdrawn(path=path_of(HELD), held_on=FRIDAY, **LINE),
        "cancelled": ActivityCancelled(starts_at=starts, ends_at=starts, **LINE),
    }

    said = envelope(disputed(by_committee=True), seq=number)
    tell_badly(FRIDAY, [said, envelope(gone[how], seq=9)], seed)

    assert armed("ATTENDANCE") == set()
    assert boxes(MONDAY) == set()


GOES_WITH_THE_MEMBER: dict[str, Event] = {
    "points": CASES["points"].said,
    "a list": CASES["a list"].said,
    "an award": AwardProposed(path=path_of(HELD), **AWARD, **WHO),
    "a change of the dossier": ProposalMade(proposal_id=ID, due_on=MONDAY, **PLACE, **WHO),
    "a correction": CorrectionRequested(request_id=ID, due_on=date(2026, 11, 14), **PLACE, **WHO),
}


def left(reason: str) -> Event:
    return MembersLeft(members=(LeftMember(member_id=member(1), reason=reason),), **PLACE)


ENDS: dict[str, Event] = {"erased": MemberErased(**ERASURE), "gone with the roster": left("ROSTER_UNDONE")}
GOES = pytest.mark.parametrize("said", GOES_WITH_THE_MEMBER.values(), ids=GOES_WITH_THE_MEMBER.keys())
END = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS.keys())


@GOES
@END
@pytest.mark.parametrize("number", [8, 10])
@pytest.mark.parametrize("seed", range(2))
def test_of_a_member_who_is_no_more_nobody_must_decide_whatever_comes_first(
    said: Event, end: Event, number: int, seed: int
) -> None:
    """Nor if it was said while the member was being erased, and has the later number."""
    gone, before = envelope(end, seq=9), envelope(said, seq=number)
    if seed:
        tell_badly(FRIDAY, [before, gone], seed)
    else:
        tell(FRIDAY, gone, before)

    assert armed() == set()
    assert boxes(MONDAY) == set()


@GOES
@END
def test_what_was_told_of_somebody_who_is_no_more_is_taken_back(said: Event, end: Event) -> None:
    tell(FRIDAY, envelope(said))
    run(MONDAY)

    tell(MONDAY, envelope(end))

    assert [notice.withdrawn_at is None for notice in notices()] == [False]
    assert listed() == set()
    assert boxes(LATER) == set()


@END
@pytest.mark.parametrize("seed", range(3))
def test_nobody_must_check_the_certificate_of_a_member_who_is_no_more(end: Event, seed: int) -> None:
    place = {"branch_id": HELD, "county_id": PLACE["county_id"]}
    issued = CertificateKept(number="431128-2026-000001", act="issued", **place, **WHO)

    tell_badly(FRIDAY, [envelope(issued), envelope(end)], seed)

    assert armed() == set()


def test_everything_that_waits_for_a_decision_about_a_member_ends() -> None:
    tell(FRIDAY, *map(envelope, GOES_WITH_THE_MEMBER.values()))

    tell(FRIDAY, envelope(MemberErased(**ERASURE)))

    assert armed() == set()
    assert boxes(MONDAY) == set()


@pytest.mark.parametrize("said", [AwardProposed(path=path_of(HELD), **AWARD), disputed(by_committee=True)])
def test_what_can_still_be_decided_is_owed_though_a_member_was_erased(said: Event) -> None:
    """An award of the branch; a line of attendance, whose record stays."""
    tell_badly(FRIDAY, [envelope(said), envelope(MemberErased(**ERASURE))], seed=1)

    assert len(boxes(MONDAY)) == 1
    assert {row["pk"]["S"] for row in engine.rows(TABLE) if row["pk"]["S"].startswith("ABOUT#")} == {
        f"ABOUT#{member(1)}"
    }


@GOES
def test_of_a_member_who_left_it_must_still_be_decided(said: Event) -> None:
    tell_badly(FRIDAY, [envelope(said), envelope(left("DECEASED"))], seed=1)

    assert len(boxes(MONDAY)) == 1
