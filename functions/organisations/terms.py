"""Terms of office with their dates: the present one on the organisation, those before it beside."""

from dataclasses import dataclass
from datetime import date

from functions.organisations import rules
from functions.organisations.leadership_rules import TermState, term_state
from functions.organisations.leadership_tables import KeptTerm
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import TermSet
from kernel.journal import UnitOfWork
from kernel.transaction import Writes, put

FACTS = {"term_started_on", "term_years"}


@dataclass(frozen=True)
class TermOfOffice:
    """As it stands on a day; nothing but the state where there is none."""

    starts_on: date | None = None
    years: int | None = None
    ends_on: date | None = None
    extended_to: date | None = None
    state: TermState = TermState.NONE


def replace(work: Writes, place: Organisation, starts_on: str | None) -> None:
    """Keep the present term if the next begins after it; an extension goes with its term. Nothing for the same begin.

    A begin on or before the present one corrects it: what was recorded by mistake was no term.
    """
    begun = place.term_started_on
    if starts_on == begun:
        return
    if begun and starts_on and begun < starts_on:
        row = KeptTerm(place.pk, KeptTerm.place(begun), term_started_on=begun, term_years=place.term_years)
        row.term_extended_to = place.term_extended_to
        work.rows.append(put(row, "attribute_not_exists(pk) OR sk = :sk", {":sk": {"S": row.sk}}))
    place.term_extended_to = None


def on(place: Organisation, day: date) -> TermOfOffice:
    """The term of a day, a read more for one before the present."""
    begun = place.term_started_on
    if begun is None or begun <= day.isoformat():
        return term_of(place, day)
    span = KeptTerm.sk.between(KeptTerm.PREFIX, KeptTerm.place(day.isoformat()))
    kept = KeptTerm.query(place.pk, span, consistent_read=True, scan_index_forward=False, limit=1)
    return term_of(next(iter(kept), place), day)


def tell(work: UnitOfWork, place: Organisation) -> None:
    """Say when the present term ends, for whoever reminds of it; nothing where that is not known."""
    term = term_of(place, date.max)
    ends_on = term.extended_to or term.ends_on
    if term.starts_on is None or ends_on is None:
        return
    work.record(
        TermSet(
            organisation_id=place.id,
            county_id=place.county_id,
            path=place.path,
            starts_on=term.starts_on,
            ends_on=ends_on,
        )
    )


def term_of(o: Organisation | KeptTerm, on: date | None = None) -> TermOfOffice:
    """The term of office, and how it stands on a day; none on a day before it began."""
    started, years = day(o.term_started_on), int(o.term_years) if o.term_years is not None else None
    asked = on or business_day(now())
    if started is None or asked < started:
        return TermOfOffice()
    ends_on, extended_to = rules.term_end(started, years), day(o.term_extended_to)
    state = term_state(ends_on, extended_to, asked)
    return TermOfOffice(starts_on=started, years=years, ends_on=ends_on, extended_to=extended_to, state=state)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
