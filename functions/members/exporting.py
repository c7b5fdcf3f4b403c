"""A member's copy of everything that is kept about them (`domain.md` 13.4, article 45).

The copy is in no entry and is not kept as the answer to an Idempotency-Key: a repeated request is a new copy. That one
was taken stands among the looks at the dossier, so that a member whose session was stolen can see it.
"""

from typing import get_args

from functions.members import personal_copy
from functions.members.counting import count
from functions.members.disclosing import EXPORT, disclosed
from functions.members.models import SealedField
from functions.members.rights_errors import ExportsExhausted
from functions.members.rights_models import ExportOut, RecordOut
from functions.members.rights_rules import EXPORTS_A_DAY
from kernel.asking import Asking
from kernel.authority import Target
from kernel.errors import NotFound
from kernel.events import MemberDataExported
from kernel.journal import Act, UnitOfWork

ACTION = "members.export"
ELSEWHERE = (
    "GET /v1/activities/appraisals/<branch_id>/<year>/members/<member_id>",
    "GET /v1/activities/assistance/<assistance_id>",
    "GET /v1/activities/assistance/received",
    "GET /v1/activities/attendance/own",
    "GET /v1/activities/service-hours",
    "GET /v1/activities/services/received",
    "GET /v1/activities/talks",
    "GET /v1/me",
    "GET /v1/me/devices",
    "GET /v1/me/notices",
    "GET /v1/me/notices/contacts",
    "GET /v1/me/notices/messages",
    "GET /v1/me/notices/preferences",
    "GET /v1/me/points",
    "GET /v1/me/standing",
    "GET /v1/points/disputes/own",
    "GET /v1/points/exemptions/own",
    "GET /v1/rankings/<organisation_id>/appeals/<appeal_id>",
    "GET /v1/rankings/history/own",
    "GET /v1/rankings/seasons/<season>",
    "GET /v1/rankings/weekly/own",
)
"""What a member reads of themselves in other domains, where it is theirs and not their branch's."""


def export(caller: Asking) -> ExportOut:
    """Everything, once it is on the record. Raises `ExportsExhausted`, `NotFound` before the caller is a member."""
    member_id = caller.principal.member_id
    if member_id is None:
        raise NotFound
    caller.may(ACTION, Target(member_id=member_id))
    act = Act(caller.principal.subject)
    copy = personal_copy.copied(member_id, act.actor)
    records = copy.records
    work = UnitOfWork(act, chain=copy.branch_id, action=ACTION, subject=member_id, head=copy.head)
    told = work.record(MemberDataExported(member_id=member_id, records=len(records)))
    work.put_new(disclosed(act, told, member_id, EXPORT, "OWN_COPY", get_args(SealedField)))
    count(work, "EXPORTS", EXPORTS_A_DAY, ExportsExhausted())
    work.commit()
    items = [RecordOut.of(record) for record in records]
    return ExportOut(member_id=member_id, as_of=act.at, records=items, elsewhere=list(ELSEWHERE))
