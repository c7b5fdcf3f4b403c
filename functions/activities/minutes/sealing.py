"""Minutes are sealed with the final approval; what is found wrong later is a new version, and the old one stays."""

import secrets

from functions.activities import reading
from functions.activities.errors import MinutesMissing, TooManyCorrections
from functions.activities.minutes import minuting
from functions.activities.minutes import reading as minutes_reading
from functions.activities.minutes.models import CorrectMinutes, MinutesOut, WriteMinutes
from functions.activities.minutes.tables import Minutes, Version
from functions.activities.reading import Record
from functions.activities.rules import State
from kernel.asking import Asking
from kernel.clock import stamp
from kernel.errors import Changed, WrongState
from kernel.events import MinutesSealed
from kernel.journal import Act, UnitOfWork

APPROVED = 1
MOST_VERSIONS = 99


def seal(work: UnitOfWork, record: Record) -> None:
    """Add to the transaction of the final approval the version that it approves. Raises `MinutesMissing`."""
    if record.minutes is None:
        raise MinutesMissing
    shown = minutes_reading.out(record)
    version = _version(record.minutes, record.activity.id, APPROVED, work.act)
    record.activity.minutes_version = APPROVED
    version.of_version, version.electorates = record.minutes.version, minutes_reading.electorates(record)
    version.votes = [vote.model_dump(mode="json", by_alias=True) for vote in shown.votes]
    version.signatures = [one.model_dump(mode="json", by_alias=True) for one in shown.signatures]
    _put(work, version, record.place.id)


def _version(text: Minutes | Version, activity_id: str, number: int, act: Act) -> Version:
    digest = minutes_reading.digest_of(activity_id, text.salt, text.content)
    place = Version.key_of(activity_id, number)
    return Version(*place, content=text.content, salt=text.salt, digest=digest, at=stamp(act.at), by=act.actor)


def _put(work: UnitOfWork, version: Version, branch_id: str) -> None:
    work.put_new(version, Changed())
    work.record(
        MinutesSealed(
            activity_id=version.activity_id, branch_id=branch_id, number=version.number, digest=version.digest
        )
    )


def correct(caller: Asking, activity_id: str, body: CorrectMinutes) -> MinutesOut:
    """A new version of approved minutes, with its reason. Who was there and what counted stays; votes are counted anew
    among those who were entitled and present then. Nobody has signed it.

    Raises `Stale`, `WrongState` before the approval, `Invalid`, `TooLarge`, `TooManyCorrections`, `Changed`.
    """
    record = reading.record_for(caller, activity_id, "activities.host")
    before = record.sealed
    if record.activity.state != State.APPROVED or before is None:
        raise WrongState
    caller.expect_version(before.of_version + before.number)
    if before.number == MOST_VERSIONS:
        raise TooManyCorrections
    minuting.demand_sound(body, record, record.people | _named(before))
    act = caller.act()
    version = _corrected(before, record, body, act)
    reply = minutes_reading.sealed(version)
    work = UnitOfWork(act, chain=record.place.id, action="activities.correct_minutes", subject=activity_id)
    _put(work, version, record.place.id)
    record.activity.minutes_version = version.number
    work.put(record.activity)
    work.commit(reply)
    return reply


def _named(version: Version) -> set[str]:
    """Who stands in the minutes already, though they may have left the branch since."""
    text = WriteMinutes.model_validate_json(version.content)
    owners = {one.owner for one in text.resolutions} | {one.owner for one in text.problems}
    named = {text.host, text.recorder, text.keeper, *owners, *(speech.member_id for speech in text.speeches)}
    return {member for member in named if member}


def _corrected(before: Version, record: Record, body: CorrectMinutes, act: Act) -> Version:
    activity = record.activity
    text = Minutes(activity.pk, "MINUTES", content=minuting.content_of(body), salt=secrets.token_hex(16))
    version = _version(text, activity.id, before.number + 1, act)
    written = WriteMinutes.model_validate_json(text.content)
    counted = minutes_reading.votes(written.resolutions, activity.type, before.electorates, record.ballots)
    version.of_version, version.electorates, version.signatures = before.of_version, before.electorates, []
    version.votes = [vote.model_dump(mode="json", by_alias=True) for vote in counted]
    version.reason = body.reason
    return version
