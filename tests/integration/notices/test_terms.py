"""The end of a committee's term is told 180, 90 and 30 days ahead and on the day; a later term takes its place."""

import json
from datetime import date, timedelta
from itertools import permutations

import pytest

from functions.notices import on_organisations, on_run_started, rules
from functions.notices.models import NoticeOut
from functions.notices.tables import Notice
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
HANDLER = on_organisations.lambda_handler


def term(ends_on: date, day: date = TODAY) -> Envelope:
    event = TermSet(
        organisation_id=BRANCH,
        county_id=COUNTY,
        path=path_of(BRANCH),
        starts_on=ends_on - timedelta(days=1095),
        ends_on=ends_on,
    )
    return envelope(event).model_copy(update={"at": morning(day)})


def tell(*events: Envelope, day: date = TODAY) -> None:
    with clock(day):
        until_done(HANDLER, *events)


def told() -> set[tuple[str, str]]:
    return {(code, due) for _, code, due, _ in sent()}


def test_secretary_and_committee_above_are_told_four_times() -> None:
    tell(term(ENDS))
    assert armed() == {(str(ENDS - 180 * ONE), f"TERM_EXPIRY#{BRANCH}")}

    for day in (ENDS - 180 * ONE, ENDS - 90 * ONE, ENDS - 30 * ONE, ENDS, ENDS + 60 * ONE):
        run(day)

    assert told() == {(f"TERM_EXPIRY_{days}", str(ENDS - days * ONE)) for days in (180, 90, 30, 0)}
    assert {box for box, *_ in sent()} == {f"ORG#{BRANCH}#secretary", f"ORG#{TOWNSHIP}#reviewer"}
    assert armed() == set()


def test_a_term_taken_up_late_is_told_of_at_once_and_once() -> None:
    tell(term(TODAY + 20 * ONE))

    run(TODAY)

    assert told() == {("TERM_EXPIRY_30", str(TODAY))}
    assert armed() == {(str(TODAY + 20 * ONE), f"TERM_EXPIRY#{BRANCH}")}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_latest_term_counts_in_whatever_order_they_are_told(order: tuple[int, ...]) -> None:
    terms = [term(ENDS), term(ENDS + 100 * ONE, TODAY + ONE), term(ENDS + 200 * ONE, TODAY + 2 * ONE)]

    tell(*(terms[number] for number in (*order, *order)), day=TODAY + 2 * ONE)

    assert armed() == {(str(ENDS + 20 * ONE), f"TERM_EXPIRY#{BRANCH}")}


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_closed_organisation_has_no_term(closed_first: bool) -> None:
    path = path_of(BRANCH)
    closed = envelope(
        OrganisationDissolved(organisation_id=BRANCH, county_id=COUNTY, path=path, effective_on=TODAY)
    ).model_copy(update={"at": morning(TODAY)})

    tell(*([closed, term(ENDS)] if closed_first else [term(ENDS), closed]))

    assert armed() == set()


def test_no_fault_at_any_call_tells_twice_or_never() -> None:
    tell(term(TODAY + 30 * ONE))
    run(TODAY - ONE)

    trials = every_way(on_run_started.lambda_handler, world.run_event(TODAY), lambda: (sorted(sent()), sorted(armed())))

    assert len(trials[0].seen[0]) == 2
    assert [t for t in trials if t.seen != trials[0].seen] == []


@pytest.mark.parametrize("role", ["secretary", "reviewer"])
def test_the_notice_says_when_the_term_ends(role: str) -> None:
    tell(term(TODAY))
    run(TODAY)
    (notice,) = Notice.query(Notice.office_box(BRANCH if role == "secretary" else TOWNSHIP, role))

    shown = NoticeOut.of(notice)

    assert shown.code == "TERM_EXPIRY_0"
    assert str(TODAY) in shown.subject.zh
    assert str(TODAY) in shown.subject.en
    assert "elected" in shown.why.en


def test_after_the_end_there_is_nothing_more_to_tell() -> None:
    assert rules.next_term_rung(ENDS, 0, ENDS) is None


@pytest.mark.parametrize("name", ["closed", "term"])
def test_the_sample_events_of_organisations_are_known(name: str) -> None:
    sample = json.loads((ROOT / "events" / "notices" / f"on_organisations_{name}.json").read_text())

    assert HANDLER(sample, Context()) == {"batchItemFailures": []}
