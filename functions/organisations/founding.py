"""One organisation at a time: founded, corrected, shown."""

from datetime import date

from functions.organisations import rules, terms, tree, versions
from functions.organisations.models import ChangeOrganisation, FoundOrganisation, OrganisationOut
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import Invalid, NotFound
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
        _refuse(parent, made)
    tree.begin(made, act, versions.effective(body.effective_on, act, parent.placed_on if parent else None))
    work = UnitOfWork(act, chain=made.id, action="organisations.found", subject=made.id)
    work.put_new(made)
    tree.place_all(work, [made])
    work.record(tree.founded(made.county_id, [made]))
    terms.tell(work, made)
    reply = tree.shown(made)
    work.commit(reply)
    return reply


def show(caller: Asking, organisation_id: str, as_of: date | None = None) -> OrganisationOut:
    """As it stands, or stood on a day; leave is asked where it stands now. Raises `NotFound` for a day before it."""
    organisation = directory.organisation(organisation_id)
    caller.may("organisations.read", Target(path=organisation.path))
    was = versions.as_of(organisation, as_of.isoformat()) if as_of else organisation
    if was is None:
        raise NotFound
    return tree.shown(was)


def change(caller: Asking, organisation_id: str, body: ChangeOrganisation) -> OrganisationOut:
    """Rename an organisation or correct facts of it, from a day on. Raises `Stale`, `Changed`, `Closed`, `TooEarly`."""
    organisation, act = directory.organisation(organisation_id), caller.act()
    caller.may("organisations.change", Target(path=organisation.path))
    caller.expect_version(organisation.version)
    versions.demand_open(organisation)
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
    reply = tree.shown(organisation)
    work.commit(reply)
    return reply


def _made(parent: Organisation | None, body: FoundOrganisation) -> Organisation:
    made = tree.new(parent, body.code, body.level)
    for field, value in body.model_dump(mode="json", exclude={"code", "level", "parent_id", "effective_on"}).items():
        setattr(made, field, value)
    made.holds_members = rules.KINDS[body.kind].home
    return made


def _refuse(parent: Organisation, made: Organisation) -> None:
    wrong = rules.refusals(made.kind, made.level, parent.kind, parent.level)
    if len(directory.ancestors(made.path)) > rules.DEEPEST:
        wrong.append(("parentId", "too_deep"))
    if wrong:
        raise Invalid(fields=[{"field": field, "code": code} for field, code in wrong])
