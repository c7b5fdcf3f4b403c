"""One organisation at a time: founded, corrected, shown."""

from collections.abc import Sequence
from datetime import date

from pydantic.alias_generators import to_camel

from functions.organisations import errors, rules, showing, terms, tree, trees, versions
from functions.organisations.leadership_rules import flaws_of_registration
from functions.organisations.models import ChangeOrganisation, FoundOrganisation, OrganisationOut
from functions.organisations.terms import TermOfOffice
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import business_day
from kernel.directory import Organisation
from kernel.errors import NotFound
from kernel.events import OrganisationsChanged
from kernel.journal import UnitOfWork
from kernel.projection import retrying


def found(caller: Asking, body: FoundOrganisation) -> OrganisationOut:
    """Found an organisation below its parent, or a root. Raises `Invalid`, `AlreadyExists` for a code taken there.

    Leave for a root is asked with the path that it will have: its first administrators hold their roles before it.
    """
    return retrying(lambda: _found(caller, body))


def _found(caller: Asking, body: FoundOrganisation) -> OrganisationOut:
    parent = directory.organisation(body.parent_id) if body.parent_id else None
    made = _made(parent, body)
    caller.may("organisations.found", Target(path=parent.path if parent else made.path))
    act = caller.act()
    if parent is not None:
        versions.demand_open(parent)
    _refuse(parent, made, body, business_day(act.at))
    tree.begin(made, act, versions.effective(body.effective_on, act, parent.placed_on if parent else None))
    work = UnitOfWork(act, chain=made.id, action="organisations.found", subject=made.id)
    work.put_new(made)
    tree.place_all(work, [made])
    if rules.own_tree(made.level):
        trees.tell(work, str(made.since), came=made.path)
    work.record(tree.founded(made.county_id, [made]))
    terms.tell(work, made)
    reply = showing.shown(made)
    work.commit(reply)
    return reply


def show(caller: Asking, organisation_id: str, as_of: date | None = None) -> OrganisationOut:
    """As it stands, or stood on a day; leave is asked where it stands now. Raises `NotFound` for a day before it."""
    organisation = directory.organisation(organisation_id)
    caller.may("organisations.read", Target(path=organisation.path))
    was = versions.as_of(organisation, as_of.isoformat()) if as_of else organisation
    if was is None:
        raise NotFound
    return showing.shown(was) if as_of is None else _on_day(was, terms.on(organisation, as_of))


def _on_day(was: Organisation, term: TermOfOffice) -> OrganisationOut:
    """With the term of office of that day, which is no part of what is kept when it changes."""
    facts = {"term_started_on": term.starts_on, "term_years": term.years, "term_ends_on": term.ends_on}
    return showing.shown(was).model_copy(update=facts)


def change(caller: Asking, organisation_id: str, body: ChangeOrganisation) -> OrganisationOut:
    """Rename an organisation or correct facts of it, from a day on. Raises `Stale`, `Changed`, `Closed`, `TooEarly`."""
    organisation, act = directory.organisation(organisation_id), caller.act()
    caller.may("organisations.change", Target(path=organisation.path))
    caller.expect_version(organisation.version)
    versions.demand_open(organisation)
    _raise(flaws_of_registration(organisation.kind, body.term_started_on, body.term_years, business_day(act.at)))
    day = versions.effective(body.effective_on, act, organisation.since)
    work = UnitOfWork(act, chain=organisation_id, action="organisations.change", subject=organisation_id)
    versions.keep(work, organisation, until=day)
    facts = body.stated()
    terms.replace(work, organisation, facts.get("term_started_on", organisation.term_started_on))
    for field, value in facts.items():
        setattr(organisation, field, value)
    versions.sign(organisation, act, "changed", day, body.reason)
    work.put(organisation)
    work.record(OrganisationsChanged(county_id=organisation.county_id, organisations=(organisation_id,)))
    if facts.keys() & terms.FACTS:
        terms.tell(work, organisation)
    reply = showing.shown(organisation)
    work.commit(reply)
    return reply


def _made(parent: Organisation | None, body: FoundOrganisation) -> Organisation:
    made = tree.new(parent, body.code, body.level)
    for field, value in body.model_dump(mode="json", exclude={"code", "level", "parent_id", "effective_on"}).items():
        setattr(made, field, value)
    made.holds_members = rules.KINDS[body.kind].home
    return made


def _refuse(parent: Organisation | None, made: Organisation, body: FoundOrganisation, today: date) -> None:
    wrong = rules.refusals(made.kind, made.level, parent.kind, parent.level) if parent else []
    if len(directory.ancestors(made.path)) > rules.DEEPEST:
        wrong.append(("parent_id", "too_deep"))
    if body.founded_on and body.founded_on > today:
        wrong.append(("founded_on", "date_in_future"))
    _raise([*wrong, *flaws_of_registration(made.kind, body.term_started_on, body.term_years, today)])


def _raise(wrong: Sequence[tuple[str, str]]) -> None:
    """By the names of the columns."""
    errors.refuse([(to_camel(column), code) for column, code in wrong])
