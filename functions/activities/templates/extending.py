"""Templates of activities: the national ones of `types`, and what the committees above a branch add to them.

An addition asks for more, never for less: nobody can take a national requirement away, nor one of a committee above.
"""

from collections.abc import Iterable, Sequence

from functions.activities.activity_types import TYPES, VOTES, ActivityType, Decision, Share, TypeCode
from functions.activities.templates.models import (
    ActivityTemplateOut,
    DutyOut,
    ExtendTemplate,
    LineOut,
    NameOut,
    RequirementOut,
    ShareOut,
    VoteOut,
)
from functions.activities.templates.tables import Additions
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.clock import now
from kernel.errors import Changed
from kernel.events import ActivityTemplateExtended
from kernel.journal import UnitOfWork
from kernel.model import Page


def in_force(caller: Asking, organisation_id: str) -> Page[ActivityTemplateOut]:
    """Every type's template, as it counts at an organisation."""
    found = _above(caller, organisation_id, "activities.template.read")
    return Page(items=[_out(kind, found, organisation_id) for kind in TYPES.values()], as_of=now())


def show(caller: Asking, organisation_id: str, code: TypeCode) -> ActivityTemplateOut:
    found = _above(caller, organisation_id, "activities.template.read")
    return _out(TYPES[code], found, organisation_id)


def extend(caller: Asking, organisation_id: str, code: TypeCode, body: ExtendTemplate) -> ActivityTemplateOut:
    """Put what an organisation adds to a type in place of what it added before. Raises `Stale`, `Changed`."""
    found = _above(caller, organisation_id, "activities.template.extend")
    own = next((one for one in found if one.organisation_id == organisation_id), None)
    if own is None:
        own = Additions(Additions.partition(organisation_id))
        found.append(own)
    caller.expect_version(own.version)
    required = sorted(body.required)
    own.types = own.types | {code: {"agenda": [[line.zh, line.en] for line in body.agenda], "required": required}}
    reply = _out(TYPES[code], found, organisation_id).model_copy(update={"version": int(own.version) + 1})
    work = UnitOfWork(caller.act(), chain=organisation_id, action="activities.extend_template", subject=organisation_id)
    work.put(own, Changed())
    event = ActivityTemplateExtended(
        organisation_id=organisation_id, type=code, lines=len(body.agenda), required=tuple(required)
    )
    work.record(event)
    work.commit(reply)
    return reply


def _above(caller: Asking, organisation_id: str, action: str) -> list[Additions]:
    """What counts at the organisation, if the caller may do this there. Two reads."""
    place = directory.organisation(organisation_id)
    caller.may(action, Target(path=place.path))
    return Additions.above(place.path)


def agenda(code: str, found: Iterable[Additions]) -> list[str]:
    """The lines with which a plan begins whose maker named none."""
    added = (str(zh) for one in found for zh, _ in one.of(code)["agenda"])
    return [*(line.zh for line in TYPES[code].agenda), *added]


def demanded(code: str, found: Iterable[Additions]) -> list[str]:
    """What committees ask of a type's records beyond what its minutes must hold anyway, each once."""
    asked = dict.fromkeys(str(name) for one in found for name in one.of(code)["required"])
    return [name for name in asked if name not in TYPES[code].minutes]


def _out(kind: ActivityType, found: Sequence[Additions], organisation_id: str) -> ActivityTemplateOut:
    own = next((one for one in found if one.organisation_id == organisation_id), None)
    duty = kind.duty and DutyOut(period=kind.duty.period, least=kind.duty.least, owes=kind.duty.owes)
    return ActivityTemplateOut(
        type=kind.code,
        name=NameOut(zh=kind.zh, en=kind.en),
        basis=kind.basis,
        duty=duty,
        agenda=_agenda(kind, found),
        required=_required(kind, found),
        votes=[_vote(decision) for decision in kind.decisions],
        version=int(own.version) if own else 0,
    )


def _agenda(kind: ActivityType, found: Iterable[Additions]) -> list[LineOut]:
    national = [LineOut(zh=line.zh, en=line.en, organisation_id=None) for line in kind.agenda]
    added = [
        LineOut(zh=zh, en=en, organisation_id=one.organisation_id)
        for one in found
        for zh, en in one.of(kind.code)["agenda"]
    ]
    return national + added


def _required(kind: ActivityType, found: Iterable[Additions]) -> list[RequirementOut]:
    """Each once, as the demand of whoever stands highest."""
    first: dict[str, str | None] = dict.fromkeys(kind.required)
    for one in found:
        for name in one.of(kind.code)["required"]:
            first.setdefault(name, one.organisation_id)
    return [RequirementOut.model_validate({"field": name, "organisation_id": by}) for name, by in first.items()]


def _vote(decision: Decision) -> VoteOut:
    rule = VOTES[decision]
    return VoteOut(
        decision=decision,
        quorum=_share(rule.quorum),
        majority=_share(rule.majority),
        counts_written=rule.counts_written,
    )


def _share(share: Share) -> ShareOut:
    return ShareOut(numerator=share.numerator, denominator=share.denominator, at_least=share.at_least)
