"""The end of a committee's term is told 180, 90 and 30 days ahead, on the day, and each month afterwards; a later term
takes its place."""

import json
from copy import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from functions.notices import on_organisations, on_run_started, words
from functions.notices.inbox_tables import Notice
from kernel.events import Envelope, OrganisationDissolved, TermSet
from tests.builders import envelope
from tests.conftest import Context
from tests.integration.notices import world
from tests.integration.notices.world import COUNTY, TOWNSHIP, armed, branch, clock, morning, path_of, run, sent
from tests.template_reader import ROOT
from tests.trust.delivery import every_way, until_done

pytestmark = pytest.mark.usefixtures("account")
BRANCH, ONE = branch(1), timedelta(days=1)
TODAY, ENDS = date(2026, 3, 2), date(2026, 12, 31)
# 180 days ahead of the end is Saturday 4 July, 90 days ahead Friday 2 October, in the holiday.
MONDAY, AFTER_HOLIDAY = date(2026, 7, 6), date(2026, 10, 8)
LATE = date(2027, 2, 1)  # a month after the end is a Sunday
HANDLER = on_organisations.lambda_handler


def term(ends_on: date, day: date = TODAY) -> Envelope:
    event = TermSet(
        organisation_id=BRANCH,
        county_id=COUNTY,
        path=path_of(BRANCH),
        starts_on=ends_on - timedelta(days=1095),
        ends_on=ends_on,
    )
    return replace(envelope(event), at=morning(day))


def tell(*events: Envelope, day: date = TODAY) -> None:
    with clock(day):
        until_done(HANDLER, *events)


def told() -> set[tuple[str, str]]:
    return {(code, due) for _, code, due, _ in sent("TERM")}


def test_secretary_and_committee_above_are_told_four_times_and_monthly_afterwards() -> None:
    tell(term(ENDS))
    assert armed("TERM") == {(str(MONDAY), f"TERM_EXPIRY#{BRANCH}")}

    days = {180: MONDAY, 90: AFTER_HOLIDAY, 30: ENDS - 30 * ONE, 0: ENDS}
    for day in days.values():
        run(day)
    before = told()
    run(LATE)

    assert before == {(f"TERM_EXPIRY_{ahead}", str(day)) for ahead, day in days.items()}
    assert told() - before == {("TERM_EXPIRY_OVERDUE", str(LATE))}
    assert {box for box, *_ in sent("TERM")} == {f"ORG#{BRANCH}#secretary", f"ORG#{TOWNSHIP}#reviewer"}
    assert armed("TERM") == {("2027-03-01", f"TERM_EXPIRY#{BRANCH}")}


def test_a_term_taken_up_late_is_told_of_at_once_and_once() -> None:
    tell(term(TODAY + 20 * ONE))

    run(TODAY)

    assert told() == {("TERM_EXPIRY_30", str(TODAY))}
    assert armed("TERM") == {(str(TODAY + 20 * ONE), f"TERM_EXPIRY#{BRANCH}")}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_latest_term_counts_in_whatever_order_they_are_told(order: tuple[int, ...]) -> None:
    terms = [term(ENDS), term(ENDS + 100 * ONE, TODAY + ONE), term(ENDS + 200 * ONE, TODAY + 2 * ONE)]

    tell(*(terms[number] for number in (*order, *order)), day=TODAY + 2 * ONE)

    assert armed("TERM") == {(str(ENDS + 20 * ONE), f"TERM_EXPIRY#{BRANCH}")}


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_closed_organisation_has_no_term(closed_first: bool) -> None:
    path = path_of(BRANCH)
    closed = replace(
        envelope(OrganisationDissolved(organisation_id=BRANCH, county_id=COUNTY, path=path, effective_on=TODAY)),
        at=morning(TODAY),
    )

    tell(*([closed, term(ENDS)] if closed_first else [term(ENDS), closed]))

    assert armed("TERM") == set()


@pytest.mark.no_cover
def test_no_fault_at_any_call_tells_twice_or_never() -> None:
    tell(term(TODAY + 30 * ONE))
    run(TODAY - ONE)

    trials = every_way(
        on_run_started.lambda_handler, world.run_event(TODAY), lambda: (sorted(sent("TERM")), sorted(armed("TERM")))
    )

    assert len(trials[0].seen[0]) == 2
    assert [t for t in trials if t.seen != trials[0].seen] == []


@pytest.mark.parametrize("role", ["secretary", "reviewer"])
def test_the_notice_says_when_the_term_ends(role: str) -> None:
    tell(term(TODAY))
    run(TODAY)
    (notice,) = Notice.query(Notice.office_box(BRANCH if role == "secretary" else TOWNSHIP, role))

    said = words.rendered(notice, "en")

    assert notice.code == "TERM_EXPIRY_0"
    assert "2 March 2026" in said.subject
    assert "elected" in said.why


@pytest.mark.parametrize("name", ["closed", "term"])
def test_the_sample_events_of_organisations_are_known(name: str) -> None:
    sample = json.loads((ROOT / "events" / "notices" / f"on_organisations_{name}.json").read_text())

    assert HANDLER(sample, Context()) == {"batchItemFailures": []}
