"""A reminder as an act on the record: the notices, the deadline's fate and the entry stand or fall together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.notices import rules
from functions.notices.tables import Notice
from kernel import directory
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.events import NoticeSent
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork


@dataclass(frozen=True)
class Subject:
    """What is reminded of: a code, about an organisation, due on a day."""

    code: str
    organisation_id: str
    county_id: str
    day: date
    actor: str


def superior_of(organisation_id: str, county_id: str, path: str) -> tuple[str, Role]:
    """Who looks after an organisation where it stands now; `path` is where it stood when it was last told of."""
    now_at = directory.organisations([organisation_id]).get(organisation_id)
    if now_at is None:
        return rules.superior(path, county_id, organisation_id)
    return rules.superior(now_at.path, now_at.county_id, organisation_id)


class Reminder:
    """Gathers the notices of one reminder; `part` tells apart several of one code, organisation and day."""

    def __init__(self, about: Subject, part: str = "") -> None:
        self._about, self._sent = about, 0
        self._cause = derived_id("remind", about.code, about.organisation_id, about.day.isoformat())
        act = Act(about.actor, now(), cause=self._cause)
        place = about.organisation_id
        self.work = UnitOfWork(act, chain=place, action="notices.remind", subject=place, effect=part)

    def to_member(self, member_id: str, facts: Mapping[str, Any]) -> None:
        self._put(Notice.member_box(member_id), facts)

    def to_office(self, organisation_id: str, role: str, facts: Mapping[str, Any], part: str = "") -> None:
        """To whoever holds the role there."""
        self._put(Notice.office_box(organisation_id, role), facts, part)

    def _put(self, box: str, facts: Mapping[str, Any], part: str = "") -> None:
        about = self._about
        self._sent += 1
        self.work.put_new(
            Notice(
                box,
                Notice.id_of(box, self._cause + part, about.day),
                code=about.code,
                organisation_id=about.organisation_id,
                facts=dict(facts),
                due_on=about.day.isoformat(),
                sent_at=stamp(self.work.act.at),
            )
        )

    def send(self) -> bool:
        """Commit. False if an earlier run had sent it. Raises `Changed` if what it rests on has moved meanwhile."""
        about = self._about
        self.work.record(
            NoticeSent(
                code=about.code,
                organisation_id=about.organisation_id,
                county_id=about.county_id,
                day=about.day,
                recipients=self._sent,
            )
        )
        return self.work.commit()
