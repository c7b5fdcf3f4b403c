"""One organisation at a time: founded, corrected, shown."""

from functions.organisations import rules, tree
from functions.organisations.models import ChangeOrganisation, FoundOrganisation, OrganisationOut
from functions.organisations.tables import BelowRow
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.directory import Organisation
from kernel.errors import Invalid
from kernel.events import OrganisationsChanged
from kernel.journal import UnitOfWork


def found(caller: Asking, body: FoundOrganisation) -> OrganisationOut:
    """Found an organisation below its parent, or a root. Raises `Invalid`, `AlreadyExists` for a code taken there.

    Leave for a root is asked with the path that it will have: its first administrators hold their roles before it.
    """
    parent = directory.organisation(body.parent_id) if body.parent_id else None
    made = _made(parent, body)
    caller.may("organisations.found", Target(path=parent.path if parent else made.path))
    if parent is not None:
        _refuse(parent, made)
    work = UnitOfWork(caller.act(), chain=made.id, action="organisations.found", subject=made.id)
    work.put_new(made)
    if parent is not None and rules.above_county(parent.level):
        work.put_new(BelowRow(*BelowRow.key_of(parent.id, made.id)))
    work.record(tree.founded(made.county_id, [made]))
    reply = tree.shown(made)
    work.commit(reply)
    return reply


def show(caller: Asking, organisation_id: str) -> OrganisationOut:
    organisation = directory.organisation(organisation_id)
    caller.may("organisations.read", Target(path=organisation.path))
    return tree.shown(organisation)


def change(caller: Asking, organisation_id: str, body: ChangeOrganisation) -> OrganisationOut:
    """Correct facts of an organisation. Raises `Stale`, `Changed`."""
    organisation = directory.organisation(organisation_id)
    caller.may("organisations.change", Target(path=organisation.path))
    caller.expect_version(organisation.version)
    for field, value in body.stated().items():
        setattr(organisation, field, value)
    work = UnitOfWork(caller.act(), chain=organisation_id, action="organisations.change", subject=organisation_id)
    work.put(organisation)
    work.record(OrganisationsChanged(county_id=organisation.county_id, organisations=(organisation_id,)))
    reply = tree.shown(organisation)
    work.commit(reply)
    return reply


def _made(parent: Organisation | None, body: FoundOrganisation) -> Organisation:
    made = tree.new(parent, body.code, body.level)
    for field, value in body.model_dump(mode="json", exclude={"code", "level", "parent_id"}).items():
        setattr(made, field, value)
    made.holds_members = rules.KINDS[body.kind].home
    return made


def _refuse(parent: Organisation, made: Organisation) -> None:
    wrong = rules.refusals(made.kind, made.level, parent.kind, parent.level)
    if len(directory.ancestors(made.path)) > rules.DEEPEST:
        wrong.append(("parentId", "too_deep"))
    if wrong:
        raise Invalid(fields=[{"field": field, "code": code} for field, code in wrong])
