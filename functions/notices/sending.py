"""A reminder as an act on the record: the notices, the deadline's fate and the entry stand or fall together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.notices import rules
from functions.notices.inbox_tables import Notice
from functions.notices.posting import post
from kernel import directory
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.events import NoticeSent
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork


@dataclass(frozen=True)
class Run:
    """Who runs, and as of which day: what days before it left over is told with it, in its digest."""

    actor: str
    as_of: date


@dataclass(frozen=True)
class Subject:
    """What is reminded of: a code, about an organisation, told on a day; `of` tells apart several of these.

    `due` is the day by which it is to be done, if it is not the day of the reminder.
    """

    code: str
    organisation_id: str
    county_id: str
    day: date
    of: str = ""
    due: date | None = None


@dataclass(frozen=True)
class Place:
    """Where an organisation stands now."""

    organisation_id: str
    county_id: str
    path: str

    @property
    def superior(self) -> tuple[str, Role]:
        """Who looks after it."""
        return rules.superior(self.path, self.county_id, self.organisation_id)


def place_of(organisation_id: str, county_id: str, path: str) -> Place:
    """By the tree; one that is not in it stands where it stood when it was last told of."""
    now_at = directory.organisations([organisation_id]).get(organisation_id)
    if now_at is None:
        return Place(organisation_id, county_id, path)
    return Place(organisation_id, now_at.county_id, now_at.path)


class Reminder:
    """Gathers the notices of one reminder; `part` tells apart several of one subject."""

    def __init__(self, about: Subject, run: Run, part: str = "") -> None:
        self._about, self._run = about, run
        self._cause = derived_id("remind", about.code, about.organisation_id, about.day.isoformat(), about.of)
        act = Act(run.actor, now(), cause=self._cause)
        place = about.organisation_id
        self.work = UnitOfWork(act, chain=place, action="notices.remind", subject=place, effect=part)
        self.notices: list[Notice] = []

    def to_box(self, box: str, facts: Mapping[str, Any], part: str = "") -> None:
        """To a member, or to whoever holds a role at an organisation."""
        about = self._about
        notice = Notice(
            box,
            Notice.id_of(box, self._cause + part, about.day),
            code=about.code,
            organisation_id=about.organisation_id,
            county_id=about.county_id,
            facts=dict(facts),
            due_on=(about.due or about.day).isoformat(),
            sent_at=stamp(self.work.act.at),
            reminds_of=facts.get("dispatchId"),
        )
        self.notices.append(notice)
        post(self.work, notice, digest_on=self._run.as_of)

    def send(self) -> int:
        """Commit. Returns how many went out: none if an earlier run had sent them.

        Raises `Changed` if what it rests on has moved meanwhile.
        """
        about = self._about
        self.work.record(
            NoticeSent(
                code=about.code,
                organisation_id=about.organisation_id,
                county_id=about.county_id,
                day=about.day,
                recipients=len(self.notices),
            )
        )
        return len(self.notices) if self.work.commit() else 0
