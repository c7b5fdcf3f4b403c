"""A reminder as an act on the record: the notices, the deadline's fate and the entry stand or fall together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from functions.notices import rules
from functions.notices.inbox_tables import Notice
from functions.notices.posting import ONE_DAY, post
from kernel import directory
from kernel.authority import Role
from kernel.clock import now, stamp
from kernel.events import NoticeSent
from kernel.ids import derived_id
from kernel.journal import Act, UnitOfWork


@dataclass(frozen=True)
class Run:
    """Who runs, and as of which day: what days before it left over is told with it, in its digest.

    `today` has begun. A run that looks ahead of it tells what is due until then, in tomorrow's digest.
    """

    actor: str
    as_of: date
    today: date

    @property
    def looks_ahead(self) -> bool:
        return self.as_of > self.today

    @property
    def digest_on(self) -> date:
        return self.today + ONE_DAY if self.looks_ahead else self.as_of


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

    @property
    def cause(self) -> str:
        return derived_id("remind", self.code, self.organisation_id, self.day.isoformat(), self.of)

    def place(self, box: str, part: str = "") -> tuple[str, str]:
        """The key of the notice in a box: the same at every try."""
        return box, Notice.id_of(box, self.cause + part, self.day)


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
        self.about, self._run = about, run
        act = Act(run.actor, now(), cause=about.cause)
        place = about.organisation_id
        self.work = UnitOfWork(act, chain=place, action="notices.remind", subject=place, effect=part)
        self.notices: list[Notice] = []

    def to_box(self, box: str, facts: Mapping[str, Any], part: str = "") -> None:
        """To a member, or to whoever holds a role at an organisation."""
        about = self.about
        notice = Notice(
            *about.place(box, part),
            code=about.code,
            organisation_id=about.organisation_id,
            county_id=about.county_id,
            facts=dict(facts),
            due_on=(about.due or about.day).isoformat(),
            sent_at=stamp(self.work.act.at),
            reminds_of=facts.get("dispatchId"),
        )
        self.notices.append(notice)
        post(self.work, notice, digest_on=self._run.digest_on)

    def send(self) -> int:
        """Commit. Returns how many went out: none if an earlier run had sent them.

        Raises `Changed` if what it rests on has moved meanwhile.
        """
        about = self.about
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
