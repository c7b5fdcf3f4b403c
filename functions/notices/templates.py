"""The words of a committee's own for notices to those below it: saved as versions, of which the newest counts."""

from functions.notices.template_models import TemplateVersionOut, WordNotices
from functions.notices.template_reading import line_of, shown
from functions.notices.template_rules import Fault, faults
from functions.notices.template_tables import Which, Wordings, WordingVersion
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.errors import Changed, Invalid
from kernel.events import NoticeWordingSet
from kernel.journal import UnitOfWork

ACTION = "notices.template.set"


def save(caller: Asking, organisation_id: str, code: str, asked: WordNotices) -> TemplateVersionOut:
    """Raises `NotFound` for a code that says nothing to this reader, `Invalid` for a text that will not do, `Stale`."""
    key = Wordings.key_of(organisation_id, asked.channel)
    where, known = directory.organisation_and(organisation_id, Wordings, *key)
    caller.may(ACTION, Target(path=where.path))
    wordings, which = known or Wordings(*key), Which(code, asked.reader, asked.language, asked.channel)
    found = faults(asked.text, line_of(which), asked.channel) if asked.text else []
    if found:
        raise Invalid(fields=[_field(fault) for fault in found])
    caller.expect_version(wordings.latest(which)[1])
    return _commit(caller, where, wordings, which, asked.text)


def _field(fault: Fault) -> dict[str, str]:
    code, placeholder = fault
    return {"field": "body.text", "code": code} | ({"placeholder": placeholder} if placeholder else {})


def _commit(
    caller: Asking, where: Organisation, wordings: Wordings, which: Which, text: str | None
) -> TemplateVersionOut:
    act, number = caller.act(), wordings.word(which, text)
    version = WordingVersion.of(where.id, which, number, text=text, saved_at=stamp(act.at))
    work = UnitOfWork(act, chain=where.id, action=ACTION, subject=which.code)
    work.put(wordings, Changed())
    work.put_new(version, Changed())
    work.record(NoticeWordingSet(organisation_id=where.id, county_id=where.county_id, number=number, **which._asdict()))
    reply = shown(version, which)
    work.commit(reply)
    return reply
