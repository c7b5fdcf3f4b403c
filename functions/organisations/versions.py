"""What an organisation was: each change keeps the state before it, with the days on which that held.

Changes are recorded in the order of their days: none may take effect before the one before it. A day to come is
refused: who plans a change records it when it has happened.
"""

from collections.abc import Iterable
from datetime import date

from functions.organisations import rules
from functions.organisations.errors import Closed, DayToCome, TooEarly
from functions.organisations.tables import Was
from kernel.clock import business_day, stamp
from kernel.directory import Carried, Organisation
from kernel.errors import Changed
from kernel.journal import Act
from kernel.transaction import Writes

FIELDS = (
    "path",
    "parent_id",
    "code",
    "name",
    "kind",
    "level",
    "sector",
    "founded_on",
    "term_started_on",
    "term_years",
    "holds_members",
    "since",
    "placed_on",
    "closed_on",
    "closed_into",
    "changed_how",
    "changed_by",
    "changed_at",
    "reason",
)


def effective(stated: date | None, act: Act, *earliest: str | None) -> str:
    """The day of a change, by default today. Raises `DayToCome`, `TooEarly` before any of the days in `earliest`."""
    today = business_day(act.at)
    if stated and stated > today:
        raise DayToCome(latest=today.isoformat())
    day = (stated or today).isoformat()
    first = max((known or "" for known in earliest), default="")
    if day < first:
        raise TooEarly(earliest=first)
    return day


def demand_open(*organisations: Organisation) -> None:
    """Raises `Closed` if one of them takes no writes any more."""
    if any(o.closed for o in organisations):
        raise Closed


def keep(work: Writes, organisation: Organisation, until: str) -> None:
    """Add the row of what the organisation was until that day. Called before it is changed."""
    settle(work, organisation)
    was = _was(organisation, until, 1)
    work.put_new(was, Changed())
    if rules.own_tree(organisation.level) and organisation.parent_id:
        above = {"sk": f"{Was.ABOVE}{int(organisation.version):010d}", "county_id": Was.county(organisation.parent_id)}
        work.put_new(Was(**was.attribute_values | above), Changed())


def settle(work: Writes, organisation: Organisation) -> None:
    """Add the row of where it stood before a move under way carried it along, if it is not rewritten yet.

    Whoever writes such an organisation, for whatever reason, rewrites it.
    """
    if organisation.carried:
        work.put_new(_before(organisation, organisation.carried), Changed())
        organisation.carried = None


def _before(organisation: Organisation, carried: Carried) -> Was:
    was = _was(organisation, organisation.since or "", 0)
    for name, stored in vars(carried).items():
        setattr(was, name, stored)
    return was


def sign(organisation: Organisation, act: Act, how: str, day: str, reason: str | None = None) -> None:
    """Say on the organisation how it came to be as it is from that day on."""
    organisation.since = day
    organisation.changed_how, organisation.reason = how, reason
    organisation.changed_by, organisation.changed_at = act.actor, stamp(act.at)


def put_changed(work: Writes, organisations: Iterable[Organisation]) -> None:
    for organisation in organisations:
        settle(work, organisation)
        work.put(organisation)


def _was(organisation: Organisation, until: str, n: int) -> Was:
    facts = {name: getattr(organisation, name) for name in FIELDS}
    county = Was.county(organisation.county_id)
    return Was(organisation.pk, Was.place(organisation.version, n), county_id=county, until=until, **facts)


def held_on(organisation: Organisation, day: str) -> bool:
    """Whether it stood as it is now on that day."""
    return (organisation.since or "") <= day and not (organisation.closed_on and organisation.closed_on <= day)


def as_of(organisation: Organisation, day: str) -> Organisation | None:
    """The organisation as it was on that day: a read more if it has changed since. None where it was not."""
    if (organisation.since or "") <= day:
        return organisation
    if organisation.carried and (organisation.carried.since or "") <= day:
        return _before(organisation, organisation.carried)
    until, since = Was.until > day, Was.since.does_not_exist() | (Was.since <= day)
    rows = Was.query(organisation.pk, Was.sk.startswith(Was.PREFIX), until & since, consistent_read=True)
    return next(iter(rows), None)
