"""The page of ladders: every code of the field is on it, and what it says of events is what the code does."""

import re
from collections.abc import Mapping
from typing import Any

from functions.notices import (
    obligation_members,
    obligation_organisations,
    on_activities,
    on_members,
    on_organisations,
    rules,
    words,
)
from functions.notices.ladders import To
from functions.notices.waiting_codes import WAITING
from functions.notices.words_shape import Reader
from kernel.authority import Role
from kernel.directory import path_below
from kernel.events import PUBLISHED
from kernel.ids import new_id

CODES = re.findall(
    r"\w+",
    """
DUES_DUE DUES_ARREARS_3 DUES_SELF_EXIT_RISK DUES_MAKEUP_LIMIT ABSENT_2 ABSENT_3M ABSENT_6M BRANCH_IDLE_MONTH
BRANCH_IDLE_3M QUARTER_ASSEMBLY_MISSING ANNUAL_DUTY_MISSING TERM_EXPIRY ACTIVIST_REVIEW_DUE TALK_DUE_30D
CANDIDATE_ELIGIBLE APPROVAL_CLOCK PROBATION_EXPIRY POSTING_ENDED TRANSFER_LETTER TRANSFER_NO_RECEIPT POCKET_MEMBER
FLOATING_CONTACT_DUE FLOATING_CERT_YEARLY LOST_CONTACT_6M LOST_CONTACT_2Y POLITICAL_BIRTHDAY LEARNING_HOURS
LESSON_MISSING REVIEW_BACKLOG WISH_CONTACT_7D SUGGESTION_DEADLINE NOTICE_UNSIGNED VILLAGE_DISCLOSURE_DUE
""",
)
"""The table of `domain.md` 12; a ladder of several days is one code."""

READERS = {
    To.MEMBER: Reader.MEMBER,
    To.UNDONE: Reader.MEMBER,
    To.CONTACT: Reader.MEMBER,
    To.RULER: Reader.COMMITTEE,
    To.SECRETARY: Reader.SECRETARY,
    To.TOWNSHIP: Reader.COMMITTEE,
    To.COUNTY: Reader.COMMITTEE,
}


def heard() -> set[str]:
    """The events of obligations that the consumers hand on."""
    handlers: list[Mapping[Any, Any]] = [on_activities.HANDLERS, on_members.HANDLERS, on_organisations.HANDLERS]
    return {event.__name__ for page in handlers for event in page}


def test_every_code_of_the_field_is_live_or_waits_and_none_is_both() -> None:
    live = {*rules.LADDERS, *rules.ABSENT_RUNGS.values()}

    assert set(CODES) <= live | set(WAITING)
    assert not live & set(WAITING)


def test_a_live_ladder_rests_on_events_that_exist_and_are_heard() -> None:
    named = {event for ladder in rules.LADDERS.values() for event in (*ladder.armed_by, *ladder.met_by)}

    assert named <= set(PUBLISHED)
    assert named <= heard()


def test_a_waiting_code_waits_for_an_event_that_does_not_exist() -> None:
    assert [code for code, events in WAITING.items() if set(events) <= set(PUBLISHED)] == []


def test_the_page_names_the_events_by_which_the_code_moves_each_family() -> None:
    """Each module of facts names its families; what is heard is on the page of those families and of no other."""
    moved = {event for ladder in rules.LADDERS.values() for event in (*ladder.armed_by, *ladder.met_by)}
    apart = {"MembersEnrolled", "MembersMoved", "OrganisationMoved", "TasksAssigned"}
    apart |= {"ServiceOffered", "ServiceBooked", "ServiceBookingCancelled", "ServiceCalledOff", "RankChanged"}

    assert heard() - moved == apart
    assert obligation_members.LOST_CONTACT == "LOST_CONTACT"
    assert {"TERM_EXPIRY", *rules.DUTIES, "BRANCH_IDLE_3M"} == set(obligation_organisations.OF_ORGANISATIONS)


def test_every_rung_has_words_for_everybody_who_is_told() -> None:
    told = {
        (rung.code or ladder.code, READERS[to])
        for ladder in rules.LADDERS.values()
        for rung in ladder.rungs
        for to in rung.to
    }
    told |= {(code, READERS[to]) for rung, code in rules.ABSENT_RUNGS.items() for to in rules.ABSENT_TO[rung]}

    assert [one for one in sorted(told) if one[1] not in words.PAGES[one[0]].says] == []


def test_a_ladder_names_its_rule_and_grows_riskier_with_each_rung() -> None:
    for ladder in rules.LADDERS.values():
        risks = [rung.risk for rung in ladder.rungs if rung.risk] or [0]
        assert re.search(r"\d.*\[[SG]", ladder.basis), ladder.code
        assert risks == sorted(set(risks))
        assert 0 <= min(risks) <= max(risks) <= 100


def test_the_superior_is_the_committee_right_below_the_county_else_the_county() -> None:
    province, county, township, general, branch = (new_id() for _ in range(5))
    path = "/"
    for part in (province, county, township, general, branch):
        path = path_below(path, part)

    assert rules.superior(path, county, branch) == (township, Role.REVIEWER)
    assert rules.superior(path_below(path_below("/", county), branch), county, branch) == (county, Role.REVIEWER)
    assert rules.superior(path_below("/", branch), county, branch) == (county, Role.REVIEWER)
