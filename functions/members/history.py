"""The past of a dossier: kept with every change, told for any day.

    history.keep(work, member, ("education",), history.CORRECTION)  # before the member is changed
    member.education = "11"
    work.put(member)

A member's first facts leave no row: their source stands on the dossier itself.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date

from functions.members.facts import SEALED_P2, SEALED_P3
from functions.members.history_tables import Was
from functions.members.tables import Member
from kernel.clock import business_day
from kernel.ids import derived_id
from kernel.journal import UnitOfWork

CORRECTION, MOVE, FLOATING, SELF = "CORRECTION", "MOVE", "FLOATING", "SELF"
STANDING, ATTACHMENT = "STANDING", "ATTACHMENT"
BESIDE = {"mobile": ("mobile_masked", "mobile_index"), "id_number": ("id_number_masked", "id_number_index")}
PAGE = 1000


def roster(roster_id: str) -> str:
    return f"ROSTER:{roster_id}"


def proposal(proposal_id: str) -> str:
    return f"PROPOSAL:{proposal_id}"


def merge(merge_id: str) -> str:
    return f"MERGE:{merge_id}"


def begin(member: Member, source: str, by: str, on: date) -> None:
    """Who stated a new member's facts, and on which business day."""
    member.source, member.source_by, member.source_on = source, by, on.isoformat()


def keep(
    work: UnitOfWork, before: Member, changed: Collection[str], source: str, effective_on: date | None = None
) -> None:
    """Add what the changed facts were to a transaction, and the new provenance to the dossier.

    Called while `before` still holds the old facts; the caller then changes it and puts it. `changed` are names of
    attributes of `Member` or of sealed facts; none, and nothing is kept. `effective_on` is today unless told.
    """
    if not changed:
        return
    day = (effective_on or business_day(work.act.at)).isoformat()
    names = sorted(changed)
    row = Was(
        before.pk,
        Was.place(work.act.at, derived_id(before.pk, int(before.version))),
        fields=names,
        facts=json.dumps(dict(_plain(before, names)), ensure_ascii=False, separators=(",", ":")),
        p2=before.p2 if set(names) & set(SEALED_P2) else None,
        p3=before.p3 if set(names) & set(SEALED_P3) else None,
        source=source,
        by=work.act.actor,
        effective_on=day,
        version=int(before.version),
    )
    work.put_new(row)
    before.provenance = (before.provenance or {}) | {name: [source, work.act.actor, day] for name in names}
    checked = {name: seen for name, seen in (before.verified or {}).items() if name not in names}
    before.verified = checked or None


def _plain(before: Member, names: Collection[str]) -> Iterator[tuple[str, object]]:
    for name in names:
        beside = BESIDE.get(name, ())
        for attribute in beside if name in (*SEALED_P2, *SEALED_P3) else (name,):
            yield attribute, getattr(before, attribute)


def changes(member_id: str) -> list[Was]:
    """Every change of a dossier, in the order in which they were made."""
    partition = Member.partition(member_id)
    found = Was.query(partition, Was.sk.startswith(Was.PREFIX), consistent_read=True, page_size=PAGE)
    return sorted(found, key=lambda row: int(row.version))
