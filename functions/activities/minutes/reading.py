"""Minutes as they are shown: while they can be written the present text, then the version that was sealed last."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from functions.activities import reading, vote_rules
from functions.activities.activity_types import TYPES, Decision
from functions.activities.ballots.tables import Ballot
from functions.activities.minutes.models import (
    MinutesOut,
    Resolution,
    SignatureOut,
    SignerRole,
    TallyOut,
    VersionOut,
    WriteMinutes,
)
from functions.activities.minutes.tables import Minutes, Signature, Version
from functions.activities.reading import Record
from functions.activities.rules import OPEN, SEALED
from functions.activities.tables import Activity
from functions.activities.vote_rules import Votes
from kernel import directory
from kernel.asking import Asking
from kernel.authority import Target
from kernel.chain import canonical
from kernel.clock import instant, now
from kernel.errors import NotFound
from kernel.model import Page

Electorates = Mapping[str, Sequence[int]]
"""Decision → entitled, present."""


def show(caller: Asking, activity_id: str) -> MinutesOut:
    """What counts now. Raises `NotFound` before there are any."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    if activity.state in SEALED:
        return sealed(_readable(caller, activity, next(Version.of(activity_id, limit=1), None)))
    record = reading.whole(activity_id)
    _demand_reader(caller, record.place.path, record.minutes)
    return out(record)


def _readable(caller: Asking, activity: Activity, found: Version | None) -> Version:
    """Raises `NotFound` where it was not sealed, or for who may not see that it was; `Forbidden`."""
    _demand_reader(caller, directory.organisation(activity.branch_id).path, found)
    if found is None:
        raise NotFound
    return found


def _demand_reader(caller: Asking, path: str, text: Minutes | Version | None) -> None:
    """What was said stays with who holds the activity and the committees above it; of those whom it was for beside them
    only host and recorder read what they sign. Raises `Forbidden`, `NotFound`."""
    who = caller.principal.member_id
    if text and who in {text.text[role] for role in get_args(SignerRole)}:
        caller.may("activities.sign_minutes", Target(path=path, member_id=who))
    else:
        caller.may("activities.read", Target(path=path))


def out(record: Record, version: float | None = None) -> MinutesOut:
    """The text as it stands in the record; `version` is the one that it will have once it is written."""
    if record.minutes is None:
        raise NotFound
    digest = digest_of(record.activity.id, record.minutes.salt, record.minutes.content)
    text = WriteMinutes.model_validate_json(record.minutes.content)
    return MinutesOut(
        **text.model_dump(),
        version=int(record.minutes.version if version is None else version),
        digest=digest,
        votes=votes(text.resolutions, record.activity.type, electorates(record), record.ballots),
        signatures=[_signature(one) for one in signed(record, digest).values()],
        number=None,
        sealed_at=None,
    )


def digest_of(activity_id: str, salt: str, content: str) -> str:
    """SHA-256 over the salt and the canonical text of one activity's minutes, in hex."""
    return hashlib.sha256(f"{salt}{canonical([activity_id, json.loads(content)])}".encode()).hexdigest()


def signed(record: Record, digest: str) -> dict[str, Signature]:
    """Role → the signature, of those that stand for this very text."""
    return {role: one for role, one in sorted(record.signatures.items()) if one.digest == digest}


def _signature(one: Signature) -> SignatureOut:
    return SignatureOut.model_validate({"role": one.role, "member_id": one.member_id, "at": instant(one.at)})


def electorates(record: Record) -> Electorates:
    """Frozen with the submission; before it as the roll and the calls are now."""
    if record.minutes is not None and record.minutes.electorates and record.activity.state not in OPEN:
        return dict(record.minutes.electorates)
    presences = {member: row.state for member, row in record.attendance.items()}
    return {decision.value: vote_rules.counted(decision, record.voting_roll, presences) for decision in Decision}


def votes(
    resolutions: Sequence[Resolution], kind: str, of: Electorates, ballots: Mapping[str, Ballot]
) -> list[TallyOut]:
    """One for each resolution, in their order: what was written down is counted, a ballot was."""
    return [
        TallyOut.model_validate(ballots[one.ballot].tally)
        if one.ballot
        else TallyOut.of(vote_rules.tally(written, *of[written.decision.value]))
        for one, written in zip(resolutions, cast(resolutions, kind), strict=True)
    ]


def cast(resolutions: Iterable[Resolution], kind: str) -> list[Votes]:
    """What was written down of each vote; one that names no rule goes by the first of its type."""
    decisions = TYPES[kind].decisions
    usual, formal = next(iter(decisions), Decision.ORDINARY), bool(decisions)
    return [
        Votes(one.decision or usual, one.in_favour, one.against or 0, one.abstained or 0, one.written or 0, formal)
        for one in resolutions
    ]


def sealed(version: Version) -> MinutesOut:
    return MinutesOut.model_validate(
        json.loads(version.content)
        | {
            "version": int(version.of_version) + version.number,
            "digest": version.digest,
            "votes": version.votes,
            "signatures": version.signatures,
            "number": version.number,
            "sealedAt": version.at,
        }
    )


def versions(caller: Asking, activity_id: str) -> Page[VersionOut]:
    """What was sealed, oldest first."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    found = sorted(Version.of(activity_id), key=lambda version: version.number)
    _demand_reader(caller, directory.organisation(activity.branch_id).path, found[-1] if found else None)
    return Page(items=[_line(version) for version in found], as_of=now())


def _line(version: Version) -> VersionOut:
    return VersionOut(
        number=version.number,
        digest=version.digest,
        at=instant(version.at),
        by=version.by,
        reason=version.reason,
    )


def version(caller: Asking, activity_id: str, number: int) -> MinutesOut:
    """One that was sealed, as it was. Raises `NotFound`."""
    activity = Activity.demand(Activity.partition(activity_id), "NOW")
    return sealed(_readable(caller, activity, Version.find(*Version.key_of(activity_id, number))))
